using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace ThreeStep.Runtime.Store;

/// <summary>What one node tells the others of a group of commits: which records have changed, and whether there is something to carry out.</summary>
/// <param name="Node">Who tells it.</param>
/// <param name="Records">The kind of each, by its entity's name, and its key.</param>
/// <param name="HasMore">More has changed than is told.</param>
sealed record Tidings(string Node, bool HasStimuli, bool HasMore, IReadOnlyList<Tidings.Changed> Records)
{
    /// <summary>PostgreSQL takes no more than 8000 bytes; what does not fit is looked for.</summary>
    const int Longest = 7_900, Most = 60;

    public sealed record Changed(string Kind, string Key);

    /// <summary>Null where there is nothing to tell.</summary>
    public static string? Of(string node, bool hasStimuli, IEnumerable<object> records, ProcessDatabase database)
    {
        var changed = records.Select(record => Name(record, database)).OfType<Changed>().Distinct().ToList();
        if (changed.Count == 0 && !hasStimuli) return null;
        var text = JsonSerializer.Serialize(new Tidings(node, hasStimuli, changed.Count > Most, [.. changed.Take(Most)]));
        return text.Length <= Longest ? text : JsonSerializer.Serialize(new Tidings(node, true, true, []));
    }

    /// <summary>Null for what has no key of one part.</summary>
    static Changed? Name(object record, ProcessDatabase database) =>
        database.Model.FindEntityType(record.GetType()) is { } kind && kind.FindPrimaryKey() is { Properties: [var key] }
        && key.PropertyInfo?.GetValue(record) is { } value ? new(kind.Name, $"{value}") : null;

    public static Tidings? Read(string text)
    {
        try { return JsonSerializer.Deserialize<Tidings>(text); }
        catch (JsonException) { return null; /* Of another version, or of somebody else. */ }
    }

    /// <summary>The records as they are now; those that are gone are not among them.</summary>
    public IReadOnlyList<object> Load(ProcessDatabase database)
    {
        var found = new List<object>();
        foreach (var (name, key) in Records)
            if (database.Model.FindEntityType(name) is { } kind && kind.FindPrimaryKey() is { Properties: [var property] }
                && ValueOf(key, property.ClrType) is { } value && database.Find(kind.ClrType, value) is { } record) found.Add(record);
        return found;
    }

    static object? ValueOf(string key, Type type) => type == typeof(string) ? key
        : type == typeof(long) && long.TryParse(key, out var whole) ? whole
        : type == typeof(int) && int.TryParse(key, out var small) ? small : null;
}
