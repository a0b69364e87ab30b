using Quartz;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Starts workflows again and again, or waits once for its interval inside of one.</summary>
[Activity("Elsa", "Scheduling", "Trigger workflow execution at a specific interval.", Kind = "Trigger", WaitsFor = WaitsFor.Time)]
public sealed class Timer : Activity
{
    [Input("The interval at which the timer should execute.")] public Input<Duration> Interval { get; } = new(TimeSpan.FromMinutes(1));

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger) context.Complete();
        else context.WaitFor(context.Get(Interval));
    }

    public override StartTrigger? Trigger(ActivityContext context)
    {
        var interval = context.Get(Interval);
        // An interval of nothing would start instances without end.
        if (interval is { WorkingDays: 0 } && interval.Time < TimeSpan.FromSeconds(1))
            throw new ActivityException("The interval of a Timer that starts workflows is one second or more.");
        var due = interval.IsWorkingTime ? context.When(new WorkingTime(context.Now, interval.ToString())) : interval.After(context.Now);
        return Times.Trigger(Node.TypeName, due, new() { ["interval"] = interval.ToString() });
    }
}
