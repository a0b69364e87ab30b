using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Asking by hand for a gift, a refund, a contract; and a campaign's budget.</summary>
public sealed class SubjectApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    async Task<JsonNode> Ask(string who, object input)
    {
        var (status, asked) = await server.As(who).Post("/api/approvals/requests", input);
        Assert.Equal(202, status);
        return await Question(who, $"instanceId={asked!["instanceId"]}");
    }

    async Task<JsonNode> Question(string who, string query)
    {
        JsonNode? found = null;
        await Calls.Eventually(async () =>
            (found = (await server.As(who).Get($"/api/approvals?{query}")).Body!["items"]!.AsArray().FirstOrDefault()) is not null, query);
        return found!;
    }

    [Fact]
    public async Task A_gift_is_asked_for_and_answered_and_shows_what_it_is()
    {
        var asked = await Ask("rep", new
        {
            kind = "Gift",
            title = "中秋礼品",
            amount = 1_200,
            facts = new Dictionary<string, string> { ["理由"] = "老客户" }
        });

        Assert.Equal(("Gift", "老客户", "rep", "amount from 500"), (asked["kind"]!.ToString(), asked["facts"]![0]!["text"]!.ToString(),
            asked["requestedById"]!.ToString(), asked["rule"]!.ToString()));
        var path = $"/api/approvals/{asked["id"]}";
        Assert.Equal(404, (await server.As("other").Get(path)).Status);
        Assert.Equal(403, (await server.As("rep").Post($"{path}/decisions", new { decision = "Approve" })).Status);
        Assert.Equal(200, (await server.As("rep").Post($"{path}/documents?name=offer.txt", new { is_a = "text" })).Status);
        Assert.Equal(200, (await server.As("manager").Post($"{path}/decisions", new { decision = "Approve", comment = "好" })).Status);
        Assert.Equal("Approved", (await server.As("rep").Get(path)).Body!["status"]!.ToString());
    }

    [Fact]
    public async Task Nobody_asks_in_somebody_elses_name()
    {
        var asked = await Ask("rep", new { kind = "Other", title = "x", requestedById = "other" });

        Assert.Equal("rep", asked["requestedById"]!.ToString());
    }

    [Theory]
    [InlineData("""{ "title": "x" }""", "kind")]
    [InlineData("""{ "kind": "CampaignBudget", "title": "x" }""", "kind")]
    [InlineData("""{ "kind": "Deal", "title": "x" }""", "kind")]
    [InlineData("""{ "kind": "Gift" }""", "title")]
    [InlineData("""{ "kind": "Gift", "title": "x", "amount": -1 }""", "amount")]
    [InlineData("""{ "kind": "Gift", "title": "x", "subject": "Calendar:company" }""", "subject")]
    [InlineData("""{ "kind": "Gift", "title": "x", "facts": { " ": "y" } }""", "facts")]
    public async Task What_cannot_be_asked_is_refused_with_its_field(string body, string field)
    {
        var (status, problem) = await server.As("rep").Post("/api/approvals/requests", JsonNode.Parse(body));

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task A_campaigns_budget_is_changed_by_marketing_and_only_made_smaller_once_it_runs()
    {
        var marketing = server.As("marketing");
        var id = (await marketing.Post("/api/campaigns", new { name = "展会", budget = 10_000, currency = "CNY" })).Body!["id"]!.ToString();

        Assert.Equal(403, (await server.As("rep").Patch($"/api/campaigns/{id}", new { budget = 1 })).Status);
        Assert.Equal(200, (await marketing.Patch($"/api/campaigns/{id}", new { budget = 20_000 })).Status);
        Assert.Equal(200, (await marketing.Post($"/api/campaigns/{id}/start")).Status);
        Assert.Equal(409, (await marketing.Patch($"/api/campaigns/{id}", new { budget = 20_001 })).Status);
        Assert.Equal(400, (await marketing.Patch($"/api/campaigns/{id}", new { })).Status);
        var (status, changed) = await marketing.Patch($"/api/campaigns/{id}", new { budget = 5_000 });
        Assert.Equal((200, 5_000m), (status, changed!["budget"]!.GetValue<decimal>()));
        Assert.Equal(404, (await marketing.Patch("/api/campaigns/none", new { budget = 1 })).Status);
    }
}
