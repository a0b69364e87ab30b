using Quartz;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Starts workflows, or goes on, at the times of a Quartz cron expression, which are times of day in a zone.</summary>
[Activity("Elsa", "Scheduling", "Trigger workflow execution at a specific interval using a CRON expression.", Kind = "Trigger", WaitsFor = WaitsFor.Time)]
public sealed class Cron : Activity
{
    [Input("The CRON expression at which the timer should execute.", DisplayName = "Cron Expression", IsNeeded = true, Kind = typeof(CronTimes))]
    public Input<string> CronExpression { get; } = new();
    [Input("The zone the times are meant in, such as Asia/Shanghai. Blank: the company's.", DisplayName = "Time zone", Kind = typeof(ZoneName))]
    public Input<string> Zone { get; } = new();

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger) context.Complete();
        else context.WaitUntil(Next(context));
    }

    public override StartTrigger? Trigger(ActivityContext context) =>
        Times.Trigger(Node.TypeName, Next(context), new() { ["cronExpression"] = context.Get(CronExpression) });

    DateTimeOffset Next(ActivityContext context)
    {
        var zone = context.Get(Zone) is { } given && !string.IsNullOrWhiteSpace(given) ? given.Trim() : context.TimeZone;
        return Times.Next(context.Get(CronExpression), context.Now, TimeZoneInfo.FindSystemTimeZoneById(zone));
    }
}
