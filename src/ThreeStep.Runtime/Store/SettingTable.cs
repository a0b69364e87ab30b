using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Store;

/// <summary>Settings that are kept as one document each, by their key.</summary>
public static class SettingTable
{
    /// <summary>As it was saved; null where nobody has saved one.</summary>
    public static T? Setting<T>(this ProcessDatabase database, string key) where T : class =>
        database.Settings.AsNoTracking().FirstOrDefault(row => row.Key == key) is { } row
            ? JsonSerializer.Deserialize<T>(row.Value, Json.Options) : null;

    /// <summary>Saved with the change it is part of. Null removes it.</summary>
    public static void SetSetting<T>(this ProcessDatabase database, string key, T? value) where T : class
    {
        var row = database.Settings.Find(key);
        if (value is null)
        {
            if (row is not null) database.Settings.Remove(row);
            return;
        }
        var text = JsonSerializer.Serialize(value, Json.Options);
        if (row is null) database.Settings.Add(new SettingRow { Key = key, Value = text });
        else row.Value = text;
    }
}
