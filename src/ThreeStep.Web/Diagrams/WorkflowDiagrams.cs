using System.Globalization;
using System.Runtime.CompilerServices;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Diagrams;

/// <summary>A version of a workflow with its drawing, in a reader's language.</summary>
sealed record DrawnWorkflow(WorkflowDefinition Definition, string Name, Diagram Whole)
{
    /// <summary>The way to what a box holds: the boxes to open one after the other; null when there is no such box, or nothing is in it.</summary>
    public IReadOnlyList<Box>? WayTo(string boxId) => WayTo(Whole, boxId);

    static List<Box>? WayTo(Diagram diagram, string boxId)
    {
        foreach (var box in diagram.Boxes.Where(box => box.Inside is not null))
            if (box.Id == boxId) return [box];
            else if (WayTo(box.Inside!, boxId) is { } further) return [box, .. further];
        return null;
    }
}

/// <summary>The drawings of workflows. Arrows are led once for a version.</summary>
sealed class WorkflowDiagrams(CompiledDefinitions definitions, DefinitionStore store)
{
    readonly ConditionalWeakTable<CompiledWorkflow, Diagram> drawn = [];

    /// <param name="version">Null for the published one, or the latest where none is published.</param>
    /// <returns>Null when there is no such version.</returns>
    public async Task<DrawnWorkflow?> Find(string definitionId, int? version, CultureInfo language, CancellationToken token = default)
    {
        var definition = await store.Find(definitionId, version?.ToString(CultureInfo.InvariantCulture) ?? "LatestOrPublished", token);
        if (definition is null || definitions.FindVersion(definition.Id) is not { } workflow) return null;
        var whole = drawn.GetValue(workflow, DiagramReading.Of)
            .Said(words => TwoLanguages.Said(words, language), outcome => Texts.Texts.OfEngine(language, outcome));
        return new(workflow.Definition, TwoLanguages.Name(workflow.Definition.Shown, language), whole);
    }
}
