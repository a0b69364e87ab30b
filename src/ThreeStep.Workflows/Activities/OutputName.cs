using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>An output of the workflow.</summary>
public sealed class OutputName : ValueKind
{
    public override bool OnlyDoubts => true;

    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var name = ValueConversion.AsText(value);
        return around.Workflow.Definition.Outputs.Any(output => output.Name == name)
            ? null : Objection.Doubt($"The workflow does not declare the output {name}. Add it under Outputs, or choose another.");
    }
}
