using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>What runs is not deleted, and whoever cancels says why.</summary>
public sealed class InterruptionApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    HttpClient Owner => server.As("owner");

    async Task<(string VersionId, string InstanceId)> Waiting(string definitionId)
    {
        var model = new
        {
            definitionId,
            name = definitionId,
            root = new
            {
                id = "wait",
                type = "Elsa.Event",
                version = 1,
                eventName = new { typeName = "String", expression = new { type = "Literal", value = "never" } }
            }
        };
        var (_, saved) = await Owner.Post("/elsa/api/workflow-definitions", new { model, publish = true });
        var (_, started) = await Owner.Post($"/elsa/api/workflow-definitions/{definitionId}/execute");
        return (saved!["workflowDefinition"]!["id"]!.ToString(), started!["workflowState"]!["id"]!.ToString());
    }

    public static TheoryData<string> Ways() => new("version", "whole", "bulk-whole", "bulk-versions");

    [Theory, MemberData(nameof(Ways))]
    public async Task What_instances_run_on_is_not_deleted_and_the_answer_says_how_many(string way)
    {
        var (versionId, instanceId) = await Waiting($"used-{way}");
        Task<(int Status, JsonNode? Body)> Delete() => way switch
        {
            "version" => Owner.Call(HttpMethod.Delete, $"/elsa/api/workflow-definition-versions/{versionId}"),
            "whole" => Owner.Call(HttpMethod.Delete, $"/elsa/api/workflow-definitions/used-{way}"),
            "bulk-whole" =>
                Owner.Post("/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { $"used-{way}" } }),
            _ => Owner.Post("/elsa/api/bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { versionId } }),
        };

        var (status, body) = await Delete();
        Assert.Equal(409, status);
        Assert.Contains("1 instances still run on it", body!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("Running", (await Owner.Get($"/elsa/api/workflow-instances/{instanceId}")).Body!["status"]!.ToString());

        Assert.Equal(200, (await Owner.Post($"/elsa/api/cancel/workflow-instances/{instanceId}", new { reason = "重新画过" })).Status);
        Assert.InRange((await Delete()).Status, 200, 204);
        await using var database = server.Store.Query();
        Assert.Contains(database.Audit, line => line.Subject == instanceId && line.Action == "InstanceCancelled" && line.UserId == "owner"
            && line.Detail!.Contains("重新画过"));
    }

    [Fact]
    public async Task A_rep_sees_what_she_was_told_and_only_that()
    {
        var (_, deal) = await server.As("rep").Post("/api/deals", new { name = "told", amount = 100_000 });
        var found = await Owner.Get($"/elsa/api/workflow-instances?correlationId={deal!["id"]}&definitionId=big-order");
        var running = found.Body!["items"]![0]!["id"]!.ToString();
        await Owner.Post($"/elsa/api/cancel/workflow-instances/{running}", new { reason = "试运行" });

        var (_, told) = await server.As("rep").Get("/api/notices?seen=false");
        var notice = Assert.Single(told!["items"]!.AsArray(), item => item!["about"]!.ToString() == "told")!;
        Assert.Equal("试运行", notice["text"]!.ToString());
        Assert.Equal(404, (await server.As("other").Post($"/api/notices/{notice["id"]}/seen")).Status);
        Assert.Equal(200, (await server.As("rep").Post($"/api/notices/{notice["id"]}/seen")).Status);
        Assert.DoesNotContain((await server.As("rep").Get("/api/notices?seen=false")).Body!["items"]!.AsArray(), item =>
            item!["id"]!.ToString() == notice["id"]!.ToString());
    }

    [Fact]
    public async Task Won_by_PATCH_while_the_question_is_open_is_a_conflict_that_names_who_is_waited_for()
    {
        var rep = server.As("rep");
        var (_, deal) = await rep.Post("/api/deals", new { name = "cheap", amount = 100_000, discountPercent = 15, stage = "Negotiating" });
        await Calls.Eventually(async () =>
            (await server.As("manager").Get("/api/approvals")).Body!["items"]!.AsArray()
            .Any(item => item!["dealId"]?.ToString() == deal!["id"]!.ToString()), "the manager is asked");

        var (status, body) = await rep.Call(HttpMethod.Patch, $"/api/deals/{deal!["id"]}", new { stage = "Won" });

        Assert.Equal(409, status);
        Assert.Contains("waiting for the answer of manager", body!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(body["errors"]!["stage"]);
        Assert.Equal(409, (await rep.Post("/api/deliveries", new { dealId = deal["id"], promisedAt = "2099-01-01" })).Status);
    }
}
