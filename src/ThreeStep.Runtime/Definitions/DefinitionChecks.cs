using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <summary>What is looked at before a definition is published.</summary>
public sealed class DefinitionChecks(CompiledDefinitions definitions, DefinitionTriggers triggers, IRecordReader records, TimeProvider clock)
{
    /// <summary>What is wrong with a model, or most likely is.</summary>
    /// <exception cref="DefinitionException">The model cannot be read at all.</exception>
    public IReadOnlyList<Finding> Of(JsonObject model)
    {
        try
        {
            var workflow =
                definitions.Compile(new WorkflowDefinition("", model.Text("definitionId") ?? "", 0, true, false, clock.GetUtcNow(), model));
            var findings = WorkflowChecks.Of(workflow, definitions, records);
            if (findings.Any(finding => finding.Severity == Severity.Error)) return findings;
            triggers.Of(workflow);
            return findings;
        }
        catch (TriggerException error) { return [Finding.Error(error.Node, Messages.TriggerRefused, error.Words)]; }
        catch (Exception error) when (error is InvalidOperationException or FormatException or System.Text.Json.JsonException)
        {
            throw new DefinitionException("model.root", $"The workflow cannot be read: {error.Message}");
        }
    }

    /// <exception cref="DefinitionException">The model is no workflow definition.</exception>
    public static void Require(JsonObject model)
    {
        if (model["root"] is not JsonObject root) throw new DefinitionException("model.root", "A workflow needs a root activity.");
        if (root.Text("type") is null) throw new DefinitionException("model.root.type", "The root activity has no type.");
    }
}
