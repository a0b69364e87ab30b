using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Notices;

/// <summary>The pages of records.</summary>
static class Addresses
{
    public static string Deal(string id) => $"/deals/{id}";
    public static string Account(string id) => $"/accounts/{id}";
    public static string Lead(string id) => $"/leads/{id}";
    public static string Case(string id) => $"/cases/{id}";
    public static string Approval(string id) => $"/approvals/{id}";

    /// <summary>The page of what a task is about; null where it is about nothing that has one.</summary>
    public static string? Of(WorkTask task) =>
        task.DealId is { } deal ? Deal(deal) : task.CaseId is { } item ? Case(item) : task.LeadId is { } lead ? Lead(lead) : task.AccountId is { } account ? Account(account) : null;
}
