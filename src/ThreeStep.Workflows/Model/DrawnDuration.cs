using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>A length of time that a step was drawn with, as it is read when the step runs.</summary>
/// <param name="Input">What the designer calls the input.</param>
/// <param name="From">The variable or input of the workflow whose default it is; null where it stands at the step itself.</param>
public sealed record DrawnDuration(ActivityNode Node, Message Input, Duration Length, string? From)
{
    /// <summary>In the order of the steps; without what only a running workflow can tell, or what a step has by itself.</summary>
    public static IEnumerable<DrawnDuration> Of(CompiledWorkflow workflow) =>
        workflow.Nodes.SelectMany(node => node.Activity.Inputs.Select(input => Of(node, input, workflow))).OfType<DrawnDuration>();

    static DrawnDuration? Of(ActivityNode node, Input input, CompiledWorkflow workflow)
    {
        var type = Nullable.GetUnderlyingType(input.ValueType) ?? input.ValueType;
        if (type != typeof(Duration) && type != typeof(TimeSpan) || input.IsBlank) return null;
        try
        {
            var drawn = DrawnValue.Of(input.Expression, node, workflow);
            return drawn.IsKnown && ValueConversion.To<Duration?>(drawn.Value) is { } length ? new(node, input.Label, length, drawn.From) : null;
        }
        // What cannot be read is told before publishing.
        catch (Exception error) when (error is ExpressionException or ValueConversionException) { return null; }
    }
}
