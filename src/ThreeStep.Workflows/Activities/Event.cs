using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits for an event by name, or starts workflows with it.</summary>
[Activity("Elsa", "Primitives", "Wait for an event to be published.", Kind = "Trigger", WaitsFor = WaitsFor.Event)]
public sealed class Event : Activity
{
    public const string TypeName = "Elsa.Event";

    [Input("The name of the event to listen for.", DisplayName = "Event Name", UiHint = "dropdown", OptionsFrom = OptionSource.Events,
        IsNeeded = true, Kind = typeof(EventName))]
    public Input<string> EventName { get; } = new();
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

    public override StartTrigger? Trigger(ActivityContext context) =>
        context.Get(EventName) is { Length: > 0 } name ? new StartTrigger(TypeName, HashOf(name), new JsonObject { ["eventName"] = name }) : null;
}
