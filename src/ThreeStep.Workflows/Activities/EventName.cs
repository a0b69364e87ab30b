using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>An event that is waited for. One that nobody here publishes may still come from outside, by the API.</summary>
public sealed class EventName : ValueKind
{
    public override bool OnlyDoubts => true;

    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var name = ValueConversion.AsText(value);
        if (around.Records.Events.Contains(name)) return null;
        var publishers = around.Definitions.Published().Append(around.Workflow).SelectMany(workflow => workflow.Nodes)
            .Select(publisher => (publisher.Activity as PublishEvent)?.EventName.Expression).OfType<Expression>().ToList();
        // A name that a script makes may be this one.
        if (publishers.Exists(published => published.Type is not ("Literal" or "") || published.Text == name)) return null;
        var others = string.Join(", ", around.Records.Events);
        return others == ""
            ? Objection.Doubt($"No workflow publishes the event “{name}”, and no record does. If it comes from outside, by the API, all is well.")
            : Objection.Doubt(
                $"No workflow publishes the event “{name}”. If it comes from outside, by the API, all is well. Records publish: {others}.");
    }
}
