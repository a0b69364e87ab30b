using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Workflows.Activities;

/// <summary>Marks where a flowchart begins.</summary>
[Activity("Elsa", "Flow", "A milestone activity that marks the start of a flowchart.", IsStart = true)]
public sealed class Start : Activity
{
    public override void Execute(ActivityContext context) => context.Complete();
}

/// <summary>Ends the flowchart it stands in.</summary>
[Activity("Elsa", "Flow", "A milestone activity that marks the end of a flowchart, causing the flowchart to complete.")]
public sealed class End : Activity, ITerminalActivity
{
    public override void Execute(ActivityContext context) => context.Complete();
}

/// <summary>Ends the whole instance at once.</summary>
[Activity("Elsa", "Primitives", "Mark the workflow as finished.")]
public sealed class Finish : Activity, ITerminalActivity
{
    public override void Execute(ActivityContext context) => context.FinishInstance();
}

/// <summary>Completes the container or composite it stands in, with outcomes of its own.</summary>
[Activity("Elsa", "Composition", "Signals the current composite activity to complete itself as a whole.")]
public sealed class Complete : Activity, ITerminalActivity
{
    [Input("The outcome or set of outcomes to complete this activity with.", UiHint = "outcome-picker", DefaultSyntax = "Object")]
    public Input<JsonNode> Outcomes { get; } = new();

    public override void Execute(ActivityContext context) => context.Complete(context.Get(Outcomes) switch
    {
        JsonArray list => list.Select(outcome => outcome?.ToString() ?? "").ToList(),
        { } single when single.ToString() is { Length: > 0 } outcome => [outcome],
        _ => ["Done"],
    });
}

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
public sealed class WorkflowFaultException(string message) : Exception(message);
