using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Calendars;

/// <summary>Somebody says when the company, a team or a person works.</summary>
public static class SaveCalendar
{
    /// <summary>So many days of its own at most; ten years of holidays are some three hundred.</summary>
    const int MostDays = 5_000;

    /// <param name="name">See <see cref="CalendarName"/>.</param>
    /// <param name="definition">Null: nothing of its own any more, all of it from above.</param>
    /// <param name="basedOn">The version it was made from, 0 for none; null saves whatever is there.</param>
    /// <returns>What was saved, with how many due times moved.</returns>
    /// <exception cref="RefusalException">
    /// It is not theirs to say, it cannot be read, it has no working day, or somebody else has saved since.
    /// </exception>
    public static CalendarVersion Apply(Change change, string name, CalendarDefinition? definition, string? comment = null, long? basedOn = null)
    {
        RequireAccess(change, name);
        RequireNobodyFaster(change, name, basedOn);
        if (definition is not null) definition = Checked(definition);
        if (name == CalendarName.Company)
        {
            definition ??= CalendarDefinition.Usual;
            // One truth: the company's zone stands with the company.
            if (definition.Zone is { } zone && change.Database.Companies.Find(Company.TheId) is { } company) company.Zone = zone;
            definition = definition with { Zone = null };
        }
        var version = change.Database.Calendars.Add(new CalendarVersion
        {
            Calendar = name,
            Definition = definition,
            SavedAt = change.Now,
            SavedById = change.By.UserId,
            Comment = TextField.Note(comment, "comment"),
        }).Entity;
        change.Database.SaveChanges();
        WorkingCalendars.Renew(change.Transaction);
        RequireWorkingDays(change, name);
        version.Moved = DueTimes.Recount(change);
        change.Audit(AuditAction.CalendarChanged, name, FormattableString.Invariant($"{version.Moved} due times moved"));
        return version;
    }

    /// <summary>Adds days of a file or a list to those a calendar has; a day that it had already is replaced.</summary>
    public static CalendarDefinition With(CalendarDefinition definition, IEnumerable<CalendarDay> days)
    {
        var all = definition.Days.ToDictionary(day => day.Date);
        foreach (var day in days) all[day.Date] = day;
        return definition with { Days = all.Values.OrderBy(day => day.Date).ToList() };
    }

    static void RequireAccess(Change change, string name)
    {
        CalendarAccess.Require(name, change.Database);
        if (CalendarAccess.MayChange(name, change.Access)) return;
        throw RefusalException.Forbidden(CalendarName.PersonOf(name) is null
            ? $"Only an administrator changes the working time of the company or of a team."
            : $"Somebody's working time is changed by their manager or by an administrator.");
    }

    static void RequireNobodyFaster(Change change, string name, long? basedOn)
    {
        var latest = change.Database.Calendars.Where(version => version.Calendar == name).Max(version => (long?)version.Id) ?? 0;
        if (basedOn is { } known && known != latest)
            throw RefusalException.Conflict("Somebody else has saved this calendar meanwhile. Load it again; nothing of theirs was overwritten.");
    }

    internal static CalendarDefinition Checked(CalendarDefinition definition)
    {
        if (definition.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            throw RefusalException.Invalid("zone", $"There is no time zone “{zone}”.");
        if (definition.Official is { Length: > 0 } country && !OfficialDays.Countries.Contains(country))
            throw RefusalException.Invalid("official", $"The official days of “{country}” are not known. Known are: {string.Join(", ", OfficialDays.Countries)}.");
        if (definition.Days.Count > MostDays) throw RefusalException.Invalid("days", $"A calendar has {MostDays} days of its own at most.");
        var week = definition.Week?.ToDictionary(day => day.Key, day => Hours(day.Value, $"week.{day.Key}"));
        return definition with
        {
            Week = week?.Where(day => day.Value.Length > 0).ToDictionary(day => day.Key, day => day.Value),
            Days = definition.Days.Select(Checked).GroupBy(day => day.Date).Select(same => same.Last()).OrderBy(day => day.Date).ToList(),
        };
    }

    static CalendarDay Checked(CalendarDay day)
    {
        DayField.Of(day.Date, "days");
        return day with
        {
            Hours = day.Hours is { } own ? Hours(own, $"days.{DayField.Written(day.Date)}") : null,
            Name = TextField.Line(day.Name, "days", TextField.LongestName),
        };
    }

    static string Hours(string text, string field)
    {
        try { return OpenHours.Write(OpenHours.Read(text)); }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid(field, refusal.Words); }
    }

    /// <summary>Where nobody ever works nothing could be counted.</summary>
    static void RequireWorkingDays(Change change, string name)
    {
        var calendar = change.Calendars.Of(name, change.Database);
        var today = DateOnly.FromDateTime(change.Now.UtcDateTime);
        if (!Enumerable.Range(0, 366).Any(day => calendar.IsWorkday(today.AddDays(day))))
            throw RefusalException.Invalid("week", "By this calendar nobody works for a year. Give at least one day hours.");
    }
}
