using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Orders.Commands;

/// <summary>A domain change that a workflow asks for. The commit carries it out in the same transaction as the workflow's state.</summary>
public abstract record OrderCommand : Command;

public sealed record CreateTask(WorkTask Task) : OrderCommand;

/// <summary>An open task is waited for again, by another wait and with a new due time (UTC).</summary>
public sealed record RebindTask(string TaskId, string BookmarkId, DateTimeOffset? DueAt) : OrderCommand;

/// <summary>The task's time is over; it stays open, marked.</summary>
public sealed record MarkTaskOverdue(string TaskId) : OrderCommand;

/// <summary>The workflow no longer waits for the task: an open one is withdrawn.</summary>
public sealed record WithdrawTask(string TaskId) : OrderCommand;

public sealed record RequestApprovalCommand(ApprovalRequest Request) : OrderCommand;

/// <summary>The workflow no longer waits for the approval: an open one is withdrawn.</summary>
public sealed record WithdrawApproval(string RequestId) : OrderCommand;

/// <summary>One more person may answer a pending approval: a substitute or the next level.</summary>
public sealed record AddApprover(string RequestId, string StepId, string ApproverId) : OrderCommand;

public sealed record ChangeStageCommand(string DealId, Stage Stage, string? Reason) : OrderCommand
{
    public override bool Changes(string kind, string id) => kind == "Deal" && id == DealId;
    public override void Preview(JsonObject record) => record["stage"] = Stage.ToString();
}

/// <summary>Somebody else owns the lead or deal from now on.</summary>
public sealed record HandOverCommand(string Kind, string RecordId, string? ToUserId) : OrderCommand
{
    public override bool Changes(string kind, string id) => string.Equals(kind, Kind, StringComparison.OrdinalIgnoreCase) && id == RecordId;
    public override void Preview(JsonObject record) => record["ownerId"] = ToUserId;
}

public sealed record CreateLeadCommand(Lead Lead) : OrderCommand;

public sealed record OpenCaseCommand(ServiceCase Case) : OrderCommand;

/// <summary>Sets named fields (camelCase) of a record. Which fields may be set is the domain's decision, see <see cref="UpdatableFields"/>.</summary>
public sealed record UpdateRecordCommand(string Kind, string RecordId, JsonObject Values) : OrderCommand
{
    public override bool Changes(string kind, string id) => string.Equals(kind, Kind, StringComparison.OrdinalIgnoreCase) && id == RecordId;

    public override void Preview(JsonObject record)
    {
        foreach (var (name, value) in Values) record[name] = value?.DeepClone();
    }
}

/// <summary>A message leaves the building through the outbox.</summary>
/// <param name="Channel">mail or webhook.</param>
/// <param name="To">An address, a user id, or for webhooks the name of a configured hook.</param>
public sealed record SendMessageCommand(string MessageId, string Channel, string To, string Subject, string Body) : OrderCommand;
