using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Working;

/// <summary>
/// The calendars of the company, its teams and its people, ready to count by. They are kept until somebody changes one: the database has a mark that
/// each change renews, and whoever asks looks at it first.
/// </summary>
/// <param name="first">What the company's calendar says until somebody has saved one: the settings file's.</param>
public sealed class WorkingCalendars(CalendarDefinition first)
{
    const string Mark = "calendars";

    static readonly Func<ProcessDatabase, string?> ReadMark = CompiledQuery.Of((ProcessDatabase database) =>
        database.Set<SettingRow>().Where(row => row.Key == Mark).Select(row => row.Value).FirstOrDefault());

    sealed record Known(string? Mark, ConcurrentDictionary<string, WorkingCalendar> Calendars);

    volatile Known known = new("?", []);

    /// <param name="name">See <see cref="CalendarName"/>; null is the company's. One that is not known is the company's, too.</param>
    public WorkingCalendar Of(string? name, ProcessDatabase database)
    {
        var mark = ReadMark(database);
        var now = known;
        if (now.Mark != mark) known = now = new Known(mark, []);
        return now.Calendars.GetOrAdd(name ?? CalendarName.Company, asked => new WorkingCalendar(Chain(asked, database), DaysAway(asked, database)));
    }

    /// <summary>A calendar as it would be if the company's were this one.</summary>
    public WorkingCalendar Tried(string? name, CalendarDefinition company, ProcessDatabase database)
    {
        var chain = Chain(name ?? CalendarName.Company, database);
        return new WorkingCalendar([company with { Zone = company.Zone ?? chain[0].Zone }, .. chain.Skip(1)],
            DaysAway(name ?? CalendarName.Company, database));
    }

    /// <summary>The days on which a person is away and nobody stands in: with somebody who does, the work goes on.</summary>
    static List<DateOnly> DaysAway(string name, ProcessDatabase database) => CalendarName.PersonOf(name) is not { } person ? []
        : database.Leaves.Where(leave => leave.UserId == person && leave.State != LeaveState.Cancelled).ToList().Where(leave => leave.IsUncovered)
            .SelectMany(leave => Enumerable.Range(0, leave.To.DayNumber - leave.From.DayNumber + 1).Select(day => leave.From.AddDays(day))).ToList();

    /// <summary>What a calendar is made of, from the company's down.</summary>
    public IReadOnlyList<CalendarDefinition> Chain(string name, ProcessDatabase database)
    {
        var zone = database.Companies.Select(company => company.Zone).FirstOrDefault();
        var chain = new List<CalendarDefinition> { Own(CalendarName.Company, database)! with { Zone = zone ?? first.Zone } };
        var person = CalendarName.PersonOf(name) is { } id ? database.Users.FirstOrDefault(user => user.Id == id) : null;
        if ((CalendarName.TeamOf(name) ?? person?.TeamId) is { } team && Own(CalendarName.OfTeam(team), database) is { } teams) chain.Add(teams);
        // The zone a person reads times in is their own to choose, and says nothing about when they work.
        if (person is not null && Own(name, database) is { } own) chain.Add(own);
        return chain;
    }

    /// <summary>What a calendar says itself; null when nothing.</summary>
    public CalendarDefinition? Own(string name, ProcessDatabase database)
    {
        var latest = database.Calendars.Where(version => version.Calendar == name).OrderByDescending(version => version.Id).FirstOrDefault();
        return latest?.Definition ?? (name == CalendarName.Company ? first : null);
    }

    /// <summary>Renews the mark: what is counted from now on is counted by what the database says after this change.</summary>
    public static void Renew(Transaction transaction)
    {
        var database = transaction.Database;
        if (database.Settings.Find(Mark) is { } row) row.Value = transaction.NewId();
        else database.Settings.Add(new SettingRow { Key = Mark, Value = transaction.NewId() });
        database.SaveChanges();
    }
}
