using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Working;

namespace ThreeStep.Orders.Tests;

/// <summary>The rule of all messages. A person in Shanghai who works from nine to six on weekdays; 2 March 2026 is a Monday.</summary>
public sealed class MessagePlanTests
{
    static readonly WorkingCalendar Calendar = new([CalendarDefinition.Usual with { Official = "" }]);
    static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    static DateTimeOffset At(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(8));

    static Matter Thing(string key, DateTimeOffset since, bool isUrgent = false, MatterKind kind = MatterKind.Task) =>
        new("rep", key, kind, key, since) { IsUrgent = isUrgent };

    static MessagePlan Plan(DateTimeOffset now, MessageChoices? choices, DateTimeOffset? lastAt, params Matter[] matters) =>
        MessagePlan.Of(matters, new HashSet<string>(), choices ?? new(), Times(choices), lastAt, now);

    static TellingTimes Times(MessageChoices? choices) => new(choices ?? new(), Calendar, Shanghai);

    /// <summary>When something is told, by looking whenever the plan says so.</summary>
    static DateTimeOffset? ToldAt(Matter matter, MessageChoices? choices = null)
    {
        var now = matter.Since;
        for (var looks = 0; looks < 20; looks++)
        {
            var plan = Plan(now, choices, null, matter);
            if (plan.Items.Count > 0) return now.ToOffset(TimeSpan.FromHours(8));
            if (plan.LookAgainAt is not { } next) return null;
            Assert.True(next > now);
            now = next;
        }
        throw new InvalidOperationException("It is looked at for ever.");
    }

    [Fact]
    public void What_is_urgent_comes_at_once_as_soon_as_it_has_settled() =>
        Assert.Equal(At(2, 10, 1), ToldAt(Thing("a", At(2, 10), isUrgent: true)));

    [Fact]
    public void What_is_not_urgent_comes_with_the_next_digest()
    {
        Assert.Equal(At(2, 12), ToldAt(Thing("a", At(2, 10))));
        Assert.Equal(At(3, 9), ToldAt(Thing("a", At(2, 15))));
    }

    [Fact]
    public void Nothing_comes_outside_of_working_time()
    {
        Assert.Equal(At(3, 9), ToldAt(Thing("a", At(2, 22), isUrgent: true)));
        Assert.Equal(At(9, 9), ToldAt(Thing("a", At(6, 18, 30), isUrgent: true)));
        Assert.Equal(At(9, 9), ToldAt(Thing("a", At(7, 10))));
    }

    [Fact]
    public void Who_wants_to_hear_of_it_at_night_does_but_in_their_quiet_hours()
    {
        var choices = new MessageChoices { OnlyInWorkingTime = false, QuietFrom = new(23, 0), QuietTo = new(6, 30) };

        Assert.Equal(At(2, 22, 1), ToldAt(Thing("a", At(2, 22), isUrgent: true), choices));
        Assert.Equal(At(3, 6, 30), ToldAt(Thing("a", At(2, 23, 30), isUrgent: true), choices));
        Assert.Equal(At(3, 6, 30), ToldAt(Thing("a", At(3, 2), isUrgent: true), choices));
    }

    [Fact]
    public void Quiet_hours_within_working_time_are_kept()
    {
        var choices = new MessageChoices { QuietFrom = new(12, 0), QuietTo = new(13, 30) };

        Assert.Equal(At(2, 13, 30), ToldAt(Thing("a", At(2, 12, 10), isUrgent: true), choices));
        Assert.Equal(At(2, 13, 30), ToldAt(Thing("a", At(2, 11)), choices));
        Assert.Equal(At(2, 11, 1), ToldAt(Thing("a", At(2, 11), isUrgent: true), choices));
    }

    [Fact]
    public void Quiet_hours_that_leave_no_working_time_mean_never() =>
        Assert.Null(ToldAt(Thing("a", At(2, 10), isUrgent: true), new() { QuietFrom = new(8, 0), QuietTo = new(19, 0) }));

    [Theory]
    [InlineData(MessageTime.AtOnce, false, "2026-03-02T15:01+08:00")]
    [InlineData(MessageTime.Digest, true, "2026-03-03T09:00+08:00")]
    [InlineData(MessageTime.ByUrgency, true, "2026-03-02T15:01+08:00")]
    [InlineData(MessageTime.ByUrgency, false, "2026-03-03T09:00+08:00")]
    [InlineData(MessageTime.Never, true, null)]
    public void Each_kind_comes_as_it_was_chosen(MessageTime when, bool isUrgent, string? at)
    {
        var choices = new MessageChoices().With(MatterKind.Reminder, new KindChoice { When = when });

        Assert.Equal(at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
            ToldAt(Thing("a", At(2, 15), isUrgent, MatterKind.Reminder), choices));
    }

