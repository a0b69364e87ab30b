namespace ThreeStep.Orders.Notices;

/// <summary>The pages of records.</summary>
static class Addresses
{
    public static string Deal(string id) => $"/deals/{id}";
    public static string Account(string id) => $"/accounts/{id}";
    public static string Lead(string id) => $"/leads/{id}";
    public static string Case(string id) => $"/cases/{id}";
    public static string Task(string id) => $"/tasks/{id}";
    public static string Approval(string id) => $"/approvals/{id}";
}
