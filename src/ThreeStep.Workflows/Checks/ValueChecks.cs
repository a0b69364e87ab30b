using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Checks;

/// <summary>Reads literals and defaults with the reader that reads them when the workflow runs.</summary>
static class ValueChecks
{
    /// <summary>Values of an activity's inputs that it will not take, or most likely should not.</summary>
    public static IEnumerable<Finding> Of(ActivityNode node, Surroundings around)
    {
        foreach (var input in node.Activity.Inputs)
            if (OfInput(input, node, around) is { } finding) yield return finding;
    }

    static Finding? OfInput(Input input, ActivityNode node, Surroundings around)
    {
        DrawnValue drawn;
        try { drawn = DrawnValue.Of(input.Expression, node, around.Workflow); }
        catch (ExpressionException error) { return Finding.Error(node, Messages.ValueRefused, input.Label, error.Words); }
        // What a default is of the wrong type for is said where it stands.
        catch (ValueConversionException) { return null; }
        // What begins empty is filled in before the step is reached.
        if (!drawn.IsKnown || drawn.From is not null && string.IsNullOrWhiteSpace(drawn.Value?.ToString())) return null;
        if (input.Read(drawn.Value, node, around).Objection is not { } objection) return null;
        return drawn.From is { } from
            ? new Finding(objection.Severity, node, Messages.DefaultRefused, input.Label, from, objection.Words)
            : new Finding(objection.Severity, node, Messages.ValueRefused, input.Label, objection.Words);
    }

    /// <summary>Variables that begin with what their type does not take.</summary>
    public static IEnumerable<Finding> OfVariables(ActivityNode node)
    {
        foreach (var variable in node.Variables)
            if (ValueConversionException.Of(() => variable.Initial()) is { } refusal)
                yield return Finding.Error(node, Messages.VariableRefused, variable.Name, refusal);
    }

    /// <summary>Inputs of the workflow whose default their type does not take.</summary>
    public static IEnumerable<Finding> OfInputs(CompiledWorkflow workflow)
    {
        foreach (var input in workflow.Definition.Inputs)
            if (ValueConversionException.Of(() => input.Default()) is { } refusal)
                yield return Finding.Error(workflow.Root, Messages.InputRefused, input.Name, refusal);
    }
}
