using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Commands;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>
/// Carries out the domain changes a burst asks for. A command whose record is gone, or already as wished, changes nothing:
/// a workflow must not stand still because a person was faster.
/// </summary>
static class OrderCommandWriter
{
    /// <returns>Events that follow from the change.</returns>
    public static IEnumerable<QueuedStimulus> Apply(ProcessDatabase database, OrderCommand command, DateTimeOffset now)
    {
        switch (command)
        {
            case CreateTask create:
                database.Tasks.Add(create.Task);
                return [];
            case RebindTask rebind when database.Tasks.Find(rebind.TaskId) is { Status: WorkTaskStatus.Open } task:
                task.BookmarkId = rebind.BookmarkId;
                task.DueAt = rebind.DueAt;
                return [];
            case MarkTaskOverdue overdue when database.Tasks.Find(overdue.TaskId) is { Status: WorkTaskStatus.Open } task:
                task.IsOverdue = true;
                return [];
            case WithdrawTask withdraw when database.Tasks.Find(withdraw.TaskId) is { Status: WorkTaskStatus.Open } task:
                task.Status = WorkTaskStatus.Withdrawn;
                task.ClosedAt = now;
                return [];
            case RequestApprovalCommand request:
                database.Approvals.Add(request.Request);
                return [];
            case WithdrawApproval withdraw when database.Approvals.Find(withdraw.RequestId) is { Status: ApprovalStatus.Pending } request:
                request.Status = ApprovalStatus.Withdrawn;
                request.DecidedAt = now;
                return [];
            case AddApprover add:
                AddStep(database, add);
                return [];
            case ChangeStageCommand change when database.Deals.Find(change.DealId) is { } deal:
                return DealChanges.MoveTo(deal, change.Stage, change.Reason, now);
            case HandOverCommand handOver:
                HandOver(database, handOver);
                return [];
            case CreateLeadCommand create:
                database.Leads.Add(create.Lead);
                return [DomainEvents.LeadCreated(create.Lead)];
            case OpenCaseCommand open:
                database.Cases.Add(open.Case);
                return [DomainEvents.CaseOpened(open.Case)];
            case UpdateRecordCommand update:
                Update(database, update);
                return [];
            default:
                return [];
        }
    }

    static void AddStep(ProcessDatabase database, AddApprover add)
    {
        var request = database.Approvals.Find(add.RequestId);
        if (request is not { Status: ApprovalStatus.Pending }) return;
        database.Entry(request).Collection(item => item.Steps).Load();
        if (request.Steps.Exists(step => step.ApproverId == add.ApproverId)) return;
        var step = new ApprovalStep { Id = add.StepId, RequestId = add.RequestId, Order = request.Steps.Count + 1, ApproverId = add.ApproverId };
        request.Steps.Add(step);
        database.Entry(step).State = Microsoft.EntityFrameworkCore.EntityState.Added;
    }

    static void HandOver(ProcessDatabase database, HandOverCommand command)
    {
        switch (command.Kind.ToUpperInvariant())
        {
            case "ACCOUNT" when database.Accounts.Find(command.RecordId) is { } account:
                account.OwnerId = command.ToUserId;
                break;
            case "DEAL" when database.Deals.Find(command.RecordId) is { } deal:
                deal.OwnerId = command.ToUserId;
                break;
            case "LEAD" when database.Leads.Find(command.RecordId) is { } lead:
                lead.OwnerId = command.ToUserId;
                lead.Status = command.ToUserId is null ? Orders.Campaigns.LeadStatus.Pool : lead.Status;
                break;
        }
    }

    static void Update(ProcessDatabase database, UpdateRecordCommand command)
    {
        object? record = command.Kind.ToUpperInvariant() switch
        {
            "ACCOUNT" => database.Accounts.Find(command.RecordId),
            "DEAL" => database.Deals.Find(command.RecordId),
            "LEAD" => database.Leads.Find(command.RecordId),
            "CASE" => database.Cases.Find(command.RecordId),
            "CAMPAIGN" => database.Campaigns.Find(command.RecordId),
            "DELIVERY" => database.Deliveries.Find(command.RecordId),
            _ => null,
        };
        if (record is null || !UpdatableFields.ByKind.TryGetValue(command.Kind, out var allowed)) return;
        foreach (var (name, value) in command.Values)
        {
            if (!allowed.Contains(name) || record.GetType().GetProperty(char.ToUpperInvariant(name[0]) + name[1..]) is not { CanWrite: true } property) continue;
            var empty = value is null || value is JsonValue text && text.TryGetValue(out string? content) && content == "";
            property.SetValue(record, empty ? null : ValueConversion.To(value, property.PropertyType));
        }
    }
}
