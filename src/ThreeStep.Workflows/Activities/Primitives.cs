using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Writes a line to the server's console.</summary>
[Activity("Elsa", "Console", "Write a line of text to the console.", DisplayName = "Write Line")]
public sealed class WriteLine : Activity
{
    [Input("The text to write.")] public Input<string> Text { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Emit(new WriteLineCommand(context.Get(Text) ?? ""));
        context.Complete();
    }
}

/// <summary>Gives a variable a value.</summary>
[Activity("Elsa", "Primitives", "Assign a workflow variable a value.", DisplayName = "Set Variable")]
public sealed class SetVariable : Activity
{
    [Input("The value to assign.")] public Input<JsonNode> Value { get; } = new();

    string? VariableId => Node.Source.Object("variable")?.Text("id");
    string? VariableName => Node.Source.Object("variable")?.Text("name");

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if ((VariableId ?? VariableName) is not { Length: > 0 } target) yield return Finding.Error(Node, Messages.NoVariableChosen);
        else if (!Node.VariablesInSight().Any(variable => variable.Id == VariableId || variable.Name == VariableName)) yield return Finding.Error(Node, Messages.UnknownVariable, "Variable", VariableName ?? target);
    }

    public override void Execute(ActivityContext context)
    {
        if ((VariableId ?? VariableName) is not { } target) throw new InvalidOperationException("No variable is chosen.");
        var value = context.Get(Value);
        var scope = context.Scope();
        try
        {
            if (VariableName is { } name && scope.VariableNames.Contains(name)) scope.SetVariable(name, value);
            else scope.SetVariableById(target, value);
        }
        catch (Expressions.ExpressionException error)
        {
            throw new Expressions.ExpressionException($"{nameof(Value)}: {error.Message}", null, error) { Property = nameof(Value) };
        }
        context.Complete();
    }
}

/// <summary>Gives the instance a name.</summary>
[Activity("Elsa", "Primitives", "Set the name of the workflow instance to a specified value.", DisplayName = "Set Name")]
public sealed class SetName : Activity
{
    [Input("The value to set as the workflow instance's name.")] public Input<string> Value { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Instance.Name = context.Get(Value);
        context.Complete();
    }
}

/// <summary>Gives the instance the id by which events find it.</summary>
[Activity("Elsa", "Primitives", "Set the CorrelationId of the workflow to a given value.")]
public sealed class Correlate : Activity
{
    [Input("An expression that evaluates to the value to store as the correlation id.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Instance.CorrelationId = context.Get(CorrelationId);
        context.Complete();
    }
}

/// <summary>Sets an output of the workflow, or of the definition used as an activity around it.</summary>
[Activity("Elsa", "Composition", "Sets the value of a workflow output.", DisplayName = "Set Output")]
public sealed class SetOutput : Activity
{
    [Input("The name of the output to assign.", UiHint = "output-picker")] public Input<string> OutputName { get; } = new();
    [Input("The value to assign.")] public Input<JsonNode> OutputValue { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(OutputName) ?? throw new InvalidOperationException("No output is chosen.");
        context.Scope().SetOutput(name, context.Get(OutputValue));
        context.Complete();
    }
}

/// <summary>Runs a script; what it returns is the result, and may choose the outcome.</summary>
[Activity("Elsa", "Scripting", "Executes JavaScript code", DisplayName = "Run JavaScript")]
public sealed class RunJavaScript : Activity
{
    [Input("The script to run.", UiHint = "code-editor", DefaultSyntax = "JavaScript")] public Input<string> Script { get; } = new();
    [Input("A list of possible outcomes. Use \"setOutcome()\" to set the outcome. Use \"setOutcomes\" to set multiple outcomes.", UiHint = "dynamic-outcomes")]
    public Input<string[]> PossibleOutcomes { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        // Elsa keeps the script as a literal; one that is marked as JavaScript means the same.
        var script = Script.Expression is { Type: "JavaScript" } direct ? direct.Text : context.Get(Script);
        context.Execution.Inputs[nameof(Script)] = script;
        if (string.IsNullOrWhiteSpace(script))
        {
            context.Complete();
            return;
        }
        var scope = context.Scope();
        context.Set(Result, context.Evaluate(new Expressions.Expression("JavaScript", script), nameof(Script), scope));
        context.Complete(scope.Outcomes ?? ["Done"]);
    }
}
