using System.Diagnostics;
using System.Globalization;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Benchmarks;

/// <summary>How long it takes to count working time, by a calendar with lunch, official holidays and make-up workdays. Each beside its ratio to the
/// conversion of one time into a zone in the same run.</summary>
static class WorkingTimeBenchmark
{
    const int Calls = 200_000;

    public static int Run()
    {
        var calendar = new WorkingCalendar([CalendarDefinition.Usual with { Week = CalendarDefinition.Weekdays("09:00-12:00, 13:30-18:00") }]);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone);
        var one = Measure(time => TimeZoneInfo.ConvertTime(time, zone).Ticks);
        Console.WriteLine($"{"a time into its zone",-40}{one,9:0} ns");
        foreach (var text in (string[])["4 working hours", "1 working day", "2 working days 4 working hours", "10 working days", "250 working days"])
        {
            var length = Durations.Read(text);
            Print($"{text} later", time => calendar.Add(time, length).Ticks);
        }
        Print("measured over a month", time => calendar.Between(time, time.AddDays(30)).Ticks);
        return 0;

        void Print(string name, Func<DateTimeOffset, long> count)
        {
            var took = Measure(count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-40}{took,9:0} ns{took / one,8:0.0}x"));
        }

        double Measure(Func<DateTimeOffset, long> count)
        {
            var sum = 0L;
            for (var call = 0; call < Calls / 10; call++) sum += count(start.AddMinutes(call));
            var began = Stopwatch.GetTimestamp();
            for (var call = 0; call < Calls; call++) sum += count(start.AddMinutes(call));
            return Stopwatch.GetElapsedTime(began).TotalNanoseconds / Calls + (sum == 0 ? 1 : 0);
        }
    }
}
