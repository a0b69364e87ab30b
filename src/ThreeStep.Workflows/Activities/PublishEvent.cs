using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Publishes an event.</summary>
[Activity("Elsa", "Primitives", "Publishes an event.", DisplayName = "Publish Event")]
public sealed class PublishEvent : Activity
{
    [Input("The name of the event to publish.", DisplayName = "Event Name", IsNeeded = true)] public Input<string> EventName { get; } = new();
    [Input("The correlation ID to scope the event to.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();
    [Input("Whether the event is local to the workflow instance.", UiHint = "checkbox", DisplayName = "Local event")]
    public Input<bool> IsLocalEvent { get; } = new();
    [Input("The input to send as the event body.")] public Input<JsonNode> Payload { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(EventName)!;
        var correlationId = context.Get(CorrelationId);
        context.Emit(new PublishEventCommand(name, string.IsNullOrEmpty(correlationId) ? null : correlationId,
            context.Get(IsLocalEvent) ? context.Instance.Id : null, context.Get(Payload)));
        context.Complete();
    }
}
