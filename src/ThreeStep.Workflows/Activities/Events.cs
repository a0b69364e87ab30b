using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits for an event by name, or starts workflows with it.</summary>
[Activity("Elsa", "Primitives", "Wait for an event to be published.", Kind = "Trigger", Waits = true)]
public sealed class Event : Activity
{
    public const string TypeName = "Elsa.Event";

    [Input("The name of the event to listen for.", DisplayName = "Event Name", UiHint = "dropdown", OptionsFrom = OptionSource.Events)] public Input<string> EventName { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public static string HashOf(string eventName) => StimulusHash.Of(TypeName, eventName);

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(EventName) ?? "";
        if (context.IsTrigger)
        {
            context.Set(Result, context.TriggerPayload);
            context.Complete();
        }
        else context.Wait(TypeName, HashOf(name), new JsonObject { ["eventName"] = name });
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        context.Set(Result, payload);
        context.Complete();
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (EventName.Expression is null or { Type: "Literal", Text: "" }) yield return Finding.Error(Node, Messages.NothingToWaitFor);
    }

    public override StartTrigger? Trigger(ActivityContext context) =>
        context.Get(EventName) is { Length: > 0 } name ? new StartTrigger(TypeName, HashOf(name), new JsonObject { ["eventName"] = name }) : null;
}

/// <summary>Publishes an event.</summary>
[Activity("Elsa", "Primitives", "Publishes an event.", DisplayName = "Publish Event")]
public sealed class PublishEvent : Activity
{
    [Input("The name of the event to publish.", DisplayName = "Event Name")] public Input<string> EventName { get; } = new();
    [Input("The correlation ID to scope the event to.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();
    [Input("Whether the event is local to the workflow instance.", UiHint = "checkbox", DisplayName = "Local event")] public Input<bool> IsLocalEvent { get; } = new();
    [Input("The input to send as the event body.")] public Input<JsonNode> Payload { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(EventName) is { Length: > 0 } given ? given : throw new InvalidOperationException("The event has no name.");
        var correlationId = context.Get(CorrelationId);
        context.Emit(new PublishEventCommand(name, string.IsNullOrEmpty(correlationId) ? null : correlationId, context.Get(IsLocalEvent) ? context.Instance.Id : null, context.Get(Payload)));
        context.Complete();
    }
}

/// <summary>Asks the outside world to do something and waits until it says that it is done.</summary>
[Activity("Elsa", "Primitives", "Requests a given task to be run.", DisplayName = "Run Task", Waits = true)]
public sealed class RunTask : Activity
{
    public const string TypeName = "Elsa.RunTask";

    [Input("The name of the task being requested.", DisplayName = "Task Name")] public Input<string> TaskName { get; } = new();
    [Input("Any additional parameters to send to the task.", UiHint = "dropdown", TypeName = "ObjectDictionary")] public Input<JsonNode> Payload { get; } = new();
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
