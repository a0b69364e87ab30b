using System.Globalization;
using ThreeStep.Testing;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

/// <summary>Lengths of time are read as people write them, and said back in words.</summary>
public sealed class DurationTests
{
    [Theory]
    [InlineData("3 days", "3.00:00:00")]
    [InlineData("1 day", "1.00:00:00")]
    [InlineData("90 min", "01:30:00")]
    [InlineData("2 h 30 min", "02:30:00")]
    [InlineData("2h30m", "02:30:00")]
    [InlineData("1 week, 2 days and 3 hours", "9.03:00:00")]
    [InlineData("1.5 hours", "01:30:00")]
    [InlineData("0.4 s", "00:00:00.4000000")]
    [InlineData("3 Days", "3.00:00:00")]
    [InlineData(" 3  days ", "3.00:00:00")]
    [InlineData("3 天", "3.00:00:00")]
    [InlineData("2小时", "02:00:00")]
    [InlineData("2小时30分钟", "02:30:00")]
    [InlineData("3天零2小时", "3.02:00:00")]
    [InlineData("1个星期", "7.00:00:00")]
    [InlineData("３天", "3.00:00:00")]
    [InlineData("P3D", "3.00:00:00")]
    [InlineData("P2DT3H", "2.03:00:00")]
    [InlineData("PT90M", "01:30:00")]
    [InlineData("P2W", "14.00:00:00")]
    [InlineData("1.02:00:00", "1.02:00:00")]
    [InlineData("1.02:03", "1.02:03:00")]
    [InlineData("00:00:00.4", "00:00:00.4000000")]
    [InlineData("72:00:00", "3.00:00:00")]
    [InlineData("24:00:00", "1.00:00:00")]
    [InlineData("1:02:03", "01:02:03")]
    [InlineData("1:02:03:04", "1.02:03:04")]
    [InlineData("01:30", "01:30:00")]
    [InlineData("3650.00:00:00", "3650.00:00:00")]
    [InlineData("0", "00:00:00")]
    [InlineData("5 working days", "5 working days")]
    [InlineData("1 business day", "1 working day")]
    [InlineData("4 working hours", "4 working hours")]
    [InlineData("36 working hours", "36 working hours")]
    [InlineData("2 working days 4 hours", "2 working days 4 working hours")]
    [InlineData("90 working minutes", "1 working hour 30 working minutes")]
    [InlineData("2 workdays", "2 working days")]
    [InlineData("2个工作日", "2 working days")]
    [InlineData("4 个工作小时", "4 working hours")]
    [InlineData("1个工作日4小时", "1 working day 4 working hours")]
    public void What_people_and_Elsa_write(string text, string read) => Assert.Equal(read, Durations.Write(Durations.Read(text)));

    [Theory]
    [InlineData("two days")]
    [InlineData("tomorrow")]
    [InlineData("")]
    [InlineData("3 months")]
    [InlineData("30 min 2 h")]
    [InlineData("1 h 1 h")]
    [InlineData("3 days or so")]
    [InlineData("10:75")]
    [InlineData("1.30:00:00")]
    [InlineData("999999999999 weeks")]
    [InlineData("99999999999999999999999999999999999 weeks")]
    [InlineData("P99999999D")]
    [InlineData("P3X")]
    public void What_cannot_be_read_is_told_with_how_to_write_it(string text)
    {
        Assert.Equal($"“{text}” is no length of time. Write a number and a unit, such as 3 days, 90 min, 2 working days or P3D.", Refusal(text));
    }

    [Theory]
    [InlineData("-3 days")]
    [InlineData("-1.00:00:00")]
    [InlineData("-P1D")]
    [InlineData("−2小时")]
    public void A_length_of_time_is_never_negative(string text) =>
        Assert.Equal($"“{text}” is negative. A length of time is counted from now on, such as 3 days.", Refusal(text));

    [Theory]
    [InlineData("2 working weeks")]
    [InlineData("1.5 working days")]
    [InlineData("1 day 4 working hours")]
    public void Working_time_is_whole_days_then_hours(string text) => Assert.Equal(
        $"“{text}” cannot be counted in working time. Write whole working days, then working hours, such as 2 working days 4 working hours.",
        Refusal(text));

    [Fact]
    public void Where_time_runs_on_the_clock_working_time_is_refused() =>
        Assert.Contains("here time runs on the clock",
            Assert.Throws<ValueConversionException>(() => Durations.ReadOnTheClock("2 working days")).Message);

    static string Refusal(string text) => Assert.Throws<ValueConversionException>(() => Durations.Read(text)).Message;

    [Fact]
    public void A_number_without_a_unit_may_be_anything() =>
        Assert.Equal("“5” has no unit. Write what it counts, such as 5 days, 5 h or 5 min.", Refusal("5"));

    [Theory]
    [InlineData("1.02:00:00", "1 day 2 hours", "1 天 2 小时")]
    [InlineData("00:30:01.5", "30 minutes 1.5 seconds", "30 分钟 1.5 秒")]
    [InlineData("2.01:00:00", "2 days 1 hour", "2 天 1 小时")]
    [InlineData("00:00:00", "no time", "无时长")]
    public void It_is_said_back_in_words(string duration, string english, string chinese)
    {
        var words = new Dictionary<string, string>
        {
            ["1 day"] = "1 天",
            ["{0} days"] = "{0} 天",
            ["1 hour"] = "1 小时",
            ["{0} hours"] = "{0} 小时",
            ["{0} minutes"] = "{0} 分钟",
            ["{0} seconds"] = "{0} 秒",
            ["no time"] = "无时长",
        };

        Assert.Equal(english, Durations.InWords(Durations.Read(duration), text => text));
        Assert.Equal(chinese, Durations.InWords(Durations.Read(duration), text => words[text]));
        // What is said can be read again.
        if (english != "no time") Assert.Equal(Durations.Read(duration), Durations.Read(english));
    }

    [Fact]
    public void A_message_says_it_in_words()
    {
        Message message = $"Due in {TimeSpan.FromHours(26)}.";
        Assert.Equal("Due in 1 day 2 hours.", message.In(CultureInfo.InvariantCulture, text => text));
    }

    [Fact]
    public void The_times_a_workflow_is_drawn_with_are_read_as_its_steps_read_them()
    {
        var workflow = Sequence(
            Step("Delay", "rest", ("timeSpan", Literal("72:00:00"))),
            Step("Delay", "patience", ("timeSpan", Expression("Variable", "Patience"))),
            Step("Delay", "random", ("timeSpan", Js("'5 min'"))),
            Step("Delay", "wrong", ("timeSpan", Literal("tomorrow"))),
            Step("Delay", "blank")).With(("Patience", "TimeSpan", "90 min"));

        var times = DrawnDuration.Of(new WorkflowStory(workflow).Workflow);

        Assert.Equal([("rest", "3 days", null), ("patience", "1 hour 30 minutes", "Patience")],
            times.Select(time => (time.Node.Id, Durations.InWords(time.Length, english => english), time.From)));
    }
}
