using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Settings by REST, and that a workflow is published by no way without a second person's yes where the company wants one.</summary>
public sealed class SettingsApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Definitions = "/elsa/api/workflow-definitions";

    static JsonObject Model(string id, string text) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "line", "name": "line", "type": "Elsa.WriteLine", "version": 1,
            "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } } ], "connections": [] } }
        """)!;

    static JsonObject Save(string id, string text, bool publish = true) => new() { ["model"] = Model(id, text), ["publish"] = publish };

    static async Task<string> Question(HttpClient caller, string definitionId)
    {
        string? id = null;
        await Calls.Eventually(async () => (id = (await caller.Get($"/api/approvals?kind=Publishing&status=Pending&subject=Workflow:{definitionId}"))
            .Body!["items"]!.AsArray().FirstOrDefault()?["id"]?.ToString()) is not null, "somebody is asked");
        return id!;
    }

    [Fact]
    public async Task No_way_of_publishing_goes_round_the_second_person()
    {
        var (owner, admin) = (server.As("owner"), server.As("admin"));
        Assert.Equal(200, (await owner.Post(Definitions, Save("four-eyes", "first"))).Status);
        Assert.Equal(403, (await owner.Patch("/api/company", new JsonObject { ["publishingNeedsYes"] = true })).Status);
        Assert.Equal(200, (await admin.Patch("/api/company", new JsonObject { ["publishingNeedsYes"] = true })).Status);
        try
        {
            var (held, saved) = await owner.Post(Definitions, Save("four-eyes", "second"));
            Assert.Equal(202, held);
            Assert.False(saved!["workflowDefinition"]!["isPublished"]!.GetValue<bool>());
            Assert.Contains("second person", saved["validationErrors"]![0]!["message"]!.ToString(), StringComparison.Ordinal);
            Assert.Equal(202, (await owner.Post($"{Definitions}/four-eyes/publish", new JsonObject())).Status);
            var (_, bulk) = await owner.Post("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids",
                new JsonObject { ["definitionIds"] = new JsonArray("four-eyes") });
            Assert.Equal("four-eyes", bulk!["skipped"]![0]!.ToString());
            // The server's key is a program of somebody's.
            Assert.Equal(202, (await server.Admin.Post(Definitions, Save("by-key", "new"))).Status);
            var (_, draft) = await owner.Get($"{Definitions}/four-eyes?versionOptions=Latest");
            Assert.Equal(409, (await owner.Post($"{Definitions}/four-eyes/execute", new JsonObject { ["versionOptions"] = "Latest" })).Status);
            Assert.Equal(409, (await owner.Post($"{Definitions}/four-eyes/dispatch", new JsonObject { ["versionOptions"] = "Latest" })).Status);
            var (_, started) = await owner.Post($"{Definitions}/four-eyes/dispatch", new JsonObject());
            var instance = started!["workflowInstanceId"]!.ToString();
            await Calls.Eventually(async () => (await owner.Get($"/elsa/api/workflow-instances/{instance}")).Status == 200, "it has begun");
            Assert.Equal(409, (await owner.Post("/elsa/api/alterations/run", new JsonObject
            {
                ["workflowInstanceIds"] = new JsonArray(instance),
                ["alterations"] = new JsonArray(new JsonObject { ["type"] = "Migrate", ["targetVersion"] = draft!["version"]!.DeepClone() }),
            })).Status);

            var decisions = $"/api/approvals/{await Question(admin, "four-eyes")}/decisions";
            Assert.Equal(403, (await owner.Post(decisions, new JsonObject { ["decision"] = "Approve" })).Status);
            Assert.Equal(200, (await admin.Post(decisions, new JsonObject { ["decision"] = "Approve" })).Status);
            await Calls.Eventually(async () => (await owner.Get($"{Definitions}/four-eyes?versionOptions=Published"))
                .Body!["version"]!.GetValue<int>() == draft["version"]!.GetValue<int>(), "it is published");
        }
        finally { await admin.Patch("/api/company", new JsonObject { ["publishingNeedsYes"] = false }); }
        var (_, audit) = await admin.Get("/api/company");
        Assert.False(audit!["publishingNeedsYes"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("/api/outgoing", """{"hosts":["*.com"]}""", "hosts")]
    [InlineData("/api/outgoing", """{"webhooks":{"x":"ftp://a"}}""", "webhooks")]
    [InlineData("/api/outgoing", """{"webhooks":{"x":"https://a.cn/1"," x":"https://a.cn/2"},"hosts":["a.cn"]}""", "webhooks")]
    [InlineData("/api/outgoing", """{"webhooks":{"":"https://a.cn"},"hosts":["a.cn"]}""", "webhooks")]
    [InlineData("/api/outgoing", """{"webhooks":{"x":"env:PATH"},"hosts":["a.cn"]}""", "webhooks")]
    [InlineData("/api/retention", """{"backupHour":24}""", "backupHour")]
    [InlineData("/api/retention", """{"backups":0}""", "backups")]
    [InlineData("/api/outgoing", """{"hosts":7}""", "hosts")]
    [InlineData("/api/retention", """{"messageDays":3}""", "messageDays")]
    [InlineData("/api/retention", """{"signInDays":"soon"}""", "signInDays")]
    [InlineData("/api/company", """{"language":"fr"}""", "language")]
    public async Task What_cannot_be_is_refused_with_its_field(string address, string body, string field)
    {
        var (status, problem) = await server.As("admin").Patch(address, JsonNode.Parse(body)!);
        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task Teams_and_positions_are_kept_by_administrators_and_seen_by_all()
    {
        var admin = server.As("admin");
        var (made, team) = await admin.Post("/api/teams", new JsonObject { ["name"] = "西南 Southwest", ["managerId"] = "manager" });
        Assert.Equal(201, made);
        var id = team!["id"]!.ToString();
        Assert.Equal(409, (await admin.Post("/api/teams", new JsonObject { ["name"] = "西南 Southwest" })).Status);
        Assert.Equal(400, (await admin.Patch($"/api/teams/{id}", new JsonObject { ["managerId"] = "nobody" })).Status);
        Assert.Contains((await server.As("rep").Get("/api/teams")).Body!.AsArray(), each => each!["id"]!.ToString() == id);
        Assert.Equal(403, (await server.As("manager").Patch($"/api/teams/{id}", new JsonObject { ["name"] = "mine" })).Status);
        Assert.Equal(200, (await admin.Put("/api/positions", new JsonObject { ["own"] = new JsonArray("Regional director") })).Status);
        Assert.Equal("Regional director", (await server.As("rep").Get("/api/positions")).Body!["own"]![0]!.ToString());
        Assert.Equal(400, (await admin.Patch("/api/users/rep", new JsonObject { ["position"] = "Emperor" })).Status);
        Assert.Equal(200, (await admin.Put("/api/positions", new JsonObject { ["own"] = new JsonArray() })).Status);
    }

    [Fact]
    public async Task The_address_of_a_webhook_goes_in_and_does_not_come_out()
    {
        var admin = server.As("admin");
        Assert.Equal(200, (await admin.Patch("/api/outgoing", new JsonObject { ["hosts"] = new JsonArray("hooks.example.com") })).Status);
        var (status, saved) = await admin.Patch("/api/outgoing",
            new JsonObject { ["webhooks"] = new JsonObject { ["erp"] = "https://hooks.example.com/t0ken" } });
        Assert.Equal(200, status);
        Assert.Equal(("erp", "hooks.example.com"),
            (saved!["webhooks"]![0]!["name"]!.ToString(), saved["webhooks"]![0]!["host"]!.ToString()));
        Assert.DoesNotContain("t0ken", (await admin.Get("/api/outgoing")).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(403, (await server.As("owner").Get("/api/outgoing")).Status);
        await admin.Patch("/api/outgoing", new JsonObject { ["hosts"] = new JsonArray() });
        var (_, without) = await admin.Patch("/api/outgoing", new JsonObject { ["webhooks"] = new JsonObject { ["erp"] = null } });
        Assert.Empty(without!["webhooks"]!.AsArray());
    }
}
