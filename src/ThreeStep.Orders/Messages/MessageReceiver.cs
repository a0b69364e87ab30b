using System.Text.Json.Nodes;
using MimeKit;
using ThreeStep.Orders.People;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Messages;

/// <summary>Who gets a message: a mail address or a person, or a webhook that the settings name.</summary>
public sealed class MessageReceiver : ValueKind
{
    static readonly PersonId Person = new();

    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var channel = ((SendMessage)node.Activity).Channel;
        var text = ValueConversion.AsText(value).Trim();
        // By which channel is only known when it runs: then it is looked at there.
        if (DrawnValue.TryOf(channel.Expression, node) is not { IsKnown: true } drawn) return null;
        if ((drawn.Value?.ToString() ?? channel.DefaultValue) == "webhook")
        {
            if (around.Records.Read("Webhook", text) is not null) return null;
            return Objection.ForNow($"The settings name no webhook “{text}”. An administrator adds it there.");
        }
        if (!text.Contains('@', StringComparison.Ordinal)) return Person.Look(value, node, around);
        return MailboxAddress.TryParse(text, out _) ? null : Objection.Certain($"“{text}” is no mail address.");
    }
}
