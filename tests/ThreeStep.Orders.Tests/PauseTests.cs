using CsCheck;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>A clock that stands still for a while. Times are Shanghai's; 2026-03-02 is a Monday, hours are 9 to 18.</summary>
public sealed class PauseTests
{
    static readonly WorkingCalendar Usual = new([CalendarDefinition.Usual with { Official = "" }]);
    static readonly WorkingCalendar China = new([CalendarDefinition.Usual]);
    static readonly WorkingCalendar WithLunch =
        new([CalendarDefinition.Usual with { Week = CalendarDefinition.Weekdays("09:00-12:00, 13:30-18:00"), Official = "" }]);

    static DateTimeOffset Shanghai(int month, int day, int hour, int minute = 0) => new(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    static DateTimeOffset Due(string length, params (DateTimeOffset From, DateTimeOffset To)[] pauses) =>
        Due(Usual, Shanghai(3, 2, 9), length, pauses);

    static DateTimeOffset Due(WorkingCalendar calendar, DateTimeOffset from, string length,
        params (DateTimeOffset From, DateTimeOffset To)[] pauses) =>
        calendar.When(new WorkingTime(from, length), pauses.Select(pause => new Pause(pause.From, pause.To)));

    [Fact]
    public void What_is_paused_within_hours_is_added() =>
        Assert.Equal(Shanghai(3, 2, 15), Due("4 working hours", (Shanghai(3, 2, 10), Shanghai(3, 2, 12))));

    [Fact]
    public void A_pause_that_begins_and_ends_outside_of_hours_takes_the_day_between() =>
        Assert.Equal(Shanghai(3, 4, 12), Due("12 working hours", (Shanghai(3, 2, 22), Shanghai(3, 4, 3))));

    [Fact]
    public void A_pause_of_a_night_takes_nothing() =>
        Assert.Equal(Shanghai(3, 3, 12), Due("12 working hours", (Shanghai(3, 2, 18), Shanghai(3, 3, 9))));

    [Fact]
    public void What_is_due_at_closing_stays_so_when_the_night_is_paused() =>
        Assert.Equal(Shanghai(3, 2, 18), Due("9 working hours", (Shanghai(3, 2, 1), Shanghai(3, 2, 8)), (Shanghai(3, 2, 18), Shanghai(3, 3, 7))));

    [Fact]
    public void A_pause_over_a_festival_takes_its_working_days_only() =>
        // 30 September, 18 o'clock, to 9 October, 9 o'clock: the festival is off to the 7th, so it takes the 8th.
        Assert.Equal(Shanghai(10, 9, 13), Due(China, Shanghai(9, 30, 14), "8 working hours", (Shanghai(9, 30, 18), Shanghai(10, 9, 9))));

    [Fact]
    public void What_is_paused_twice_at_a_time_is_paused_once() =>
        Assert.Equal(Shanghai(3, 2, 15),
            Due("4 working hours", (Shanghai(3, 2, 10), Shanghai(3, 2, 12)), (Shanghai(3, 2, 11), Shanghai(3, 2, 12)),
                (Shanghai(3, 2, 10), Shanghai(3, 2, 11))));

    [Fact]
    public void A_pause_after_the_end_or_before_the_beginning_takes_nothing() =>
        Assert.Equal(Shanghai(3, 2, 13), Due("4 working hours", (Shanghai(3, 2, 13), Shanghai(3, 2, 15)), (Shanghai(2, 27, 9), Shanghai(3, 2, 9))));

    [Fact]
    public void A_pause_that_had_begun_before_counts_from_the_beginning() =>
        Assert.Equal(Shanghai(3, 2, 14), Due("4 working hours", (Shanghai(2, 27, 9), Shanghai(3, 2, 10))));

    [Fact]
    public void On_the_clock_the_whole_pause_counts() =>
        Assert.Equal(Shanghai(3, 5, 9), Due("1.00:00:00", (Shanghai(3, 2, 20), Shanghai(3, 4, 20))));

    [Fact]
    public void Half_of_a_length_on_the_clock_is_half_of_its_time() =>
        Assert.Equal(Shanghai(3, 2, 21), Usual.When(new WorkingTime(Shanghai(3, 2, 9), "1.00:00:00", Share: 0.5)));

    [Fact]
    public void The_working_time_outside_of_pauses_is_the_length()
    {
        WorkingCalendar[] calendars = [Usual, China, WithLunch, new([CalendarDefinition.Usual with { Zone = "Europe/Berlin" }])];
        var minutes = Gen.Int[0, 90 * 24 * 60];
        var any = Gen.Select(Gen.Int[0, 3], minutes, Gen.Int[1, 200 * 60], Gen.Select(minutes, Gen.Int[0, 10 * 24 * 60]).Array[0, 5]);

        any.Sample((which, start, length, paused) =>
        {
            var (calendar, from) = (calendars[which], Shanghai(2, 1, 0).AddMinutes(start));
            var pauses = Pause.Apart(paused.Select(pause =>
                new Pause(Shanghai(2, 1, 0).AddMinutes(pause.Item1), Shanghai(2, 1, 0).AddMinutes(pause.Item1 + pause.Item2))));
            var counted = new WorkingTime(from, Duration.OfWorkingTime(TimeSpan.FromMinutes(length)).ToString());

            var due = calendar.When(counted, pauses);

            var still = pauses.Sum(pause => calendar.Between(Later(pause.From, from), Earlier(pause.To, due)).Ticks);
            return calendar.Between(from, due) - TimeSpan.FromTicks(still) == TimeSpan.FromMinutes(length)
                && !pauses.Any(pause => pause.From < due && due <= pause.To && calendar.Between(due, pause.To) > TimeSpan.Zero);
        });

        static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
        static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
    }

    [Theory]
    [InlineData("person:a|b", "clock-1")]
    [InlineData(null, "clock-1")]
    [InlineData("person:rep", null)]
    public void How_it_is_counted_is_kept_whole(string? calendar, string? clock)
    {
        var counted = new WorkingTime(Shanghai(3, 2, 9), "2 working days", calendar, 0.8, clock);

        Assert.Equal(counted with { From = counted.From.ToUniversalTime() }, WorkingTime.Read(counted.Question));
    }
}
