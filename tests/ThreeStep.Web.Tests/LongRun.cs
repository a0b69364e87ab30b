namespace ThreeStep.Web.Tests;

/// <summary>What is done as often as is quick, and more often where <c>THREESTEP_LONG=1</c> wishes that.</summary>
static class LongRun
{
    public static bool IsWished => Environment.GetEnvironmentVariable("THREESTEP_LONG") == "1";

    public static int Times(int usual, int wished) => IsWished ? wished : usual;
}
