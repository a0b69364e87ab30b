using Quartz;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Starts workflows, or goes on, at the times of a Quartz cron expression (UTC).</summary>
[Activity("Elsa", "Scheduling", "Trigger workflow execution at a specific interval using a CRON expression.", Kind = "Trigger", Waits = true)]
public sealed class Cron : Activity
{
    [Input("The CRON expression at which the timer should execute.", DisplayName = "Cron Expression", IsNeeded = true, Kind = typeof(CronTimes))]
    public Input<string> CronExpression { get; } = new();

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger) context.Complete();
        else context.WaitUntil(Times.Next(context.Get(CronExpression), context.Now));
    }

    public override StartTrigger? Trigger(ActivityContext context) =>
        Times.Trigger(Node.TypeName, Times.Next(context.Get(CronExpression), context.Now),
            new() { ["cronExpression"] = context.Get(CronExpression) });
}
