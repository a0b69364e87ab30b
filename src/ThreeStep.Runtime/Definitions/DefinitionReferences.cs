using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <summary>Activities that stand for another definition name the version they were drawn with.</summary>
static class DefinitionReferences
{
    const string VersionId = "workflowDefinitionVersionId";

    /// <summary>Names <paramref name="current"/> wherever another version of it is named.</summary>
    /// <returns>True when something was changed.</returns>
    public static bool Update(JsonNode? model, WorkflowDefinition current) => model switch
    {
        JsonObject source => UpdateHere(source, current) | source.Aggregate(false, (changed, property) => Update(property.Value, current) | changed),
        JsonArray list => list.Aggregate(false, (changed, item) => Update(item, current) | changed),
        _ => false,
    };

    static bool UpdateHere(JsonObject activity, WorkflowDefinition current)
    {
        if (activity.Text("workflowDefinitionId") != current.DefinitionId || activity.Text("type") != current.ActivityTypeName
            || activity.Text(VersionId) is not { } named || named == current.Id) return false;
        activity[VersionId] = current.Id;
        activity["version"] = current.Version;
        return true;
    }
}
