using ThreeStep.Orders.Notices;

namespace ThreeStep.Orders.Tasks;

/// <summary>The page of what a task is about.</summary>
static class TaskAddress
{
    /// <summary>Null where it is about nothing that has a page.</summary>
    public static string? Of(WorkTask task) => task switch
    {
        { DealId: { } deal } => Addresses.Deal(deal),
        { CaseId: { } item } => Addresses.Case(item),
        { LeadId: { } lead } => Addresses.Lead(lead),
        { AccountId: { } account } => Addresses.Account(account),
        _ => null,
    };
}
