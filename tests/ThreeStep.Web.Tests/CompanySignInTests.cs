using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ThreeStep.Web.Tests;

/// <summary>Sign-in with a company's identity provider, against a small one that speaks OpenID Connect over HTTP.</summary>
public sealed class CompanySignInTests : IAsyncLifetime, IDisposable
{
    readonly WebApplication provider = WebApplication.CreateSlimBuilder().Build();
    readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "test" };
    readonly ServerProcess server = new();
    string address = "them@company.example";
    string? nonce;

    public async Task InitializeAsync()
    {
        provider.Urls.Add("http://127.0.0.1:0");
        provider.MapGet("/.well-known/openid-configuration", (HttpRequest request) =>
        {
            var own = $"http://{request.Host}";
            return new
            {
                issuer = own,
                authorization_endpoint = $"{own}/authorize",
                token_endpoint = $"{own}/token",
                jwks_uri = $"{own}/keys",
                id_token_signing_alg_values_supported = new[] { "RS256" }
            };
        });
        provider.MapGet("/keys", () =>
            new
            {
                keys = new[] { JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId =
            key.KeyId }) }.Select(web => new { kty = web.Kty, kid = web.Kid, n = web.N, e = web.E, use = "sig", alg = "RS256" })
            });
        provider.MapPost("/token", (HttpRequest request) =>
        {
            var claims = new Dictionary<string, object> { ["sub"] = "s1", ["email"] = address, ["nonce"] = nonce! };
            var token = new JsonWebTokenHandler()
                .CreateToken(new SecurityTokenDescriptor
                {
                    Issuer = $"http://{request.Host}",
                    Audience = "threestep",
                    Expires = DateTime.UtcNow.AddMinutes(5),
                    Claims = claims,
                    SigningCredentials = new SigningCredentials(key, "RS256")
                });
            return new { access_token = "a", token_type = "Bearer", id_token = token };
        });
        await provider.StartAsync();
        server.Settings["OpenIdConnect__Authority"] = provider.Urls.First();
        server.Settings["OpenIdConnect__ClientId"] = "threestep";
        server.Settings["OpenIdConnect__ClientSecret"] = "secret";
        await server.Start();
        Assert.Equal(HttpStatusCode.Created,
            (await server.Client.PostAsync("/api/users",
            System.Net.Http.Json.JsonContent.Create(new
            {
                id = "them",
                name = "Them",
                email = "them@company.example",
                role = "Manager"
            }))).StatusCode);
        // The provider asks for its own second factor; ours is for passwords.
        Assert.Equal(HttpStatusCode.OK, (await server.Client.PatchAsync("/api/company",
            System.Net.Http.Json.JsonContent.Create(new { secondFactorRoles = new[] { "Manager" } }))).StatusCode);
    }

    /// <summary>Goes to the provider and comes back with its answer, as a browser does.</summary>
    async Task<(HttpClient Browser, HttpResponseMessage Answer)> ComeBack()
    {
        var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress =
            server.Client.BaseAddress
        };
        Assert.Contains("/sign-in/company", await browser.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        using var challenge = await browser.GetAsync("/sign-in/company?returnUrl=%2Fdeals");
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(challenge.Headers.Location!.Query);
        nonce = asked["nonce"];
        var answer = await browser.GetAsync($"/sign-in/company/answer?code=c&state={Uri.EscapeDataString(asked["state"].ToString())}");
        return (browser, answer);
    }

    [Fact]
    public async Task A_person_known_by_mail_address_is_let_in_and_a_stranger_is_not()
    {
        var (browser, answer) = await ComeBack();
        Assert.Equal("/deals", answer.Headers.Location!.ToString());
        Assert.Contains("\"them\"", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);

        address = "stranger@elsewhere.example";
        (browser, answer) = await ComeBack();
        Assert.Equal("/sign-in?refused=company", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/users/me")).StatusCode);
        Assert.Contains("did not let you in", WebUtility.HtmlDecode(await browser.GetStringAsync("/sign-in?refused=company")),
            StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await provider.DisposeAsync();
    }

    public void Dispose() => key.Rsa.Dispose();
}
