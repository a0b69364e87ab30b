using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>The definition id of a workflow that is started.</summary>
public sealed class WorkflowName : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var id = ValueConversion.AsText(value);
        if (around.Definitions.FindPublished(id) is not null) return null;
        return around.Definitions.Exists(id) || around.Workflow.Definition.DefinitionId == id
            ? Objection.ForNow($"The workflow {id} is not published. Publish it before this step is reached.")
            : Objection.Certain($"There is no workflow {id}. Choose another, or create it first.");
    }
}
