using Quartz;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits for a span of time of any length.</summary>
[Activity("Elsa", "Scheduling", "Delay execution for the specified amount of time.", Waits = true)]
public sealed class Delay : Activity
{
    [Input("The amount of time to delay execution.", DisplayName = "Time Span")]
    public Input<TimeSpan> TimeSpan { get; } = new(System.TimeSpan.FromMinutes(1));

    public override void Execute(ActivityContext context) => context.WaitUntil(Times.Add(context.Now, context.Get(TimeSpan)));
}
