using System.Globalization;
using System.Reflection;
using ThreeStep.Orders.FormDesign;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Texts;
using ThreeStep.Web.Forms;
using ThreeStep.Web.Texts;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Process;

/// <summary>What has changed between two versions of a workflow, as a business person reads it, in the reader's language.</summary>
sealed class ChangeWords(ActivityRegistry activities)
{
    public string Say(WorkflowChange change)
    {
        var (name, was, now) = (Bilingual.Said(change.Subject), Value(change, change.Before), Value(change, change.After));
        return (change.Part, change.Before, change.After) switch
        {
            (WorkflowPart.Name, _, _) => T($"It is called {now} instead of {was}"),
            (WorkflowPart.Description, _, _) => T($"It is described as {now}"),
            (WorkflowPart.Variable, null, _) => T($"New setting {name}: {now}"),
            (WorkflowPart.Variable, _, null) => T($"The setting {name} is gone"),
            (WorkflowPart.Variable, _, _) => T($"Setting {name}: {now} instead of {was}"),
            (WorkflowPart.Input, null, _) => T($"New input {name}"),
            (WorkflowPart.Input, _, null) => T($"The input {name} is gone"),
            (WorkflowPart.Output, null, _) => T($"New output {name}"),
            (WorkflowPart.Output, _, null) => T($"The output {name} is gone"),
            (WorkflowPart.Input or WorkflowPart.Output, _, _) => T($"{name} is of the kind {now} instead of {was}"),
            (WorkflowPart.Option, _, _) => T($"Option {name}: {now} instead of {was}"),
            (WorkflowPart.Setting, _, null) => T($"The form of the settings no longer has {name}"),
            (WorkflowPart.Setting, null, _) => T($"The form of the settings has {name}"),
            (WorkflowPart.Setting, _, _) => T($"What the setting {name} may be is different"),
            (WorkflowPart.Step, null, _) => T($"New step “{name}”"),
            (WorkflowPart.Step, _, _) => T($"The step “{name}” is gone"),
            (WorkflowPart.StepName, _, _) => T($"The step {was} is called {now}"),
            (WorkflowPart.StepType, _, _) => T($"“{name}” is another kind of step"),
            (WorkflowPart.StepValue, _, _) => T($"“{name}”, {Input(change)}: {now} instead of {was}"),
            (WorkflowPart.Arrow, null, _) => T($"New way: {Arrow(change.Subject)}"),
            _ => T($"No more way: {Arrow(change.Subject)}"),
        };
    }

    static string Arrow(string arrow) => string.Join(" → ", arrow.Split(" → ").Select(end => Bilingual.Said(end)));

    /// <summary>What the designer calls the input of a step.</summary>
    string Input(WorkflowChange change)
    {
        var name = change.Detail ?? "";
        var property = activities.Find(change.StepType ?? "")?.ClrType.GetProperties()
            .FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var english = property?.GetCustomAttribute<InputAttribute>()?.DisplayName ?? ActivityTexts.Words(property?.Name ?? name);
        return ActivityTexts.In(CultureInfo.CurrentUICulture, english);
    }

    /// <summary>A form by what it asks for, all else as by itself.</summary>
    static string Value(WorkflowChange change, string? value) =>
        change is { Part: WorkflowPart.StepValue, StepType: AskingStep.TypeName, Detail: AskingStep.Input } && FormOf(value) is { } form
            ? string.Join(T(", "), form.Select(AnswerWords.Asked)) : Value(value);

    static IReadOnlyList<TaskField>? FormOf(string? written)
    {
        try { return TaskForm.Read(written); }
        catch (ValueConversionException) { return null; }
    }

    /// <summary>Lengths of time in words, all else as it was written, shortened.</summary>
    static string Value(string? value)
    {
        if (string.IsNullOrEmpty(value)) return T("nothing");
        // A bare number is a number, not so many days.
        if (!value.All(char.IsAsciiDigit))
            try { return Durations.InWords(Durations.Read(value), text => T(text)); }
            catch (ValueConversionException) { }
        return WorkflowChange.Cut(Bilingual.Said(value));
    }
}
