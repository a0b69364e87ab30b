using System.Text.Json.Nodes;
using System.Xml.Linq;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>A workflow's drawing as a file, and its steps in new places.</summary>
public sealed class DiagramApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string BigOrder = "/api/workflows/big-order/diagram";

    static async Task<string> Text(HttpClient caller, string address, string language = "zh-CN")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await caller.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_drawing_is_saved_in_the_readers_language_for_every_tool()
    {
        var owner = server.As("owner");
        var (chinese, english) = (await Text(owner, $"{BigOrder}.svg"), await Text(owner, $"{BigOrder}.svg", "en"));
        Assert.Contains("拜访", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("拜访", english, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Parse(chinese).Root!.Name.LocalName);
        Assert.DoesNotContain("<a ", chinese, StringComparison.Ordinal);
        Assert.StartsWith("flowchart LR\n", await Text(owner, $"{BigOrder}.mmd"), StringComparison.Ordinal);
        var bpmn = XDocument.Parse(await Text(owner, $"{BigOrder}.bpmn", "en"));
        Assert.Equal(8, bpmn.Descendants("{http://www.omg.org/spec/BPMN/20100524/MODEL}subProcess").Count());
        var inside = await Text(owner, $"{BigOrder}.svg?version=1&inside=visit", "en");
        Assert.NotEqual(english, inside);
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_reps_see_no_workflows()
    {
        var owner = server.As("owner");
        Assert.Equal(404, (await owner.Get("/api/workflows/nothing/diagram.svg")).Status);
        Assert.Equal(404, (await owner.Get($"{BigOrder}.svg?version=99")).Status);
        Assert.Equal(404, (await owner.Get($"{BigOrder}.svg?inside=nothing")).Status);
        Assert.Equal(400, (await owner.Get($"{BigOrder}.svg?version=x")).Status);
        Assert.Equal(403, (await server.As("rep").Get($"{BigOrder}.svg")).Status);
        Assert.Equal(403, (await server.As("manager").Post("/api/workflows/big-order/arrangement", new JsonObject())).Status);
    }

    [Fact]
    public async Task Words_of_a_workflow_are_text_and_nothing_else_in_a_drawing()
    {
        var owner = server.As("owner");
        var model = (JsonObject)JsonNode.Parse("""
            { "definitionId": "evil", "name": "</title><script>alert(1)</script>", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
              "activities": [ { "id": "a\"'><script>", "type": "Elsa.WriteLine", "version": 1,
                "metadata": { "displayText": "<script>alert(1)</script>\u0001", "designer": { "position": { "x": 1e300, "y": "no" } } } } ],
              "connections": [ { "source": { "activity": "a", "port": "<b>" }, "target": { "activity": "gone" } } ] } }
            """)!;
        Assert.Equal(200, (await owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false })).Status);
        foreach (var ending in (string[])["svg", "bpmn", "mmd"])
            Assert.DoesNotContain("<script", await Text(owner, $"/api/workflows/evil/diagram.{ending}"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script>alert", await Text(owner, "/process/evil"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Arranging_makes_a_draft_in_which_only_places_have_changed()
    {
        if (Installation.Find(new ServerOptions(Data: server.Folder)).LayoutProgram is null) return;
        var owner = server.As("owner");
        var activities = string.Join(',', Enumerable.Range(0, 6).Select(index => $$"""
            { "id": "s{{index}}", "type": "Elsa.{{(index == 0 ? "Start" : "WriteLine")}}", "version": 1, "metadata": { "displayText": "Step {{index}}" } }
            """));
        var connections = string.Join(',', Enumerable.Range(0, 5).Select(index =>
            $$"""{ "source": { "activity": "s{{index}}", "port": "Done" }, "target": { "activity": "s{{index + 1}}", "port": "In" } }"""));
        var model = (JsonObject)JsonNode.Parse($$"""
            { "definitionId": "untidy", "name": "Untidy", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [{{activities}}], "connections": [{{connections}}] } }
            """)!;
        Assert.Equal(200, (await owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true })).Status);

        var (status, arranged) = await owner.Post("/api/workflows/untidy/arrangement", new JsonObject());

        Assert.Equal(200, status);
        Assert.Equal((2, false), (arranged!["version"]!.GetValue<int>(), arranged["isPublished"]!.GetValue<bool>()));
        var (_, draft) = await owner.Get("/elsa/api/workflow-definitions/by-definition-id/untidy?versionOptions=Latest");
        var steps = draft!["root"]!["activities"]!.AsArray();
        var places = steps.Select(step => step!["metadata"]!["designer"]!["position"]!)
            .Select(place => ((int)place["x"]!, (int)place["y"]!)).ToList();
        Assert.Equal((0, 0), places[0]);
        Assert.Equal(6, places.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 6).Select(index => $"s{index}: Step {index}"),
            steps.Select(step => $"{step!["id"]}: {step["metadata"]!["displayText"]}"));
        Assert.Equal(5, draft["root"]!["connections"]!.AsArray().Count);
        // Nothing is left to do.
        Assert.Equal(2, (await owner.Post("/api/workflows/untidy/arrangement", new JsonObject())).Body!["version"]!.GetValue<int>());
    }
}
