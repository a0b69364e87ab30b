using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ThreeStep.Web.Tests;

/// <summary>Scenarios of a workflow by REST and on the command line: kept, played over what is published and over the draft.</summary>
public sealed class ScenarioApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Definitions = "/elsa/api/workflow-definitions";

    static JsonObject Save(string id, string title, bool publish) => new()
    {
        ["publish"] = publish,
        ["model"] = JsonNode.Parse($$"""
            { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1,
              "activities": [ { "id": "told", "type": "ThreeStep.Remind", "version": 1,
                "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep" } },
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "{{title}}" } } } ] } }
            """),
    };

    static string Story(string id, string title) => $$"""
        workflow: {{id}}
        given: { people: { rep: {} } }
        scenarios:
          - scenario: Reminded
            story:
              - when: the workflow {{id}} starts
                then: rep has a reminder "{{title}}"
        """;

    static JsonObject Text(string text) => new() { ["text"] = text };

    [Fact]
    public async Task They_are_kept_played_over_the_draft_and_told_in_the_callers_language()
    {
        var owner = server.As("owner");
        await owner.Post(Definitions, Save("played", "first", publish: true));
        await owner.Post(Definitions, Save("played", "second", publish: false));
        Assert.Equal(409, (await owner.Post("/api/workflows/played/scenarios/run", new JsonObject())).Status);
        var (saved, kept) = await owner.Call(HttpMethod.Put, "/api/workflows/played/scenarios/mine", Text(Story("played", "first")));
        Assert.Equal((200, "Reminded"), (saved, kept!["scenarios"]![0]!.ToString()));

        var (status, published) = await owner.Post("/api/workflows/played/scenarios/run", new JsonObject());
        Assert.Equal((200, 1, 0), (status, published!["passed"]!.GetValue<int>(), published["failed"]!.GetValue<int>()));
        var (_, draft) = await owner.Post("/api/workflows/played/scenarios/run", new JsonObject { ["draft"] = true });
        Assert.Equal(1, draft!["failed"]!.GetValue<int>());
        var outcome = draft["outcomes"]![0]!;
        Assert.Equal((7, "rep has a reminder \"first\""), (outcome["line"]!.GetValue<int>(), outcome["sentence"]!.ToString()));
        Assert.Contains("second", outcome["what"]!.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(outcome["story"]!.AsArray());

        var (_, all) = await server.As("manager").Get("/api/workflows/played/scenarios");
        Assert.Equal("mine", Assert.Single(all!.AsArray())!["name"]!.ToString());
        Assert.Equal(204, (await owner.Call(HttpMethod.Delete, "/api/workflows/played/scenarios/mine")).Status);
        Assert.Equal(404, (await owner.Call(HttpMethod.Delete, "/api/workflows/played/scenarios/mine")).Status);
    }

    [Fact]
    public async Task Those_of_the_installations_files_are_there_too_and_pass()
    {
        var (_, all) = await server.As("manager").Get("/api/workflows/quiet-customer/scenarios");
        Assert.True(Assert.Single(all!.AsArray())!["isFile"]!.GetValue<bool>());

        var (status, run) = await server.As("owner").Post("/api/workflows/quiet-customer/scenarios/run", new JsonObject());

        Assert.Equal((200, 0), (status, run!["failed"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("workflow: [", "text")]
    [InlineData("", "text")]
    [InlineData("scenarios: []", "text")]
    [InlineData("workflow: big-order\nscenarios:\n  - scenario: One\n    story: [{ when: 1 day passes }]", "text")]
    [InlineData("scenarios:\n  - scenario: One\n    story: [{ when: nonsense }]", "text")]
    public async Task What_cannot_be_read_is_not_kept(string text, string field)
    {
        var (status, problem) = await server.As("owner").Call(HttpMethod.Put, "/api/workflows/quiet-customer/scenarios/x", Text(text));

        Assert.Equal((400, field), (status, Assert.Single(problem!["errors"]!.AsObject()).Key));
    }

    [Theory]
    [InlineData("rep", 403)]
    [InlineData("manager", 403)]
    [InlineData("owner", 404)]
    public async Task Only_who_edits_workflows_writes_and_plays_them(string user, int status)
    {
        var caller = server.As(user);
        Assert.Equal(status, (await caller.Call(HttpMethod.Put, "/api/workflows/nothing/scenarios/x", Text(Story("nothing", "x")))).Status);
        Assert.Equal(status, (await caller.Call(HttpMethod.Delete, "/api/workflows/nothing/scenarios/x")).Status);
        Assert.Equal(status, (await caller.Post("/api/workflows/nothing/scenarios/run", new JsonObject())).Status);
        Assert.Equal(user == "rep" ? 403 : 404, (await caller.Get("/api/workflows/nothing/scenarios")).Status);
    }

    [Fact]
    public async Task The_command_says_which_failed_writes_a_report_and_ends_with_one()
    {
        var folder = Directory.CreateTempSubdirectory("threestep-scenarios-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tests"));
        await File.WriteAllTextAsync(Path.Combine(folder, "told.json"), Save("told", "first", true)["model"]!.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(folder, "tests", "told.yaml"), Story("told", "second"));
        var report = Path.Combine(folder, "report.xml");

        var (exit, output) = await Command(folder, "--junit", report);

        Assert.Equal(1, exit);
        Assert.Contains("told.yaml:7", output, StringComparison.Ordinal);
        Assert.Contains("0 passed, 1 failed", output, StringComparison.Ordinal);
        var failure = Assert.Single(XDocument.Load(report).Descendants("failure"));
        Assert.Contains("first", failure.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Equal("Reminded", failure.Parent!.Attribute("name")!.Value);
        await File.WriteAllTextAsync(Path.Combine(folder, "tests", "told.yaml"), Story("told", "first"));
        Assert.Equal(0, (await Command(Path.Combine(folder, "tests"))).Exit);
        Directory.Delete(folder, recursive: true);
    }

    static async Task<(int Exit, string Output)> Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Setup.ServerOptions).Assembly.Location, "test", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
