using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
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

    /// <summary>Settings whose value is outside of their range, and marks that mark nothing.</summary>
    public static IEnumerable<Finding> OfSettings(CompiledWorkflow workflow)
    {
        foreach (var setting in workflow.Definition.Settings)
        {
            if (SettingRules.HasUnreadableLimit(setting)) yield return Finding.Warning(workflow.Root, Messages.SettingWithoutLimit, setting.Id);
            // What the variable's own type does not take is said there.
            if (SettingRules.Objection(setting, setting.ValueIn(workflow.Definition)) is { } objection
                && !workflow.Root.Variables.Any(variable => variable.Name == setting.Variable
                    && ValueConversionException.Of(() => variable.Initial()) is not null))
                yield return Finding.Error(workflow.Root, Messages.SettingRefused, setting.Id, objection);
        }
        foreach (var mark in WorkflowSetting.Unreadable(workflow.Definition))
            yield return Finding.Warning(workflow.Root, Messages.SettingOfNothing, mark);
    }

    /// <summary>Inputs of the workflow whose default their type does not take.</summary>
    public static IEnumerable<Finding> OfInputs(CompiledWorkflow workflow)
    {
        foreach (var input in workflow.Definition.Inputs)
            if (ValueConversionException.Of(() => input.Default()) is { } refusal)
                yield return Finding.Error(workflow.Root, Messages.InputRefused, input.Name, refusal);
    }
}
