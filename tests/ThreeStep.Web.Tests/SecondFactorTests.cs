using System.Net;
using System.Text.RegularExpressions;
using OtpNet;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>Signing in with a code, by the real forms and the real clock.</summary>
public sealed partial class SecondFactorTests(RunningServer server) : IClassFixture<RunningServer>
{
    /// <summary>Somebody with a password of their own, and a second factor where it was set up.</summary>
    sealed record Somebody(string Id, string Password, byte[] Secret, IReadOnlyList<string> RecoveryCodes)
    {
        public string Code => new Totp(Secret).ComputeTotp();
    }

    async Task<Somebody> Person(string id, string role = "Rep")
    {
        Assert.Equal(201, (await server.Admin.Post("/api/users", new { id, name = id, role })).Status);
        return new(id, (await server.Admin.Post($"/api/users/{id}/password")).Body!["password"]!.ToString(), [], []);
    }

    async Task<Somebody> PersonWithFactor(string id, string role = "Rep")
    {
        var person = await Person(id, role);
        using var browser = server.Browser();
        await browser.SignIn(id, person.Password);
        var (made, answer) = await SetUp(browser, person, "/profile/second-factor");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(10, made.RecoveryCodes.Count);
        await ForgetStep(id);
        return made;
    }

    /// <summary>Fills the form that shows a new key.</summary>
    static async Task<(Somebody Person, HttpResponseMessage Answer)> SetUp(HttpClient browser, Somebody person, string path, string? page = null)
    {
        page ??= await browser.GetStringAsync(path);
        var secret = Base32Encoding.ToBytes(Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var code = new Totp(secret).ComputeTotp();
        var answer = await Fill(browser, path, page, "set-up", ("Proposal", WebUtility.HtmlDecode(Proposal().Match(page).Groups[1].Value)),
            ("Code", code), ("NewCode", code), ("Present", person.Password));
        var codes = RecoveryCodes().Match(await Text(answer)).Groups[1].Value;
        return (person with { Secret = secret, RecoveryCodes = codes.Split('\n', StringSplitOptions.RemoveEmptyEntries) }, answer);
    }

    static async Task<HttpResponseMessage> Fill(HttpClient browser, string path, string page, string form, params (string, string)[] fields) =>
        await browser.PostAsync(path, new FormUrlEncodedContent(
            [
                new("_handler", form), new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
                .. fields.Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2)),
            ]));

    static async Task<HttpResponseMessage> Fill(HttpClient browser, string path, string form, params (string, string)[] fields) =>
        await Fill(browser, path, await browser.GetStringAsync(path), form, fields);

    static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    static string To(HttpResponseMessage answer) => answer.Headers.Location?.ToString() ?? "";

    /// <summary>Somebody whose password was right and who is asked for the code.</summary>
    async Task<HttpClient> Half(Somebody person)
    {
        var browser = server.Browser();
        using var answer = await browser.SignIn(person.Id, person.Password);
        Assert.Contains("/sign-in/code", To(answer), StringComparison.Ordinal);
        return browser;
    }

    static Task<HttpResponseMessage> GiveCode(HttpClient browser, string code) => Fill(browser, "/sign-in/code", "code", ("Code", code));

    async Task<HttpClient> SignedIn(Somebody person)
    {
        await ForgetStep(person.Id);
        var browser = await Half(person);
        using var answer = await GiveCode(browser, person.Code);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        // As a program asks: 401 instead of the way to the sign-in page.
        browser.DefaultRequestHeaders.Accept.Clear();
        await ForgetStep(person.Id);
        return browser;
    }

    /// <summary>A test signs in more often than every 30 seconds.</summary>
    Task ForgetStep(string id) => server.Runtime.Record(transaction => { transaction.Database.Credentials.Find(id)!.SecondFactorStep = null; });

    static async Task<int> Me(HttpClient browser)
    {
        browser.DefaultRequestHeaders.Accept.Clear();
        return (await browser.Get("/api/users/me")).Status;
    }

    async Task<List<(string Action, string? Detail)>> AuditOf(string id)
    {
        await using var database = server.Store.Query();
        return database.Audit.Where(row => row.UserId == id).OrderBy(row => row.Id).AsEnumerable().Select(row => (row.Action, row.Detail)).ToList();
    }

    async Task<List<NoticeKind>> Told(string id)
    {
        await using var database = server.Store.Query();
        return database.Notices.Where(notice => notice.UserId == id).Select(notice => notice.Kind).ToList();
    }

    [Fact]
    public async Task After_the_password_only_the_code_opens_anything()
    {
        var person = await PersonWithFactor("coded");
        using var browser = await Half(person);

        foreach (var path in (string[])["/", "/profile", "/profile/second-factor", "/studio", "/api/users/me", "/elsa/api/workflow-definitions"])
            Assert.StartsWith("/sign-in?returnUrl", new Uri(new Uri(server.Address), To(await browser.GetAsync(path))).PathAndQuery,
                StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Accept.Clear();
        foreach (var path in (string[])["/_blazor/negotiate?negotiateVersion=1", "/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync(path, null)).StatusCode);
        Assert.Equal(401, (await browser.Post("/api/users/coded/api-keys", new { password = person.Password })).Status);

        Assert.Contains("The code is not right.", await Text(await GiveCode(browser, "000000")), StringComparison.Ordinal);
        Assert.Contains("The code is not right.", await Text(await GiveCode(browser, "")), StringComparison.Ordinal);
        var code = person.Code;
        using var answer = await Fill(browser, "/sign-in/code?returnUrl=%2Fdeals", "code", ("Code", code));
        Assert.EndsWith("/deals", To(answer), StringComparison.Ordinal);
        Assert.Equal(200, await Me(browser));
        using var left = await Half(person);
        await left.PostAsync("/sign-out", null);
        Assert.Contains("refused=late", To(await left.GetAsync("/sign-in/code")), StringComparison.Ordinal);
        using var other = await Half(person);
        Assert.Contains("used already", await Text(await GiveCode(other, code)), StringComparison.Ordinal);
        Assert.Equal(401, await Me(other));

        Assert.Equal([("SignedIn", null), ("SecondFactorOn", null), ("SignInRefused", "code"), ("SignInRefused", "code"), ("SignedIn", null),
            ("SignInRefused", "code")], await AuditOf("coded"));
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once_and_the_person_is_told()
    {
        var person = await PersonWithFactor("recovering");
        using var browser = await Half(person);
        Assert.Equal(HttpStatusCode.Found,
            (await Fill(browser, "/sign-in/code", "code", ("Code", ""), ("Recovery", person.RecoveryCodes[0].ToUpperInvariant()))).StatusCode);
        Assert.Equal(200, await Me(browser));

        using var other = await Half(person);
        Assert.Contains("The code is not right.", await Text(await Fill(other, "/sign-in/code", "code", ("Recovery", person.RecoveryCodes[0]))),
            StringComparison.Ordinal);
        Assert.Equal("9", (await browser.Get("/api/users/recovering/second-factor")).Body!["recoveryCodesLeft"]!.ToString());
        Assert.Contains(NoticeKind.RecoveryCodeUsed, await Told("recovering"));
    }

    [Fact]
    public async Task Wrong_codes_lock_out_as_wrong_passwords_do_also_when_they_come_at_once()
    {
        var person = await PersonWithFactor("guessed");
        using var browser = await Half(person);
        var page = await browser.GetStringAsync("/sign-in/code");

        // A right password in between forgives nothing.
        await Fill(browser, "/sign-in/code", page, "code", ("Code", "000000"));
        (await Half(person)).Dispose();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(guess => Fill(browser, "/sign-in/code", page, "code", ("Code", $"{guess:000000}"))));

        Assert.Contains("Too many wrong passwords or codes", await Text(await GiveCode(browser, person.Code)), StringComparison.Ordinal);
        using var anew = server.Browser();
        Assert.Contains("Too many wrong", await Text(await anew.SignIn(person.Id, person.Password)), StringComparison.Ordinal);
        var audit = await AuditOf("guessed");
        Assert.Equal((4, 1), (audit.Count(line => line == ("SignInRefused", "code")), audit.Count(line => line.Action == "LockedOut")));
        Assert.Contains(NoticeKind.WrongCodes, await Told("guessed"));

        var another = (await server.Admin.Post("/api/users/guessed/password")).Body!["password"]!.ToString();
        Assert.Equal(200, await Me(await SignedIn(person with { Password = another })));
    }

    [Fact]
    public async Task Wrong_passwords_at_once_are_counted_each()
    {
        var person = await Person("rushed");
        var browsers = Enumerable.Range(0, 8).Select(_ => server.Browser()).ToList();

        await Task.WhenAll(browsers.Select(browser => browser.SignIn("rushed", "wrong")));

        using var own = server.Browser();
        Assert.Contains("Too many wrong", await Text(await own.SignIn("rushed", person.Password)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_code_lets_one_browser_in()
    {
        var person = await PersonWithFactor("twice");
        var (one, other) = (await Half(person), await Half(person));
        var pages = (await one.GetStringAsync("/sign-in/code"), await other.GetStringAsync("/sign-in/code"));
        var code = person.Code;

        var answers = await Task.WhenAll(Fill(one, "/sign-in/code", pages.Item1, "code", ("Code", code)),
            Fill(other, "/sign-in/code", pages.Item2, "code", ("Code", code)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Found], answers.Select(answer => answer.StatusCode).Order());
        Assert.Equal([200, 401], ((int[])[await Me(one), await Me(other)]).Order());
    }

    [Fact]
    public async Task Whose_role_must_is_signed_out_and_sets_it_up_before_they_are_in()
    {
        var person = await Person("must", "Marketing");
        using var browser = server.Browser();
        await browser.SignIn("must", person.Password);
        using var promoted = server.Browser();
        var rep = await Person("becomes-must");
        await promoted.SignIn("becomes-must", rep.Password);
        Assert.Equal(200, await Me(browser));
        try
        {
            var answer = await server.Admin.Patch("/api/company", new { secondFactorRoles = new[] { "Marketing" } });
            Assert.Equal(["Marketing"], answer.Body!["secondFactorRoles"]!.AsArray().Select(role => role!.ToString()));

            Assert.Equal(401, await Me(browser));
            Assert.Equal(200, await Me(promoted));
            Assert.Equal(200, (await server.Admin.Patch("/api/users/becomes-must", new { role = "Marketing" })).Status);
            Assert.Equal(401, await Me(promoted));

            browser.DefaultRequestHeaders.Add("Accept", "text/html");
            using var asked = await browser.SignIn("must", person.Password);
            Assert.Contains("/sign-in/set-up", To(asked), StringComparison.Ordinal);
            Assert.Contains("/sign-in?", To(await browser.GetAsync("/")), StringComparison.Ordinal);
            // Somebody else who knows the password has their own picture by now; who is first has set it up.
            using var late = server.Browser();
            await late.SignIn("must", person.Password);
            var latePage = await late.GetStringAsync("/sign-in/set-up");
            var wrong = await Fill(browser, "/sign-in/set-up", "set-up", ("Code", "000000"));
            Assert.Contains("/sign-in?refused=late", To(wrong), StringComparison.Ordinal);
            var (made, done) = await SetUp(browser, person, "/sign-in/set-up");
            Assert.Equal((HttpStatusCode.OK, 10), (done.StatusCode, made.RecoveryCodes.Count));
            Assert.Equal(200, await Me(browser));
            var (_, refused) = await SetUp(late, person, "/sign-in/set-up", latePage);
            Assert.Contains("Begin anew.", await Text(refused), StringComparison.Ordinal);
            Assert.Equal(401, await Me(late));

            using var again = await SignedIn(made);
            again.DefaultRequestHeaders.Add("Accept", "text/html");
            Assert.DoesNotContain("Turn it off", await again.GetStringAsync("/profile/second-factor"), StringComparison.Ordinal);
            var kept = await Fill(again, "/profile/second-factor", "second-factor", ("Deed", "off"), ("Present", made.Password), ("Code", made.Code));
            Assert.Contains("Your role needs a second factor", await Text(kept), StringComparison.Ordinal);
            // Keys are the way of programs.
            Assert.Equal(200, (await server.As("marketing").Get("/api/users/me")).Status);
        }
        finally { Assert.Equal(200, (await server.Admin.Patch("/api/company", new { secondFactorRoles = Array.Empty<string>() })).Status); }
    }

    [Fact]
    public async Task What_would_keep_the_door_open_needs_the_password_and_the_code()
    {
        var person = await PersonWithFactor("careful");
        using var browser = await SignedIn(person);

        var keys = "/api/users/careful/api-keys";
        var none = await browser.Post(keys, new { name = "x" });
        Assert.Equal(400, none.Status);
        Assert.NotNull(none.Body!["errors"]!["password"]);
        Assert.NotNull((await browser.Post(keys, new { name = "x", password = person.Password })).Body!["errors"]!["code"]);
        var made = await browser.Post(keys, new { name = "x", password = person.Password, code = person.Code });
        Assert.Equal(201, made.Status);
        Assert.Equal(201, (await server.WithKey(made.Body!["apiKey"]!.ToString()).Post(keys, new { name = "by a key" })).Status);

        await ForgetStep(person.Id);
        Task<HttpResponseMessage> Change(string code) => browser.PostAsync("/profile/password", new FormUrlEncodedContent(
            [new("present", person.Password), new("next", "another password"), new("code", code)]));
        Assert.EndsWith("refused=code", To(await Change("")), StringComparison.Ordinal);
        Assert.EndsWith("said=changed", To(await Change(person.Code)), StringComparison.Ordinal);
        Assert.Equal(200, await Me(browser));
        await ForgetStep(person.Id);
        var now = person with { Password = "another password" };
        using var other = await SignedIn(now);

        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        Task<HttpResponseMessage> Do(string deed, string password, string code) => Fill(browser, "/profile/second-factor", "second-factor",
            ("Deed", deed), ("Present", password), ("Code", code));
        Assert.Contains("The present password is not right.", await Text(await Do("renew", "wrong", person.Code)), StringComparison.Ordinal);
        Assert.Contains("The code is not right.", await Text(await Do("off", now.Password, "000000")), StringComparison.Ordinal);
        var renewed = RecoveryCodes().Match(await Text(await Do("renew", now.Password, person.Code))).Groups[1].Value.Split('\n');
        Assert.Contains("The code is not right.", await Text(await Do("off", now.Password, person.RecoveryCodes[0])), StringComparison.Ordinal);
        Assert.EndsWith("said=factor-off", To(await Do("off", now.Password, renewed[0])), StringComparison.Ordinal);
        Assert.Equal((200, 401), (await Me(browser), await Me(other)));
        using var plain = server.Browser();
        Assert.EndsWith("/", To(await plain.SignIn("careful", now.Password)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_moves_to_another_app_with_a_code_of_the_former_one()
    {
        var person = await PersonWithFactor("moving");
        using var browser = await SignedIn(person);
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        var page = await browser.GetStringAsync("/profile/second-factor?move=true");
        var secret = Base32Encoding.ToBytes(Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        Task<HttpResponseMessage> Move(string former) => Fill(browser, "/profile/second-factor?move=true", page, "set-up",
            ("Proposal", WebUtility.HtmlDecode(Proposal().Match(page).Groups[1].Value)), ("NewCode", new Totp(secret).ComputeTotp()),
            ("Present", person.Password), ("Code", former));

        Assert.Contains("The code is not right.", await Text(await Move("000000")), StringComparison.Ordinal);
        Assert.Contains("recovery-codes", await Text(await Move(person.RecoveryCodes[0])), StringComparison.Ordinal);

        await ForgetStep("moving");
        using var other = await Half(person);
        Assert.Contains("The code is not right.", await Text(await GiveCode(other, person.Code)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await GiveCode(other, (person with { Secret = secret }).Code)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_resets_it_for_others_and_they_are_told()
    {
        var (person, admin) = (await PersonWithFactor("lost"), await PersonWithFactor("chief", "Admin"));
        using var browser = await SignedIn(person);
        using var chief = await SignedIn(admin);

        Assert.Equal(403, (await browser.Call(HttpMethod.Delete, "/api/users/lost/second-factor")).Status);
        Assert.Equal(403, (await server.As("rep").Get("/api/users/lost/second-factor")).Status);
        Assert.Equal(409, (await chief.Call(HttpMethod.Delete, "/api/users/chief/second-factor")).Status);
        Assert.Equal(409, (await chief.Post("/api/users/chief/password")).Status);
        Assert.Equal(404, (await chief.Call(HttpMethod.Delete, "/api/users/nobody/second-factor")).Status);
        Assert.NotNull((await chief.Get("/api/users/lost/second-factor")).Body!["since"]);
        Assert.Equal(204, (await chief.Call(HttpMethod.Delete, "/api/users/lost/second-factor")).Status);

        Assert.Equal(401, await Me(browser));
        Assert.Contains(NoticeKind.SecondFactorReset, await Told("lost"));
        using var plain = server.Browser();
        Assert.EndsWith("/", To(await plain.SignIn("lost", person.Password)), StringComparison.Ordinal);
        Assert.Equal(409, (await chief.Call(HttpMethod.Delete, "/api/users/lost/second-factor")).Status);

        Assert.Equal(0, await ResetCommand.Run(new ServerOptions(Data: server.Folder), "chief"));
        Assert.Equal(1, await ResetCommand.Run(new ServerOptions(Data: server.Folder), "nobody"));
        Assert.Equal(401, await Me(chief));
    }

    [Fact]
    public async Task Without_the_servers_keys_only_a_recovery_code_helps()
    {
        var person = await PersonWithFactor("restored");
        await server.Runtime.Record(transaction => { transaction.Database.Credentials.Find("restored")!.SecondFactorSecret = "of other keys"; });
        using var browser = await Half(person);

        Assert.Contains("cannot be read any more", await Text(await GiveCode(browser, person.Code)), StringComparison.Ordinal);
        Assert.Equal(401, await Me(browser));
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Equal(HttpStatusCode.Found,
            (await Fill(browser, "/sign-in/code", "code", ("Recovery", person.RecoveryCodes[1]))).StatusCode);
    }

    [Fact]
    public async Task The_forms_are_our_own_pages()
    {
        var person = await PersonWithFactor("forged");
        using var browser = await Half(person);
        var page = await browser.GetStringAsync("/sign-in/code");

        Assert.Equal(HttpStatusCode.BadRequest, (await Fill(browser, "/sign-in/code", "", "code", ("Code", person.Code))).StatusCode);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await Fill(browser, "/sign-in/code", page, "code", ("Code", person.Code))).StatusCode);

        using var inside = await SignedIn(person);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await Fill(inside, "/profile/second-factor", "", "second-factor", ("Deed", "off"), ("Present", person.Password), ("Code", person.Code)))
            .StatusCode);
        inside.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        Assert.Equal(HttpStatusCode.Forbidden, (await Fill(inside, "/profile/second-factor", "", "second-factor", ("Deed", "off"))).StatusCode);
        // Without a password that was right there is nothing to answer.
        using var stranger = server.Browser();
        Assert.Contains("/sign-in?refused=late", To(await stranger.GetAsync("/sign-in/code")), StringComparison.Ordinal);
        Assert.Contains("/sign-in?refused=late", To(await stranger.GetAsync("/sign-in/set-up")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"secondFactorRoles":["Emperor"]}""", 400)]
    [InlineData("""{"secondFactorRoles":"Admin"}""", 400)]
    [InlineData("""{"secondFactorRoles":[null]}""", 400)]
    [InlineData("""{"secondFactorRoles":[7]}""", 400)]
    [InlineData("""{"secondFactorRoles":null}""", 200)]
    public async Task Roles_are_the_known_ones(string json, int status) =>
        Assert.Equal(status, (await server.Admin.Call(HttpMethod.Patch, "/api/company", json)).Status);

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
    [GeneratedRegex("""name="Proposal" value="([^"]+)""")]
    private static partial Regex Proposal();
    [GeneratedRegex("""id="second-factor-key">([^<]+)<""")]
    private static partial Regex Key();
    [GeneratedRegex("""id="recovery-codes">([^<]+)<""")]
    private static partial Regex RecoveryCodes();
}
