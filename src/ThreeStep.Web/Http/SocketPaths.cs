namespace ThreeStep.Web.Http;

/// <summary>Where browsers keep a connection open; their scripts cannot send headers with it.</summary>
static class SocketPaths
{
    public const string Pages = "/_blazor";
    public const string Instances = "/elsa/hubs/workflow-instance";
}
