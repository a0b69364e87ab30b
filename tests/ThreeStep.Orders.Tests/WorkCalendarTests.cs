using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Tests;

/// <summary>Times are Shanghai's (UTC+8) unless told; 2026-03-02 is a Monday.</summary>
public sealed class WorkCalendarTests
{
    static DateTimeOffset Shanghai(int month, int day, int hour, int minute = 0) => new(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Two_working_days_are_two_days_not_forty_eight_hours() =>
        Assert.Equal(Shanghai(3, 4, 10), WorkCalendar.Default.Add(Shanghai(3, 2, 10), TimeSpan.FromDays(2)));

    [Fact]
    public void Weekends_do_not_count() => Assert.Equal(Shanghai(3, 9, 17), WorkCalendar.Default.Add(Shanghai(3, 6, 17), TimeSpan.FromDays(1)));

    [Fact]
    public void What_begins_outside_hours_begins_at_the_next_opening() =>
        Assert.Equal(Shanghai(3, 9, 10), WorkCalendar.Default.Add(Shanghai(3, 6, 22), TimeSpan.FromHours(1)));

    [Fact]
    public void Hours_go_over_the_night() => Assert.Equal(Shanghai(3, 3, 11), WorkCalendar.Default.Add(Shanghai(3, 2, 16), TimeSpan.FromHours(4)));

    [Fact]
    public void Holidays_are_off_and_make_up_workdays_are_on()
    {
        var calendar = WorkCalendar.Default with { Holidays = [new(2026, 3, 3)], MakeUpWorkdays = [new(2026, 3, 7)] };

        Assert.Equal(Shanghai(3, 4, 9), calendar.Add(Shanghai(3, 2, 9), TimeSpan.FromDays(1)));
        Assert.Equal(Shanghai(3, 7, 12), calendar.Add(Shanghai(3, 6, 12), TimeSpan.FromDays(1)));
    }

    [Fact]
    public void A_day_stays_a_day_when_the_clocks_change()
    {
        var calendar = WorkCalendar.Default with { Zone = "Europe/Berlin" };
        // Friday 27 March to Monday 30 March 2026: summer time begins on the Sunday between.
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 10, 0, 0, TimeSpan.FromHours(2)),
            calendar.Add(new DateTimeOffset(2026, 3, 27, 10, 0, 0, TimeSpan.FromHours(1)), TimeSpan.FromDays(1)));
    }

    [Fact]
    public void A_calendar_without_working_days_is_refused() =>
        Assert.Throws<ActivityException>(() =>
            (WorkCalendar.Default with { WorkingDays = [] }).Add(Shanghai(3, 2, 10), TimeSpan.FromDays(1)));
}
