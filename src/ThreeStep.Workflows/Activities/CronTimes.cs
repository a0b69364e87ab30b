using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Times as a cron expression says them.</summary>
public sealed class CronTimes : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var text = ValueConversion.AsText(value);
        try { Times.Read(text); }
        catch (FormatException)
        {
            return Objection.Certain($"“{text}” is no cron expression. Write five or six fields, such as 0 9 * * 1-5 for nine o'clock on weekdays.");
        }
        return null;
    }
}
