using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Expressions;

namespace ThreeStep.Orders.Notices;

/// <summary>When somebody may be told something: their working time, their quiet hours, their digests. Pure; takes and gives times in UTC.</summary>
/// <param name="zone">Of the person: quiet hours are told by it.</param>
public sealed class TellingTimes(MessageChoices choices, WorkingCalendar calendar, TimeZoneInfo zone)
{
    /// <summary>So many days are searched for a time at which a person may be told.</summary>
    const int SearchedDays = 400;

    static readonly TimeOnly Noon = new(12, 0);

    /// <summary>The time itself if they may be told then, otherwise the next at which they may; null when there is none.</summary>
    public DateTimeOffset? Allowed(DateTimeOffset time)
    {
        for (var tries = 0; tries < 2 * SearchedDays; tries++)
        {
            if (choices.OnlyInWorkingTime)
            {
                if (Opening(time) is not { } opening) return null;
                time = opening;
            }
            if (QuietUntil(time) is not { } end) return time;
            time = end;
        }
        return null;
    }

    /// <summary>The first digest at or after a time; null where no working day comes.</summary>
    public DateTimeOffset? Digest(DateTimeOffset from)
    {
        var day = calendar.DayOf(from);
        for (var tries = 0; tries < SearchedDays; tries++, day = day.AddDays(1))
            foreach (var digest in DigestsOf(day))
                if (digest >= from) return digest;
        return null;
    }

    /// <summary>Whoever wants neither digest gets that of the morning: what waits for one comes at last.</summary>
    IEnumerable<DateTimeOffset> DigestsOf(DateOnly day)
    {
        var hours = calendar.HoursOf(day);
        if (hours.Count == 0) yield break;
        if (choices.MorningDigest || !choices.NoonDigest) yield return calendar.At(day, hours[0].From);
        var lasts = hours[^1].To == TimeOnly.MinValue || hours[^1].To > Noon;
        if (choices.NoonDigest && hours[0].From < Noon && lasts) yield return calendar.At(day, Noon);
        // Who begins in the afternoon has one digest, when the day begins.
        else if (choices is { NoonDigest: true, MorningDigest: false }) yield return calendar.At(day, hours[0].From);
    }

    DateTimeOffset? Opening(DateTimeOffset time)
    {
        try { return calendar.NextOpening(time); }
        catch (ExpressionException) { return null; }
    }

    DateTimeOffset? QuietUntil(DateTimeOffset time)
    {
        if (!choices.HasQuietHours) return null;
        var (from, to) = (choices.QuietFrom!.Value, choices.QuietTo!.Value);
        var local = TimeZoneInfo.ConvertTime(time, zone);
        var clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (!clock.IsBetween(from, to)) return null;
        // IsBetween knows spans over midnight; the end is the next time that the clock shows it.
        var day = DateOnly.FromDateTime(local.DateTime);
        return Utc((clock < to ? day : day.AddDays(1)).ToDateTime(to));
    }

    /// <summary>A local time that the change to summer time leaves out is that of an hour later.</summary>
    DateTimeOffset Utc(DateTime local)
    {
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
