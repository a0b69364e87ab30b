using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>The record that something is asked about, beside the deal whose terms are judged; written as "Campaign:ID".</summary>
/// <param name="Kind">As workflows call it.</param>
public sealed record ApprovalSubject(string Kind, string Id)
{
    /// <summary>What can be asked about.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["Account", "Deal", "Lead", "Campaign", "Case", "Delivery", "Workflow"];

    public static ApprovalSubject Campaign(string id) => new("Campaign", id);

    /// <summary>Null where it is not written so, or is of no kind that can be asked about.</summary>
    public static ApprovalSubject? Read(string? written)
    {
        var parts = written?.Split(':', 2) ?? [];
        return parts is [var kind, var id] && id.Trim().Length > 0
            && Kinds.FirstOrDefault(known => known.Equals(kind.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name ? new(name, id.Trim()) : null;
    }

    public override string ToString() => $"{Kind}:{Id}";

    /// <summary>What a field (camelCase) of the record holds; null where there is no such record or field.</summary>
    internal object? Get(Change change, string field) =>
        change.Kinds.Find(Kind) is { } kind && kind.Fields.Contains(field) && kind.Find(change.Database, Id) is { } record
            ? kind.Get(record, field) : null;
}
