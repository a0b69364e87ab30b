using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Running instances take over another version by REST: what it would make of them, doing it, taking it back.</summary>
public sealed class MoveApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    static JsonObject Model(string id, string wait) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "wait", "name": "Wait", "type": "Elsa.Delay", "version": 1,
              "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "{{wait}}" } } } ], "connections": [] } }
        """)!;

    async Task Save(string id, string wait) => Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions",
        new JsonObject { ["publish"] = true, ["model"] = Model(id, wait) })).Status);

    [Fact]
    public async Task What_runs_takes_the_version_over_as_the_preview_says_and_comes_back()
    {
        var owner = server.As("owner");
        await Save("moved", "30.00:00:00");
        for (var count = 0; count < 3; count++) await owner.Post("/elsa/api/workflow-definitions/moved/execute", new JsonObject());
        await Save("moved", "20.00:00:00");

        var (_, preview) = await owner.Post("/api/workflows/moved/moves/preview", new JsonObject { ["version"] = 2 });
        Assert.Equal(3, preview!["instances"]!.GetValue<int>());
        var time = preview["previews"]![0]!["times"]![0]!;
        Assert.Equal(TimeSpan.FromDays(10), time["then"]!.GetValue<DateTimeOffset>() - time["now"]!.GetValue<DateTimeOffset>());

        var (accepted, move) = await owner.Post("/api/workflows/moved/moves", new JsonObject { ["version"] = 2, ["reason"] = "ten days less" });
        Assert.Equal(202, accepted);
        await Until(move!["id"]!.ToString(), "Moved");
        Assert.Equal(200, (await owner.Post($"/api/moves/{move["id"]}/undo", new JsonObject())).Status);
        await Until(move["id"]!.ToString(), "Undone");
        Assert.Equal(3, (await owner.Get($"/api/moves/{move["id"]}/instances?status=Undone")).Body!.AsArray().Count);

        Assert.Equal(409, (await owner.Post($"/api/moves/{move["id"]}/undo", new JsonObject())).Status);
        Assert.Equal(400, (await owner.Post("/api/workflows/moved/moves", new JsonObject { ["version"] = 2 })).Status);
        Assert.Equal(400, (await owner.Post("/api/workflows/moved/moves", new JsonObject { ["version"] = 7, ["reason"] = "x" })).Status);
        Assert.Equal(404, (await owner.Post("/api/workflows/nothing/moves", new JsonObject { ["version"] = 1, ["reason"] = "x" })).Status);
        foreach (var user in (string[])["rep", "manager"])
            Assert.Equal(403, (await server.As(user).Post("/api/workflows/moved/moves",
                new JsonObject { ["version"] = 2, ["reason"] = "x" })).Status);
    }

    [Fact]
    public async Task A_case_is_mended_in_the_words_of_process_owners()
    {
        var owner = server.As("owner");
        await Save("mended", "30.00:00:00");
        var (_, started) = await owner.Post("/elsa/api/workflow-definitions/mended/execute", new JsonObject());
        var id = started!["workflowState"]!["id"]!.ToString();
        JsonObject Skip(JsonNode? ids) => new()
        {
            ["instanceIds"] = ids?.DeepClone(),
            ["reason"] = "nobody waits for it",
            ["mend"] = new JsonObject { ["step"] = "wait", ["kind"] = "Skip" },
        };
        var one = new JsonArray(id);

        var (_, preview) = await owner.Post("/api/workflows/mended/moves/preview", Skip(one));
        Assert.True(preview!["previews"]![0]!["ends"]!.GetValue<bool>());
        Assert.Equal(403, (await server.As("manager").Post("/api/workflows/mended/moves", Skip(one))).Status);
        Assert.Equal(400, (await owner.Post("/api/workflows/mended/moves", Skip(null))).Status);
        var unknown = Skip(one);
        unknown["mend"]!["kind"] = "Explode";
        Assert.Equal(400, (await owner.Post("/api/workflows/mended/moves", unknown)).Status);

        Assert.Equal(202, (await owner.Post("/api/workflows/mended/moves", Skip(one))).Status);
        await Calls.Eventually(async () => (await owner.Get($"/elsa/api/workflow-instances/{id}")).Body!["subStatus"]!.ToString() == "Finished",
            "the step is skipped");
        // What is over is no more mended.
        Assert.Equal(409, (await owner.Post("/api/workflows/mended/moves", Skip(one))).Status);
    }

    [Theory]
    [InlineData("{}", "mend")]
    [InlineData("{\"kind\": \"Skip\"}", "mend.step")]
    [InlineData("{\"kind\": \"GoOnAt\", \"step\": \"wait\"}", "mend.from")]
    [InlineData("{\"kind\": \"SetVariable\", \"value\": 1}", "mend.variableId")]
    [InlineData("[]", "mend")]
    [InlineData("\"End\"", "mend")]
    public async Task A_mending_that_says_too_little_is_refused_by_its_field(string mend, string field)
    {
        var owner = server.As("owner");
        await Save("little", "30.00:00:00");
        var (_, started) = await owner.Post("/elsa/api/workflow-definitions/little/execute", new JsonObject());
        var (status, refusal) = await owner.Post("/api/workflows/little/moves", new JsonObject
        {
            ["instanceIds"] = new JsonArray(started!["workflowState"]!["id"]!.ToString()),
            ["reason"] = "x",
            ["mend"] = JsonNode.Parse(mend),
        });

        Assert.Equal((400, field), (status, Assert.Single(refusal!["errors"]!.AsObject()).Key));
    }

    [Fact]
    public async Task A_setting_keeps_its_range_by_every_way_in()
    {
        var owner = server.As("owner");
        var model = Model("ranged", "30.00:00:00");
        model["variables"] = JsonNode.Parse("""[ { "id": "v", "name": "After", "typeName": "Object", "isArray": false, "value": "3 days" } ]""");
        model["customProperties"] = JsonNode.Parse("""
            { "settings": [ { "variable": "After", "name": "多久 · How long", "kind": "Duration", "max": "90 days" } ] }
            """);
        Assert.Equal(200, (await owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["publish"] = true, ["model"] = model })).Status);
        var (_, started) = await owner.Post("/elsa/api/workflow-definitions/ranged/execute", new JsonObject());
        var id = started!["workflowState"]!["id"]!.ToString();
        var ids = new[] { id };

        Assert.Equal(400, (await owner.Post("/api/workflows/ranged/moves",
            new { instanceIds = ids, reason = "x", mend = new { kind = "SetVariable", variableId = "v", value = "3000 days" } })).Status);
        Assert.Equal(400, (await owner.Post($"/elsa/api/workflow-instances/{id}/variables",
            new { variables = new[] { new { id = "v", value = "3000 days" } } })).Status);
        var (_, altered) = await owner.Post("/elsa/api/alterations/run",
            new { workflowInstanceIds = ids, alterations = new[] { new { type = "ModifyVariable", variableId = "v", value = "3000 days" } } });
        Assert.False(altered!["results"]![0]!["isSuccessful"]!.GetValue<bool>());
        var tooMuch = new { variables = new { After = "3000 days" } };
        Assert.Equal(400, (await owner.Post("/elsa/api/workflow-definitions/ranged/dispatch", tooMuch)).Status);

        Assert.Equal("3 days", (await owner.Get($"/elsa/api/workflow-instances/{id}/variables")).Body!["items"]![0]!["value"]!.ToString());
        Assert.Equal(200, (await owner.Post($"/elsa/api/workflow-instances/{id}/variables",
            new { variables = new[] { new { id = "v", value = "5 days" } } })).Status);
    }

    Task Until(string id, string status) => Calls.Eventually(async () =>
        (await server.As("owner").Get($"/api/moves/{id}")).Body!["instances"]![status]?.GetValue<int>() == 3, $"all three are {status}");
}
