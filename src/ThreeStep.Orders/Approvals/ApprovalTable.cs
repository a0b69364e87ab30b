using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>An approval table as workflows write it: its tiers, and from which amount on a deal is large (null: the company's limit).</summary>
public sealed record ApprovalTable(IReadOnlyList<ApprovalTier> Tiers, decimal? LargeAmount)
{
    static readonly IReadOnlyList<string> Columns = ["upToPercent", "positions", "mode", "quorum", "hours", "within"];

    /// <summary>The table of RULES.</summary>
    public static readonly ApprovalTable Default = new(ApprovalTier.Defaults, null);

    /// <summary>
    /// The same as rows: by discount, one tier up when the amount is large, the last one when it binds for several years.
    /// </summary>
    /// <param name="companysLargeAmount">Used where the table has no limit of its own.</param>
    public ApprovalMatrix AsMatrix(decimal companysLargeAmount)
    {
        var (tiers, large) = (Tiers.OrderBy(tier => tier.UpToPercent).ToList(), LargeAmount ?? companysLargeAmount);
        var last = Row(tiers[^1]);
        var rows = new List<MatrixRow>();
        if (tiers.Count > 1) rows.Add(last with { YearsFrom = 2 });
        foreach (var (tier, next) in tiers.Zip(tiers.Skip(1)))
        {
            rows.Add(Row(tier) with { DiscountUpTo = tier.UpToPercent, AmountBelow = large });
            rows.Add(Row(next) with { DiscountUpTo = tier.UpToPercent, AmountFrom = large });
        }
        rows.Add(last);
        return new(rows);
    }

    static MatrixRow Row(ApprovalTier tier) => new()
    {
        Who = tier.Positions.Select(Approver.Of).ToList(),
        Mode = tier.Mode,
        Quorum = tier.Quorum,
        Within = tier.Positions.Count == 0 ? null : tier.Limit.ToString(),
    };

    /// <summary>Whether a workflow brings no table of its own.</summary>
    public static bool IsBlank(JsonNode? source) => source is null || source is JsonValue text && string.IsNullOrWhiteSpace(text.ToString());

    /// <summary>Reads the tiers from what a workflow gives: a list, or a text with a list. Nothing gives the rules' own.</summary>
    /// <exception cref="ValueConversionException">It is no approval table, in words that say which tier and what to do.</exception>
    public static IReadOnlyList<ApprovalTier> ReadTiers(JsonNode? source)
    {
        if (IsBlank(source)) return ApprovalTier.Defaults;
        if (Parsed(source!) is not JsonArray { Count: > 0 } list) throw Refused("The approval table is a list of one tier or more.");
        var tiers = list.Select((tier, index) => ReadTier(tier, index + 1)).ToList();
        for (var next = 1; next < tiers.Count; next++)
        {
            var end = tiers[next].UpToPercent;
            if (end <= tiers[next - 1].UpToPercent)
                throw Refused($"Tier {next + 1} ends at {end:0.##} %, not above the one before it. Order the tiers by their percentage.");
        }
        var last = tiers[^1].UpToPercent;
        return last < 100 ? throw Refused($"The last tier ends at {last:0.##} %, and nobody is named for more. Let it go up to 100.") : tiers;
    }

    static ValueConversionException Refused(Message words, Exception? inner = null) => new(words, inner);

    static JsonNode? Parsed(JsonNode source)
    {
        if (source is not JsonValue text) return source;
        try { return JsonNode.Parse(text.ToString()); }
        catch (JsonException error)
        {
            var line = error.LineNumber + 1;
            throw Refused($"The approval table is no valid JSON. Look for a missing bracket, quote or comma in line {line}.", error);
        }
    }

    static ApprovalTier ReadTier(JsonNode? source, int number)
    {
        if (source is not JsonObject tier) throw Refused($"Tier {number}: this is no object with {string.Join(", ", Columns)}.");
        if (tier.Select(column => column.Key).FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
            throw Refused($"Tier {number}: “{unknown}” is not known. A tier has {string.Join(", ", Columns)}.");
        var positions = Read<List<string>>("positions") ?? throw Missing("positions");
        var upTo = Read<decimal?>("upToPercent") ?? throw Missing("upToPercent");
        var within = Read<Duration?>("within");
        var hours = Read<double?>("hours") ?? (positions.Count == 0 || within is not null ? 0 : throw Missing("hours"));
        if (upTo is < 0 or > 100) throw Refused($"Tier {number}: {upTo:0.##} % is no discount. It lies between 0 and 100.");
        if (within is { IsNothing: true }) throw Refused($"Tier {number}: those who are asked need some time to answer.");
        if (hours < 0 || positions.Count > 0 && within is null && hours == 0)
            throw Refused($"Tier {number}: those who are asked need more than {hours} hours to answer.");
        var (mode, quorum) = (Read<ApprovalMode?>("mode") ?? ApprovalMode.Any, Read<int?>("quorum"));
        if (mode == ApprovalMode.Quorum && (quorum is not { } enough || enough < 1 || enough > positions.Count))
            throw Refused($"Tier {number}: with a quorum, “quorum” says how many of the {positions.Count} are enough.");
        return new(upTo, positions, mode, hours, within?.ToString(), mode == ApprovalMode.Quorum ? quorum!.Value : 1);

        T? Read<T>(string column)
        {
            try { return ValueConversion.To<T>(tier[column]); }
            catch (ValueConversionException refusal) { throw Refused($"Tier {number}, {column}: {refusal.Words}", refusal); }
        }

        ValueConversionException Missing(string column) => Refused($"Tier {number}: {column} is missing.");
    }
}
