using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Messages;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

/// <summary>
/// What people are told, when, by which way, and why: from what they and their workflows do to the outbox. Begins on a Monday at nine.
/// </summary>
public sealed class MessageStories : IAsyncLifetime
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1), Minute = TimeSpan.FromMinutes(1);
    readonly CompanyWorld world = new();

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        foreach (var id in (string[])["rep", "other-rep", "manager", "director"])
            await world.Do("admin", change =>
                ChangePerson.Apply(change, id, new PersonInput { Email = $"{id}@example.com", Language = id == "rep" ? "zh-CN" : "en" }));
        await world.Pass(Minute);
    }

    public Task DisposeAsync() => world.DisposeAsync();

    Task<WorkTask> Task(string title, string to = "rep", TimeSpan? dueIn = null, string by = "manager", string? account = "account") =>
        world.Do(by, change => AddTask.Apply(change, new TaskInput
        {
            Title = title,
            AssigneeId = to,
            AccountId = account,
            DueAt = dueIn is { } length ? change.Now + length : null,
        }));

    List<OutboxRow> Outbox(string channel = "mail") =>
        world.Read(database => database.Outbox.Where(row => row.Channel == channel).OrderBy(row => row.Id).ToList());

    static OutgoingMessage Read(OutboxRow row) => OutgoingMessage.FromDocument(row.Document);

    Task Choose(string person, MessageChoicesInput input) => world.Do(person, change => SaveMessageChoices.Apply(change, input));

    [Fact]
    public async Task A_task_comes_with_the_next_digest_and_what_cannot_wait_at_once()
    {
        await Task("写方案");
        await Task("回电话", dueIn: 2 * Hour);
        await world.Pass(2 * Minute);

        var urgent = Assert.Single(world.Messages("rep"));
        Assert.Equal("回电话", Assert.Single(urgent.Items).About);
        Assert.False(urgent.IsDigest);
        await world.Pass(4 * Hour);

        var digest = world.Messages("rep")[1];
        Assert.True(digest.IsDigest);
        Assert.Equal(12, digest.At.ToOffset(8 * Hour).Hour);
        // The urgent one is late by now, and that is new.
        Assert.Equal([MatterKind.Late, MatterKind.Task], digest.Items.Select(item => item.Kind).Order().Reverse());
    }

    [Fact]
    public async Task What_was_told_is_not_told_again_and_what_is_over_not_at_all()
    {
        var first = await Task("一");
        var second = await Task("二");
        await world.Do("rep", change => AnswerTask.Apply(change, second.Id, WorkTaskStatus.Done, null, "rep"));
        await world.Pass(TimeSpan.FromDays(4));

        Assert.Equal([$"task:{first.Id}"], world.Messages("rep").SelectMany(message => message.Items).Select(item => item.Key));
    }

    [Fact]
    public async Task A_mail_is_text_and_page_in_the_readers_language_and_part_of_a_conversation()
    {
        await Task("约访 · Arrange a visit: <b>瑞丰</b>", dueIn: Hour);
        await Task("约访 · Arrange a visit", "manager", Hour, by: "director");
        await world.Pass(2 * Minute);

        var mails = Outbox().ToDictionary(row => row.Recipient, Read);
        var (chinese, english) = (mails["rep@example.com"], mails["manager@example.com"]);
        Assert.Equal("任务：约访: <b>瑞丰</b>", chinese.Subject);
        Assert.Equal("Task: Arrange a visit", english.Subject);
        Assert.Contains("截止", chinese.Body, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:5080/accounts/account", chinese.Body, StringComparison.Ordinal);
        Assert.Contains("约访: &lt;b&gt;瑞丰&lt;/b&gt;", chinese.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(chinese.Body.Split('\n').Where(line => !line.Contains("http", StringComparison.Ordinal)),
            line => line.Contains("Why", StringComparison.Ordinal) || line.Contains("What", StringComparison.Ordinal));
        Assert.Equal("account", chinese.Conversation);
        Assert.Null(chinese.List!.Unsubscribe);
    }

    [Fact]
    public async Task The_mail_itself_has_what_mail_programs_look_for()
    {
        await Task("一");
        await Task("二", account: null);
        await world.Pass(4 * Hour);

        var row = Assert.Single(Outbox());
        using var mail = MailMessage.Of(row, Read(row), "threestep@example.com");
        Assert.Equal("multipart/alternative", mail.Body!.ContentType.MimeType);
        Assert.Equal($"{row.Key}@threestep", mail.MessageId);
        Assert.Equal("<digest.threestep>", mail.Headers["List-Id"]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        Assert.StartsWith("<http://127.0.0.1:5080/stop-messages?of=", mail.Headers["List-Unsubscribe"], StringComparison.Ordinal);
        Assert.Contains("2", mail.Subject, StringComparison.Ordinal);
        // A digest is about many things.
        Assert.Empty(mail.References);
        // All of it is in the reader's language.
        var message = Read(row);
        foreach (var text in (string[])[message.Body, message.Subject])
            Assert.DoesNotMatch("[A-Za-z]{2}", Regex.Replace(text, @"http\S+", ""));
    }

    [Fact]
    public async Task Mails_about_one_record_are_one_conversation()
    {
        await Task("一", dueIn: Hour);
        await world.Pass(20 * Minute);
        await Task("二", dueIn: Hour);
        await world.Pass(20 * Minute);

        var references = Outbox().Select(row => MailMessage.Of(row, Read(row), "a@example.com").References.Single()).ToList();
        Assert.Equal(2, references.Count);
        Assert.Equal(references[0], references[1]);
    }

    [Fact]
    public async Task The_link_in_a_digest_ends_digests_by_mail_and_nothing_else()
    {
        await Task("一");
        await world.Pass(4 * Hour);
        var link = Read(Outbox().Single()).List!.Unsubscribe!;
        var token = System.Web.HttpUtility.ParseQueryString(link.Query)["of"];

        await world.Change(change => world.Service<StopLinks>().Follow(change, token));
        await Task("二");
        await Task("三", dueIn: Hour);
        await world.Pass(TimeSpan.FromDays(1));

        Assert.Equal(3, world.Messages("rep").Count);
        Assert.Equal(["三"], Outbox().Skip(1).Select(row => Read(row).Subject[^1..]));
        // However many of them come at once: what cannot wait is no digest.
        for (var number = 0; number < 5; number++) await Task($"急 {number}", dueIn: Hour);
        await world.Pass(15 * Minute);
        Assert.Equal(3, Outbox().Count);
        Assert.Null(Read(Outbox()[^1]).List!.Unsubscribe);
        foreach (var forged in new[] { "x", "", null, token + "x" })
            await Assert.ThrowsAsync<RefusalException>(() => world.Change(change => world.Service<StopLinks>().Follow(change, forged)));
    }

    [Fact]
    public async Task An_approval_that_is_asked_in_the_evening_comes_in_the_morning_with_its_reason()
    {
        await world.Pass(10 * Hour);
        var deal = await world.NewDeal(2_000_000);
        await world.ChangeTerms(deal.Id, 2_000_000, 15);
        await world.Pass(TimeSpan.FromDays(1));

        var question = world.OpenQuestion();
        var told = world.Messages(question.Steps[0].ApproverId).SelectMany(message => message.Items.Select(item => (message.At, Item: item)))
            .First(told => told.Item.Kind == MatterKind.Approval);
        Assert.Equal(9, told.At.ToOffset(8 * Hour).Hour);
        Assert.Equal(question.Rule, told.Item.Why);
        Assert.Equal($"/approvals/{question.Id}", told.Item.Address);
    }

    [Fact]
    public async Task After_an_outage_there_is_one_digest_and_no_storm()
    {
        world.Time.WithChores = false;
        for (var day = 0; day < 4; day++)
        {
            for (var number = 0; number < 5; number++) await Task($"{day}/{number}", dueIn: number == 0 ? Hour : null);
            await world.Pass(TimeSpan.FromDays(1));
        }
        world.Time.WithChores = true;
        await world.Pass(Minute);

        var digest = Assert.Single(world.Messages("rep"));
        Assert.Equal(20, digest.Items.Count);
        Assert.Single(Outbox());
        await world.Pass(TimeSpan.FromDays(3));
        Assert.Single(world.Messages("rep"));
    }

    [Fact]
    public async Task What_is_put_off_comes_back_and_is_told_then()
    {
        var task = await Task("一");
        await world.Pass(4 * Hour);
        await world.Do("rep", change => SnoozeTask.Apply(change, task.Id, change.Now.AddDays(2)));
        await world.Pass(TimeSpan.FromDays(1));
        Assert.Single(world.Messages("rep"));

        await world.Pass(TimeSpan.FromDays(2));
        Assert.Equal(2, world.Messages("rep").Count);
    }

    [Fact]
    public async Task A_task_that_is_not_mine_goes_to_my_manager_who_reads_why()
    {
        var task = await Task("一", by: "other-rep");
        foreach (var blank in (string?[])[null, " "])
            Assert.Equal("reason", (await Assert.ThrowsAsync<RefusalException>(() =>
                world.Do("rep", change => GiveBackTask.Apply(change, task.Id, blank)))).Field);
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("other-rep", change => GiveBackTask.Apply(change, task.Id, "mine")));

        var given = await world.Do("rep", change => GiveBackTask.Apply(change, task.Id, "这个客户归李娜"));
        await world.Pass(4 * Hour);

        Assert.Equal(("manager", "rep"), (given.AssigneeId, given.GivenBackById));
        var item = Assert.Single(Assert.Single(world.Messages("manager")).Items);
        Assert.Equal("这个客户归李娜", item.Text!.ToString());
        Assert.Empty(world.Messages("rep"));
        Assert.Contains(world.Read(database => database.Audit.Where(row => row.Subject == task.Id).ToList()),
            row => row.UserId == "rep" && row.Detail == "rep → manager: 这个客户归李娜");
    }

    [Fact]
    public async Task Who_has_no_manager_gives_a_task_to_whoever_of_the_managers_is_first()
    {
        var task = await Task("一", "finance", by: "admin");
        var given = await world.Do("finance", change => GiveBackTask.Apply(change, task.Id, "不归财务"));
        Assert.Equal((null, "Manager"), (given.AssigneeId, given.Role));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("head", change => GiveBackTask.Apply(change, task.Id, "nor mine")));
        await world.Pass(4 * Hour);

        Assert.All((string[])["manager", "director", "head", "finance"], person => Assert.Single(world.Messages(person)));
    }

    [Fact]
    public async Task What_goes_away_and_comes_back_is_told_anew()
    {
        var task = await Task("一", dueIn: 8 * Hour);
        await world.Pass(2 * Minute);
        await world.Do("rep", change => HandOverTask.Apply(change, task.Id, "other-rep"));
        await Task("二", dueIn: 8 * Hour);
        await world.Pass(20 * Minute);
        await world.Do("other-rep", change => HandOverTask.Apply(change, task.Id, "rep"));
        await world.Pass(20 * Minute);

        Assert.Equal(2, world.Messages("rep").SelectMany(message => message.Items).Count(item => item.Key == $"task:{task.Id}"));
        Assert.Single(world.Messages("other-rep"));
    }

    [Fact]
    public async Task A_kind_that_is_stopped_comes_no_more_and_stays_to_be_done()
    {
        await world.Do("rep", change => StopKind.Apply(change, MatterKind.Task));
        await Task("一", dueIn: Hour);
        await world.Pass(TimeSpan.FromDays(2));

        // That it is late is another kind.
        Assert.Equal([MatterKind.Late], world.Messages("rep").SelectMany(message => message.Items).Select(item => item.Kind));
        Assert.Single(world.OpenTitles("rep"));
    }

    [Fact]
    public async Task Somebody_without_an_address_reads_it_in_the_app()
    {
        await Task("一", "head", Hour, by: "admin");
        await world.Pass(2 * Minute);

        Assert.Empty(Assert.Single(world.Messages("head")).Departures);
        Assert.Empty(Outbox());
        await world.Do("head", change => SeeMessage.All(change));
        Assert.NotNull(world.Messages("head").Single().SeenAt);
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("rep", change => SeeMessage.Apply(change, world.Messages("head").Single().Id)));
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing_more()
    {
        await Task("一");
        await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { IsActive = false }));
        await world.Pass(TimeSpan.FromDays(1));

        Assert.Empty(world.Messages("rep"));
        Assert.NotEmpty(world.Messages("manager"));
    }

    [Fact]
    public async Task A_holiday_is_one_for_messages_too()
    {
        await world.Do("manager", change => SaveCalendar.Apply(change, "person:rep",
            new CalendarDefinition { Days = [CalendarDay.Off(new(2026, 3, 2)), CalendarDay.Off(new(2026, 3, 3))] }));
        await Task("一", dueIn: Hour);
        await world.Pass(TimeSpan.FromDays(1));
        Assert.Empty(world.Messages("rep"));

        await world.Pass(TimeSpan.FromDays(1));
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 9, 0, 0, 8 * Hour), Assert.Single(world.Messages("rep")).At);
    }

    [Fact]
    public async Task Quiet_hours_that_leave_nothing_are_refused_and_so_is_half_of_them()
    {
        Assert.Equal("quietFrom", (await Assert.ThrowsAsync<RefusalException>(() =>
            Choose("rep", new() { QuietFrom = "8:00", QuietTo = "20:00" }))).Field);
        Assert.Equal("quietTo", (await Assert.ThrowsAsync<RefusalException>(() => Choose("rep", new() { QuietFrom = "8:00" }))).Field);
        Assert.Equal("morningDigest", (await Assert.ThrowsAsync<RefusalException>(() =>
            Choose("rep", new() { MorningDigest = false, NoonDigest = false }))).Field);
        Assert.Equal("kinds", (await Assert.ThrowsAsync<RefusalException>(() =>
            Choose("rep", new() { Kinds = new() { [MatterKind.Task] = new() { Channels = ["no-such"] } } }))).Field);
    }

    [Fact]
    public async Task What_could_not_be_delivered_again_and_again_is_set_aside()
    {
        await Task("一", dueIn: Hour);
        await world.Pass(2 * Minute);
        var row = Outbox().Single();

        for (var attempt = 1; attempt < 11; attempt++)
            await Assert.ThrowsAnyAsync<Exception>(() => world.Deliver(row.Id, new() { SmtpHost = "127.0.0.1", SmtpPort = 1 }));
        await world.Deliver(row.Id, new() { SmtpHost = "127.0.0.1", SmtpPort = 1 });

        row = Outbox().Single();
        Assert.Equal(11, row.Attempts);
        Assert.NotNull(row.FailedAt);
        Assert.Null(row.DeliveredAt);
        // It is not touched any more until somebody says so.
        await world.Deliver(row.Id, new());
        Assert.Null(Outbox().Single().DeliveredAt);
    }

    /// <summary>Reminded in the evening before holidays of a week: the manager does not hear of it before the rep has been back at work.</summary>
    [Theory]
    [InlineData("", 16, 10)]
    [InlineData("4 working hours", 16, 13)]
    [InlineData("0 min", 10, 18)]
    public async Task Nobody_is_passed_over_before_they_had_time_to_act(string timeToAct, int day, int hour)
    {
        var off = Enumerable.Range(3, 13).Select(number => CalendarDay.Off(new(2026, 3, number))).ToList();
        await world.Do("admin", change => SaveCalendar.Apply(change, "company", CalendarDefinition.Usual with { Official = "", Days = off }));
        var escalate = Step("ThreeStep.Escalate", "up", ("to", Literal("manager")), ("title", Literal("还没有跟进")));
        if (timeToAct.Length > 0) escalate["timeToAct"] = Literal(timeToAct);
        var model = Flowchart([Step("ThreeStep.Remind", "remind", ("to", Literal("rep")), ("title", Literal("请跟进"))),
            Step("Delay", "wait", ("timeSpan", Literal("8 days"))), escalate], "remind -> wait", "wait -> up");
        model["definitionId"] = "quiet";
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors);
        await world.Pass(9 * Hour);
        await world.Runtime.Start("quiet", []);

        await world.Pass(TimeSpan.FromDays(20));

        var escalation = Assert.Single(world.Tasks("manager"), task => task.Kind == WorkTaskKind.Escalation);
        Assert.Equal(new DateTimeOffset(2026, 3, day, hour, day == 10 ? 1 : 0, 0, 8 * Hour), escalation.CreatedAt);
        Assert.Equal(0, world.Incidents());
    }

    /// <summary>A tenth of what the benchmark measures may take as long as all of it: the machine is busy with other tests.</summary>
    [Fact]
    public async Task The_digest_of_two_hundred_people_with_twenty_things_each_is_made_in_seconds() =>
        Assert.InRange((await Benchmarks.DigestBenchmark.Measure(200, 20)).Took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
}
