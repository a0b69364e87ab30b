using System.Text.Json.Nodes;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Catalogue;

/// <summary>
/// The rules of fields for workflows that set them: the same as for pages and REST, for values that are JSON. An empty text is no value.
/// </summary>
static class WorkflowFields
{
    public static object? Name(Change change, JsonNode? value, string field) => TextField.Line(Text(value), field, TextField.LongestName);

    public static object? Line(Change change, JsonNode? value, string field) => TextField.Line(Text(value), field);

    public static object? Note(Change change, JsonNode? value, string field) => TextField.Note(Text(value), field);

    public static object? Day(Change change, JsonNode? value, string field) => DayField.Of(value, field, CompanyDays.Zone(change.Database));

    /// <summary>A day that the record cannot be without.</summary>
    public static object? NeededDay(Change change, JsonNode? value, string field) => Day(change, value, field) ?? throw Needed(field);

    public static object? Moment(Change change, JsonNode? value, string field)
    {
        if (Text(value) is not { } text) return null;
        try { return DayField.Moment(ValueConversion.To<DateTimeOffset>(value), field); }
        catch (ValueConversionException) { throw RefusalException.Invalid(field, $"'{text}' is not a time. It is written as 2026-12-31T09:00:00Z."); }
    }

    /// <summary>One of the words of an enumeration.</summary>
    public static object? Word<T>(Change change, JsonNode? value, string field) where T : struct, Enum
    {
        if (Text(value) is not { } text) throw Needed(field);
        if (Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)) return word;
        throw RefusalException.Invalid(field, $"There is no {FieldName.Of(field)} '{text}'. There are {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>Who works here; nobody is fine.</summary>
    public static object? Person(Change change, JsonNode? value, string field)
    {
        change.RequireUser(Text(value), field);
        return Text(value);
    }

    /// <summary>A customer; none is fine.</summary>
    public static object? Customer(Change change, JsonNode? value, string field)
    {
        change.Require("Account", Text(value), field);
        return Text(value);
    }

    static string? Text(JsonNode? value) => value is null ? null : Requirements.Chosen(ValueConversion.AsText(value));

    static RefusalException Needed(string field) => RefusalException.Invalid(field, $"{FieldName.Of(field)}: a value is needed.");
}
