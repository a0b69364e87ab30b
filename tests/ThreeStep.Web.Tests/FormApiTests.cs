using System.Text.Json.Nodes;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Tests;

/// <summary>Tasks that ask for fields, by programs: what they show, take and refuse; and what is asked for, changed without the designer.</summary>
public sealed class FormApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Fields = """
        [{ "key": "budget", "name": "预算 · Budget", "kind": "Money", "required": true },
         { "key": "deadline", "name": "期限 · Deadline", "kind": "Date", "min": "today" },
         { "key": "offer", "name": "报价单 · Offer", "kind": "File" }]
        """;

    /// <summary>Publishes a workflow that asks the rep, and starts it.</summary>
    internal static async Task<JsonNode> Ask(RunningServer server, string definitionId, string fields = Fields, string title = "要点 · Key facts")
    {
        var model = (JsonObject)JsonNode.Parse("""
            { "root": { "type": "Elsa.Flowchart", "id": "flow",
                "activities": [
                  { "type": "ThreeStep.AssignTask", "id": "ask", "name": "ask", "assignee": "rep",
                    "metadata": { "displayText": "问要点 · Ask for the key facts" } },
                  { "type": "Elsa.WriteLine", "id": "on", "text": "on" }],
                "connections": [
                  { "source": { "activity": "ask", "port": "Done" }, "target": { "activity": "on", "port": "In" } },
                  { "source": { "activity": "ask", "port": "Skipped" }, "target": { "activity": "on", "port": "In" } }] } }
            """)!;
        var step = model["root"]!["activities"]![0]!;
        (model["definitionId"], model["name"], step["title"]) = (definitionId, definitionId, title);
        step["form"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = fields } };
        Assert.Empty((await server.Service<DefinitionStore>().Save(model, publish: true)).Errors);
        return await Start(server, definitionId);
    }

    static async Task<JsonNode> Start(RunningServer server, string definitionId)
    {
        Assert.Equal(200, (await server.Admin.Post($"/elsa/api/workflow-definitions/{definitionId}/execute")).Status);
        return (await server.As("rep").Get($"/api/tasks?definitionId={definitionId}&status=Open&pageSize=500")).Body!["items"]!.AsArray()[^1]!;
    }

    [Fact]
    public async Task A_program_reads_the_form_and_answers_it_and_hears_of_each_field_that_does_not_fit()
    {
        var path = $"/api/tasks/{(await Ask(server, "asking-by-api"))["id"]}";
        var rep = server.As("rep");

        Assert.Equal(["budget", "deadline", "offer"], (await rep.Get(path)).Body!["form"]!.AsArray().Select(field => field!["key"]!.ToString()));
        foreach (var body in new[] { "{}", """{ "answers": null }""", """{ "answers": {} }""", """{ "answers": { "budget": " " } }""" })
        {
            var (status, problem) = await rep.Post($"{path}/complete", body);
            Assert.Equal((400, "answers.budget"), (status, Assert.Single(problem!["errors"]!.AsObject()).Key));
        }
        var (refused, mistakes) = await rep.Post($"{path}/complete", """{ "answers": { "budget": "much", "deadline": "1999-01-01", "x": 1 } }""");
        Assert.Equal((400, "answers.x,answers.budget,answers.deadline"),
            (refused, string.Join(",", mistakes!["errors"]!.AsObject().Select(mistake => mistake.Key))));
        foreach (var nonsense in new[] { """{ "answers": [] }""", """{ "answers": 7 }""", """{ "answers": { "budget": { "amount": [1] } } }""",
            """{ "answers": { "budget": 1e400 } }""", """{ "answers": { "budget": 1, "budget": 2 } }""", """{ "answers": { "offer": { "id": {} } } }""",
            """{ "answers": { "budget": "\ud800" } }""", """{ "answers": { "\ud800": 1 } }""" })
            Assert.InRange((await rep.Post($"{path}/complete", nonsense)).Status, 400, 499);
        Assert.Equal(403, (await server.As("other").Post($"{path}/complete", """{ "answers": { "budget": 1 } }""")).Status);

        var (done, task) = await rep.Post($"{path}/complete", """{ "answers": { "budget": { "amount": 5, "currency": "eur" } } }""");
        Assert.Equal((200, """{"budget":{"amount":5,"currency":"EUR"}}"""), (done, Json.Write(task!["answers"])));
        Assert.Equal(409, (await rep.Post($"{path}/complete", """{ "answers": { "budget": 1 } }""")).Status);
    }

    [Fact]
    public async Task A_file_is_given_to_a_task_named_by_its_answer_and_saved_by_those_who_see_the_task()
    {
        var path = $"/api/tasks/{(await Ask(server, "asking-for-files"))["id"]}";
        var rep = server.As("rep");
        ByteArrayContent Content(int size = 3) => new(new byte[size]);

        Assert.Equal(400, (await rep.Post($"{path}/files?name=run.exe", Content())).Status);
        Assert.Equal(400, (await rep.Post($"{path}/files", Content())).Status);
        Assert.Equal(400, (await rep.Post($"{path}/files?name=big.pdf", Content(10_000_001))).Status);
        Assert.Equal(403, (await server.As("other").Post($"{path}/files?name=a.pdf", Content())).Status);
        var (status, file) = await rep.Post($"{path}/files?name=%3Cb%3E.pdf", Content());
        Assert.Equal((200, "<b>.pdf", 3), (status, file!["name"]!.ToString(), file["size"]!.GetValue<int>()));
        Assert.Equal(200, (await rep.Post($"{path}/complete", new { answers = new { budget = 1, offer = file["id"]!.ToString() } })).Status);

        using var saved = await server.As("manager").GetAsync($"{path}/files/{file["id"]}");
        Assert.Equal(("application/octet-stream", "attachment", "nosniff", 3L), (saved.Content.Headers.ContentType!.MediaType!,
            saved.Content.Headers.ContentDisposition!.DispositionType, saved.Headers.GetValues("X-Content-Type-Options").Single(),
            saved.Content.Headers.ContentLength));
        Assert.Equal(404, (await server.As("other").Get($"{path}/files/{file["id"]}")).Status);
        Assert.Equal(404, (await rep.Get($"{path}/files/none")).Status);
        Assert.Equal(409, (await rep.Post($"{path}/files?name=late.pdf", Content())).Status);
    }

    [Fact]
    public async Task What_a_step_asks_for_is_changed_without_the_designer_and_tasks_keep_what_they_were_given()
    {
        var former = await Ask(server, "asking-changed");
        const string forms = "/api/workflows/asking-changed/forms";
        var owner = server.As("owner");
        var seen = (await owner.Get(forms)).Body!;
        Assert.Equal(("ask", 3), (seen["steps"]![0]!["stepId"]!.ToString(), seen["steps"]![0]!["fields"]!.AsArray().Count));

        var changed = JsonNode.Parse("""[{ "key": "sure", "name": "确定吗 · Sure?", "kind": "YesNo", "required": true }]""")!;
        Assert.Equal(403, (await server.As("rep").Put($"{forms}/ask", new { fields = changed, comment = "x" })).Status);
        Assert.Equal(403, (await server.As("manager").Put($"{forms}/ask", new { fields = changed, comment = "x" })).Status);
        Assert.Equal(404, (await owner.Put($"{forms}/on", new { fields = changed, comment = "x" })).Status);
        Assert.Equal("comment", await Refused(new { fields = changed }));
        Assert.Equal("fields", await Refused(new { fields = JsonNode.Parse("""[{ "key": "a" }]"""), comment = "x" }));
        Assert.Equal("fields", await Refused(new { fields = seen["steps"]![0]!["fields"]!.DeepClone(), comment = "x", publish = false }));
        Assert.Equal(409, (await owner.Put($"{forms}/ask", new { fields = changed, comment = "x", revision = "other" })).Status);
        var input = new { fields = changed, comment = "Only this", revision = seen["revision"]!.ToString() };
        var (status, after) = await owner.Put($"{forms}/ask", input);
        Assert.Equal((200, "sure", false), (status, after!["steps"]![0]!["fields"]![0]!["key"]!.ToString(), after["isDraft"]!.GetValue<bool>()));

        Assert.Equal("sure", (await Start(server, "asking-changed"))["form"]![0]!["key"]!.ToString());
        Assert.Equal("budget", (await server.As("rep").Get($"/api/tasks/{former["id"]}")).Body!["form"]![0]!["key"]!.ToString());

        async Task<string> Refused(object body) =>
            await owner.Put($"{forms}/ask", body) is (400, var problem) ? Assert.Single(problem!["errors"]!.AsObject()).Key : "";
    }

    [Fact]
    public async Task Elsas_own_ways_give_no_answers_past_the_rules()
    {
        var task = await Ask(server, "asking-elsa");
        var id = task["id"]!.ToString();
        var answer = new { result = new { outcome = "Done", answers = new { budget = -1 } } };
        Assert.Equal(404, (await server.Admin.Post($"/elsa/api/tasks/{id}/complete", answer)).Status);
        Assert.Equal(404, (await server.Admin.Post($"/elsa/api/tasks/{task["bookmarkId"]}/complete", answer)).Status);
        await server.Admin.Post("/elsa/api/events/ThreeStep.AssignTask/trigger", new { workflowInstanceId = task["instanceId"]!.ToString() });
        Assert.Equal("Open", (await server.As("rep").Get($"/api/tasks/{id}")).Body!["status"]!.ToString());
    }
}
