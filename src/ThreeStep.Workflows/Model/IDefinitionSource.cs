using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Workflows.Model;

/// <summary>
/// Where the engine finds other definitions: child workflows and definitions used as activities. The runtime answers from its cache.
/// </summary>
public interface IDefinitionSource
{
    /// <summary>The published version that runs when <paramref name="definitionId"/> is started, or null.</summary>
    CompiledWorkflow? FindPublished(string definitionId);

    /// <summary>Every published workflow, as it runs when it is started.</summary>
    IReadOnlyList<CompiledWorkflow> Published();

    /// <summary>True when there is any version, published or not.</summary>
    bool Exists(string definitionId);

    /// <summary>One version of a definition by its number, or null.</summary>
    CompiledWorkflow? FindVersion(string definitionId, int version);

    /// <summary>The definition behind an activity type name: the pinned version id where given, else the published one.</summary>
    WorkflowDefinition? FindAsActivity(string activityTypeName, string? versionId);
}
