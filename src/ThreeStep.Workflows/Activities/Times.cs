using Quartz;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

static class Times
{
    public static StartTrigger Trigger(string typeName, DateTimeOffset dueAt, System.Text.Json.Nodes.JsonObject payload) =>
        new(typeName, StimulusHash.Of(typeName, payload.ToJsonString()), payload, dueAt);

    /// <summary>
    /// The next time of a cron expression with five or six fields, whose times of day are meant in a zone. A time that the change to summer time
    /// leaves out comes when the clock has gone on; one that comes twice counts once.
    /// </summary>
    /// <returns>UTC.</returns>
    /// <exception cref="ExpressionException">The expression never comes true again.</exception>
    public static DateTimeOffset Next(string? expression, DateTimeOffset after, TimeZoneInfo zone) =>
        Read(expression ?? "").WithTimeZone(zone).GetNextValidTimeAfter(after)?.ToUniversalTime()
            ?? throw new ExpressionException($"“{expression}” has no time after {after:u}.");

    /// <summary>A cron expression with five or six fields.</summary>
    /// <exception cref="FormatException">The expression is wrong.</exception>
    public static CronExpression Read(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Five fields are Unix cron; Quartz has seconds first and wants one of its two day fields left open.
        if (fields.Length >= 6 && fields[3] != "?" && fields[5] != "?") fields[fields[5] == "*" ? 5 : 3] = "?";
        var format = fields.Length == 5 ? CronFormat.Unix : CronFormat.Quartz;
        return CronExpression.Parse(string.Join(' ', fields), format);
    }
}
