using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Faults the workflow on purpose.</summary>
[Activity("Elsa", "Primitives", "Faults the workflow.")]
public sealed class Fault : Activity
{
    [Input("Code to categorize the fault.")] public Input<string> Code { get; } = new();
    [Input("Category to categorize the fault. Examples: HTTP, Alteration, Azure, etc.")] public Input<string> Category { get; } = new();
    [Input("The type of fault. Examples: System, Business, Integration, etc.")] public Input<string> FaultType { get; } = new();
    [Input("The message to include with the fault.")] public Input<string> Message { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var code = context.Get(Code);
        context.Get(Category);
        context.Get(FaultType);
        throw new WorkflowFaultException(context.Get(Message) ?? code ?? "The workflow was faulted on purpose.");
    }
}

/// <summary>Thrown by the Fault activity.</summary>
public sealed class WorkflowFaultException(string message) : WordedException(message);
