using System.Text.Json;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Retention;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>What an administrator sets for the whole company, and what nobody else does.</summary>
public sealed class SettingsStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static readonly HttpSettings file = new() { AllowedHosts = ["old.example.com"] };
    static readonly DeliverySettings delivery = new() { Webhooks = new() { ["erp"] = new Uri("http://10.0.0.5/hook") } };

    Task<IReadOnlyList<string>> Outgoing(OutgoingInput input, string by = "admin") =>
        world.Do(by, change => SaveOutgoing.Apply(change, input, file, world.Service<ChannelSecrets>()));

    Dictionary<string, Uri> Present() => world.Read(database => Webhooks.Present(database, delivery, world.Service<ChannelSecrets>()));

    [Fact]
    public async Task The_settings_file_gives_the_first_values_and_what_is_saved_counts_from_then_on()
    {
        using var requests = new HttpRequests(file, world.Store);
        Assert.True(requests.AllowsHost(new Uri("https://old.example.com")));
        await Outgoing(new OutgoingInput { Hosts = new(["API.example.com ", "*.partner.cn"]) });
        Assert.False(requests.AllowsHost(new Uri("https://old.example.com")));
        Assert.True(requests.AllowsHost(new Uri("https://api.example.com/x")));
        Assert.True(requests.AllowsHost(new Uri("https://a.partner.cn")));
        Assert.Equal(["erp"], Present().Keys);
    }

    [Theory]
    [InlineData("*.com")]
    [InlineData("*")]
    [InlineData("https://api.example.com")]
    [InlineData("a b")]
    public async Task A_host_is_a_name_and_no_wide_pattern(string host)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Outgoing(new OutgoingInput { Hosts = new([host]) }));
        Assert.Equal("hosts", refusal.Field);
    }

    [Fact]
    public async Task A_webhook_leads_to_a_host_that_is_allowed_and_is_kept_as_a_secret()
    {
        async Task Save(string name, string? address) =>
            await Outgoing(new OutgoingInput { Webhooks = new Dictionary<string, string?> { [name] = address } });

        Assert.Equal("webhooks", (await Assert.ThrowsAsync<RefusalException>(() => Save("x", "https://evil.example.org/1"))).Field);
        await Save("crm", "https://old.example.com/t0ken");
        // One is added without a word about the others, whose addresses nobody is told.
        await Save("erp", "https://old.example.com/erp");
        Assert.Equal(["crm", "erp"], Present().Keys.Order());
        Assert.Equal("https://old.example.com/erp", Present()["erp"].ToString());
        Assert.DoesNotContain("t0ken", string.Concat(world.Read(database => database.Settings.Select(row => row.Value).ToList())),
            StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", string.Concat(world.Read(database => database.Audit.Select(row => row.Detail).ToList())),
            StringComparison.Ordinal);
        await Save("crm", null);
        await Save("erp", null);
        // That of the settings file counts again.
        Assert.Equal(new Uri("http://10.0.0.5/hook"), Assert.Single(Present()).Value);
    }

    /// <summary>A page is no way into the company's network, whatever was entered there; nor is a host that was taken away again.</summary>
    [Fact]
    public async Task What_was_entered_on_a_page_goes_by_the_rules_of_all_other_requests()
    {
        await Outgoing(new OutgoingInput
        {
            Hosts = new(["127.0.0.1"]),
            Webhooks = new Dictionary<string, string?> { ["inside"] = "http://127.0.0.1:9/hook" },
        });
        Assert.Contains("inside of the company", await Delivered("inside"), StringComparison.Ordinal);
        await Outgoing(new OutgoingInput { Hosts = new([]) });
        Assert.Contains("not among the outgoing hosts", await Delivered("inside"), StringComparison.Ordinal);
        Assert.Contains("no webhook", await Delivered("unknown"), StringComparison.Ordinal);
    }

    async Task<string> Delivered(string webhook)
    {
        long id = 0;
        await world.Change(change => id = change.Database.Outbox.Add(new()
        {
            Key = change.NewId(),
            Channel = "webhook",
            Recipient = webhook,
            Document = JsonSerializer.Serialize(new OutgoingMessage("subject", "body"), Json.Options),
            CreatedAt = change.Now,
        }).Entity.Id);
        id = world.Read(database => database.Outbox.Max(row => row.Id));
        try { await world.Deliver(id, new DeliverySettings()); }
        catch (Exception error) { return error.ToString(); }
        return "delivered";
    }

    [Fact]
    public async Task Only_administrators_say_any_of_it()
    {
        foreach (var person in (string[])["rep", "manager", "owner"])
        {
            await Assert.ThrowsAsync<RefusalException>(() => Outgoing(new OutgoingInput { Hosts = new([]) }, person));
            await Assert.ThrowsAsync<RefusalException>(() => world.Do(person, change => SaveRetention.Apply(change, new() { MessageDays = 30 })));
            await Assert.ThrowsAsync<RefusalException>(() => world.Do(person, change => SaveTeam.Apply(change, null, new() { Name = "x" })));
            await Assert.ThrowsAsync<RefusalException>(() => world.Do(person, change => SavePositions.Apply(change, ["x"])));
        }
    }

    [Fact]
    public async Task A_team_with_people_in_it_stays()
    {
        var team = await world.Do("admin", change => SaveTeam.Apply(change, null, new() { Name = "华东", ManagerId = "manager" }));
        await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { TeamId = team.Id }));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("admin", change => SaveTeam.Remove(change, team.Id)));
        await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { TeamId = null }));
        await world.Do("admin", change => SaveTeam.Remove(change, team.Id));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { TeamId = team.Id })));
        Assert.Equal("teamId", refusal.Field);
    }

    [Fact]
    public async Task A_position_is_one_that_the_company_has()
    {
        async Task Give(string position) =>
            await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { Position = position }));
        Assert.Equal("position", (await Assert.ThrowsAsync<RefusalException>(() => Give("区域总监 Regional director"))).Field);
        await world.Do("admin", change => SavePositions.Apply(change, ["区域总监 Regional director", "CEO"]));
        Assert.Equal(["区域总监 Regional director"], world.Read(Positions.Own));
        await Give("区域总监 Regional director");
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("admin", change => SavePositions.Apply(change, [])));
        await Give("CFO");
        await world.Do("admin", change => SavePositions.Apply(change, []));
    }

    [Fact]
    public async Task What_is_older_than_the_company_keeps_it_goes_and_the_rest_stays()
    {
        await world.Change(change =>
        {
            for (var line = 0; line < 1_200; line++)
                change.Database.Audit.Add(new() { At = change.Now, Action = nameof(AuditAction.SignedIn) });
            change.Database.Audit.Add(new() { At = change.Now, Action = nameof(AuditAction.RightsChanged) });
            Notice.Add(change, "rep", NoticeKind.LeaveSet, "seen", null, null);
            Notice.Add(change, "rep", NoticeKind.LeaveSet, "unseen", null, null);
        });
        await world.Change(change => change.Database.Notices.Single(notice => notice.About == "seen").SeenAt = change.Now);
        await world.Pass(TimeSpan.FromDays(100));
        Assert.Equal(2, world.Notices("rep").Count(notice => notice.Kind == NoticeKind.LeaveSet));

        await world.Do("admin", change => SaveRetention.Apply(change, new() { MessageDays = 60, SignInDays = 90 }));
        await world.Pass(TimeSpan.FromDays(2));

        Assert.Equal(["unseen"], world.Notices("rep").Where(notice => notice.Kind == NoticeKind.LeaveSet).Select(notice => notice.About));
        Assert.Equal(0, world.Read(database => database.Audit.Count(line => line.Action == nameof(AuditAction.SignedIn))));
        Assert.Equal(1, world.Read(database => database.Audit.Count(line => line.Action == nameof(AuditAction.RightsChanged))));
        Assert.Equal(0, world.Read(database => database.Messages.Count(message => message.At < world.Now.AddDays(-62))));
        Assert.Equal("messageDays", (await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("admin", change => SaveRetention.Apply(change, new() { MessageDays = 3 })))).Field);
    }
}
