using System.Text.Json.Nodes;
using ThreeStep.Orders.Figures;

namespace ThreeStep.Web.Tests;

/// <summary>A workflow's settings, figures and starts by REST: what is answered, and to whom.</summary>
public sealed class WorkflowFigureApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Quiet = "/api/workflows/quiet-customer";

    [Fact]
    public async Task Settings_are_read_and_changed_within_their_range()
    {
        var owner = server.As("owner");
        var (_, seen) = await owner.Get($"{Quiet}/settings");
        var setting = seen!["settings"]!.AsArray().Single(each => each!["id"]!.ToString() == "RemindRepAfter")!;
        Assert.Equal(("Duration", "Remind the rep after", "1 day"),
            (setting["kind"]!.ToString(), setting["name"]!.ToString(), setting["min"]!.ToString()));
        var revision = seen["revision"]!.ToString();

        var (refused, problem) = await owner.Call(HttpMethod.Patch, $"{Quiet}/settings", new JsonObject
        {
            ["values"] = new JsonObject { ["RemindRepAfter"] = "5 minutes" },
            ["comment"] = "sooner",
        });
        Assert.Equal((400, "RemindRepAfter"), (refused, Assert.Single(problem!["errors"]!.AsObject()).Key));
        var (status, changed) = await owner.Call(HttpMethod.Patch, $"{Quiet}/settings", new JsonObject
        {
            ["values"] = new JsonObject { ["RemindRepAfter"] = "5 个工作日" },
            ["comment"] = "sooner",
            ["revision"] = revision,
        });
        Assert.Equal((200, false), (status, changed!["isDraft"]!.GetValue<bool>()));
        Assert.Equal(409, (await owner.Call(HttpMethod.Patch, $"{Quiet}/settings", new JsonObject
        {
            ["values"] = new JsonObject { ["RemindRepAfter"] = "6 days" },
            ["comment"] = "later",
            ["revision"] = revision,
        })).Status);
        Assert.Equal(400, (await owner.Call(HttpMethod.Patch, $"{Quiet}/settings", new JsonObject { ["comment"] = "nothing" })).Status);
        Assert.Equal(404, (await owner.Get("/api/workflows/nothing/settings")).Status);
        foreach (var (user, read, change) in (IEnumerable<(string, int, int)>)[("rep", 403, 403), ("manager", 200, 403)])
        {
            Assert.Equal(read, (await server.As(user).Get($"{Quiet}/settings")).Status);
            Assert.Equal(change, (await server.As(user).Call(HttpMethod.Patch, $"{Quiet}/settings", new JsonObject())).Status);
        }
    }

    [Fact]
    public async Task Figures_and_the_lists_behind_them_are_for_those_who_oversee_and_of_what_they_see()
    {
        await server.Service<FigureFollower>().CatchUp();
        var owner = server.As("owner");
        var (status, figures) = await owner.Get("/api/workflows/big-order/figures");
        Assert.Equal(200, status);
        foreach (var step in figures!["steps"]!.AsArray())
        {
            var (_, list) = await owner.Get($"/api/workflows/big-order/stays?step={step!["stepId"]}");
            Assert.Equal(step["stays"]!.GetValue<long>(), list!["totalCount"]!.GetValue<long>());
        }
        Assert.Equal(403, (await server.As("rep").Get("/api/workflows/big-order/figures")).Status);
        Assert.Equal(403, (await server.As("rep").Get("/api/workflows/big-order/stays")).Status);
        Assert.Equal(200, (await server.As("manager").Get("/api/workflows/big-order/figures?from=2026-01-01&to=2026-12-31&version=1")).Status);
        Assert.Equal(404, (await owner.Get("/api/workflows/nothing/figures")).Status);
        foreach (var wrong in (string[])["figures?from=2026-02-01&to=2026-01-01", "figures?from=soon", "figures?version=x", "stays?kind=Colour",
            "stays?pageSize=0", "stays?page=-1"])
            Assert.Equal(400, (await owner.Get($"/api/workflows/big-order/{wrong}")).Status);
        foreach (var user in (string[])["owner", "manager"])
            foreach (var path in (string[])["figures", "stays"])
                Assert.Equal(200, (await server.As(user).Get($"/api/workflows/big-order/{path}?from=0001-01-01&to=9999-12-31")).Status);
    }

    [Fact]
    public async Task One_and_many_are_started_by_hand_by_those_who_may()
    {
        var (_, form) = await server.As("owner").Get($"{Quiet}/start");
        Assert.Equal(("DealId", "Record", "Deal"), (form!["fields"]![0]!["name"]!.ToString(), form["fields"]![0]!["kind"]!.ToString(),
            form["fields"]![0]!["recordKind"]!.ToString()));
        var (status, problem) = await server.As("rep").Post($"{Quiet}/start",
            new JsonObject { ["inputs"] = new JsonObject { ["DealId"] = "nothing" } });
        Assert.Equal((400, "DealId"), (status, Assert.Single(problem!["errors"]!.AsObject()).Key));
        Assert.Equal(400, (await server.As("rep").Post($"{Quiet}/start", new JsonObject())).Status);
        Assert.Equal(403, (await server.As("rep").Post("/api/workflows/key-account-order/start", new JsonObject())).Status);
        Assert.Equal(403, (await server.As("rep").Get("/api/workflows/key-account-order/start")).Status);
        Assert.Equal(403, (await server.As("rep").Post("/api/workflows/key-account-order/start-many", new JsonObject { ["csv"] = "a" })).Status);
        Assert.Equal(404, (await server.As("owner").Post("/api/workflows/nothing/start", new JsonObject())).Status);

        var (dry, looked) = await server.As("rep").Post($"{Quiet}/start-many", new JsonObject { ["csv"] = "DealId\nx\ny", ["dryRun"] = true });
        Assert.Equal((200, 0, 2), (dry, looked!["count"]!.GetValue<int>(), looked["refused"]!.AsArray().Count));
        var (many, made) = await server.As("rep").Post($"{Quiet}/start-many",
            new JsonObject { ["rows"] = new JsonArray(new JsonObject { ["DealId"] = "x" }, null) });
        Assert.Equal((200, 0, 2), (many, made!["count"]!.GetValue<int>(), made["refused"]!.AsArray().Count));
        Assert.Equal(400, (await server.As("rep").Post($"{Quiet}/start-many", new JsonObject())).Status);
        Assert.Equal(400, (await server.As("rep").Post($"{Quiet}/start-many",
            new JsonObject { ["csv"] = string.Join('\n', Enumerable.Range(0, 10_001)) })).Status);
    }
}
