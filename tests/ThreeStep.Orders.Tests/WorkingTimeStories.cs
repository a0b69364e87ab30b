using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

/// <summary>Whatever waits counts the time that people really work. The world begins on a Monday at nine, in Shanghai.</summary>
public sealed class WorkingTimeStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static DateTimeOffset Shanghai(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(8));

    Task Until(DateTimeOffset time) => world.Pass(time - world.Now);

    Task<CalendarVersion> Save(string name, CalendarDefinition? definition, string by = "admin") =>
        world.Do(by, change => SaveCalendar.Apply(change, name, definition));

    async Task<RefusalException> Refused(string name, CalendarDefinition? definition, string by) =>
        await Assert.ThrowsAsync<RefusalException>(() => Save(name, definition, by));

    WorkTask TaskOf(string title) =>
        world.Tasks("rep").Single(task => task.Kind == WorkTaskKind.Task && task.Title.Contains(title, StringComparison.Ordinal));

    async Task Publish(string id, JsonObject model)
    {
        model["definitionId"] = id;
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors);
    }

    async Task Publish(string tiers)
    {
        var model = (JsonObject)(await world.Definitions.Find("deal-approval", "Published"))!.Model.DeepClone();
        model["variables"]!.AsArray().Single(variable => variable!["name"]!.ToString() == "Tiers")!["value"] = tiers;
        await Publish("deal-approval", model);
    }

    [Fact]
    public async Task Asked_on_friday_at_five_twenty_five_answered_on_monday_within_four_working_hours()
    {
        await Publish("""[{"upToPercent": 100, "positions": ["SalesManager"], "within": "4 working hours"}]""");
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await Until(Shanghai(6, 17, 25));
        await world.ChangeTerms(deal.Id, 100_000, 15);

        await Until(Shanghai(9, 10, 24));
        Assert.Equal(Shanghai(9, 12, 25), world.OpenQuestion().DueAt);
        Assert.Null(Assert.Single(world.OpenQuestion().Steps).RemindedAt);
        await Until(Shanghai(9, 12, 24));
        Assert.Equal(Shanghai(9, 11, 37), Assert.Single(world.OpenQuestion().Steps).RemindedAt);

        await world.Decide("manager", ApprovalDecision.Approve);
        await Until(Shanghai(13, 18));
        Assert.Equal(ApprovalStatus.Approved, world.Approvals()[^1].Status);
    }

    [Fact]
    public async Task A_calendar_that_changes_moves_what_is_running_and_says_how_much()
    {
        await Publish("pause", Flowchart([Step("Delay", "pause", ("timeSpan", Literal("2 working days"))), Line("over")], "pause -> over"));
        await world.NewDeal();
        var before = world.OpenTask("约访");
        await world.Runtime.Start("pause", []);

        var festival = Enumerable.Range(3, 3).Select(day => CalendarDay.Off(new(2026, 3, day), "Festival")).ToList();
        var saved = await Save(CalendarName.Company, CalendarDefinition.Usual with { Official = "", Days = festival });

        Assert.Equal(2, saved.Moved);
        Assert.Equal(Shanghai(9, 9), before.DueAt);
        Assert.Equal(Shanghai(12, 9), world.OpenTask("约访").DueAt);
        await Until(Shanghai(9, 8, 59));
        Assert.Equal("Suspended", Assert.Single(world.Instances("pause")).SubStatus);
        await Until(Shanghai(9, 9));
        Assert.Equal("Finished", Assert.Single(world.Instances("pause")).SubStatus);
        await Until(Shanghai(12, 8, 59));
        Assert.False(TaskOf("约访").IsOverdue);
        await Until(Shanghai(12, 9));
        Assert.True(TaskOf("约访").IsOverdue);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task A_calendar_that_changes_moves_the_moments_of_an_approval_too()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.ChangeTerms(deal.Id, 100_000, 15);

        var afternoons = CalendarDefinition.Usual with { Official = "", Week = CalendarDefinition.Weekdays("13:00-17:00") };
        var saved = await Save(CalendarName.Company, afternoons);

        Assert.True(saved.Moved >= 1);
        await Until(Shanghai(2, 14, 59));
        Assert.Null(Assert.Single(world.OpenQuestion().Steps).RemindedAt);
        await Until(Shanghai(2, 15));
        Assert.Equal(world.Now, Assert.Single(world.OpenQuestion().Steps).RemindedAt);
        Assert.Equal(Shanghai(3, 13), world.OpenQuestion().DueAt);
    }

    [Fact]
    public async Task A_task_counts_the_hours_of_whoever_has_it()
    {
        var thursdays = new Dictionary<DayOfWeek, string> { [DayOfWeek.Thursday] = "9:00-18:00" };
        await Save(CalendarName.OfPerson("rep"), new() { Week = thursdays }, by: "manager");

        await world.NewDeal();

        Assert.Equal(Shanghai(9, 9).AddDays(31), world.OpenTask("约访").DueAt);
    }

    [Fact]
    public async Task Who_works_in_another_zone_has_their_nine_oclock_there()
    {
        await Save(CalendarName.OfPerson("rep"), new() { Zone = "Europe/Berlin" }, by: "manager");

        await world.NewDeal();

        Assert.Equal(new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.FromHours(1)), world.OpenTask("约访").DueAt);
    }

    [Fact]
    public async Task Who_comes_to_another_team_works_by_its_hours()
    {
        await world.Change(change => change.Database.Add(new Team { Id = "south", Name = "South" }));
        await Save(CalendarName.OfTeam("south"), new() { Week = CalendarDefinition.Weekdays("13:00-18:00") });
        await world.NewDeal();

        await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { TeamId = "south" }));

        Assert.Equal(Shanghai(9, 13), world.OpenTask("约访").DueAt);
    }

    [Fact]
    public async Task The_zone_that_somebody_reads_times_in_moves_nothing()
    {
        await world.NewDeal();

        await world.Do("rep", change => change.Database.Users.Find("rep")!.Zone = "America/Los_Angeles");
        await Save(CalendarName.Company, CalendarDefinition.Usual with { Official = "" });

        Assert.Equal(Shanghai(9, 9), world.OpenTask("约访").DueAt);
    }

    [Fact]
    public async Task Nobody_gives_themselves_more_time()
    {
        var lazy = new CalendarDefinition { Week = new Dictionary<DayOfWeek, string> { [DayOfWeek.Monday] = "9:00-9:30" } };

        Assert.Equal(RefusalKind.Forbidden, (await Refused(CalendarName.OfPerson("rep"), lazy, "rep")).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused(CalendarName.OfPerson("manager"), lazy, "manager")).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused(CalendarName.OfPerson("finance"), lazy, "manager")).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused(CalendarName.Company, lazy, "manager")).Kind);
        Assert.Equal(RefusalKind.NotFound, (await Refused("team:nowhere", lazy, "admin")).Kind);
        Assert.Empty(world.Read(database => database.Calendars.ToList()));
    }

    [Theory]
    [InlineData("9 to 18 or so", "are no working hours")]
    [InlineData("18:00-09:00", "ends before it begins")]
    [InlineData("09:00-12:00, 11:00-18:00", "begins before the hours")]
    [InlineData("", "nobody works for a year")]
    public async Task A_calendar_that_cannot_be_is_refused_and_changes_nothing(string monday, string words)
    {
        var definition = new CalendarDefinition { Week = new Dictionary<DayOfWeek, string> { [DayOfWeek.Monday] = monday } };

        Assert.Contains(words, (await Refused(CalendarName.Company, definition, "admin")).Message, StringComparison.Ordinal);

        await world.NewDeal();
        Assert.Equal(Shanghai(9, 9), world.OpenTask("约访").DueAt);
    }

    [Fact]
    public async Task A_calendar_in_which_nobody_works_is_refused_also_while_something_waits()
    {
        await world.NewDeal();
        var never = new CalendarDefinition { Week = new Dictionary<DayOfWeek, string>() };

        Assert.Equal("week", (await Refused(CalendarName.Company, never, "admin")).Field);
        Assert.Equal("week", (await Refused(CalendarName.OfPerson("rep"), never, "manager")).Field);

        Assert.Equal(Shanghai(9, 9), world.OpenTask("约访").DueAt);
    }

    [Fact]
    public async Task Of_two_who_edit_a_calendar_at_once_the_slower_is_told()
    {
        var first = await Save(CalendarName.Company, CalendarDefinition.Usual);
        await world.Do("admin", change => SaveCalendar.Apply(change, CalendarName.Company, CalendarDefinition.Usual, "faster", first.Id));

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => world.Do("admin", change =>
            SaveCalendar.Apply(change, CalendarName.Company, CalendarDefinition.Usual, "slower", first.Id)));

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Equal("faster", world.Read(database => database.Calendars.OrderBy(version => version.Id).Last().Comment));
    }

    [Fact]
    public async Task Every_state_of_a_calendar_stays_with_its_author()
    {
        await Save(CalendarName.Company, CalendarDefinition.Usual with { Week = CalendarDefinition.Weekdays("08:00-17:00") });
        await Save(CalendarName.Company, CalendarDefinition.Usual);

        var versions = world.Read(database => database.Calendars.OrderBy(version => version.Id).ToList());
        Assert.Equal(["08:00-17:00", "09:00-18:00"], versions.Select(version => version.Definition!.Week![DayOfWeek.Monday]));
        Assert.All(versions, version => Assert.Equal("admin", version.SavedById));
    }

    [Fact]
    public async Task What_has_happened_before_a_calendar_changes_stays_as_it_was()
    {
        await world.NewDeal();
        await Until(Shanghai(10, 9));
        var late = TaskOf("约访");

        var saved = await Save(CalendarName.Company, CalendarDefinition.Usual with { Official = "", Days = [CalendarDay.Off(new(2026, 3, 4))] });

        Assert.True(late.IsOverdue);
        Assert.Equal(0, saved.Moved);
        Assert.Equal(late.DueAt, TaskOf("约访").DueAt);
    }

    [Theory]
    [InlineData("2026年元旦.json", """{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-02","isOffDay":false}]}""")]
    [InlineData("holidays.ics", """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        SUMMARY:元旦假期
        DTSTART;VALUE=DATE:20270101
        DTEND;VALUE=DATE:20270102
        UID:1
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:上班(补元旦假期)
        DTSTART;VALUE=DATE:20270102
        UID:2
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Meeting
        DTSTART:20270105T090000Z
        UID:3
        END:VEVENT
        END:VCALENDAR
        """)]
    public void Days_come_from_a_file(string name, string text)
    {
        var days = CalendarFile.Read(text);

        Assert.Equal([CalendarDay.Off(new(2027, 1, 1), days[0].Name), CalendarDay.Worked(new(2027, 1, 2), days[1].Name)], days);
        Assert.True(new WorkingCalendar([CalendarDefinition.Usual with { Days = days }]).IsWorkday(new(2027, 1, 2)), name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"days\":[{\"date\":\"soon\"}]}")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:2027")]
    public void A_file_that_holds_no_days_is_refused(string text) => Assert.Throws<RefusalException>(() => CalendarFile.Read(text));

    [Fact]
    public void A_day_that_comes_back_every_year_comes_back()
    {
        var days = CalendarFile.Read("""
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VEVENT
            SUMMARY:Tag der Deutschen Einheit
            DTSTART;VALUE=DATE:20261003
            RRULE:FREQ=YEARLY
            UID:1
            END:VEVENT
            END:VCALENDAR
            """);

        Assert.Equal(Enumerable.Range(2026, 10).Select(year => new DateOnly(year, 10, 3)), days.Select(day => day.Date));
    }
}
