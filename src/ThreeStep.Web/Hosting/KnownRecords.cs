using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Hosting;

/// <summary>Refuses ids of records that are not there, naming the field; an id that is left out is fine.</summary>
static class KnownRecords
{
    public static void CheckUser(this ProcessDatabase database, string? id, string field)
    {
        if (id is not null && database.Users.Find(id) is not { IsActive: true }) throw ApiException.Invalid(field, $"There is no user '{id}'.");
    }

    public static void CheckAccount(this ProcessDatabase database, string? id)
    {
        if (id is not null && database.Accounts.Find(id) is null) throw ApiException.Invalid("accountId", $"There is no account '{id}'.");
    }

    public static void CheckDeal(this ProcessDatabase database, string? id)
    {
        if (id is not null && database.Deals.Find(id) is null) throw ApiException.Invalid("dealId", $"There is no deal '{id}'.");
    }
}
