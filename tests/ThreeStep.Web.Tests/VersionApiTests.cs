using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>The versions of a workflow by REST: published with a comment, restored, thrown away, and what is different.</summary>
public sealed class VersionApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Definitions = "/elsa/api/workflow-definitions";

    static JsonObject Save(string id, string text, bool publish) => new()
    {
        ["publish"] = publish,
        ["model"] = JsonNode.Parse($$"""
            { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
              "activities": [ { "id": "line", "name": "line", "type": "Elsa.WriteLine", "version": 1,
                "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } } ], "connections": [] } }
            """),
    };

    [Fact]
    public async Task A_draft_is_compared_published_with_a_comment_and_an_older_version_taken_back()
    {
        var owner = server.As("owner");
        await owner.Post(Definitions, Save("versions", "first", publish: true));
        await owner.Post(Definitions, Save("versions", "second", publish: false));
        var (_, changes) = await owner.Get("/api/workflows/versions/versions/2/changes");
        var change = Assert.Single(changes!.AsArray())!;
        Assert.Equal(("StepValue", "line", "text", "first", "second"),
            (change["part"]!.ToString(), change["subject"]!.ToString(), change["detail"]!.ToString(), change["before"]!.ToString(),
                change["after"]!.ToString()));

        var (without, problem) = await owner.Post("/api/workflows/versions/publish", new JsonObject());
        Assert.Equal((400, "comment"), (without, Assert.Single(problem!["errors"]!.AsObject()).Key));
        Assert.Equal(409, (await owner.Post("/api/workflows/versions/publish",
            new JsonObject { ["comment"] = "why", ["revision"] = "another" })).Status);
        Assert.Equal(200, (await owner.Post("/api/workflows/versions/publish", new JsonObject { ["comment"] = "why" })).Status);
        Assert.Equal(409, (await owner.Post("/api/workflows/versions/publish", new JsonObject { ["comment"] = "again" })).Status);
        var (_, versions) = await server.As("manager").Get("/api/workflows/versions/versions");
        Assert.Equal(("why", "owner", true), (versions![0]!["comment"]!.ToString(), versions[0]!["publishedById"]!.ToString(),
            versions[0]!["isPublished"]!.GetValue<bool>()));

        Assert.Equal(200, (await owner.Post("/api/workflows/versions/versions/1/restore", new JsonObject())).Status);
        Assert.Equal(409, (await owner.Post("/api/workflows/versions/versions/1/restore", new JsonObject())).Status);
        Assert.Equal(204, (await owner.Call(HttpMethod.Delete, "/api/workflows/versions/draft")).Status);
        Assert.Equal(409, (await owner.Call(HttpMethod.Delete, "/api/workflows/versions/draft")).Status);
        Assert.Equal(404, (await owner.Get("/api/workflows/versions/versions/9/changes")).Status);
        Assert.Equal(404, (await owner.Get("/api/workflows/nothing/versions")).Status);
    }

    [Theory]
    [InlineData("rep", 403)]
    [InlineData("manager", 403)]
    [InlineData("owner", 404)]
    public async Task Only_process_owners_publish_restore_and_throw_away(string user, int status)
    {
        var caller = server.As(user);
        Assert.Equal(status, (await caller.Post("/api/workflows/nothing/publish", new JsonObject { ["comment"] = "x" })).Status);
        Assert.Equal(status, (await caller.Post("/api/workflows/nothing/versions/1/restore", new JsonObject())).Status);
        Assert.Equal(status, (await caller.Call(HttpMethod.Delete, "/api/workflows/nothing/draft")).Status);
    }
}
