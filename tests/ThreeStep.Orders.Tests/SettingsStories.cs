using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Retention;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Tests;

/// <summary>What an administrator sets for the whole company, and what nobody else does.</summary>
public sealed class SettingsStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static readonly HttpSettings file = new() { AllowedHosts = ["old.example.com"] };
    static readonly DeliverySettings delivery = new() { Webhooks = new() { ["erp"] = new Uri("http://10.0.0.5/hook") } };

    Task<OutgoingRules> Outgoing(OutgoingInput input, string by = "admin") =>
        world.Do(by, change => SaveOutgoing.Apply(change, input, file, delivery));

    [Fact]
    public async Task The_settings_file_gives_the_first_values_and_what_is_saved_counts_from_then_on()
    {
        using var requests = new HttpRequests(file, world.File);
        Assert.True(requests.AllowsHost(new Uri("https://old.example.com")));
        await Outgoing(new OutgoingInput { Hosts = new(["API.example.com ", "*.partner.cn"]) });
        Assert.False(requests.AllowsHost(new Uri("https://old.example.com")));
        Assert.True(requests.AllowsHost(new Uri("https://api.example.com/x")));
        Assert.True(requests.AllowsHost(new Uri("https://a.partner.cn")));
        Assert.Equal(["erp"], world.Read(database => OutgoingRules.Present(database, file, delivery).Webhooks.Keys));
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
    public async Task A_webhook_leads_to_a_host_that_is_allowed_or_is_the_settings_files_own()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            Outgoing(new OutgoingInput { Webhooks = new(new Dictionary<string, string?> { ["x"] = "https://evil.example.org/1" }) }));
        Assert.Equal("webhooks", refusal.Field);
        var saved = await Outgoing(new OutgoingInput
        {
            Webhooks = new(new Dictionary<string, string?> { ["erp"] = "http://10.0.0.5/hook", ["old"] = "https://old.example.com/in" }),
        });
        Assert.Equal(2, saved.Webhooks.Count);
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
