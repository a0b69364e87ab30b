using ThreeStep.Orders.People;

namespace ThreeStep.Orders.Records;

/// <summary>Lines in the history of a record that its fields do not keep.</summary>
static class History
{
    /// <summary>Somebody else has it from now on.</summary>
    /// <param name="from">Who had it; null: the pool.</param>
    /// <param name="to">Who has it; null: the pool.</param>
    public static void HandedOver(Change change, string recordId, string? from, string? to)
    {
        if (from != to) change.Audit(AuditAction.HandedOver, recordId, $"{from} → {to}");
    }
}
