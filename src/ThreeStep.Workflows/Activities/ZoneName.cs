using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>A time zone by its IANA name.</summary>
public sealed class ZoneName : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var text = ValueConversion.AsText(value).Trim();
        return text.Length == 0 || TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) ? null
            : Objection.Certain($"There is no time zone “{text}”. Write it as Asia/Shanghai or Europe/Berlin.");
    }
}
