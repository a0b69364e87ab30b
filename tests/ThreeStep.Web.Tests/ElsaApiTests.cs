using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

public sealed class ElsaApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    static JsonObject Model(string id, string eventName = "go", string text = "'done ' + getInput('N')") => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "vendor": { "kept": true }, "inputs": [{ "name": "N", "type": "Int32" }], "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "{{eventName}}" } } },
          { "id": "say", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "{{text}}" } } } ] } }
        """)!;

    async Task Publish(JsonObject model) =>
        Assert.Equal(200,
        (await server.As("owner").Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true })).Status);

    async Task<JsonNode> Instance(string id) => (await server.As("owner").Get($"/elsa/api/workflow-instances/{id}")).Body!;

    [Fact]
    public async Task Save_publish_execute_trigger_and_read_the_journal()
    {
        await Publish(Model("elsa-1", "go-1"));

        var (status, body) = await server.As("owner")
            .Post("/elsa/api/workflow-definitions/elsa-1/execute", new { correlationId = "c1", input = new { N = 7 } });
        Assert.Equal((200, "Suspended"), (status, body!["workflowState"]!["subStatus"]!.ToString()));
        var id = body["workflowState"]!["id"]!.ToString();
        Assert.Equal(200, (await server.As("owner")
            .Post("/elsa/api/events/go-1/trigger", new { correlationId = "c1", workflowExecutionMode = "Synchronous" })).Status);

        Assert.Equal("Finished", (await Instance(id))["subStatus"]!.ToString());
        var journal = (await server.As("owner").Get($"/elsa/api/workflow-instances/{id}/journal?page=0&pageSize=100")).Body!["items"]!.AsArray();
        Assert.Contains(journal, entry => entry!["activityId"]!.ToString() == "say" && entry["eventName"]!.ToString() == "Completed");
    }

    [Fact]
    public async Task A_definition_comes_back_with_what_we_do_not_know()
    {
        await Publish(Model("elsa-2"));

        Assert.Equal("true",
            (await server.As("owner").Get("/elsa/api/workflow-definitions/by-definition-id/elsa-2")).Body!["vendor"]!["kept"]!.ToString());
    }

    [Fact]
    public async Task A_fault_is_told_with_its_place_and_can_be_retried()
    {
        await Publish(Model("elsa-3", "go-3", "getRecord('Account', 'elsa-3').name"));
        var id = (await server.As("owner")
            .Post("/elsa/api/workflow-definitions/elsa-3/execute", new { correlationId = "c3" })).Body!["workflowState"]!["id"]!.ToString();
        await server.As("owner").Post("/elsa/api/events/go-3/trigger", new { correlationId = "c3", workflowExecutionMode = "Synchronous" });
        var incident = (await Instance(id))["workflowState"]!["incidents"]![0]!;
        Assert.Equal(("say", "Text"), (incident["activityId"]!.ToString(), incident["property"]!.ToString()));

        var account = (await server.Admin.Post("/api/accounts", new { name = "Elsa three" })).Body!["id"]!.ToString();
        await Publish(Model("elsa-3", "go-3", $"getRecord('Account', '{account}').name"));
        await server.As("owner").Post("/elsa/api/alterations/workflows/retry", new { workflowInstanceIds = new[] { id } });

        Assert.Equal("Faulted", (await Instance(id))["subStatus"]!.ToString());
        Assert.Single((await Instance(id))["workflowState"]!["incidents"]!.AsArray());
    }

    [Fact]
    public async Task Dispatch_answers_at_once_and_the_instance_comes()
    {
        await Publish(Model("elsa-4", "go-4"));

        var id = (await server.As("owner").Post("/elsa/api/workflow-definitions/elsa-4/dispatch", new { })).Body!["workflowInstanceId"]!.ToString();

        await Calls.Eventually(async () => (await server.As("owner").Get($"/elsa/api/workflow-instances/{id}")).Status == 200, "the instance exists");
    }

    [Theory]
    [InlineData("/elsa/api/workflow-definitions", "{}")]
    [InlineData("/elsa/api/workflow-definitions", "{ broken")]
    [InlineData("/elsa/api/workflow-definitions", """{ "model": { "name": "no root" } }""")]
    [InlineData("/elsa/api/workflow-definitions", """{ "model": [] }""")]
    [InlineData("/elsa/api/workflow-instances", """{ "page": "x" }""")]
    [InlineData("/elsa/api/alterations/workflows/retry", "{}")]
    public async Task Bad_input_is_answered_with_400(string path, string body) =>
        Assert.Equal(400, (await server.As("owner").Post(path, body)).Status);

    [Fact]
    public async Task An_endless_loop_is_stopped_and_the_server_goes_on()
    {
        var model = (JsonObject)JsonNode.Parse("""
            { "definitionId": "elsa-loop", "name": "loop", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
              "activities": [ { "id": "again", "type": "Elsa.FlowDecision", "version": 1, "condition": { "typeName": "Boolean", "expression": { "type": "JavaScript", "value": "true" } } },
                { "id": "a", "type": "Elsa.SetName", "version": 1, "value": { "typeName": "String", "expression": { "type": "Literal", "value": "x" } } } ],
              "connections": [ { "source": { "activity": "again", "port": "True" }, "target": { "activity": "a", "port": "In" } }, { "source": { "activity": "a", "port": "Done" }, "target": { "activity": "again", "port": "In" } } ] } }
            """)!;
        await Publish(model);

        var (status, body) = await server.As("owner").Post("/elsa/api/workflow-definitions/elsa-loop/execute");

        Assert.Equal((500, "Faulted"), (status, body!["workflowState"]!["subStatus"]!.ToString()));
        Assert.Contains("loop without a wait", body["workflowState"]!["incidents"]![0]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await server.Admin.Get("/health/ready")).Status);
    }

    [Fact]
    public async Task The_log_knows_the_instance_of_an_incident()
    {
        await Publish(Model("elsa-5", "go-5", "JSON.parse('{')"));
        var id = (await server.As("owner")
            .Post("/elsa/api/workflow-definitions/elsa-5/execute", new { correlationId = "c5" })).Body!["workflowState"]!["id"]!.ToString();

        await server.As("owner").Post("/elsa/api/events/go-5/trigger", new { correlationId = "c5", workflowExecutionMode = "Synchronous" });

        await Calls.Eventually(() => Task.FromResult(LogLines().Any(line => line.Contains($"\"InstanceId\":\"{id}\"", StringComparison.Ordinal))),
            "the log names the instance");
    }

    IEnumerable<string> LogLines()
    {
        foreach (var path in Directory.EnumerateFiles(server.Folder, "*.json", SearchOption.AllDirectories))
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (reader.ReadLine() is { } line) yield return line;
        }
    }
}
