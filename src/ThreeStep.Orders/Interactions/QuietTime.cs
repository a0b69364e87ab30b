using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Interactions;

/// <summary>How long a customer may be quiet: some time, or they would count as quiet at once.</summary>
public sealed class QuietTime : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around) =>
        !ValueConversion.To<Duration>(value).IsNothing ? null : Objection.Certain(OrderFindings.QuietAtOnce);
}
