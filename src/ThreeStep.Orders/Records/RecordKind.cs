using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Records;

/// <summary>Brings what a workflow sets a field to into the field's proper form.</summary>
/// <param name="field">As workflows name it (camelCase).</param>
/// <exception cref="RefusalException">It does not fit.</exception>
public delegate object? FieldRule(Change change, JsonNode? value, string field);

/// <summary>A kind of record as workflows know it: its name, how it is read, and which of its fields a workflow may set.</summary>
/// <param name="Name">What <c>getRecord</c> and activities call it, e.g. Deal.</param>
/// <param name="Read">By id, not tracked; null when there is none.</param>
/// <param name="Settable">
/// The fields (camelCase) that <c>UpdateRecord</c> may set, each with its rule. Everything else has a change of its own.
/// </param>
public sealed record RecordKind(string Name, Type Type, Func<ProcessDatabase, string, object?> Read, IReadOnlyDictionary<string, FieldRule> Settable)
{
    /// <summary>A kind whose records are rows of a table with the key Id. The query is compiled once: a workflow may read in every burst.</summary>
    public static RecordKind Of<T>(string name, params IEnumerable<(string Field, FieldRule Rule)> settable) where T : class
    {
        var read = CompiledQuery.Of((ProcessDatabase database, string id) =>
            database.Set<T>().FirstOrDefault(record => EF.Property<string>(record, "Id") == id));
        return new(name, typeof(T), (database, id) => read(database, id), settable.ToDictionary(field => field.Field, field => field.Rule));
    }

    /// <summary>The names (camelCase) of what a workflow can read of it.</summary>
    public IReadOnlyList<string> Fields { get; } = Type.GetProperties()
        .Where(property => !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), false))
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToList();

    /// <summary>Whether a field holds a day.</summary>
    public bool IsDay(string field) =>
        Type.GetProperty(char.ToUpperInvariant(field[0]) + field[1..])?.PropertyType is { } type
        && (type == typeof(DateOnly) || type == typeof(DateOnly?));

    /// <summary>Why fields cannot hold these values, as far as their types tell; null when they can. Days have a reader of their own.</summary>
    public Message? Refusal(JsonObject values)
    {
        foreach (var (name, value) in values)
            if (Settable.ContainsKey(name) && !IsDay(name) && ValueConversionException.Of(() => Take(name, value)) is { } refusal)
                return $"{name}: {refusal}";
        return null;
    }

    object? Take(string field, JsonNode? value)
    {
        var isBlank = value is null || value is JsonValue text && text.TryGetValue(out string? content) && content == "";
        return isBlank ? null : ValueConversion.To(value, Property(field).PropertyType);
    }

    /// <summary>What a field (camelCase) holds.</summary>
    public object? Get(object record, string field) => Property(field).GetValue(record);

    /// <summary>The property behind a field (camelCase).</summary>
    public System.Reflection.PropertyInfo Property(string field) => Type.GetProperty(char.ToUpperInvariant(field[0]) + field[1..])!;

    /// <summary>The record itself, tracked: what is set on it is saved with the change.</summary>
    public object? Find(ProcessDatabase database, string id) => database.Find(Type, id);
}

/// <summary>A record by its id and by what people call it.</summary>
public sealed record NamedRecord
{
    public required string Id { get; init; }
    /// <summary>Its name.</summary>
    public required string Called { get; init; }
}

/// <summary>All kinds of records of the product, by name in any case.</summary>
public sealed class RecordKinds(params IEnumerable<RecordKind> kinds)
{
    /// <summary>Puts a field of a record back to what it was (as JSON), with the consequences that setting it had.</summary>
    public required Action<Change, RecordKind, object, string, JsonNode?> PutBack { get; init; }

    /// <summary>The records of a kind that somebody sees, by what people call them; null where there is no such kind.</summary>
    public required Func<RecordAccess, ProcessDatabase, string, IQueryable<NamedRecord>?> Seen { get; init; }

    readonly Dictionary<string, RecordKind> byName = kinds.ToDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<RecordKind> All => byName.Values;

    public RecordKind? Find(string name) => byName.GetValueOrDefault(name);
}
