using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using ThreeStep.Orders.People;

namespace ThreeStep.Web.Tests;

/// <summary>
/// Walks every page and every API operation as nobody and as every role, and holds the outcome against docs/rights.md. A new route fails here until
/// somebody has written down who may use it: THREESTEP_RIGHTS=FILE writes the table as it is now.
/// </summary>
public sealed partial class RightsTests(RunningServer server) : IClassFixture<RunningServer>
{
    static readonly (string Role, string? User)[] Callers =
        [("nobody", null), (nameof(Role.Rep), "rep"), (nameof(Role.Manager), "manager"), (nameof(Role.Marketing), "marketing"),
            (nameof(Role.Service), "service"), (nameof(Role.ProcessOwner), "owner"), (nameof(Role.Admin), "admin")];

    static readonly string[] TakesForms = ["/sign-in", "/sign-in/code", "/sign-in/set-up", "/profile/second-factor", "/answer-by-mail"];

    /// <summary>These stop the server; they come last.</summary>
    static bool Stops(string route) => route.Contains("/pause", StringComparison.Ordinal) || route.Contains("drain", StringComparison.Ordinal);

    [Fact]
    public async Task Who_may_use_what_is_as_the_table_says()
    {
        var operations = server.Routes.SelectMany(Operations).Distinct().OrderBy(operation => Stops(operation.Route))
            .ThenBy(operation => operation.Route, StringComparer.Ordinal).ThenBy(operation => operation.Method, StringComparer.Ordinal).ToList();
        var lines = new List<string>();
        foreach (var (method, route) in operations)
        {
            var outcomes = new List<string>();
            foreach (var (_, user) in Callers) outcomes.Add(await Outcome(method, route, user));
            lines.Add($"| {method} {route} | {string.Join(" | ", outcomes)} |");
        }

        lines.Sort(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("THREESTEP_RIGHTS") is { Length: > 0 } target)
            await System.IO.File.WriteAllTextAsync(target, Table(lines));
        var path = Path.Combine(Setup.Installation.Find(new Setup.ServerOptions(Data: server.Folder)).Root, "docs", "rights.md");
        var written = (await System.IO.File.ReadAllLinesAsync(path))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('/', StringComparison.Ordinal));
        Assert.Equal(written, lines);
    }

    static IEnumerable<(string Method, string Route)> Operations(RouteEndpoint endpoint)
    {
        var route = "/" + endpoint.RoutePattern.RawText?.Trim('/');
        // Files of pages and the pages' connection say nothing by themselves.
        if (route.StartsWith("/_", StringComparison.Ordinal)
            || endpoint.Metadata.Any(item => item.GetType().Name.Contains("StaticAsset", StringComparison.Ordinal))) return [];
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        // A page also takes forms; only signing in has some, the page of a mail's link, and one's own second factor.
        var isPage = endpoint.Metadata.Any(item => item.GetType().Name == "ComponentTypeMetadata");
        return methods.Where(method => !isPage || method == "GET" || TakesForms.Contains(route)).Select(method => (method, route));
    }

    async Task<string> Outcome(string method, string route, string? user)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };
        using var request = new HttpRequestMessage(new HttpMethod(method),
            Parameter().Replace(route, match =>
            match.Value.Contains(":int", StringComparison.Ordinal) || match.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "x"));
        if (user is not null) request.Headers.Add("Authorization", $"ApiKey key-of-{user}");
        request.Headers.Add("Accept", "application/json");
        if (method != "GET") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode switch { HttpStatusCode.Unauthorized => "sign in", HttpStatusCode.Forbidden => "no", _ => "yes" };
    }

    static string Table(IEnumerable<string> lines) => $"""
        # Who may use what

        Every page and every API operation, as every role. A test walks them all and holds the outcome against this table; "yes" means that the role is let in:
        whose records it then sees and changes is `RecordAccess`'s to say (a rep their own and the pool's, a manager the team's as well, everybody else all),
        and some operations refuse by what is asked (nobody approves their own deal). The hub and the pages' connection ask as their pages do.

        | Operation | {string.Join(" | ", Callers.Select(caller => caller.Role))} |
        |---|{string.Concat(Callers.Select(_ => "---|"))}
        {string.Join("\n", lines)}

        """;

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
