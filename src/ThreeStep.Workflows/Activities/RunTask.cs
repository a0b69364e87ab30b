using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Asks the outside world to do something and waits until it says that it is done.</summary>
[Activity("Elsa", "Primitives", "Requests a given task to be run.", DisplayName = "Run Task", WaitsFor = WaitsFor.People)]
public sealed class RunTask : Activity
{
    public const string TypeName = "Elsa.RunTask";

    [Input("The name of the task being requested.", DisplayName = "Task Name")] public Input<string> TaskName { get; } = new();
    [Input("Any additional parameters to send to the task.", UiHint = "dropdown", TypeName = "ObjectDictionary")]
    public Input<JsonNode> Payload { get; } = new();
    [Output] public Output<string> TaskId { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public static string HashOf(string taskId) => StimulusHash.Of(TypeName, taskId);

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(TaskName) ?? "";
        var payload = context.Get(Payload);
        var taskId = context.NewId();
        context.Set(TaskId, taskId);
        context.Emit(new RunTaskCommand(taskId, name, payload?.DeepClone()));
        context.Wait(TypeName, HashOf(taskId), new JsonObject { ["taskId"] = taskId, ["taskName"] = name });
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        context.Set(Result, payload);
        context.Complete();
    }
}
