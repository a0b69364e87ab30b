using System.Globalization;
using System.Net;
using ThreeStep.Orders.People;

namespace ThreeStep.Web.Tests;

/// <summary>Leave, substitutes and clocks by REST.</summary>
public sealed class AbsenceApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    static string Day(int days) => DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    Presence? Seen(string user)
    {
        using var database = server.Store.Query();
        return database.Presences.FirstOrDefault(row => row.UserId == user);
    }

    [Fact]
    public async Task A_leave_is_set_seen_by_those_concerned_and_ended()
    {
        var rep = server.As("rep");
        var (status, leave) = await rep.Post("/api/leaves", new { from = Day(3), to = Day(4), substituteId = "other", reason = "Family" });
        Assert.Equal(201, status);
        Assert.Equal("Planned", leave!["state"]!.ToString());
        var id = leave["id"]!.ToString();

        foreach (var person in new[] { "rep", "other", "manager", "admin" })
            Assert.Contains(id, (await server.As(person).Get("/api/leaves?userId=rep")).Body!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await server.As("service").Get("/api/leaves")).Body!.ToString(), StringComparison.Ordinal);
        Assert.Equal(403, (await server.As("other").Post($"/api/leaves/{id}/end", new { })).Status);
        Assert.Equal(200, (await server.As("manager").Post($"/api/leaves/{id}/end", new { })).Status);
        Assert.Equal(409, (await rep.Post($"/api/leaves/{id}/end", new { })).Status);
    }

    [Theory]
    [InlineData("""{"from":"2020-01-01","to":"2020-01-02"}""", "from")]
    [InlineData("""{"to":"2027-01-02"}""", "from")]
    [InlineData("""{"from":"soon"}""", "from")]
    [InlineData("""{"substituteIds":{"Nothing":"rep"}}""", "substituteIds")]
    public async Task A_leave_that_cannot_be_is_refused_with_its_field(string body, string field)
    {
        var (status, problem) = await server.As("service").Post("/api/leaves", System.Text.Json.Nodes.JsonNode.Parse(body));

        Assert.Equal(400, status);
        Assert.StartsWith(field, Assert.Single(problem!["errors"]!.AsObject()).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_opens_a_page_is_seen_and_a_program_with_their_key_is_not()
    {
        await server.As("service").Get("/api/tasks");
        Assert.Null(Seen("service"));

        using var browser = await server.BrowserOf("service");
        using var page = await browser.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotNull(Seen("service"));
    }

    [Fact]
    public async Task A_case_waits_for_the_customer_and_its_clocks_with_it()
    {
        var service = server.As("service");
        var (_, made) = await service.Post("/api/cases", new { kind = "Complaint", title = "封口不严", ownerId = "service" });
        var id = made!["id"]!.ToString();
        var before = (await service.Get($"/api/clocks?caseId={id}")).Body!["items"]![0]!["dueAt"]!.GetValue<DateTimeOffset>();

        var (_, problem) = await service.Post($"/api/cases/{id}/pause", new { reason = "Photos" });
        Assert.Equal("until", Assert.Single(problem!["errors"]!.AsObject()).Key);
        Assert.Equal(200, (await service.Post($"/api/cases/{id}/pause", new { reason = "Photos", until = DateTimeOffset.UtcNow.AddDays(9) })).Status);
        var (_, clocks) = await service.Get($"/api/clocks?caseId={id}");
        Assert.True(clocks!["items"]![0]!["dueAt"]!.GetValue<DateTimeOffset>() > before);
        var (_, clock) = await service.Get($"/api/clocks/{clocks["items"]![0]!["id"]}");
        Assert.Equal(("Paused", "Photos"), (clock!["state"]!.ToString(), clock["pauses"]![0]!["reason"]!.ToString()));

        Assert.Equal(200, (await service.Post($"/api/cases/{id}/resume", new { })).Status);
        Assert.Equal(409, (await service.Post($"/api/cases/{id}/resume", new { })).Status);
        Assert.Equal(404, (await server.As("other").Get($"/api/clocks/{clocks["items"]![0]!["id"]}")).Status);
    }
}
