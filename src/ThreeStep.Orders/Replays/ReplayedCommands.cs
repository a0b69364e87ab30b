using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
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
        new(today, definitions, definitions.FindVersion) { WhoIsAsked = WhoIsAsked, Makes = Makes };

    /// <summary>People by their ids, roles by their names; several in the order of their ids.</summary>
    public static string? WhoIsAsked(Command command) => command switch
    {
        CreateTaskCommand { Task: var task } => task.AssigneeId ?? task.Role,
        RequestApprovalCommand { Request: var request } => string.Join(", ", request.Steps.Select(step => step.ApproverId).Order(StringComparer.Ordinal)),
        AddApproverCommand added => added.ApproverId,
        _ => null,
    };

    static RecordRead? Makes(Command command) => command switch
    {
        CreateTaskCommand { Task: var task } => new("Task", task.Id, Written(task)),
        RequestApprovalCommand { Request: var request } => new("Approval", request.Id, Written(request)),
        _ => null,
    };

    static JsonNode? Written<T>(T record) => JsonSerializer.SerializeToNode(record, Json.Options);
}
