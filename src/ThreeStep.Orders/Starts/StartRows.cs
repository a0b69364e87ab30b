using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Starts;

/// <summary>What somebody pastes or sends as a file: a line for each instance, with a column for each input.</summary>
public static class StartRows
{
    /// <summary>More than these are started in parts.</summary>
    public const int Most = 10_000;
    const int LongestText = 4_000_000;

    /// <summary>One instance to be started.</summary>
    /// <param name="Line">Counted from 1, in the text as it is.</param>
    public sealed record Row(int Line, IReadOnlyDictionary<string, JsonNode?> Inputs);

    /// <summary>
    /// Commas, semicolons or tabs, as a spreadsheet copies it. Where the first line names no input, each line is the one that must be given.
    /// </summary>
    /// <exception cref="RefusalException">It is empty or too long, or a line has more fields than the first.</exception>
    public static IReadOnlyList<Row> Read(string? text, IReadOnlyList<StartField> fields)
    {
        if (string.IsNullOrWhiteSpace(text)) throw RefusalException.Invalid("csv", "There is nothing to start: give a line for each instance.");
        if (text.Length > LongestText) throw RefusalException.Invalid("csv", $"The text has more than {LongestText:N0} characters.");
        var lines = Lines(text.TrimStart('\uFEFF'));
        var known = fields.Select(field => field.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hasHeader = lines is [var first, ..] && first.Values.Any(known.Contains);
        var columns = hasHeader ? lines[0].Values.Select(value => value.Trim()).ToList() : [OnlyColumn(fields)];
        if (columns.Find(column => !known.Contains(column)) is { } unknown)
        {
            var names = string.Join(", ", fields.Select(field => field.Name));
            throw RefusalException.Invalid("csv", $"This workflow has no input “{unknown}”. It has: {names}.");
        }
        if (columns.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw RefusalException.Invalid("csv", $"The column “{twice.Key}” stands twice.");
        var rows = lines.Skip(hasHeader ? 1 : 0).Select(line => Of(line.Number, line.Values, columns)).ToList();
        if (rows.Count == 0) throw RefusalException.Invalid("csv", "There is nothing to start: give a line for each instance.");
        return Limited(rows);
    }

    /// <exception cref="RefusalException">There are too many.</exception>
    public static IReadOnlyList<Row> Limited(IReadOnlyList<Row> rows) => rows.Count <= Most ? rows
        : throw RefusalException.Invalid("rows", $"{rows.Count:N0} are too many at once. Start at most {Most:N0}, then the rest.");

    static string OnlyColumn(IReadOnlyList<StartField> fields) =>
        (fields.FirstOrDefault(field => field.IsNeeded) ?? (fields is [var first, ..] ? first : null))?.Name
            ?? throw RefusalException.Invalid("csv", "This workflow has no inputs. Start it by itself.");

    static Row Of(int line, string[] values, IReadOnlyList<string> columns) =>
        values.Length <= columns.Count || values.Skip(columns.Count).All(value => value.Trim() == "")
            ? new(line, columns.Zip(values).ToDictionary(cell => cell.First, cell => (JsonNode?)cell.Second.Trim()))
            : throw RefusalException.Invalid("csv", $"Line {line} has {values.Length} fields, the first line {columns.Count}.");

    static List<(int Number, string[] Values)> Lines(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var first = end < 0 ? text : text[..end];
        var between = first.Contains('\t', StringComparison.Ordinal) ? "\t" : first.Contains(';', StringComparison.Ordinal)
            && !first.Contains(',', StringComparison.Ordinal) ? ";" : ",";
        using var parser = new CsvParser(new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, Delimiter = between, MaxFieldSize = 100_000 });
        var lines = new List<(int, string[])>();
        try
        {
            while (parser.Read())
                if (parser.Record is { } values && values.Any(value => value.Trim() != "")) lines.Add((parser.RawRow, values));
        }
        catch (CsvHelperException) { throw RefusalException.Invalid("csv", $"Line {parser.RawRow} cannot be read. Look for a missing quote."); }
        return lines;
    }
}
