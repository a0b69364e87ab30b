using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Who must say yes to anything but a deal's terms, by its amount, as a workflow writes it: a list of {below, approvers, mode, quorum, within}, the
/// smallest first, the last without "below". It is brought into rows, so that it means what the company's matrix means.
/// </summary>
public static class AmountTable
{
    static readonly IReadOnlyList<string> Columns = ["below", "approvers", "mode", "quorum", "within"];
    const string ManagerWord = "Manager";
    const string PersonWord = "Person:";

    /// <summary>Where a workflow has none: the manager, and from a large amount on the one above.</summary>
    /// <param name="largeAmount">The company's limit.</param>
    public static ApprovalMatrix Usual(decimal largeAmount) =>
        new([Row(null, largeAmount, "1"), Row(largeAmount, null, "2")]);

    static MatrixRow Row(decimal? from, decimal? below, string levels) =>
        new() { AmountFrom = from, AmountBelow = below, Who = [new(ApproverKind.Manager, levels)], Within = "2 working days" };

    /// <summary>What a table says about an amount, whatever the currency, with the rule in plain words.</summary>
    public static Verdict Ask(ApprovalMatrix table, Terms terms)
    {
        var verdict = table.Ask(terms);
        var row = table.Rows[verdict.Row - 1];
        var rule = (row.AmountFrom, row.AmountBelow) switch
        {
            (null, null) => "every amount",
            ({ } from, _) => FormattableString.Invariant($"amount from {from:#,0.##}"),
            (_, { } below) => FormattableString.Invariant($"amount below {below:#,0.##}"),
        };
        return verdict with { Rule = rule };
    }

    /// <summary>Reads the rows from what a workflow gives: a list, or a text with a list. Nothing gives the usual ones.</summary>
    /// <exception cref="ValueConversionException">It is no such table, in words that say which row and what to do.</exception>
    public static ApprovalMatrix Read(JsonNode? source, decimal largeAmount)
    {
        if (ApprovalTable.IsBlank(source)) return Usual(largeAmount);
        if (Parsed(source!) is not JsonArray { Count: > 0 } list) throw Refused("The approval table is a list of one row or more.");
        var rows = list.Select((row, index) => ReadRow(row, index + 1)).ToList();
        for (var next = 0; next < rows.Count - 1; next++)
        {
            if (rows[next].AmountBelow is not { } end)
                throw Refused($"Row {next + 1} has no “below”, so no row after it is ever reached. Only the last one goes without.");
            if (rows[next + 1].AmountBelow <= end)
                throw Refused($"Row {next + 2} ends at {rows[next + 1].AmountBelow:N0}, not above the one before it. Order the rows by their amount.");
            rows[next + 1] = rows[next + 1] with { AmountFrom = end };
        }
        return rows[^1].AmountBelow is { } last ? throw Refused($"The last row ends at {last:N0}, and nobody is named for more. Leave out its “below”.")
            : new(rows);
    }

    static MatrixRow ReadRow(JsonNode? source, int number)
    {
        if (source is not JsonObject row) throw Refused($"Row {number}: this is no object with {string.Join(", ", Columns)}.");
        if (row.Select(column => column.Key).FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
            throw Refused($"Row {number}: “{unknown}” is not known. A row has {string.Join(", ", Columns)}.");
        var names = Column<List<string>>("approvers") ?? throw Refused($"Row {number}: approvers is missing.");
        var who = names.Select(name => ReadApprover(name, number)).Distinct().ToList();
        var (below, within) = (Column<decimal?>("below"), Column<Duration?>("within"));
        if (below <= 0) throw Refused($"Row {number}: no amount is below {below:0.##}.");
        if (who.Count > 0 && within is null or { IsNothing: true }) throw Refused($"Row {number}: those who are asked need some time to answer.");
        var (mode, quorum) = (Column<ApprovalMode?>("mode") ?? ApprovalMode.Any, Column<int?>("quorum"));
        if (mode == ApprovalMode.Quorum && (quorum is not { } enough || enough < 1 || enough > who.Count))
            throw Refused($"Row {number}: with a quorum, “quorum” says how many of the {who.Count} are enough.");
        return new()
        {
            AmountBelow = below,
            Who = who,
            Mode = who.Count == 0 ? ApprovalMode.Any : mode,
            Quorum = mode == ApprovalMode.Quorum ? quorum!.Value : 1,
            Within = who.Count == 0 ? null : within.ToString(),
        };

        T? Column<T>(string column)
        {
            try { return ValueConversion.To<T>(row[column]); }
            catch (ValueConversionException refusal) { throw Refused($"Row {number}, {column}: {refusal.Words}", refusal); }
        }
    }

    /// <summary>"Manager", "Manager 2" for the one above, "Person:ID", or a position.</summary>
    static Approver ReadApprover(string? written, int number)
    {
        var name = written?.Trim() ?? "";
        if (name.Length == 0) throw Refused($"Row {number}: an approver has no name.");
        if (name.StartsWith(PersonWord, StringComparison.OrdinalIgnoreCase)) return new(ApproverKind.Person, name[PersonWord.Length..].Trim());
        if (!name.StartsWith(ManagerWord, StringComparison.OrdinalIgnoreCase)) return Approver.Of(name);
        var levels = name[ManagerWord.Length..].Trim();
        if (levels is "") return new(ApproverKind.Manager, "1");
        return levels is [>= '1' and <= '9'] ? new(ApproverKind.Manager, levels) : Approver.Of(name);
    }

    static JsonNode? Parsed(JsonNode source)
    {
        if (source is not JsonValue text) return source;
        try { return JsonNode.Parse(text.ToString()); }
        catch (JsonException error)
        {
            throw Refused($"The approval table is no valid JSON. Look for a missing bracket, quote or comma in line {error.LineNumber + 1}.", error);
        }
    }

    static ValueConversionException Refused(Message words, Exception? inner = null) => new(words, inner);
}
