using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

public sealed class CaseAndLeadApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    async Task<string> NewCase(string title, string? ownerId = null)
    {
        var (status, body) = await server.As("service").Post("/api/cases", new { kind = "Complaint", title, ownerId });
        Assert.Equal(201, status);
        return body!["id"]!.ToString();
    }

    async Task<JsonNode> OpenTask(string caseId)
    {
        JsonNode? found = null;
        await Calls.Eventually(async () =>
            (found = (await server.Admin.Get($"/api/tasks?caseId={caseId}&status=Open")).Body!["items"]!.AsArray().FirstOrDefault()) is not null,
            "the case has a task");
        return found!;
    }

    [Fact]
    public async Task A_case_takes_its_tasks_along_to_its_next_owner()
    {
        var id = await NewCase("封口不严", "service");
        Assert.Equal("service", (await OpenTask(id))["assigneeId"]!.ToString());

        Assert.Equal(400, (await server.As("service").Patch($"/api/cases/{id}", new { ownerId = "nobody-here" })).Status);
        Assert.Equal(200, (await server.As("service").Patch($"/api/cases/{id}", new { ownerId = "manager" })).Status);

        Assert.Equal("manager", (await OpenTask(id))["assigneeId"]!.ToString());
    }

    [Fact]
    public async Task What_happened_is_recorded_at_a_case_of_a_customer_nobody_knows_yet()
    {
        var id = await NewCase("来电咨询");

        var (status, body) = await server.As("service").Post("/api/interactions", new { caseId = id, kind = "Call", note = "对方要备件清单" });

        Assert.Equal(201, status);
        Assert.Equal(id, body!["caseId"]!.ToString());
        Assert.Equal(400, (await server.As("service").Post("/api/interactions", new { caseId = "nowhere", kind = "Call" })).Status);
    }

    [Theory]
    [InlineData("marketing", "/api/leads", """{"companyName":"新公司","ownerId":"nobody-here"}""", "ownerId")]
    [InlineData("marketing", "/api/campaigns", """{"name":"展会","ownerId":"nobody-here"}""", "ownerId")]
    [InlineData("service", "/api/cases", """{"kind":"Complaint","title":"漏油","dealId":"nothing-here"}""", "dealId")]
    [InlineData("manager", "/api/accounts", """{"name":"新客户","ownerId":"nobody-here"}""", "ownerId")]
    [InlineData("manager", "/api/tasks", """{"title":"打电话","accountId":"nothing-here"}""", "accountId")]
    public async Task What_belongs_to_nobody_or_nothing_known_is_refused_by_name(string user, string path, string body, string field)
    {
        var (status, problem) = await server.As(user).Post(path, body);

        Assert.Equal(400, status);
        Assert.NotNull(problem!["errors"]![field]);
    }

    async Task<string> AcceptedLead(string company, string contact, string ownerId)
    {
        var id = (await server.As("marketing")
            .Post("/api/leads", new { companyName = company, contactName = contact, ownerId })).Body!["id"]!.ToString();
        Assert.Equal(200, (await server.As(ownerId).Post($"/api/leads/{id}/answer", new { accept = true })).Status);
        return id;
    }

    [Fact]
    public async Task A_company_that_is_a_customer_already_stays_one_customer()
    {
        var first = await server.As("rep").Post($"/api/leads/{await AcceptedLead("恒力印刷", "赵工", "rep")}/convert");
        Assert.Equal(200, first.Status);

        var second = await server.As("rep").Post($"/api/leads/{await AcceptedLead("恒力印刷", "钱工", "rep")}/convert");

        Assert.Equal(first.Body!["id"]!.ToString(), second.Body!["id"]!.ToString());
        Assert.Equal(["赵工", "钱工"],
            (await server.As("rep").Get($"/api/accounts/{first.Body["id"]}/contacts")).Body!["items"]!.AsArray()
            .Select(contact => contact!["name"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(409, (await server.As("other").Post($"/api/leads/{await AcceptedLead("恒力印刷", "孙工", "other")}/convert")).Status);
    }
}
