using System.Collections.Concurrent;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Web.Texts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Process;

/// <summary>What workflows and their steps are called on their designer cards, in the reader's language.</summary>
public sealed class WorkflowWords(CompiledDefinitions definitions)
{
    /// <summary>Versions never change once published, so their words are read once.</summary>
    readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> steps = new();

    public string Workflow(string definitionId) => Bilingual.Name(definitions.FindPublished(definitionId)?.Definition.Name ?? definitionId);

    /// <param name="activityId">As bookmarks and tasks have it.</param>
    public string Step(string definitionVersionId, string activityId)
    {
        var names = steps.GetOrAdd(definitionVersionId, Read);
        return Bilingual.Said(names.GetValueOrDefault(activityId, activityId));
    }

    IReadOnlyDictionary<string, string> Read(string versionId)
    {
        var words = new Dictionary<string, string>();
        if (definitions.FindVersion(versionId) is not { } workflow) return words;
        foreach (var node in workflow.Root.SelfAndDescendants())
            words.TryAdd(node.Id, node.Source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown : node.Name ?? node.Id);
        return words;
    }
}
