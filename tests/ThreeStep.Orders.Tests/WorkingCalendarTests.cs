using CsCheck;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>Times are Shanghai's (UTC+8) unless told; 2026-03-02 is a Monday.</summary>
public sealed class WorkingCalendarTests
{
    static readonly WorkingCalendar Usual = new([CalendarDefinition.Usual with { Official = "" }]);
    static readonly WorkingCalendar China = new([CalendarDefinition.Usual]);
    static readonly WorkingCalendar WithLunch =
        new([CalendarDefinition.Usual with { Week = CalendarDefinition.Weekdays("09:00-12:00, 13:30-18:00"), Official = "" }]);

    static DateTimeOffset Shanghai(int month, int day, int hour, int minute = 0) => new(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    static Duration Read(string text) => Durations.Read(text);

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Two_working_days_are_two_days_not_forty_eight_hours() =>
        Assert.Equal(Shanghai(3, 4, 10), Usual.Add(Shanghai(3, 2, 10), Read("2 working days")));

    [Fact]
    public void A_day_as_iso_writes_it_becomes_one_working_day_not_twenty_four_working_hours()
    {
        Assert.Equal(Shanghai(3, 3, 10), Usual.Add(Shanghai(3, 2, 10), Read("P1D").InWorkingTime()));
        Assert.Equal(Shanghai(3, 4, 16), Usual.Add(Shanghai(3, 2, 10), Read("24 working hours")));
    }

    [Fact]
    public void Weekends_do_not_count() => Assert.Equal(Shanghai(3, 9, 17), Usual.Add(Shanghai(3, 6, 17), Read("1 working day")));

    [Fact]
    public void Asked_on_friday_evening_answered_within_four_working_hours_on_monday() =>
        Assert.Equal(Shanghai(3, 9, 12, 25), Usual.Add(Shanghai(3, 6, 17, 25), Read("4 working hours")));

    [Theory]
    [InlineData(6, 22)]
    [InlineData(7, 12)]
    [InlineData(9, 8)]
    public void What_begins_outside_of_hours_begins_at_the_next_opening(int day, int hour)
    {
        Assert.Equal(Shanghai(3, 9, 10), Usual.Add(Shanghai(3, day, hour), Read("1 working hour")));
        Assert.Equal(Shanghai(3, 10, 9), Usual.Add(Shanghai(3, day, hour), Read("1 working day")));
    }

    [Fact]
    public void Hours_go_over_lunch_and_over_the_night()
    {
        Assert.Equal(Shanghai(3, 2, 14, 30), WithLunch.Add(Shanghai(3, 2, 11), Read("2 working hours")));
        Assert.Equal(Shanghai(3, 3, 11), WithLunch.Add(Shanghai(3, 2, 16), Read("4 working hours")));
        Assert.Equal(TimeSpan.FromHours(7.5), WithLunch.Between(Shanghai(3, 2, 0), Shanghai(3, 3, 0)));
    }

    [Fact]
    public void What_takes_until_closing_is_due_at_closing() =>
        Assert.Equal(Shanghai(3, 2, 18), Usual.Add(Shanghai(3, 2, 14), Read("4 working hours")));

    [Fact]
    public void A_working_day_later_is_the_end_of_a_day_that_ends_earlier()
    {
        var calendar = new WorkingCalendar([CalendarDefinition.Usual, new() { Days = [new(new(2026, 3, 6), "Stocktaking", "09:00-14:00")] }]);

        Assert.Equal(Shanghai(3, 6, 14), calendar.Add(Shanghai(3, 5, 17), Read("1 working day")));
    }

    /// <summary>Spring festival 2026: off from 15 to 23 February, worked on Saturday the 14th and on Saturday the 28th.</summary>
    [Fact]
    public void Official_holidays_are_off_and_make_up_saturdays_are_worked()
    {
        Assert.Equal(Shanghai(2, 14, 10), China.Add(Shanghai(2, 13, 10), Read("1 working day")));
        Assert.Equal(Shanghai(2, 24, 10), China.Add(Shanghai(2, 13, 10), Read("2 working days")));
        Assert.Equal(Shanghai(2, 28, 10), China.Add(Shanghai(2, 27, 10), Read("1 working day")));
        Assert.Equal("春节", China.NameOf(new(2026, 2, 17)));
    }

    [Fact]
    public void A_person_differs_from_the_team_and_the_team_from_the_company()
    {
        var team = new CalendarDefinition { Week = CalendarDefinition.Weekdays("10:00-16:00") };
        var person = new CalendarDefinition { Days = [CalendarDay.Off(new(2026, 3, 3))] };
        var calendar = new WorkingCalendar([CalendarDefinition.Usual, team, person], absent: [new(2026, 3, 4)]);

        Assert.Equal(Shanghai(3, 5, 10), calendar.Add(Shanghai(3, 2, 15), Read("1 working hour 5 minutes")).AddMinutes(-5));
        Assert.Equal(Shanghai(2, 14, 11), calendar.Add(Shanghai(2, 13, 16), Read("1 working hour")));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-27T10:00:00+01:00", "2026-03-30T10:00:00+02:00")]
    [InlineData("Europe/Berlin", "2026-10-23T10:00:00+02:00", "2026-10-26T10:00:00+01:00")]
    [InlineData("America/New_York", "2026-03-06T10:00:00-05:00", "2026-03-09T10:00:00-04:00")]
    [InlineData("America/New_York", "2026-10-30T10:00:00-04:00", "2026-11-02T10:00:00-05:00")]
    public void A_day_stays_a_day_when_the_clocks_change(string zone, string from, string to)
    {
        var calendar = new WorkingCalendar([CalendarDefinition.Usual with { Zone = zone, Official = "" }]);

        Assert.Equal(Time(to), calendar.Add(Time(from), Read("1 working day")));
        Assert.Equal(Time(to), calendar.Add(Time(from), Read("9 working hours")));
    }

    /// <summary>In Berlin the night to 29 March 2026 has an hour less, and that to 25 October one more.</summary>
    [Theory]
    [InlineData("2026-03-28T22:00:00+01:00", 7)]
    [InlineData("2026-10-24T22:00:00+02:00", 9)]
    [InlineData("2026-06-20T22:00:00+02:00", 8)]
    public void A_night_shift_has_the_hours_that_pass(string from, int hours)
    {
        var always = Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => "00:00-06:00, 22:00-24:00");
        var calendar = new WorkingCalendar([CalendarDefinition.Usual with { Zone = "Europe/Berlin", Week = always, Official = "" }]);
        var start = Time(from);

        Assert.Equal(TimeSpan.FromHours(hours), calendar.Between(start, start.AddHours(14)));
    }

    [Fact]
    public void Ten_years_and_twenty_four_point_eight_days_are_lengths_like_others()
    {
        Assert.Equal(new(2036, 2, 27), DateOnly.FromDateTime(Usual.Add(Shanghai(3, 2, 10), Read("2607 working days")).UtcDateTime));
        Assert.Equal(Shanghai(3, 2, 10).AddDays(24.8), Usual.Add(Shanghai(3, 2, 10), TimeSpan.FromDays(24.8)));
        Assert.Equal(DateTimeOffset.MaxValue, Usual.Add(Shanghai(3, 2, 10), TimeSpan.MaxValue));
    }

    [Fact]
    public void A_calendar_without_working_days_says_so()
    {
        var never = new WorkingCalendar([CalendarDefinition.Usual with { Week = new Dictionary<DayOfWeek, string>() }]);

        var refusal = Assert.ThrowsAny<Exception>(() => never.Add(new(2030, 1, 1, 0, 0, 0, default), Read("1 working day")));
        Assert.Contains("no working days", refusal.Message);
    }

    [Fact]
    public void What_is_counted_forward_is_measured_back()
    {
        WorkingCalendar[] calendars = [Usual, China, WithLunch, new([CalendarDefinition.Usual with { Zone = "America/New_York" }])];
        var any = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2 * 365 * 24 * 60], Gen.Int[1, 400 * 60]);

        any.Sample((which, start, minutes) =>
        {
            var (calendar, from, length) = (calendars[which], Shanghai(1, 1, 0).AddMinutes(start), TimeSpan.FromMinutes(minutes));
            var due = calendar.Add(from, Duration.OfWorkingTime(length));
            return calendar.Between(from, due) == length && calendar.Between(from, due.AddMinutes(-1)) < length;
        });
    }

    [Fact]
    public void So_many_working_days_later_so_many_working_days_lie_between()
    {
        var any = Gen.Select(Gen.Int[0, 365 * 24 * 60], Gen.Int[1, 200]);

        any.Sample((start, days) =>
        {
            var from = Shanghai(1, 1, 0).AddMinutes(start);
            var (first, last) = (Local(China.NextOpening(from)), Local(China.Add(from, Duration.OfWorkingDays(days))));
            var between = Enumerable.Range(1, last.DayNumber - first.DayNumber).Count(day => China.IsWorkday(first.AddDays(day)));
            return between == days && China.IsWorkday(last);
        });

        static DateOnly Local(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(TimeSpan.FromHours(8)).DateTime);
    }
}
