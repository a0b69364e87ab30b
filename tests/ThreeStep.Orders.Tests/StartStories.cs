using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Starts;

namespace ThreeStep.Orders.Tests;

/// <summary>Workflows started by hand, one or many: by whom, about what, and what is refused.</summary>
public sealed class StartStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    Task<string> Start(string userId, string workflow, string input, JsonNode? value, bool again = false) => world.Do(userId, change =>
        StartWorkflow.Apply(change, workflow, new Dictionary<string, JsonNode?> { [input] = value }, again));

    async Task<(RefusalKind, string?)> Refused(string userId, string workflow, string input, JsonNode? value) =>
        await Assert.ThrowsAsync<RefusalException>(() => Start(userId, workflow, input, value)) is var no ? (no.Kind, no.Field) : default;

    async Task<Deal> QuietDeal()
    {
        var deal = await world.NewDeal();
        foreach (var row in world.Instances("quiet-customer").Where(row => row.Status == "Running"))
            await world.Runtime.Deliver(row.Id, new ThreeStep.Workflows.Instances.Stimulus.Cancel());
        return deal;
    }

    [Fact]
    public async Task A_rep_starts_what_reps_may_about_her_own_deal_and_nothing_else()
    {
        var deal = await QuietDeal();
        var id = await Start("rep", "quiet-customer", "DealId", deal.Id);
        var row = world.Instances("quiet-customer").Single(each => each.Id == id);
        Assert.Equal(("Running", deal.Id, 0), (row.Status, row.CorrelationId, row.IncidentCount));
        Assert.Equal("rep", world.Read(database => database.Audit.Single(line => line.Subject == id)).UserId);

        Assert.Equal((RefusalKind.Forbidden, null), await Refused("rep", "key-account-order", "AccountId", "account"));
        Assert.Equal((RefusalKind.Forbidden, null), await Refused("rep", "publishing-request", "Title", "mine"));
        Assert.Equal((RefusalKind.Forbidden, null), await Refused("rep", "approval-request", "Title", "mine"));
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("finance", "quiet-customer", "DealId", deal.Id));
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("other-rep", "quiet-customer", "DealId", deal.Id));
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("other-rep", "quiet-customer", "DealId", deal.Name));
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<RefusalException>(() =>
            Start("rep", "quiet-customer", "DealId", deal.Id, again: true))).Kind);
        Assert.NotEmpty(await Start("owner", "quiet-customer", "DealId", deal.Id, again: true));
    }

    [Fact]
    public async Task What_is_missing_unknown_wrong_or_under_way_already_is_refused_with_its_field()
    {
        var deal = await QuietDeal();
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("owner", "quiet-customer", "DealId", null));
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("owner", "quiet-customer", "DealId", "nothing"));
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("owner", "quiet-customer", "DealId", new JsonObject()));
        Assert.Equal((RefusalKind.Invalid, "Colour"), await Refused("owner", "quiet-customer", "Colour", "red"));
        Assert.Equal((RefusalKind.NotFound, null), await Refused("owner", "nothing", "DealId", deal.Id));
        await Start("owner", "quiet-customer", "dealid", deal.Id);
        Assert.Equal((RefusalKind.Conflict, "DealId"), await Refused("owner", "quiet-customer", "DealId", deal.Id));
    }

    [Fact]
    public async Task A_name_is_enough_where_only_one_has_it()
    {
        var deal = await QuietDeal();
        await Start("rep", "quiet-customer", "DealId", deal.Name);
        await world.Do("rep", change => CreateDeal.Apply(change, new DealInput { Name = deal.Name, AccountId = "account", Amount = 5 }));
        Assert.Equal((RefusalKind.Invalid, "DealId"), await Refused("rep", "quiet-customer", "DealId", deal.Name));
    }

    [Fact]
    public async Task Of_a_list_what_fits_is_started_and_each_other_line_says_why_not()
    {
        var deal = await QuietDeal();
        var fields = StartField.Of(world.Definitions.Compiled.FindPublished("quiet-customer")!.Definition);
        var rows = StartRows.Read($"DealId\n{deal.Id}\nnothing\n\n\"{deal.Name}\"\n", fields);
        Assert.Equal([2, 3, 5], rows.Select(row => row.Line));
        var before = world.Instances("quiet-customer").Count;

        var access = await world.Read(async database => await RecordAccess.Read(world.As("rep"), database, default));
        var looked = world.Read(database => StartMany.Look(new(database, access),
            world.Definitions.Compiled.FindPublished("quiet-customer")!, rows, false, []));
        var (started, refused) = await world.Do("rep", change => StartMany.Apply(change, "quiet-customer", rows, false, []));

        Assert.Single(started);
        Assert.Equal([(3, "DealId"), (5, null)], refused.Select(each => (each.Line, each.Field)));
        Assert.Equal(refused.Select(each => (each.Line, each.Reason.ToString())), looked.Select(each => (each.Line, each.Reason.ToString())));
        Assert.Equal(before + 1, world.Instances("quiet-customer").Count);
        var (twice, again) = await world.Do("rep", change => StartMany.Apply(change, "quiet-customer", rows, false, []));
        Assert.Empty(twice);
        Assert.Equal(3, again.Count);
    }

    [Theory]
    [InlineData("a\nb", "a|b")]
    [InlineData("DealId\r\na\r\nb\r\n", "a|b")]
    [InlineData("Stage\tDealId\nProposing\ta\n", "a")]
    [InlineData("DealId;Stage\na;", "a")]
    [InlineData("\uFEFFDealId\n\"a,b\"", "a,b")]
    [InlineData("", null)]
    [InlineData("DealId", null)]
    [InlineData("DealId,Colour\na,b", null)]
    [InlineData("DealId,dealid\na,b", null)]
    [InlineData("DealId\na,b", null)]
    public void A_list_is_read_as_it_is_pasted(string text, string? deals)
    {
        var fields = StartField.Of(world.Definitions.Compiled.FindPublished("big-order")!.Definition);
        if (deals is null) Assert.Equal("csv", Assert.Throws<RefusalException>(() => StartRows.Read(text, fields)).Field);
        else Assert.Equal(deals, string.Join('|', StartRows.Read(text, fields).Select(row => row.Inputs["DealId"])));
    }

    [Fact]
    public void Whose_page_offers_what()
    {
        string[] About(string kind, string user) => StartWorkflow.About(kind,
                world.Read(database => WorkflowRights.Of(world.As(user), database)), world.Definitions.Compiled)
            .Select(workflow => workflow.Definition.DefinitionId).Order().ToArray();

        Assert.Equal(["after-delivery", "big-order", "quiet-customer"], About("Deal", "rep"));
        Assert.Equal(["service-case"], About("Case", "service"));
        Assert.Empty(About("Case", "rep"));
        Assert.Equal(["key-account-order"], About("Account", "manager"));
        Assert.Contains("deal-approval", About("Deal", "owner"));
    }
}
