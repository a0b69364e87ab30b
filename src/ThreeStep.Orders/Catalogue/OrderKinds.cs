using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Catalogue;

/// <summary>The kinds of records of this product: their names, and the fields that a workflow may set.</summary>
public static class OrderKinds
{
    static readonly Func<ProcessDatabase, string, ApprovalRequest?> ReadApproval =
        CompiledQuery.Of((ProcessDatabase database, string id) =>
            database.Set<ApprovalRequest>().Include(record => record.Steps).FirstOrDefault(record => record.Id == id));

    /// <summary>The names (camelCase) of what a workflow can read of a kind; empty where not known, null where there is no such kind.</summary>
    public static IReadOnlyCollection<string>? FieldsOf(string kind) => kind switch
    {
        "Calendar" => ["zone", "isOpen", "nextOpening"],
        "OpenApproval" or "CampaignApproval" => FieldsOf("Approval"),
        "ApprovalStanding" => ["maySign", "isCovered", "rule", "needed", "waitsFor", "refusal"],
        "ApprovalMatrix" => ["rows", "concessions", "groups", "version"],
        WorkingTime.Kind or "TimeZone" or "UsersByPosition" or "UsersByRole" or "StageRefusal" or "Webhook" => [],
        _ => All.Find(kind)?.Fields,
    };

    public static readonly RecordKinds All = new(
        RecordKind.Of<Account>("Account", ("tier", WorkflowFields.Word<AccountTier>),
            ("segment", WorkflowFields.Name), ("ownerId", WorkflowFields.Person)),
        RecordKind.Of<Contact>("Contact"),
        RecordKind.Of<Deal>("Deal", ("nextActivity", WorkflowFields.Line), ("nextActivityAt", WorkflowFields.Day),
            ("competitor", WorkflowFields.Name), ("expectedCloseAt", WorkflowFields.Day), ("lostReason", WorkflowFields.Note)),
        RecordKind.Of<Delivery>("Delivery", ("status", WorkflowFields.Word<DeliveryStatus>), ("deliveredAt", WorkflowFields.Moment),
            ("promisedAt", WorkflowFields.NeededDay)),
        RecordKind.Of<Lead>("Lead", ("status", WorkflowFields.Word<LeadStatus>), ("ownerId", WorkflowFields.Person),
            ("accountId", WorkflowFields.Customer), ("answeredAt", WorkflowFields.Moment),
            ("returnReason", WorkflowFields.Note), ("note", WorkflowFields.Note)),
        RecordKind.Of<Campaign>("Campaign", ("status", WorkflowFields.Word<CampaignStatus>)),
        RecordKind.Of<ServiceCase>("Case", ("status", WorkflowFields.Word<CaseStatus>), ("ownerId", WorkflowFields.Person),
            ("acknowledgedAt", WorkflowFields.Moment), ("containedAt", WorkflowFields.Moment),
            ("closedAt", WorkflowFields.Moment), ("resolution", WorkflowFields.Note)),
        RecordKind.Of<WorkTask>("Task"),
        RecordKind.Of<SlaClock>("Clock"),
        new RecordKind("Approval", typeof(ApprovalRequest), ReadApproval, new Dictionary<string, FieldRule>()),
        RecordKind.Of<User>("User"),
        RecordKind.Of<Company>("Company"))
    {
        PutBack = UpdateRecordCommand.PutBack,
        Seen = SeenRecords.All,
    };
}
