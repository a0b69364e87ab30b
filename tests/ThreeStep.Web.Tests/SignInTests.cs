using System.Net;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Tests;

public sealed class SignInTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("/api/deals")]
    [InlineData("/api/users/me")]
    [InlineData("/elsa/api/workflow-definitions")]
    [InlineData("/nowhere")]
    public async Task Without_a_key_or_with_a_wrong_one_the_answer_is_401(string path)
    {
        Assert.Equal(401, (await server.WithKey(null).Get(path)).Status);
        Assert.Equal(401, (await server.WithKey("wrong").Get(path)).Status);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task Health_and_the_description_are_for_everybody(string path) => Assert.Equal(200, (await server.WithKey(null).Get(path)).Status);

    [Fact]
    public async Task A_persons_key_is_that_person_and_the_servers_key_has_all_rights()
    {
        Assert.Equal("rep", (await server.As("rep").Get("/api/users/me")).Body!["id"]!.ToString());
        Assert.Equal("Admin", (await server.Admin.Get("/api/users/me")).Body!["role"]!.ToString());
    }

    [Theory]
    [InlineData("rep", 403)]
    [InlineData("manager", 403)]
    [InlineData("owner", 200)]
    public async Task Only_process_owners_and_administrators_reach_the_workflows(string user, int status) =>
        Assert.Equal(status, (await server.As(user).Get("/elsa/api/workflow-definitions")).Status);

    [Fact]
    public async Task Only_an_administrator_makes_people_and_keys()
    {
        Assert.Equal(403, (await server.As("manager").Post("/api/users", new { id = "new", name = "New" })).Status);
        Assert.Equal(201, (await server.Admin.Post("/api/users", new { id = "new", name = "New", role = "Rep" })).Status);
        var key = (await server.Admin.Post("/api/users/new/api-keys")).Body!["apiKey"]!.ToString();

        Assert.Equal("new", (await server.WithKey(key).Get("/api/users/me")).Body!["id"]!.ToString());
    }

    [Fact]
    public async Task Refusals_are_problem_details_too()
    {
        var (status, body) = await server.As("rep").Post("/api/users", new { });

        Assert.Equal((403, "403"), (status, body!["status"]!.ToString()));
        Assert.NotNull(body["detail"]);
    }

    static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    [Fact]
    public async Task A_person_signs_in_with_a_password_and_out_again()
    {
        using var browser = server.Browser();
        Assert.Equal("/sign-in?returnUrl=%2Fdeals", new Uri((await browser.GetAsync("/deals")).Headers.Location!.ToString()).PathAndQuery);

        Assert.Equal(HttpStatusCode.Found, (await browser.SignIn("rep")).StatusCode);
        Assert.Equal("rep", (await browser.Get("/api/users/me")).Body!["id"]!.ToString());

        Assert.Equal(302, (await browser.Call(HttpMethod.Post, "/sign-out", new FormUrlEncodedContent([]))).Status);
        browser.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal(401, (await browser.Get("/api/users/me")).Status);
    }

    [Fact]
    public async Task A_cookie_cannot_be_used_by_other_sites()
    {
        using var browser = await server.BrowserOf("rep");
        var deal = new { name = "by cookie" };
        Assert.Equal(201, (await browser.Post("/api/deals", deal)).Status);

        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        Assert.Equal(403, (await browser.Post("/api/deals", deal)).Status);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(403, (await browser.Post("/api/deals", deal)).Status);
        Assert.Equal(403, (await browser.Get("/_blazor?id=x")).Status);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        browser.DefaultRequestHeaders.Add("Origin", server.Address);
        Assert.Equal(201, (await browser.Post("/api/deals", deal)).Status);
    }

    [Fact]
    public async Task The_sign_in_form_needs_its_own_token()
    {
        using var browser = server.Browser();
        using var answer = await browser.PostAsync("/sign-in",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "sign-in",
                ["Name"] = "rep",
                ["Password"] = RunningServer.Password
            }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_person_out_until_an_administrator_gives_a_new_one()
    {
        await server.Admin.Post("/api/users", new { id = "forgetful", name = "Forgetful", role = "Rep" });
        var password = (await server.Admin.Post("/api/users/forgetful/password")).Body!["password"]!.ToString();
        using var browser = server.Browser();

        for (var attempt = 1; attempt < 5; attempt++)
            Assert.Contains("Name or password is not right.", await Text(await browser.SignIn("forgetful", "wrong")), StringComparison.Ordinal);
        Assert.Contains("Too many wrong passwords", await Text(await browser.SignIn("forgetful", "wrong")), StringComparison.Ordinal);
        Assert.Contains("Too many wrong passwords", await Text(await browser.SignIn("forgetful", password)), StringComparison.Ordinal);

        var another = (await server.Admin.Post("/api/users/forgetful/password")).Body!["password"]!.ToString();
        Assert.Equal(HttpStatusCode.Found, (await browser.SignIn("forgetful", another)).StatusCode);
        await using var database = server.Store.Query();
        Assert.Equal(["SignInRefused", "SignInRefused", "SignInRefused", "SignInRefused", "LockedOut", "SignInRefused", "SignedIn"],
            database.Audit.Where(row => row.UserId == "forgetful").OrderBy(row => row.Id).Select(row => row.Action.ToString()).ToList());
    }

    [Fact]
    public async Task Nobody_learns_whether_a_name_exists()
    {
        using var browser = server.Browser();

        Assert.Contains("Name or password is not right.", await Text(await browser.SignIn("nobody", "wrong")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example")]
    public async Task After_signing_in_one_stays_on_this_server(string returnUrl)
    {
        using var browser = await server.BrowserOf("manager");
        using var answer = await browser.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/", new Uri(new Uri(server.Address), answer.Headers.Location!).PathAndQuery);
        Assert.StartsWith(server.Address, new Uri(new Uri(server.Address), answer.Headers.Location!).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_loses_rights_is_signed_out_everywhere()
    {
        await server.Admin.Post("/api/users", new { id = "demoted", name = "Demoted", role = "Manager" });
        var password = (await server.Admin.Post("/api/users/demoted/password")).Body!["password"]!.ToString();
        using var browser = server.Browser();
        await browser.SignIn("demoted", password);
        browser.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal(200, (await browser.Get("/api/users/me")).Status);

        Assert.Equal(200, (await server.Admin.Patch("/api/users/demoted", new { role = "Rep" })).Status);

        Assert.Equal(401, (await browser.Get("/api/users/me")).Status);
    }

    [Fact]
    public async Task Nobody_becomes_their_own_manager()
    {
        await server.Admin.Post("/api/users", new { id = "above", name = "Above", role = "Manager" });
        await server.Admin.Post("/api/users", new { id = "below", name = "Below", role = "Manager", managerId = "above" });

        var (status, body) = await server.Admin.Patch("/api/users/above", new { managerId = "below" });

        Assert.Equal(400, status);
        Assert.NotNull(body!["errors"]!["managerId"]);
    }

    [Fact]
    public async Task A_key_is_good_for_what_it_was_given_and_until_it_ends()
    {
        async Task<(string Id, string Key)> Make(object input) =>
            (await server.As("owner").Post("/api/users/owner/api-keys", input)).Body! is { } body
            ? (body["id"]!.ToString(), body["apiKey"]!.ToString()) : default;
        var reading = server.WithKey((await Make(new { rights = "Read" })).Key);
        var working = server.WithKey((await Make(new { rights = "Work" })).Key);
        var (id, everything) = await Make(new { rights = "All", days = 1 });
        var all = server.WithKey(everything);

        Assert.Equal((200, 403), ((await reading.Get("/api/deals")).Status, (await reading.Post("/api/tasks", new { title = "x" })).Status));
        Assert.Equal((201, 403),
            ((await working.Post("/api/tasks", new { title = "x" })).Status, (await working.Get("/elsa/api/workflow-definitions")).Status));
        Assert.Equal(200, (await all.Get("/elsa/api/workflow-definitions")).Status);
        Assert.Equal(403, (await reading.Post("/api/users/owner/api-keys")).Status);
        Assert.Equal(403, (await server.As("rep").Get("/api/users/owner/api-keys")).Status);

        Assert.Equal(204, (await server.As("owner").Call(HttpMethod.Delete, $"/api/users/owner/api-keys/{id}")).Status);
        Assert.Equal(401, (await all.Get("/api/deals")).Status);
        await server.Runtime.Record(transaction => transaction.Database.ApiKeys.Add(
            new ApiKeyRow
            {
                Id = "ended",
                UserId = "rep",
                Name = "ended",
                Hash = ApiKey.Hash("ended"),
                Rights = ApiKeyRights.All,
                CreatedAt = DateTimeOffset.UnixEpoch,
                ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1)
            }));
        Assert.Equal(401, (await server.WithKey("ended").Get("/api/deals")).Status);
    }

    [Fact]
    public async Task Publishing_and_answers_to_approvals_stand_in_the_audit_log()
    {
        var flow = new { definitionId = "audited", name = "audited", root = new { id = "say", type = "Elsa.WriteLine", version = 1 } };
        await server.As("owner").Post("/elsa/api/workflow-definitions", new { model = flow, publish = true });
        await server.As("owner").Call(HttpMethod.Delete, "/elsa/api/workflow-definitions/audited");

        await using var database = server.Store.Query();
        Assert.Equal([(WorkflowAudit.Published, "owner"), (WorkflowAudit.Deleted, "owner")],
            database.Audit.Where(row => row.Subject == "audited").OrderBy(row => row.Id).AsEnumerable().Select(row => (row.Action, row.UserId!))
            .ToList());
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/studio/frame.js")]
    [InlineData("/api/deals")]
    public async Task Every_answer_carries_the_secure_headers(string path)
    {
        using var answer = await server.Browser().GetAsync(path);

        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
