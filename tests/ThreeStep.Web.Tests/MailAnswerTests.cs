using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;

namespace ThreeStep.Web.Tests;

/// <summary>The page that the link of a mail leads to, and several small answers in one call, on the real host.</summary>
public sealed partial class MailAnswerTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    public Task InitializeAsync() => Allow(true);
    public Task DisposeAsync() => Task.CompletedTask;

    Task Allow(bool isAllowed) => server.Service<OrderRecords>().Write(Actor.Server, change =>
    {
        change.Database.Users.Find("manager")!.Email = "manager@example.com";
        return ChangeCompany.Apply(change, new CompanyInput { AllowsMailAnswers = isAllowed });
    });

    async Task<string> Question(string name, decimal amount = 80_000)
    {
        var (_, deal) = await server.As("rep").Post("/api/deals", new { name, amount, discountPercent = 15, stage = "Negotiating" });
        return await server.ApprovalOf(deal!["id"]!.ToString());
    }

    string Link(string id, string user = "manager", TimeSpan? life = null)
    {
        var now = server.Service<TimeProvider>().GetUtcNow();
        return server.Service<AnswerLinks>().Of(new(server.Address),
            new(id, user, $"{user}@example.com", now, now + (life ?? TimeSpan.FromDays(3)))).PathAndQuery;
    }

    ApprovalRequest Read(string id)
    {
        using var database = server.Store.Query();
        return database.Approvals.Include(request => request.Steps).First(request => request.Id == id);
    }

    static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    static async Task<string> Answer(HttpClient browser, string link, string decision, string reason = "", string? token = null)
    {
        token ??= Token().Match(await browser.GetStringAsync(link)).Groups[1].Value;
        using var answer = await browser.PostAsync(link, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "answer",
            ["__RequestVerificationToken"] = token,
            ["Decision"] = decision,
            ["Comment"] = "从邮件",
            ["Reason"] = reason,
        }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Text(answer);
    }

    [Fact]
    public async Task Looking_does_nothing_and_the_form_answers_once()
    {
        var id = await Question("Mail one");
        var link = Link(id);
        using var browser = server.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", "en");

        using var seen = await browser.GetAsync(link);
        var page = await Text(seen);
        Assert.Contains("¥80,000", page, StringComparison.Ordinal);
        Assert.Contains("Why you are asked", page, StringComparison.Ordinal);
        Assert.True(seen.Headers.CacheControl!.NoStore);
        using (await browser.SendAsync(new(HttpMethod.Head, link))) Assert.Equal(ApprovalStatus.Pending, Read(id).Status);

        var token = Token().Match(page).Groups[1].Value;
        Assert.Contains("Every no needs a reason code.", await Answer(browser, link, "Reject", token: token), StringComparison.Ordinal);
        Assert.Contains("Answer with Approve", await Answer(browser, link, "2", token: token), StringComparison.Ordinal);
        Assert.Contains("从邮件", await Answer(browser, link, "", token: token), StringComparison.Ordinal);
        Assert.Equal(ApprovalStatus.Pending, Read(id).Status);
        Assert.Contains("Answered: ", await Answer(browser, link, "Reject", "Price too low", token), StringComparison.Ordinal);

        var request = Read(id);
        Assert.Equal((ApprovalStatus.Rejected, "从邮件"), (request.Status, request.Steps[0].Comment));
        var (_, record) = await server.Admin.Get($"/api/approvals/{id}/record");
        Assert.Contains(record!.AsArray(), line => line!["from"]?.ToString() == "mail 127.0.0.1" && line["byId"]!.ToString() == "manager");
        Assert.Contains("You have answered already", await Answer(browser, link, "Approve", token: token), StringComparison.Ordinal);
        var after = await Text(await browser.GetAsync(link));
        Assert.Contains("You have answered already", after, StringComparison.Ordinal);
        Assert.DoesNotContain("80,000", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_good_for_nothing_says_so_and_nothing_else()
    {
        var id = await Question("Secret packaging line");
        var good = Link(id);
        using var browser = server.Browser();
        var token = Token().Match(await browser.GetStringAsync(good)).Groups[1].Value;
        foreach (var bad in (string[])[$"{good}x", good[..^3], AnswerLinks.Path, $"{AnswerLinks.Path}?of=", $"{AnswerLinks.Path}?of={id}",
            $"{AnswerLinks.Path}?of={new string('a', 6000)}", Link(id, life: TimeSpan.Zero), Link("nowhere"), Link(id, "nobody"),
            Link(id, "rep"), Link(id, "director")])
        {
            foreach (var page in (string[])[await Text(await browser.GetAsync(bad)), await Answer(browser, bad, "Approve", token: token)])
            {
                Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
                Assert.DoesNotContain("Secret", page, StringComparison.Ordinal);
                Assert.DoesNotContain("80,000", page, StringComparison.Ordinal);
                Assert.DoesNotContain("name=\"Decision\"", page, StringComparison.Ordinal);
            }
        }
        Assert.Equal(ApprovalStatus.Pending, Read(id).Status);
    }

    [Fact]
    public async Task It_tells_in_the_readers_language_why_not()
    {
        using var browser = server.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        var id = await Question("Changed");
        var link = Link(id);
        var token = Token().Match(await browser.GetStringAsync(link)).Groups[1].Value;

        Assert.Contains("过期", await Text(await browser.GetAsync(Link(id, life: TimeSpan.Zero))), StringComparison.Ordinal);
        Assert.Equal(200, (await server.As("rep").Patch($"/api/deals/{Read(id).DealId}", new { discountPercent = 18 })).Status);
        Assert.Contains("15 % → 18 %", await Text(await browser.GetAsync(link)), StringComparison.Ordinal);
        Assert.Contains("15 % → 18 %", await Answer(browser, link, "Approve", token: token), StringComparison.Ordinal);
        Assert.Equal(ApprovalStatus.Replaced, Read(id).Status);
    }

    [Fact]
    public async Task Who_is_signed_in_answers_as_themselves_and_other_sites_not_at_all()
    {
        var link = Link(await Question("Forwarded"));
        using var rep = await server.BrowserOf("rep");
        var page = await Text(await rep.GetAsync(link));
        Assert.Contains(AnswerByMail.OfAnother.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain("80,000", page, StringComparison.Ordinal);

        using var elsewhere = server.Browser();
        elsewhere.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        elsewhere.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync(link)).StatusCode);
        using var forged = await elsewhere.PostAsync(link, new FormUrlEncodedContent([new("_handler", "answer"), new("Decision", "Approve")]));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        using var own = server.Browser();
        using var withoutToken = await own.PostAsync(link, new FormUrlEncodedContent([new("_handler", "answer"), new("Decision", "Approve")]));
        Assert.Equal(HttpStatusCode.BadRequest, withoutToken.StatusCode);
    }

    [Fact]
    public async Task Where_the_company_wants_no_answers_by_mail_the_link_leads_through_signing_in()
    {
        var id = await Question("Through the door");
        using var browser = server.Browser();
        var link = Link(id);
        var token = Token().Match(await browser.GetStringAsync(link)).Groups[1].Value;
        await Allow(false);
        try
        {
            using var seen = await browser.GetAsync(link);
            Assert.Equal(HttpStatusCode.Found, seen.StatusCode);
            Assert.EndsWith($"/approvals/{id}", seen.Headers.Location!.ToString(), StringComparison.Ordinal);
            using var page = await browser.GetAsync(seen.Headers.Location);
            Assert.Contains("/sign-in", page.Headers.Location!.ToString(), StringComparison.Ordinal);
            using var answer = await browser.PostAsync(link, new FormUrlEncodedContent(
                [new("_handler", "answer"), new("__RequestVerificationToken", token), new("Decision", "Approve")]));
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.Equal(ApprovalStatus.Pending, Read(id).Status);
        }
        finally { await Allow(true); }
    }

    [Fact]
    public async Task Only_administrators_switch_it_on_and_only_with_what_can_be()
    {
        Assert.Equal(403, (await server.As("manager").Patch("/api/company", new { allowsMailAnswers = true })).Status);
        Assert.Equal(403, (await server.As("owner").Patch("/api/company", new { allowsMailAnswers = true })).Status);
        foreach (var bad in (string[])["""{"mailLinkDays":0}""", """{"mailLinkDays":null}""", """{"allowsMailAnswers":"yes"}""",
            """{"mailLinkDays":1e9}"""])
            Assert.Equal(400, (await server.As("admin").Patch("/api/company", bad)).Status);
        var (status, company) = await server.As("admin").Patch("/api/company", new { allowsMailAnswers = true, mailLinkDays = 3 });
        Assert.Equal((200, "3"), (status, company!["mailLinkDays"]!.ToString()));
    }

    [Fact]
    public async Task Several_small_ones_are_approved_in_one_call_each_for_itself()
    {
        var (one, two) = (await Question("One"), await Question("Two"));
        var (changed, large) = (await Question("Changing"), await Question("Large", 2_000_000));
        await server.As("rep").Patch($"/api/deals/{Read(changed).DealId}", new { discountPercent = 18 });
        await server.As("manager").Post($"/api/approvals/{two}/decisions", new { decision = "Approve" });

        var (status, body) = await server.As("manager").Post("/api/approvals/decisions",
            new { ids = new[] { one, two, changed, large, "nowhere", one }, decision = "Approve", comment = "一起" });

        Assert.Equal(200, status);
        var lines = body!.AsArray();
        Assert.Equal([one, two, changed, large, "nowhere"], lines.Select(line => line!["id"]!.ToString()));
        Assert.Equal([true, false, false, false, false], lines.Select(line => line!["isDone"]!.GetValue<bool>()));
        Assert.Equal("Approved", lines[0]!["status"]!.ToString());
        Assert.Contains("faster", Refusal(lines[1]), StringComparison.Ordinal);
        Assert.Contains("15 % → 18 %", Refusal(lines[2]), StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.NotEmpty(Refusal(line)));
        Assert.Equal((ApprovalStatus.Approved, "一起"), (Read(one).Status, Read(one).Steps[0].Comment));
        Assert.Equal(ApprovalStatus.Pending, Read(large).Status);
    }

    static string Refusal(JsonNode? line) => line!["refusal"]?.ToString() ?? "";

    [Fact]
    public async Task Several_at_once_are_never_a_no_and_never_somebody_elses_yes()
    {
        var id = await Question("Mine");
        async Task<(int, string?)> Call(HttpClient caller, object body)
        {
            var (status, problem) = await caller.Post("/api/approvals/decisions", body);
            return (status, status == 200 ? Refusal(problem!.AsArray()[0]) : problem!["errors"]?.AsObject().FirstOrDefault().Key);
        }

        Assert.Equal((400, "decision"), await Call(server.As("manager"), new { ids = new[] { id }, decision = "Reject" }));
        Assert.Equal((400, "decision"), await Call(server.As("manager"), new { ids = new[] { id } }));
        Assert.Equal((400, "ids"), await Call(server.As("manager"), new { decision = "Approve" }));
        var many = Enumerable.Range(0, 101).Select(each => $"{each}");
        Assert.Equal((400, "ids"), await Call(server.As("manager"), new { ids = many, decision = "Approve" }));
        var epic = new string('x', 50_000);
        Assert.Equal((400, "comment"), await Call(server.As("manager"), new { ids = new[] { id }, decision = "Approve", comment = epic }));
        Assert.Equal((400, "approverId"), await Call(server.Admin, new { ids = new[] { id }, decision = "Approve" }));
        Assert.Equal((200, "Nobody approves their own deal."),
            await Call(server.As("rep"), new { ids = new[] { id }, decision = "Approve", approverId = "manager" }));
        Assert.Equal((200, $"There is no approval '{id}'."), await Call(server.As("other"), new { ids = new[] { id }, decision = "Approve" }));
        Assert.Equal((200, "Only those who were asked can answer."),
            await Call(server.As("admin"), new { ids = new[] { id }, decision = "Approve" }));
        Assert.Equal(ApprovalStatus.Pending, Read(id).Status);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
