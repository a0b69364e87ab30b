using Microsoft.AspNetCore.DataProtection;

namespace ThreeStep.Web.Setup;

/// <summary>
/// The server's own keys: they protect cookies, links in mails, second factors and the secrets of channels. Kept beside the data, so that a
/// restart signs nobody out.
/// </summary>
static class DataKeys
{
    public static void Add(IServiceCollection services, Installation installation) =>
        services.AddDataProtection().PersistKeysToFileSystem(Folder(installation)).SetApplicationName("ThreeStep");

    /// <summary>Only the account that runs the server may read them. The folder is made when it is not there.</summary>
    public static DirectoryInfo Folder(Installation installation)
    {
        var path = Path.Combine(installation.Data, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
