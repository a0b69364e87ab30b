using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Trying a version on the past by REST: asked for, done in the background, told in sentences, looked at case by case.</summary>
public sealed class ReplayApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    static JsonObject Model(string id, string wait) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
          "activities": [
            { "id": "wait", "name": "Wait", "type": "Elsa.Delay", "version": 1,
              "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "{{wait}}" } } },
            { "id": "remind", "name": "Remind", "type": "ThreeStep.Remind", "version": 1,
              "title": { "typeName": "String", "expression": { "type": "Literal", "value": "Call" } },
              "assignee": { "typeName": "String", "expression": { "type": "Literal", "value": "rep" } } } ],
          "connections": [ { "source": { "activity": "wait", "port": "Done" }, "target": { "activity": "remind", "port": "In" } } ] } }
        """)!;

    async Task Save(string id, string wait, bool publish) => Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions",
        new JsonObject { ["publish"] = publish, ["model"] = Model(id, wait) })).Status);

    async Task<JsonNode> Done(string id)
    {
        JsonNode? answer = null;
        await Calls.Eventually(async () =>
            (answer = (await server.As("owner").Get($"/api/replays/{id}")).Body!)["replay"]!["status"]!.ToString() == "Done", "the replay is done");
        return answer!;
    }

    [Fact]
    public async Task A_draft_is_tried_over_the_cases_of_the_past_and_says_what_would_have_been()
    {
        var owner = server.As("owner");
        await Save("tried", "30.00:00:00", publish: true);
        for (var count = 0; count < 3; count++) await owner.Post("/elsa/api/workflow-definitions/tried/execute", new JsonObject());
        await Save("tried", "00:00:00", publish: false);

        var (accepted, asked) = await owner.Post("/api/workflows/tried/replays", new JsonObject { ["version"] = 2 });
        Assert.Equal(202, accepted);
        var answer = await Done(asked!["id"]!.ToString());

        Assert.Contains("3 more reminders would have come (then: 0).", answer["sentences"]!.AsArray().Select(each => each!.ToString()));
        Assert.Equal((3, 3, 0), (answer["report"]!["cases"]!.GetValue<int>(), answer["report"]!["different"]!.AsArray().Count,
            answer["report"]!["same"]!.GetValue<int>()));
        var instance = answer["report"]!["different"]![0]!["instanceId"]!.ToString();
        var (_, one) = await owner.Get($"/api/replays/{asked["id"]}/cases/{instance}");
        Assert.Equal(("Suspended", "Finished"), (one!["then"]!["subStatus"]!.ToString(), one["now"]!["subStatus"]!.ToString()));
        Assert.Empty((await server.As("rep").Get("/api/tasks?definitionId=tried")).Body!["items"]!.AsArray());
        Assert.Single((await owner.Get("/api/workflows/tried/replays")).Body!.AsArray());

        Assert.Equal(404, (await owner.Get($"/api/replays/{asked["id"]}/cases/none")).Status);
        Assert.Equal(404, (await owner.Get("/api/replays/none")).Status);
        Assert.Equal(409, (await owner.Call(HttpMethod.Patch, $"/api/replays/{asked["id"]}", new JsonObject { ["status"] = "Paused" })).Status);
    }

    [Theory]
    [InlineData("{}", "version")]
    [InlineData("{\"version\": 9}", "version")]
    [InlineData("{\"version\": 1, \"from\": \"2026-03-02\", \"to\": \"2026-03-01\"}", "to")]
    [InlineData("{\"calendar\": { \"week\": {} }}", "calendar.week")]
    [InlineData("{\"matrix\": { \"rows\": [] }}", "rows")]
    public async Task What_cannot_be_tried_is_refused_with_its_field(string input, string field)
    {
        await Save("refused", "1.00:00:00", publish: true);
        var (status, problem) = await server.As("owner").Post("/api/workflows/refused/replays", (JsonObject)JsonNode.Parse(input)!);
        Assert.Equal((400, field), (status, Assert.Single(problem!["errors"]!.AsObject()).Key));
    }

    [Theory]
    [InlineData("rep")]
    [InlineData("manager")]
    public async Task Who_does_not_own_processes_neither_tries_nor_reads(string user)
    {
        Assert.Equal(403, (await server.As(user).Post("/api/workflows/tried/replays", new JsonObject { ["version"] = 1 })).Status);
        Assert.Equal(403, (await server.As(user).Get("/api/workflows/tried/replays")).Status);
    }
}
