using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Catalogue;

/// <summary>The kinds of records of this product: their names, and the fields that a workflow may set.</summary>
public static class OrderKinds
{
    static readonly Func<ProcessDatabase, string, ApprovalRequest?> ReadApproval =
        EF.CompileQuery((ProcessDatabase database, string id) => database.Set<ApprovalRequest>().Include(record => record.Steps).FirstOrDefault(record => record.Id == id));

    public static readonly RecordKinds All = new(
        RecordKind.Of<Account>("Account", "tier", "segment", "ownerId"),
        RecordKind.Of<Contact>("Contact"),
        RecordKind.Of<Deal>("Deal", "nextActivity", "nextActivityAt", "competitor", "expectedCloseAt", "lostReason"),
        RecordKind.Of<Delivery>("Delivery", "status", "deliveredAt", "promisedAt"),
        RecordKind.Of<Lead>("Lead", "status", "ownerId", "accountId", "answeredAt", "returnReason", "note"),
        RecordKind.Of<Campaign>("Campaign", "status"),
        RecordKind.Of<ServiceCase>("Case", "status", "ownerId", "acknowledgedAt", "containedAt", "closedAt", "resolution"),
        RecordKind.Of<WorkTask>("Task"),
        new RecordKind("Approval", typeof(ApprovalRequest), ReadApproval, new HashSet<string>()),
        RecordKind.Of<User>("User"),
        RecordKind.Of<Company>("Company"));
}
