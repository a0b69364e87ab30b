using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Transfers;

/// <summary>
/// The server's own keys, in files or in the database: without them nobody's second factor, and no channel's secret, could be read any more.
/// </summary>
static class KeyTransfer
{
    public static void ToStore(DirectoryInfo folder, StoredKeys stored)
    {
        var known = stored.GetAllElements().Select(IdOf).ToHashSet();
        foreach (var key in folder.EnumerateFiles("*.xml").Select(file => XElement.Load(file.FullName)).Where(key => !known.Contains(IdOf(key))))
            stored.StoreElement(key, IdOf(key));
    }

    public static void ToFolder(StoredKeys stored, DirectoryInfo folder)
    {
        foreach (var key in stored.GetAllElements()) key.Save(Path.Combine(folder.FullName, $"{IdOf(key)}.xml"));
        // Only the account that runs the server may read them.
        if (OperatingSystem.IsWindows()) return;
        folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var file in folder.EnumerateFiles()) file.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    }

    /// <summary>As the library names its files: <c>key-</c> and the id; what revokes keys has none, and is told by what it says.</summary>
    static string IdOf(XElement key) => $"{key.Name.LocalName}-{key.Attribute("id")?.Value ?? Mark(key)}";

    static string Mark(XElement key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString(SaveOptions.DisableFormatting))))[..16];
}
