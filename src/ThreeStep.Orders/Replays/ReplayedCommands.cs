using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Messages;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Replays;

/// <summary>What a replay has to know of this product's commands.</summary>
public static class ReplayedCommands
{
    public static ReplayWorld World(CompiledDefinitions definitions, IRecordReader today) =>
        new(today, definitions, definitions.FindVersion) { WhoIsAsked = WhoIsAsked, WhichFields = WhichFields, Makes = Makes, Settled = Settled };

    /// <summary>Kinds of records that follow from settings.</summary>
    internal static readonly IReadOnlySet<string> Settled = new HashSet<string> { WorkingTime.Kind, "TimeZone", "Position", "Webhook", "Workflow" };

    /// <summary>People by their ids, roles by their names; several in the order of their ids.</summary>
    public static string? WhoIsAsked(Command command) => command switch
    {
        CreateTaskCommand { Task: var task } => task.AssigneeId ?? task.Role,
        RequestApprovalCommand { Request: var request } => string.Join(", ",
            request.Steps.Select(step => step.ApproverId).Order(StringComparer.Ordinal)),
        AddApproverCommand added => added.ApproverId,
        _ => null,
    };

    static string? WhichFields(Command command) => command is CreateTaskCommand { Task.Form: { Count: > 0 } form }
        ? string.Join(", ", form.Select(field => $"{field.Key}: {field.Kind}")) : null;

    /// <summary>
    /// What people would notice: Task, Reminder, Call or Escalation; Approval for a question, Approver for one more who is asked; Message;
    /// Request for a call to another system; Workflow for another one that is started; Stage for a deal that is moved. Null for all else.
    /// </summary>
    public static string? KindOf(Effect effect) => effect.Kind switch
    {
        nameof(CreateTaskCommand) => effect.Command.Object("task")?.Text("kind"),
        nameof(RequestApprovalCommand) => "Approval",
        nameof(AddApproverCommand) => "Approver",
        nameof(SendMessageCommand) => "Message",
        nameof(SendHttpRequestCommand) => "Request",
        nameof(StartWorkflowCommand) => "Workflow",
        nameof(ChangeStageCommand) => "Stage",
        _ => null,
    };

    /// <summary>Under what an effect is counted: its kind, and its kind with each who is asked.</summary>
    public static IEnumerable<string> KeysOf(Effect effect)
    {
        if (KindOf(effect) is not { } kind) yield break;
        yield return kind;
        foreach (var who in WhoOf(effect)) yield return $"{kind}:{who}";
    }

    static IEnumerable<string> WhoOf(Effect effect) => effect.Kind switch
    {
        nameof(CreateTaskCommand) => effect.Command.Object("task") is { } task && (task.Text("assigneeId") ?? task.Text("role")) is { } who
            ? [who] : [],
        nameof(RequestApprovalCommand) => (effect.Command.Object("request")?["steps"] as JsonArray ?? [])
            .Select(step => step?["approverId"]?.ToString()).OfType<string>(),
        nameof(AddApproverCommand) => [effect.Command.Text("approverId") ?? ""],
        _ => [],
    };

    static RecordRead? Makes(Command command) => command switch
    {
        CreateTaskCommand { Task: var task } => new("Task", task.Id, Written(task)),
        RequestApprovalCommand { Request: var request } => new("Approval", request.Id, Written(request)),
        _ => null,
    };

    static JsonNode? Written<T>(T record) => JsonSerializer.SerializeToNode(record, Json.Options);
}
