namespace ThreeStep.Web.Security;

/// <summary>Names of authorization policies and claims.</summary>
static class Policies
{
    /// <summary>May see and change workflows: process owners and administrators.</summary>
    public const string Process = "process";
    /// <summary>May manage people and import data.</summary>
    public const string Administration = "administration";
}
