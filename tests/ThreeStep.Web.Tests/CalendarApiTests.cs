using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Working time by REST.</summary>
public sealed class CalendarApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_calendar_is_read_replaced_and_counted_by()
    {
        var admin = server.As("admin");
        var week = new { Monday = "9:00-12:00，13:30-18:00", Tuesday = "09:00-18:00" };
        var (status, saved) = await admin.Put("/api/calendars/company", new { zone = "Asia/Shanghai", week, official = "", comment = "two days" });
        Assert.Equal(200, status);
        Assert.Equal("two days", saved!["comment"]!.ToString());

        var (_, calendar) = await admin.Get("/api/calendars/company");
        Assert.Equal("09:00-12:00, 13:30-18:00", calendar!["week"]!["Monday"]!.ToString());
        // A Monday, 11 o'clock in Shanghai; three hours with lunch between.
        var (_, due) = await admin.Get("/api/calendars/company/due?length=3%20working%20hours&from=2026-03-02T03:00:00Z");
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 30, 0, TimeSpan.Zero), due!["dueAt"]!.GetValue<DateTimeOffset>());
        var (_, versions) = await admin.Get("/api/calendars/company/versions");
        Assert.Equal("admin", versions![0]!["savedById"]!.ToString());
    }

    [Fact]
    public async Task Days_of_a_file_are_added_to_those_there_are()
    {
        var admin = server.As("admin");

        var (status, _) = await admin.Post("/api/calendars/person:rep/days", JsonNode.Parse("""{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"""));
        await admin.Post("/api/calendars/person:rep/days", JsonNode.Parse("""{"days":[{"date":"2027-01-04","isOffDay":true}]}"""));

        Assert.Equal(200, status);
        var (_, calendar) = await admin.Get("/api/calendars/person:rep");
        Assert.Equal(["2027-01-01", "2027-01-04"], calendar!["own"]!["days"]!.AsArray().Select(day => day!["date"]!.ToString()));
    }

    [Theory]
    [InlineData("{\"zone\":\"Mars/Olympus\"}", "zone")]
    [InlineData("{\"week\":{\"Monday\":\"late\"}}", "week.Monday")]
    [InlineData("{\"official\":\"XX\"}", "official")]
    [InlineData("{\"days\":[{\"date\":\"2026-03-02\",\"hours\":\"x\"}]}", "days.2026-03-02")]
    [InlineData("{\"days\":[{\"date\":\"0001-01-01\"}]}", "days")]
    [InlineData("{\"week\":{}}", "week")]
    [InlineData("{\"week\":{\"Mon\":\"9-18\"}}", "week.Mon")]
    [InlineData("{\"days\":[{\"date\":\"soon\"}]}", "days[0].date")]
    [InlineData("{\"comment\":[]}", "comment")]
    public async Task What_cannot_be_is_refused_with_its_field(string body, string field)
    {
        var (status, problem) = await server.As("admin").Put("/api/calendars/company", JsonNode.Parse(body));

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
        Assert.DoesNotContain("System.", problem["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rep", "PUT", "company", 403)]
    [InlineData("rep", "PUT", "person:rep", 403)]
    [InlineData("manager", "PUT", "person:rep", 200)]
    [InlineData("elsewhere", "PUT", "person:rep", 403)]
    [InlineData("manager", "PUT", "person:manager", 403)]
    [InlineData("rep", "GET", "company", 200)]
    [InlineData("rep", "GET", "person:rep", 200)]
    [InlineData("rep", "GET", "person:manager", 403)]
    [InlineData("admin", "GET", "person:nobody", 404)]
    [InlineData("admin", "GET", "moon", 404)]
    public async Task Who_may_see_and_change_whose(string user, string method, string name, int expected)
    {
        var caller = server.As(user);

        var (status, _) = method == "GET" ? await caller.Get($"/api/calendars/{name}") : await caller.Put($"/api/calendars/{name}", new { });

        Assert.Equal(expected, status);
    }
}
