using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Records of any kind that an actor sees: by their ids, and by what people call them.</summary>
public static class SeenRecords
{
    /// <summary>Kinds of records that workflows are about.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["Deal", "Account", "Lead", "Case", "Campaign"];

    public static bool Sees(RecordAccess access, ProcessDatabase database, string kind, string id) =>
        All(access, database, kind)?.Any(row => row.Id == id) == true;

    /// <summary>Whether an actor may look at a task and what was given with it: it is theirs or their team's, or they see what it is about.</summary>
    public static bool SeesTask(RecordAccess access, ProcessDatabase database, WorkTask task) =>
        access.MayAnswer(task) || access.Tasks(database).Any(row => row.Id == task.Id)
        || new[] { ("Deal", task.DealId), ("Case", task.CaseId), ("Lead", task.LeadId), ("Account", task.AccountId) }
            .Any(about => about.Item2 is { } id && Sees(access, database, about.Item1, id));

    /// <summary>Null where there is no such kind.</summary>
    public static IQueryable<NamedRecord>? All(RecordAccess access, ProcessDatabase database, string kind) => kind switch
    {
        "Account" => access.Accounts(database).Select(row => new NamedRecord { Id = row.Id, Called = row.Name }),
        "Deal" => access.Deals(database).Select(row => new NamedRecord { Id = row.Id, Called = row.Name }),
        "Contact" => access.Accounts(database).Join(database.Contacts, account => account.Id, contact => contact.AccountId,
            (account, contact) => new NamedRecord { Id = contact.Id, Called = contact.Name }),
        "Lead" => access.Leads(database).Select(row => new NamedRecord { Id = row.Id, Called = row.CompanyName }),
        "Case" => access.Cases(database).Select(row => new NamedRecord { Id = row.Id, Called = row.Title }),
        "Campaign" => database.Campaigns.Select(row => new NamedRecord { Id = row.Id, Called = row.Name }),
        _ => null,
    };
}