    [Fact]
    public void After_an_outage_everything_comes_in_one_digest()
    {
        var plan = Plan(At(5, 15), null, null, Thing("a", At(2, 10)), Thing("b", At(3, 10)), Thing("c", At(4, 11), isUrgent: true));

        Assert.Equal(["c", "a", "b"], plan.Items.Select(item => item.Key));
        Assert.True(plan.IsDigest);
        Assert.Null(plan.LookAgainAt);
    }

    [Fact]
    public void An_outage_that_ends_at_night_wakes_nobody() =>
        Assert.Equal(At(6, 9), Plan(At(5, 23), null, null, Thing("a", At(2, 10)), Thing("b", At(4, 11), isUrgent: true)).LookAgainAt);

    [Fact]
    public void What_comes_soon_after_a_message_waits_for_what_else_comes()
    {
        var plan = Plan(At(2, 10, 3), null, At(2, 10, 1), Thing("b", At(2, 10, 2), isUrgent: true));

        Assert.Empty(plan.Items);
        Assert.Equal(At(2, 10, 11), plan.LookAgainAt);
    }

    [Fact]
    public void What_was_told_is_not_told_again()
    {
        var plan = MessagePlan.Of([Thing("a", At(2, 10), isUrgent: true)], new HashSet<string> { "a" }, new(), Times(null), null, At(2, 11));

        Assert.Empty(plan.Items);
        Assert.Null(plan.LookAgainAt);
    }

    [Fact]
    public void A_task_that_is_late_already_stands_once()
    {
        var task = Thing("task:1", At(2, 10));
        var plan = Plan(At(3, 9), null, null, task, task with { Key = "task:1:late", Kind = MatterKind.Late, Again = "task:1", Since = At(2, 11) });

        Assert.Equal("task:1", Assert.Single(plan.Items).Key);
        Assert.Equal(["task:1", "task:1:late"], plan.Keys.Order());
    }

    [Fact]
    public void Who_works_by_night_in_another_zone_gets_digests_of_their_own_day()
    {
        var calendar = new WorkingCalendar([CalendarDefinition.Usual with { Official = "", Zone = "America/New_York" }]);
        var times = new TellingTimes(new(), calendar, Shanghai);

        // Summer time begins on 8 March 2026 in New York.
        Assert.Equal(new DateTimeOffset(2026, 3, 6, 14, 0, 0, TimeSpan.Zero), times.Digest(At(6, 12)));
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 13, 0, 0, TimeSpan.Zero), times.Digest(At(8, 12)));
    }

    [Fact]
    public void Who_wants_no_noon_digest_has_one_a_day()
    {
        var choices = new MessageChoices { NoonDigest = false };

        Assert.Equal(At(3, 9), ToldAt(Thing("a", At(2, 10)), choices));
        Assert.Equal(At(3, 12), ToldAt(Thing("a", At(2, 15)), new() { MorningDigest = false }));
    }

    /// <summary>
    /// Whatever comes up whenever, by whatever choices: everything is told once, in time that is allowed, and never more often than it may be.
    /// </summary>
    [Fact]
    public void Everything_is_told_once_and_at_a_time_when_it_may_be()
    {
        var random = new Random(20260302);
        for (var play = 0; play < 200; play++)
        {
            var choices = new MessageChoices
            {
                OnlyInWorkingTime = random.Next(2) == 0,
                QuietFrom = random.Next(2) == 0 ? null : new TimeOnly(random.Next(20, 24), 0),
                QuietTo = new TimeOnly(random.Next(5, 8), 30),
                MorningDigest = random.Next(3) > 0,
                NoonDigest = true,
            };
            if (choices.QuietFrom is null) choices = choices with { QuietTo = null };
            var coming = Enumerable.Range(0, random.Next(1, 30)).Select(number =>
                Thing($"{number}", At(2, 0).AddMinutes(random.Next(5 * 24 * 60)), random.Next(2) == 0)).ToList();
            var (told, times, sent) = (new HashSet<string>(), Times(choices), new List<DateTimeOffset>());
            DateTimeOffset? last = null;
            for (DateTimeOffset now = At(2, 0), end = At(20, 0); now < end;)
            {
                var plan = MessagePlan.Of(coming.Where(matter => matter.Since <= now), told, choices, times, last, now);
                if (plan.Items.Count > 0)
                {
                    Assert.Equal(now, times.Allowed(now));
                    Assert.True(last is null || now - last >= MessagePlan.Gathering);
                    foreach (var key in plan.Keys) Assert.True(told.Add(key));
                    last = now;
                }
                var arrival = coming.Where(matter => matter.Since > now).Select(matter => (DateTimeOffset?)matter.Since).Min();
                now = new[] { plan.LookAgainAt, arrival, end }.Min()!.Value;
            }
            Assert.Equal(coming.Count, told.Count);
        }
    }
}
