namespace ThreeStep.Workflows.Definitions;

/// <summary>What of a workflow has changed.</summary>
public enum WorkflowPart { Name, Description, Variable, Input, Output, Option, Setting, Step, StepName, StepType, StepValue, Arrow }

/// <summary>One thing in which two versions of a workflow differ.</summary>
/// <param name="Subject">The variable, the step by the name people gave it, or the arrow as "from (outcome) → to"; blank for the whole.</param>
/// <param name="Detail">The input of a step (camelCase).</param>
/// <param name="Before">Null where there was nothing.</param>
/// <param name="After">Null where there is nothing any more.</param>
/// <param name="StepType">The activity's type; null for what is no step.</param>
public sealed record WorkflowChange(WorkflowPart Part, string Subject, string? Detail, string? Before, string? After, string? StepType = null)
{
    /// <summary>Characters of a value; more of it is left out.</summary>
    const int LongestValue = 120;

    /// <summary>A value as it is told, shortened.</summary>
    public static string Cut(string? value) =>
        string.IsNullOrEmpty(value) ? "–" : value.Length <= LongestValue ? $"“{value}”" : $"“{value[..LongestValue]}…”";

    /// <summary>Without words of a language: + what came, − what went, ~ what changed.</summary>
    public override string ToString()
    {
        var name = Part switch
        {
            WorkflowPart.Name => "name",
            WorkflowPart.Description => "description",
            WorkflowPart.Variable => $"variable {Subject}",
            WorkflowPart.Input => $"input {Subject}",
            WorkflowPart.Output => $"output {Subject}",
            WorkflowPart.Option => $"option {Subject}",
            WorkflowPart.Setting => $"setting {Subject}",
            WorkflowPart.StepValue => $"{Subject}: {Detail}",
            _ => Subject,
        };
        return (Before, After) switch
        {
            (null, _) when Part is not (WorkflowPart.StepValue or WorkflowPart.Name or WorkflowPart.Description) =>
                string.IsNullOrEmpty(After) || Part is WorkflowPart.Step or WorkflowPart.Arrow ? $"+ {name}" : $"+ {name} {Cut(After)}",
            (_, null) when Part is not (WorkflowPart.StepValue or WorkflowPart.Name or WorkflowPart.Description) => $"− {name}",
            _ when Part == WorkflowPart.StepName => $"~ {Before} → {After}",
            _ => $"~ {name} {Cut(Before)} → {Cut(After)}",
        };
    }
}
