using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Reviews;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Reviews;

/// <summary>Comments on the steps of a workflow: read, begun, answered, settled.</summary>
static class ReviewEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var comments = api.MapGroup("workflows/{definitionId}/comments").WithTags("Workflows").RequireAuthorization(Policies.Oversight);
        comments.MapGet("", List);
        comments.MapPost("", async (string definitionId, CommentInput input, ClaimsPrincipal caller, OrderRecords records) =>
        {
            var thread = await records.Write(caller.Actor(), change =>
                ReviewChanges.Begin(change, definitionId, input.Step, input.Version, input.Text));
            return Results.Created($"/api/workflows/{Uri.EscapeDataString(definitionId)}/comments", SeenThread.Of(thread, null));
        });
        comments.MapPost("{threadId}/answers", async (string definitionId, string threadId, AnswerInput input, ClaimsPrincipal caller,
            OrderRecords records) => SeenThread.Of(await records.Write(caller.Actor(), change =>
                ReviewChanges.Answer(change, definitionId, threadId, input.Text)), null));
        comments.MapPatch("{threadId}", async (string definitionId, string threadId, SettleInput input, ClaimsPrincipal caller,
            OrderRecords records) => SeenThread.Of(await records.Write(caller.Actor(), change =>
                ReviewChanges.Settle(change, definitionId, threadId, input.IsResolved)), null));
    }

    /// <param name="Step">The id of the activity.</param>
    /// <param name="Version">The version that is looked at; the newest where it is left out.</param>
    /// <param name="Text">Who is mentioned as @name is told.</param>
    public sealed record CommentInput(string? Step, string? Text, int? Version = null);

    public sealed record AnswerInput(string? Text);

    public sealed record SettleInput(bool IsResolved);

    /// <param name="step">Only those at this step.</param>
    /// <param name="open">Only those that are open, or only those that are settled.</param>
    static async Task<IReadOnlyList<SeenThread>> List(string definitionId, string? step, bool? open, CompiledDefinitions definitions,
        ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        if (!definitions.Exists(definitionId)) throw RefusalException.NotFound("workflow", definitionId);
        return (await SeenThread.Read(database, definitions, definitionId, token))
            .FindAll(thread => (step is null || thread.Step == step) && (open is null || thread.ResolvedAt is null == open));
    }
}
