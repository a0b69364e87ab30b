using Quartz;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits for a span of time of any length.</summary>
[Activity("Elsa", "Scheduling", "Delay execution for the specified amount of time.", WaitsFor = WaitsFor.Time)]
public sealed class Delay : Activity
{
    [Input("The amount of time to delay execution, such as 3 days or 2 working days.", DisplayName = "Time Span")]
    public Input<Duration> TimeSpan { get; } = new(System.TimeSpan.FromMinutes(1));

    public override void Execute(ActivityContext context) => context.WaitFor(context.Get(TimeSpan));
}
