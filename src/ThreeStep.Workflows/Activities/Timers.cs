using Quartz;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits for a span of time of any length.</summary>
[Activity("Elsa", "Scheduling", "Delay execution for the specified amount of time.", Waits = true)]
public sealed class Delay : Activity
{
    [Input("The amount of time to delay execution.", DisplayName = "Time Span")] public Input<TimeSpan> TimeSpan { get; } = new(System.TimeSpan.FromMinutes(1));

    public override void Execute(ActivityContext context) => context.WaitUntil(Times.Add(context.Now, context.Get(TimeSpan)));
}

/// <summary>Waits until a moment; one that is past lets it go on at once.</summary>
[Activity("Elsa", "Scheduling", "Execute the workflow at a specific time.", DisplayName = "Start At", Kind = "Trigger", Waits = true)]
public sealed class StartAt : Activity
{
    [Input("The moment at which the workflow is to go on.", DisplayName = "Date Time")] public Input<DateTimeOffset> DateTime { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var moment = context.Get(DateTime);
        if (context.IsTrigger || moment <= context.Now) context.Complete();
        else context.WaitUntil(moment);
    }

    public override StartTrigger? Trigger(ActivityContext context) => Times.Trigger(Node.TypeName, context.Get(DateTime), new() { ["dateTime"] = context.Get(DateTime) });
}

/// <summary>Starts workflows again and again, or waits once for its interval inside of one.</summary>
[Activity("Elsa", "Scheduling", "Trigger workflow execution at a specific interval.", Kind = "Trigger", Waits = true)]
public sealed class Timer : Activity
{
    [Input("The interval at which the timer should execute.")] public Input<TimeSpan> Interval { get; } = new(System.TimeSpan.FromMinutes(1));

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger) context.Complete();
        else context.WaitUntil(Times.Add(context.Now, context.Get(Interval)));
    }

    public override StartTrigger? Trigger(ActivityContext context)
    {
        var interval = context.Get(Interval);
        // An interval of nothing would start instances without end.
        if (interval < System.TimeSpan.FromSeconds(1)) throw new InvalidOperationException("The interval of a Timer that starts workflows is one second or more.");
        return Times.Trigger(Node.TypeName, Times.Add(context.Now, interval), new() { ["interval"] = TimeSpans.Format(interval) });
    }
}

/// <summary>Starts workflows, or goes on, at the times of a Quartz cron expression (UTC).</summary>
[Activity("Elsa", "Scheduling", "Trigger workflow execution at a specific interval using a CRON expression.", Kind = "Trigger", Waits = true)]
public sealed class Cron : Activity
{
    [Input("The CRON expression at which the timer should execute.", DisplayName = "Cron Expression")] public Input<string> CronExpression { get; } = new();

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger) context.Complete();
        else context.WaitUntil(Times.Next(context.Get(CronExpression), context.Now));
    }

    public override StartTrigger? Trigger(ActivityContext context) =>
        Times.Trigger(Node.TypeName, Times.Next(context.Get(CronExpression), context.Now), new() { ["cronExpression"] = context.Get(CronExpression) });
}

static class Times
{
    /// <summary>Stays inside the calendar: a span that leads beyond the year 9999 ends there.</summary>
    public static DateTimeOffset Add(DateTimeOffset time, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : span < DateTimeOffset.MinValue - time ? DateTimeOffset.MinValue : time + span;

    public static StartTrigger Trigger(string typeName, DateTimeOffset dueAt, System.Text.Json.Nodes.JsonObject payload) =>
        new(typeName, StimulusHash.Of(typeName, payload.ToJsonString()), payload, dueAt);

    /// <summary>The next time of a cron expression with five or six fields, in UTC.</summary>
    /// <exception cref="FormatException">The expression is wrong or never comes true again.</exception>
    public static DateTimeOffset Next(string? expression, DateTimeOffset after)
    {
        var fields = (expression ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Five fields are Unix cron; Quartz has seconds first and wants one of its two day fields left open.
        if (fields.Length >= 6 && fields[3] != "?" && fields[5] != "?") fields[fields[5] == "*" ? 5 : 3] = "?";
        var cron = CronExpression.Parse(string.Join(' ', fields), fields.Length == 5 ? CronFormat.Unix : CronFormat.Quartz).WithTimeZone(TimeZoneInfo.Utc);
        return cron.GetNextValidTimeAfter(after) ?? throw new FormatException($"The cron expression '{expression}' has no time after {after:u}.");
    }
}
