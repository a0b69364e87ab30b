using System.Net;
using System.Text.RegularExpressions;

namespace ThreeStep.Web.Tests;

/// <summary>A browser without scripts: keeps cookies and signs in by the real form.</summary>
static partial class PeopleSignIn
{
    public static HttpClient Browser(this RunningServer server)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress =
            new Uri(server.Address)
        };
        client.DefaultRequestHeaders.Add("Accept", "text/html, application/json");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    /// <returns>The answer to the form: a redirect when it let in, the page again when not.</returns>
    public static async Task<HttpResponseMessage> SignIn(this HttpClient browser, string name, string password = RunningServer.Password)
    {
        var page = await browser.GetStringAsync("/sign-in");
        return await browser.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
            ["Name"] = name,
            ["Password"] = password,
        }));
    }

    public static async Task<HttpClient> BrowserOf(this RunningServer server, string name)
    {
        var browser = server.Browser();
        using var answer = await browser.SignIn(name);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    /// <summary>What a browser gets that has signed in by the form.</summary>
    public static async Task<Microsoft.Playwright.Cookie> CookieOf(this RunningServer server, string name)
    {
        using var browser = server.Browser();
        using var answer = await browser.SignIn(name);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var given = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("threestep=", StringComparison.Ordinal));
        return new() { Name = "threestep", Value = given.Split(';')[0]["threestep=".Length..], Url = server.Address, HttpOnly = true };
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
