using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Setup;

/// <summary>The server's own keys in the database, where several nodes share it: what one has signed is valid on all.</summary>
sealed class StoredKeys(ProcessStore store) : IXmlRepository
{
    const string Prefix = "data-key:";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var database = store.Query();
        return database.Settings.Where(row => row.Key.StartsWith(Prefix)).OrderBy(row => row.Key).Select(row => row.Value).AsEnumerable()
            .Select(XElement.Parse).ToList();
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var database = store.Query();
        database.Settings.Add(new SettingRow { Key = Prefix + friendlyName, Value = element.ToString(SaveOptions.DisableFormatting) });
        database.SaveChanges();
    }

    /// <summary>They are kept elsewhere from now on.</summary>
    public void Forget()
    {
        using var database = store.Query();
        database.Settings.Where(row => row.Key.StartsWith(Prefix)).ExecuteDelete();
    }
}
