using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa;

/// <summary>Why somebody ends another one's work: those concerned are told.</summary>
static class GivenReason
{
    /// <summary>
    /// <c>reason</c> in the body, as a parameter, or percent-encoded in the header X-Reason, which Studio's page sends; null when none is given.
    /// </summary>
    public static string? Of(HttpRequest request, JsonObject body)
    {
        var reason = body.Text("reason") ?? (string?)request.Query["reason"]
            ?? (request.Headers["X-Reason"] is [{ } header] ? Uri.UnescapeDataString(header) : null);
        return string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
    }
}
