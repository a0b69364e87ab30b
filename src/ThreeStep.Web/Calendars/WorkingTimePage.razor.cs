using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.People;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Values;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Calendars;

/// <summary>
/// A calendar as somebody edits it: nothing counts until it is saved, so that many days are one change, and the year shows at once what they mean.
/// </summary>
public partial class WorkingTimePage
{
    const int LargestFile = 2_000_000;
    const string AsAbove = "above";

    static readonly DayOfWeek[] Days =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    string name = CalendarName.Company, zone = "", official = AsAbove, kind = "usual", dayHours = "", dayName = "", comment = "";
    Dictionary<DayOfWeek, string>? week;
    List<CalendarDay> days = [];
    IReadOnlyList<CalendarDefinition> above = [];
    WorkingCalendar shown = new([CalendarDefinition.Usual]);
    List<CalendarVersion> versions = [];
    List<(string, string)> others = [];
    bool isThere, mayChange, isChanged, hasOwn;
    int year, imported;
    /// <summary>The version that is edited; 0 where none was saved yet.</summary>
    long basedOn;
    int? missingYear;
    DateOnly? chosen;

    [Parameter] public string? Name { get; set; }

    bool IsCompany => name == CalendarName.Company;
    DateOnly Today => CompanyDays.Of(Now, Reader.Zone);
    static CultureInfo Culture => CultureInfo.CurrentUICulture;

    protected override bool Concerns(object changed) => changed is CalendarVersion && !isChanged;

    protected override async Task Look(ProcessDatabase database, RecordAccess access, CancellationToken token)
    {
        var asked = Name ?? CalendarName.Company;
        if (asked != name || year == 0) (name, year, isChanged, imported, chosen) = (asked, Today.Year, false, 0, null);
        isThere = IsThere(asked, database) && CalendarAccess.MaySee(asked, access);
        if (!isThere) return;
        mayChange = CalendarAccess.MayChange(name, access);
        others = await Others(database, access, token);
        versions = await database.Calendars.Where(version => version.Calendar == name).OrderByDescending(version => version.Id).Take(20)
            .ToListAsync(token);
        if (isChanged) return;
        basedOn = versions.Count > 0 ? versions[0].Id : 0;
        var chain = Calendars.Chain(name, database);
        var own = Calendars.Own(name, database);
        hasOwn = own is not null && versions.Count > 0;
        above = IsCompany ? [] : own is null ? chain : chain.SkipLast(1).ToList();
        zone = (IsCompany ? chain[0].Zone : own?.Zone) ?? "";
        official = own?.Official ?? (IsCompany ? "" : AsAbove);
        week = own?.Week?.ToDictionary();
        days = own?.Days.ToList() ?? [];
        Show();
        missingYear = MissingYear.Of(shown, Today);
    }

    static bool IsThere(string name, ProcessDatabase database)
    {
        try { CalendarAccess.Require(name, database); }
        catch (RefusalException) { return false; }
        return true;
    }

    /// <summary>Whose working time the reader may look at.</summary>
    static async Task<List<(string, string)>> Others(ProcessDatabase database, RecordAccess access, CancellationToken token)
    {
        var teams = await database.Teams.OrderBy(team => team.Name).ToListAsync(token);
        var people = await database.Users.Where(user => user.IsActive).OrderBy(user => user.Name).ToListAsync(token);
        return
        [
            (CalendarName.Company, T("the company")),
            .. teams.Select(team => (CalendarName.OfTeam(team.Id), Layout.Reader.Spoken(team.Name))),
            .. people.Select(user => (CalendarName.OfPerson(user.Id), Layout.Reader.Spoken(user.Name)))
                .Where(person => CalendarAccess.MaySee(person.Item1, access)),
        ];
    }

    string Whose(string calendar) => others.Find(other => other.Item1 == calendar).Item2;

    CalendarDefinition Definition() => new()
    {
        Zone = zone.Length > 0 ? zone : null,
        Official = official == AsAbove ? null : official,
        Week = week,
        Days = days,
    };

    /// <summary>The year as it will be. Hours that cannot be read are told when they are written.</summary>
    void Show()
    {
        try { shown = new WorkingCalendar([.. above, Definition()]); }
        catch (ValueConversionException refusal) { Notices.Add(Said(refusal.Words), MudBlazor.Severity.Error); }
    }

    static string Said(Message words) => words.In(Culture, T);

    void Changed()
    {
        isChanged = true;
        Show();
    }

    string HoursOf(DayOfWeek day) => (week ?? shown.Week).GetValueOrDefault(day, "");

    void SetHours(DayOfWeek day, string? text)
    {
        week![day] = text?.Trim() ?? "";
        Changed();
    }

    void OwnHours(bool own)
    {
        week = own ? shown.Week.ToDictionary() : null;
        Changed();
    }

    EventCallback<DateOnly> OnChosen => mayChange ? EventCallback.Factory.Create<DateOnly>(this, Choose) : default;

    void Turn(ChangeEventArgs to) => Navigation.NavigateTo($"/working-time/{to.Value}");

    void Choose(DateOnly day)
    {
        chosen = day;
        var own = days.Find(each => each.Date == day);
        kind = own is null ? "usual" : own.Hours switch { null => "worked", "" => "off", _ => "hours" };
        (dayHours, dayName) = (own?.Hours ?? "", own?.Name ?? "");
    }

    void SetDay()
    {
        if (chosen is not { } date) return;
        days.RemoveAll(day => day.Date == date);
        if (kind != "usual") days.Add(new CalendarDay(date, Chosen(dayName), kind switch { "off" => "", "worked" => null, _ => dayHours.Trim() }));
        chosen = null;
        Changed();
    }

    async Task Import(InputFileChangeEventArgs chosenFile) => await Do(async () =>
    {
        if (chosenFile.File.Size > LargestFile) throw RefusalException.Invalid("file", $"The file is larger than {LargestFile / 1_000_000} MB.");
        await using var file = chosenFile.File.OpenReadStream(LargestFile, Gone);
        var read = CalendarFile.Read(await CalendarUpload.ReadText(file, LargestFile, Gone));
        days = SaveCalendar.With(Definition(), read).Days.ToList();
        (imported, year) = (read.Count, read[0].Date.Year);
        Changed();
    });

    Task Save() => Write(Definition());

    Task Drop() => Write(null);

    async Task Write(CalendarDefinition? definition)
    {
        var saved = default(CalendarVersion);
        // Thousands of workflows may follow; nobody waits for them.
        if (!await Do(async () => saved = await Records.Record(Reader.Caller.Actor(), Saving))) return;
        (isChanged, imported, comment) = (false, 0, "");
        Notices.Add(T($"Saved. {saved!.Moved} due times moved."), MudBlazor.Severity.Success);
        await LookAgain();

        CalendarVersion Saving(Change change) => SaveCalendar.Apply(change, name, definition, Chosen(comment), basedOn);
    }
}
