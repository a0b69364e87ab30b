using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Messages;

/// <summary>What may be said about one's own messages; what is left out stays.</summary>
public sealed record MessageChoicesInput
{
    /// <summary>By kind; a kind that is not named stays as it is, <c>null</c> makes it the usual.</summary>
    public Dictionary<MatterKind, KindChoice?>? Kinds { get; init; }
    public Given<bool> OnlyInWorkingTime { get; init; }
    /// <summary>As 22:00, by the person's own zone.</summary>
    public Given<string?> QuietFrom { get; init; }
    public Given<string?> QuietTo { get; init; }
    public Given<bool> MorningDigest { get; init; }
    public Given<bool> NoonDigest { get; init; }
    public Given<bool> IsDigestMailStopped { get; init; }
    /// <summary>By chat system (WeCom, DingTalk, Feishu, Slack, Teams); <c>null</c> or blank clears one.</summary>
    public Dictionary<ChatKind, string?>? ChatIds { get; init; }
}

/// <summary>Somebody says how they want to be told of things: everybody for themselves.</summary>
public static class SaveMessageChoices
{
    const int LongestChatId = 100;

    /// <summary>What the systems take for everybody in a group.</summary>
    static readonly string[] Everybody = ["all", "everyone", "channel", "here", "subteam"];

    public static MessageChoices Apply(Change change, MessageChoicesInput input)
    {
        var userId = change.By.UserId ?? throw RefusalException.Forbidden("The server's key gets no messages.");
        return Set(change, userId, former =>
        {
            var choices = former with
            {
                OnlyInWorkingTime = input.OnlyInWorkingTime.Or(former.OnlyInWorkingTime),
                QuietFrom = input.QuietFrom.IsGiven ? Time(input.QuietFrom.Value, "quietFrom") : former.QuietFrom,
                QuietTo = input.QuietTo.IsGiven ? Time(input.QuietTo.Value, "quietTo") : former.QuietTo,
                MorningDigest = input.MorningDigest.Or(former.MorningDigest),
                NoonDigest = input.NoonDigest.Or(former.NoonDigest),
                IsDigestMailStopped = input.IsDigestMailStopped.Or(former.IsDigestMailStopped),
                ChatIds = ChatIds(former.ChatIds, input.ChatIds),
            };
            if (choices.QuietFrom is null != choices.QuietTo is null)
                throw RefusalException.Invalid(choices.QuietFrom is null ? "quietFrom" : "quietTo", "Quiet hours have a beginning and an end.");
            if (!choices.MorningDigest && !choices.NoonDigest)
                throw RefusalException.Invalid("morningDigest", "One digest remains: what is not urgent comes with it.");
            foreach (var (kind, choice) in input.Kinds ?? [])
                choices = choices.With(kind, choice is null ? KindChoice.Usual : choice with { Channels = Channels(change, choice.Channels) });
            Reachable(change, userId, choices);
            return choices;
        });
    }

    /// <summary>Changes what somebody has chosen, or the usual.</summary>
    internal static MessageChoices Set(Change change, string userId, Func<MessageChoices, MessageChoices> choose)
    {
        var row = change.Database.MessageChoices.AsTracking().FirstOrDefault(row => row.UserId == userId);
        var choices = choose(row?.Choices ?? new MessageChoices());
        if (row is not null) row.Choices = choices;
        else change.Database.MessageChoices.Add(new MessageChoicesRow { UserId = userId, Choices = choices });
        return choices;
    }

    static TimeOnly? Time(string? text, string field)
    {
        if (Requirements.Chosen(text) is not { } written) return null;
        return TimeOnly.TryParseExact(written, ["H:mm", "HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
            : throw RefusalException.Invalid(field, $"“{written}” is no time of day. It is written as 22:00.");
    }

    static List<string> Channels(Change change, IReadOnlyList<string>? names)
    {
        var channels = (names ?? []).Where(name => name != MessageChannel.App).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in channels)
            if (name is not (MessageChannel.Mail or MessageChannel.Push)
                && (name is null || !change.Database.Channels.Any(channel => channel.Id == name && channel.IsActive)))
                throw RefusalException.Invalid("kinds", $"There is no channel '{name}'.");
        return channels;
    }

    /// <exception cref="RefusalException">Quiet hours leave nothing of the working time.</exception>
    static void Reachable(Change change, string userId, MessageChoices choices)
    {
        if (!choices.HasQuietHours) return;
        if (MessageReader.Of(change.Database, change.Calendars, userId).Times(choices).Allowed(change.Now) is null)
            throw RefusalException.Invalid("quietFrom", "These quiet hours cover all of your working time: nothing would ever come.");
    }

    static Dictionary<string, string> ChatIds(IReadOnlyDictionary<string, string> former, Dictionary<ChatKind, string?>? given)
    {
        var ids = new Dictionary<string, string>(former);
        foreach (var (kind, text) in given ?? [])
        {
            ids.Remove(kind.ToString());
            if (TextField.Line(text, "chatIds", LongestChatId) is not { } id) continue;
            if (!id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@' or '+'))
                throw RefusalException.Invalid("chatIds", "An id in a chat system has letters, digits, dots and dashes only.");
            if (Everybody.Contains(id.TrimStart('@'), StringComparer.OrdinalIgnoreCase))
                throw RefusalException.Invalid("chatIds", "Name yourself, not everybody.");
            ids[kind.ToString()] = id.TrimStart('@');
        }
        return ids;
    }
}
