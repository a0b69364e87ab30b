using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

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
