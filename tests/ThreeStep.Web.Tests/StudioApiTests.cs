using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>What Elsa Studio asks for beside running workflows, and the files it comes from.</summary>
public sealed class StudioApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    HttpClient Owner => server.As("owner");

    static JsonObject Model(string id, string text) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "variables": [{ "id": "n", "name": "Amount", "typeName": "Decimal", "value": "0" }], "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "start", "type": "Elsa.Start", "version": 1 }, { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } } ],
          "connections": [ { "source": { "activity": "start", "port": "Done" }, "target": { "activity": "say", "port": "In" } } ] } }
        """)!;

    async Task<JsonNode> Save(JsonObject model, bool publish = true) =>
        (await Owner.Post("/elsa/api/workflow-definitions",
        new JsonObject { ["model"] = model, ["publish"] = publish })).Body!["workflowDefinition"]!;

    [Fact]
    public async Task The_palette_has_our_activities_in_the_readers_language()
    {
        var chinese = Owner;
        chinese.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));

        var items = (await chinese.Get("/elsa/api/descriptors/activities")).Body!["items"]!.AsArray();
        var ours = items.First(item => item!["typeName"]!.ToString() == "ThreeStep.RequestApproval")!;
        Assert.Equal(("请求审批", "销售 Sales"), (ours["displayName"]!.ToString(), ours["category"]!.ToString()));
        Assert.Equal(["Approved", "Rejected", "Returned", "Withdrawn"], ours["ports"]!.AsArray().Select(port => port!["name"]!.ToString()));
        Assert.Equal("Request approval",
            (await Owner.Get("/elsa/api/descriptors/activities/ThreeStep.RequestApproval")).Body!["displayName"]!.ToString());
        Assert.Contains(items, item => item!["typeName"]!.ToString() == "Elsa.SetVariable"
            && item["inputs"]!.AsArray().Any(input => input!["name"]!.ToString() == "Variable" && input["uiHint"]!.ToString() == "variable-picker"));
    }

    [Fact]
    public async Task A_drop_downs_choices_are_told()
    {
        var told = (await Owner.Post("/elsa/api/descriptors/activities/ThreeStep.ChangeStage/options/Stage")).Body!;
        var items = told["items"]!["dropdown"]!["selectList"]!["items"]!.AsArray();

        Assert.Contains(items, item => item!["value"]!.ToString() == "Negotiating");
    }

    [Theory]
    [InlineData("expression-descriptors")]
    [InlineData("variables")]
    [InlineData("storage-drivers")]
    [InlineData("incident-strategies")]
    [InlineData("log-persistence-strategies")]
    [InlineData("workflow-activation-strategies")]
    [InlineData("commit-strategies/activities")]
    [InlineData("commit-strategies/workflows")]
    public async Task The_designers_lists_are_there(string name) => Assert.NotNull((await Owner.Get($"/elsa/api/descriptors/{name}")).Body!["items"]);

    [Fact]
    public async Task The_code_editor_knows_the_variables()
    {
        await Save(Model("typed", "x"));
        using var answer = await Owner.PostAsync("/elsa/api/scripting/javascript/type-definitions/typed", null);

        Assert.Contains("declare function getAmount(): number;", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_version_comes_back_as_a_draft_and_versions_can_be_deleted()
    {
        await Save(Model("versions", "one"));
        await Save(Model("versions", "two"));

        Assert.Equal(201, (await Owner.Post("/elsa/api/workflow-definitions/versions/revert/1")).Status);
        var versions = (await Owner.Get("/elsa/api/workflow-definitions/versions/versions")).Body!.AsArray();
        Assert.Equal(["3", "2", "1"], versions.Select(version => version!["version"]!.ToString()));
        Assert.Contains("one", versions[0]!["stringData"]!.ToString(), StringComparison.Ordinal);

        Assert.Equal(200, (await Owner.Call(HttpMethod.Delete, "/elsa/api/workflow-definitions/versions/version/3")).Status);
        Assert.Equal("2", (await Owner.Get("/elsa/api/workflow-definitions/by-definition-id/versions?versionOptions=Latest")).Body!["version"]!.ToString());
        Assert.Equal(404, (await Owner.Call(HttpMethod.Delete, "/elsa/api/workflow-definitions/versions/version/9")).Status);
    }

    [Fact]
    public async Task Many_are_published_retracted_and_deleted_at_once()
    {
        await Save(Model("bulk-a", "x"), publish: false);
        await Save(Model("bulk-b", "x"));
        var ids = new { definitionIds = new[] { "bulk-a", "bulk-b", "nowhere" } };

        var published = (await Owner.Post("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", ids)).Body!;
        Assert.Equal(("bulk-a", "bulk-b", "nowhere"),
            (published["published"]![0]!.ToString(), published["alreadyPublished"]![0]!.ToString(), published["notFound"]![0]!.ToString()));
        Assert.Equal(2, (await Owner.Post("/elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids",
            ids)).Body!["retracted"]!.AsArray().Count);
        Assert.Equal("2",
            (await Owner.Post("/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id", ids)).Body!["deleted"]!.ToString());
        Assert.Equal(400, (await Owner.Post("/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id")).Status);
    }

    [Fact]
    public async Task An_export_of_several_comes_back_as_it_was()
    {
        var (first, second) = (await Save(Model("zip-a", "甲")), await Save(Model("zip-b", "乙")));
        using var export = await Owner.PostAsync("/elsa/api/bulk-actions/export/workflow-definitions",
            new StringContent($$"""{ "ids": ["{{first["id"]}}", "{{second["id"]}}"] }""", System.Text.Encoding.UTF8, "application/json"));
        var zip = await export.Content.ReadAsByteArrayAsync();
        await Owner.Post("/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { "zip-a", "zip-b" } });

        var form = new MultipartFormDataContent { { new ByteArrayContent(zip), "files", "workflows.zip" } };
        Assert.Equal("2", (await Owner.Post("/elsa/api/workflow-definitions/import-files", form)).Body!["count"]!.ToString());

        Assert.True(JsonNode.DeepEquals(first["root"], (await Owner.Get("/elsa/api/workflow-definitions/by-definition-id/zip-a")).Body!["root"]));
        Assert.Equal(400, (await Owner.Post("/elsa/api/workflow-definitions/import-files",
            new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "files", "broken.zip" } })).Status);
    }

    [Fact]
    public async Task A_part_of_a_definition_is_found_by_its_node()
    {
        var id = (await Save(Model("part", "x")))["id"]!.ToString();

        Assert.Equal("Elsa.WriteLine",
            (await Owner.Get($"/elsa/api/workflow-definitions/subgraph/{id}?parentNodeId=Workflow1:flow:say")).Body!["activity"]!["type"]!.ToString());
        Assert.Equal("Workflow1",
            (await Owner.Get($"/elsa/api/workflow-definitions/subgraph/segments/{id}?childNodeId=Workflow1:flow:say")).Body!["container"]!["nodeId"]!.ToString());
        Assert.Equal(400, (await Owner.Get($"/elsa/api/workflow-definitions/subgraph/{id}")).Status);
        Assert.Equal(404, (await Owner.Get($"/elsa/api/workflow-definitions/subgraph/{id}?parentNodeId=nowhere")).Status);
    }

    [Fact]
    public async Task An_instances_activities_tell_what_they_did_and_what_led_there()
    {
        await Save(Model("told", "你好"));
        var id = (await Owner.Post("/elsa/api/workflow-definitions/told/execute")).Body!["workflowState"]!["id"]!.ToString();

        var execution = Assert.Single((await Owner.Get($"/elsa/api/activity-executions/list?workflowInstanceId={id}&activityNodeId=Workflow1:flow:say")).Body!["items"]!.AsArray())!;
        Assert.Equal(("你好", "Completed"), (execution["activityState"]!["Text"]!.ToString(), execution["status"]!.ToString()));
        Assert.Equal("say", (await Owner.Get($"/elsa/api/activity-executions/by-id?id={execution["id"]}")).Body!["activityId"]!.ToString());
        var chain = (await Owner.Get($"/elsa/api/activity-executions/{execution["id"]}/call-stack")).Body!["items"]!.AsArray()
            .Select(item => item!["activityId"]!.ToString());
        Assert.Equal(["flow", "start", "say"], chain.TakeLast(3));
        Assert.Equal("1",
            (await Owner.Get($"/elsa/api/activity-executions/count?workflowInstanceId={id}&activityId=say")).Body!["count"]!.ToString());
        Assert.Equal(404, (await Owner.Get("/elsa/api/activity-executions/nowhere")).Status);
    }

    [Fact]
    public async Task Studio_is_served_compressed_from_this_machine_only()
    {
        using var client = server.WithKey(null);
        using var page = await client.GetAsync("/studio/workflows/big-order");
        // Without Node.js the build could not fetch Studio; then the page says so.
        if ((int)page.StatusCode == 503)
        {
            Assert.Contains("Node.js", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return;
        }
        Assert.DoesNotContain("https://", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get,
            "/studio/_content/MudBlazor/MudBlazor.min.css")
        { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("br") } } };
        using var style = await client.SendAsync(request);
        Assert.Equal(("text/css", "br"), (style.Content.Headers.ContentType!.MediaType, style.Content.Headers.ContentEncoding.Single()));
        Assert.Equal(404, (await client.Get("/studio/..%2f..%2f..%2f..%2f..%2f..%2fappsettings.json")).Status);
    }
}
