using System.Text.Json.Nodes;
using ThreeStep.Orders.Fields;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa;

/// <summary>What somebody says beside what Elsa's API asks for: why they end another one's work, or what they have changed.</summary>
static class GivenReason
{
    const int LongestComment = 1_000;

    /// <summary>
    /// Those concerned are told it: <c>reason</c> in the body, as a parameter, or percent-encoded in the header X-Reason, which Studio's page sends;
    /// null when none is given.
    /// </summary>
    public static string? Of(HttpRequest request, JsonObject body) => Said(request, body, "reason", "X-Reason");

    /// <summary>It is kept with the version: <c>comment</c>, in the same ways; the header is X-Comment.</summary>
    public static string? Comment(HttpRequest request, JsonObject? body) =>
        TextField.Note(Said(request, body, "comment", "X-Comment"), "comment", LongestComment);

    static string? Said(HttpRequest request, JsonObject? body, string name, string headerName)
    {
        var said = body?.Text(name) ?? (string?)request.Query[name]
            ?? (request.Headers[headerName] is [{ } header] ? Uri.UnescapeDataString(header) : null);
        return string.IsNullOrWhiteSpace(said) ? null : said.Trim();
    }
}
