using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Calendars;

/// <summary>When the company, its teams and its people work. Calendars are called <c>company</c>, <c>team:ID</c>, <c>person:ID</c>.</summary>
static class CalendarEndpoints
{
    /// <summary>So much of a file is read, in bytes; ten years of holidays are some hundred kilobytes.</summary>
    const int LargestFile = 2_000_000;

    /// <remarks>A calendar may move thousands of workflows: what is saved is answered at once, and they follow soon after.</remarks>
    public static void Map(RouteGroupBuilder api)
    {
        var calendars = api.MapGroup("calendars/{name}").WithTags("Calendars");
        calendars.MapGet("", Get);
        calendars.MapPut("", (string name, CalendarInput input, ClaimsPrincipal caller, OrderRecords records) =>
            records.Record(caller.Actor(), change => SaveCalendar.Apply(change, name, input.Definition(), input.Comment, input.BasedOn)));
        calendars.MapDelete("", (string name, ClaimsPrincipal caller, OrderRecords records) =>
            records.Record(caller.Actor(), change => SaveCalendar.Apply(change, name, null)));
        calendars.MapPost("days", Import);
        calendars.MapGet("versions", Versions);
        calendars.MapGet("due", Due);
    }

    /// <param name="Own">What it says itself; null when nothing.</param>
    /// <param name="Zone">What counts after all that it takes from above, as do the following.</param>
    /// <param name="MissingYear">A year whose official days are not known; null when all are there.</param>
    public sealed record Seen(string Name, CalendarDefinition? Own, string Zone, string Official, IReadOnlyDictionary<DayOfWeek, string> Week,
        int? MissingYear);

    /// <summary>A calendar as it is saved; what is left out it takes from the one above.</summary>
    public sealed record CalendarInput
    {
        public string? Zone { get; init; }
        public Dictionary<DayOfWeek, string>? Week { get; init; }
        public string? Official { get; init; }
        public List<CalendarDay>? Days { get; init; }
        /// <summary>Why; it stays in the calendar's history.</summary>
        public string? Comment { get; init; }
        /// <summary>The id of the version it was made from, see <c>versions</c>; left out, whatever is there is replaced.</summary>
        public long? BasedOn { get; init; }

        public CalendarDefinition Definition() => new() { Zone = Zone, Week = Week, Official = Official, Days = Days ?? [] };
    }

    /// <param name="DueAt">UTC.</param>
    public sealed record Answer(DateTimeOffset DueAt);

    static Seen Get(string name, ClaimsPrincipal caller, WorkingCalendars calendars, ProcessStore store, TimeProvider clock)
    {
        using var database = See(store, name, caller);
        var calendar = calendars.Of(name, database);
        return new Seen(name, calendars.Own(name, database), calendar.Zone, calendar.Official, calendar.Week,
            MissingYear.Of(calendar, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
    }

    /// <summary>Adds the days of a yearly list of holidays or of an iCalendar file, which is the body.</summary>
    static async Task<CalendarVersion> Import(string name, HttpRequest request, ClaimsPrincipal caller, OrderRecords records,
        WorkingCalendars calendars, CancellationToken token)
    {
        if (request.ContentLength > LargestFile) throw RefusalException.Invalid("file", $"The file is larger than {LargestFile / 1_000_000} MB.");
        var days = CalendarFile.Read(await CalendarUpload.ReadText(request.Body, LargestFile, token));
        return await records.Record(caller.Actor(), change =>
            SaveCalendar.Apply(change, name, SaveCalendar.With(calendars.Own(name, change.Database) ?? new(), days),
            $"{days.Count} days from a file"));
    }

    static async Task<IReadOnlyList<CalendarVersion>> Versions(string name, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = See(store, name, caller);
        return await database.Calendars.Where(version => version.Calendar == name).OrderByDescending(version => version.Id).Take(100)
            .ToListAsync(token);
    }

    /// <summary>When a length of time is over: "2 working days" from a moment on, now unless told.</summary>
    static Answer Due(string name, string length, DateTimeOffset? from, ClaimsPrincipal caller, WorkingCalendars calendars, ProcessStore store,
        TimeProvider clock)
    {
        using var database = See(store, name, caller);
        try { return new Answer(calendars.Of(name, database).Add(from ?? clock.GetUtcNow(), Durations.Read(length))); }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid("length", refusal.Words); }
    }

    /// <summary>The rules of calendars are those that changes ask inside of their transaction, which is why they read synchronously.</summary>
    static ProcessDatabase See(ProcessStore store, string name, ClaimsPrincipal caller)
    {
        var database = store.Query();
        CalendarAccess.Require(name, database);
        if (CalendarAccess.MaySee(name, RecordAccess.Of(caller.Actor(), database))) return database;
        database.Dispose();
        throw RefusalException.Forbidden("Somebody's working time is seen by themselves and their managers.");
    }
}
