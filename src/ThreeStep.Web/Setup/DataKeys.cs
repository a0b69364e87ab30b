using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Setup;

/// <summary>
/// The server's own keys: they protect cookies, links in mails, second factors and the secrets of channels. Kept beside the data, so that a
/// restart signs nobody out; in the database where nodes share it.
/// </summary>
static class DataKeys
{
    public static void Add(IServiceCollection services, Installation installation, ProcessStore store)
    {
        var protection = services.AddDataProtection().SetApplicationName("ThreeStep");
        if (store.IsShared) services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new StoredKeys(store));
        else protection.PersistKeysToFileSystem(Folder(installation));
    }

    /// <summary>Only the account that runs the server may read them. The folder is made when it is not there.</summary>
    public static DirectoryInfo Folder(Installation installation)
    {
        var path = Path.Combine(installation.Data, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
