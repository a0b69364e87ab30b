using System.Reflection;

namespace ThreeStep.Web.Setup;

/// <summary>Which version of the product this is, as Directory.Build.props has it; behind a plus sign may stand its commit.</summary>
static class ProductVersion
{
    public static readonly string Full =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static readonly string Short = Full.Split('+')[0];
}
