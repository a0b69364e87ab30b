using ThreeStep.Web.Security;

namespace ThreeStep.Web.Endpoints;

/// <summary>Which endpoints are open to whom, for administrators and process owners.</summary>
static class EndpointListing
{
    /// <param name="Path">With <c>/workflows/</c>.</param>
    /// <param name="IsOpenToAnybody">Neither a sign-in nor a key is asked for.</param>
    sealed record Listed(string Path, IReadOnlyList<string> Methods, string DefinitionId, bool IsOpenToAnybody, string? Policy);

    public static void Map(WebApplication app) => app.MapGet("/api/endpoints", List).RequireAuthorization(Policies.Process);

    static async Task<IResult> List(EndpointTable table, CancellationToken token)
    {
        var items = (await table.Starting(token))
            .Select(endpoint => new Listed($"/workflows/{endpoint.Rule.Path}", endpoint.Rule.Methods, endpoint.DefinitionId, IsOpen(endpoint),
                endpoint.Rule.Policy)).ToList();
        return Results.Ok(new { items, totalCount = items.Count, waitingInstances = await table.Waiting(token) });
    }

    public static bool IsOpen(OpenEndpoint endpoint) => endpoint.Rule is { Authorize: false, Policy: null };
}
