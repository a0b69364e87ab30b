using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Replays;

/// <summary>The workflows a case started, in the versions they ran in then.</summary>
/// <param name="present">The workflows of today, for everything else.</param>
sealed class RetoldDefinitions(RecordedCase recorded, IDefinitionSource present, Func<string, CompiledWorkflow?> version) : IDefinitionSource
{
    public CompiledWorkflow? FindPublished(string definitionId) =>
        recorded.Family.Skip(1).FirstOrDefault(child => child.DefinitionId == definitionId) is { } child ? version(child.VersionId)
            : present.FindPublished(definitionId);

    public IReadOnlyList<CompiledWorkflow> Published() => present.Published();

    public bool Exists(string definitionId) => present.Exists(definitionId);

    public CompiledWorkflow? FindVersion(string definitionId, int number) => present.FindVersion(definitionId, number);

    public WorkflowDefinition? FindAsActivity(string activityTypeName, string? versionId) => present.FindAsActivity(activityTypeName, versionId);
}
