using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

public sealed class DealApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    async Task<string> NewDeal(decimal amount, string stage = "Proposing")
    {
        var (status, body) = await server.As("rep").Post("/api/deals", new { name = "大订单", amount, stage });
        Assert.Equal(201, status);
        var id = body!["id"]!.ToString();
        await Calls.Eventually(async () => (await Workflows(id)).Count >= 2, "the deal's workflows run");
        return id;
    }

    async Task<JsonArray> Workflows(string id) => (JsonArray)(await server.Admin.Get($"/api/deals/{id}/workflows")).Body!;

    async Task<JsonNode> PendingApproval(string dealId)
    {
        JsonNode? found = null;
        await Calls.Eventually(async () =>
            (found = (await server.Admin.Get($"/api/approvals?dealId={dealId}&status=Pending")).Body!["items"]!.AsArray()
            .FirstOrDefault()) is not null, "an approval waits");
        return found!;
    }

    [Fact]
    public async Task A_quarter_off_two_million_waits_for_others_and_their_yes_moves_the_deal()
    {
        var id = await NewDeal(500_000);

        Assert.Equal(200, (await server.As("rep").Patch($"/api/deals/{id}", new { discountPercent = 25, amount = 2_000_000 })).Status);
        var approval = await PendingApproval(id);
        Assert.Equal(["finance", "head"], approval["steps"]!.AsArray().Select(step => step!["approverId"]!.ToString()).Order());
        var decisions = $"/api/approvals/{approval["id"]}/decisions";

        Assert.Equal(403, (await server.As("rep").Post(decisions, new { decision = "Approve" })).Status);
        Assert.Equal(403, (await server.Admin.Post(decisions, new { decision = "Approve", approverId = "rep" })).Status);
        Assert.Equal(403, (await server.As("manager").Post(decisions, new { decision = "Approve" })).Status);
        Assert.Equal(200, (await server.As("head").Post(decisions, new { decision = "Approve", comment = "同意" })).Status);
        Assert.Equal("Proposing", (await server.As("rep").Get($"/api/deals/{id}")).Body!["stage"]!.ToString());
        Assert.Equal(200, (await server.As("finance").Post(decisions, new { decision = "Approve" })).Status);

        await Calls.Eventually(async () => (await server.As("rep").Get($"/api/deals/{id}")).Body!["stage"]!.ToString() == "Negotiating",
            "the deal moves on");
    }

    [Fact]
    public async Task Two_answers_at_once_one_wins_and_the_other_hears_who()
    {
        var id = await NewDeal(500_000);
        await server.As("rep").Patch($"/api/deals/{id}", new { discountPercent = 15 });
        var decisions = $"/api/approvals/{(await PendingApproval(id))["id"]}/decisions";

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => server.As("manager").Post(decisions, new { decision = "Approve" })));

        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
        {
            Assert.Equal(409, answer.Status);
            Assert.Contains("manager was faster: Approved", answer.Body!["detail"]!.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_no_has_its_reason()
    {
        var id = await NewDeal(500_000);
        await server.As("rep").Patch($"/api/deals/{id}", new { discountPercent = 15 });
        var decisions = $"/api/approvals/{(await PendingApproval(id))["id"]}/decisions";

        var (status, body) = await server.As("manager").Post(decisions, new { decision = "Reject" });
        Assert.Equal(400, status);
        Assert.NotNull(body!["errors"]!["reasonCode"]);
        Assert.Equal(200, (await server.As("manager").Post(decisions, new { decision = "Reject", reasonCode = "price" })).Status);
    }

    [Fact]
    public async Task A_task_is_answered_by_its_person_once_and_moves_the_deal()
    {
        var id = await NewDeal(10_000, "Prospecting");
        JsonNode? task = null;
        await Calls.Eventually(async () =>
            (task = (await server.As("rep").Get($"/api/tasks?dealId={id}&kind=Task&status=Open")).Body!["items"]!.AsArray()
            .FirstOrDefault()) is not null, "a task is given");
        var complete = $"/api/tasks/{task!["id"]}/complete";

        Assert.Equal(403, (await server.As("other").Post(complete, new { })).Status);
        Assert.Equal(200, (await server.As("rep").Post(complete, new { outcome = "Done", note = "已约好" })).Status);
        Assert.Equal(409, (await server.As("rep").Post(complete, new { outcome = "Done" })).Status);

        Assert.Equal("Engaging", (await server.As("rep").Get($"/api/deals/{id}")).Body!["stage"]!.ToString());
    }

    [Fact]
    public async Task An_interaction_wakes_the_waits_of_its_account()
    {
        await server.Admin.Post("/api/accounts", new { id = "woken", name = "华康食品", ownerId = "rep" });
        var account = (await server.Admin.Get("/api/accounts?search=华康")).Body!["items"]![0]!["id"]!.ToString();
        var id = (await server.As("rep")
            .Post("/api/deals", new { name = "Deal", amount = 1, accountId = account, stage = "Negotiating" })).Body!["id"]!.ToString();
        string[] Quiet(JsonArray workflows) =>
            workflows.First(workflow => workflow!["definitionId"]!.ToString() == "quiet-customer")!["waits"]!.AsArray()
            .Select(wait => wait!["dueAt"]?.ToString() ?? "").Order().ToArray();
        await Calls.Eventually(async () => (await Workflows(id)).Any(workflow => workflow!["definitionId"]!.ToString() == "quiet-customer"),
            "the quiet-customer workflow runs");
        var before = Quiet(await Workflows(id));

        Assert.Equal(201, (await server.As("rep").Post("/api/interactions", new { accountId = account, kind = "Visit", note = "谈了方案" })).Status);

        Assert.NotEqual(before, Quiet(await Workflows(id)));
    }

    [Fact]
    public async Task A_rep_sees_own_deals_and_a_manager_the_teams()
    {
        var id = await NewDeal(10_000);

        Assert.Equal(200, (await server.As("manager").Get($"/api/deals/{id}")).Status);
        Assert.Equal(404, (await server.As("other").Get($"/api/deals/{id}")).Status);
        Assert.Equal(404, (await server.As("other").Patch($"/api/deals/{id}", new { amount = 1 })).Status);
        Assert.DoesNotContain((await server.As("other").Get("/api/deals?pageSize=500")).Body!["items"]!.AsArray(), deal =>
            deal!["id"]!.ToString() == id);
    }

    [Fact]
    public async Task Lists_have_items_a_total_and_pages_from_zero()
    {
        await NewDeal(123_456);
        await NewDeal(123_457);

        var first = (await server.Admin.Get("/api/deals?minAmount=123456&page=0&pageSize=1")).Body!;
        var second = (await server.Admin.Get("/api/deals?minAmount=123456&page=1&pageSize=1")).Body!;

        Assert.True(first["totalCount"]!.GetValue<int>() >= 2);
        Assert.Single(first["items"]!.AsArray());
        Assert.NotEqual(first["items"]![0]!["id"]!.ToString(), second["items"]![0]!["id"]!.ToString());
        Assert.Equal(400, (await server.Admin.Get("/api/deals?pageSize=0")).Status);
        Assert.Equal(400, (await server.Admin.Get("/api/deals?page=-1")).Status);
        Assert.Equal(400, (await server.Admin.Get("/api/deals?stage=Dreaming")).Status);
    }

    [Theory]
    [InlineData("{ not json", "body")]
    [InlineData("""{ "name": "" }""", "name")]
    [InlineData("""{ "name": "x", "amount": -1 }""", "amount")]
    [InlineData("""{ "name": "x", "amount": 1e300 }""", "amount")]
    [InlineData("""{ "name": "x", "discountPercent": 101 }""", "discountPercent")]
    [InlineData("""{ "name": "x", "accountId": "nowhere" }""", "accountId")]
    [InlineData("""{ "name": "x", "stage": "Won" }""", "stage")]
    [InlineData("""{ "name": "x", "stage": "Dreaming" }""", "stage")]
    [InlineData("""[1, 2]""", null)]
    public async Task Bad_input_is_a_problem_that_names_the_field(string body, string? field)
    {
        var (status, problem) = await server.As("rep").Post("/api/deals", body);

        Assert.Equal(400, status);
        Assert.Equal("400", problem!["status"]!.ToString());
        if (field is not null) Assert.NotNull(problem["errors"]![field]);
    }
}
