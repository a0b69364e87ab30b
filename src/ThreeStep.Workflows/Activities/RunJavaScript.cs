using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs a script; what it returns is the result, and may choose the outcome.</summary>
[Activity("Elsa", "Scripting", "Executes JavaScript code", DisplayName = "Run JavaScript")]
public sealed class RunJavaScript : Activity
{
    [Input("The script to run.", UiHint = "code-editor", DefaultSyntax = "JavaScript")] public Input<string> Script { get; } = new();
    [Input("A list of possible outcomes. Use \"setOutcome()\" to set the outcome. Use \"setOutcomes\" to set multiple outcomes.",
        UiHint = "dynamic-outcomes")]
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
