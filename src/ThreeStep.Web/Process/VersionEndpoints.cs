using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Web.Process;

/// <summary>The versions of workflows: who made them when, what is different, publishing with a comment, restoring, throwing away.</summary>
static class VersionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var workflows = api.MapGroup("workflows/{definitionId}").WithTags("Workflows");
        workflows.MapGet("versions", List).RequireAuthorization(Policies.Oversight);
        workflows.MapGet("versions/{version:int}/changes", Changes).RequireAuthorization(Policies.Oversight);
        workflows.MapPost("versions/{version:int}/restore", Restore).RequireAuthorization(Policies.Process);
        workflows.MapPost("publish", Publish).RequireAuthorization(Policies.Process);
        workflows.MapDelete("draft", Discard).RequireAuthorization(Policies.Process);
    }

    /// <param name="Comment">What has changed, and why.</param>
    /// <param name="Revision">Of the content that was looked at, see <see cref="WorkflowVersion"/>; may be left out.</param>
    public sealed record PublishInput(string? Comment, string? Revision);

    /// <param name="IsPublished">It is the one that new instances run.</param>
    /// <param name="HeldBack">Whose yes it waits for, in the caller's language; null where it waits for nobody's.</param>
    public sealed record PublishAnswer(int Version, bool IsPublished, string? HeldBack);

    /// <param name="Version">Of the draft.</param>
    public sealed record DraftAnswer(int Version);

    static async Task<IReadOnlyList<WorkflowVersion>> List(string definitionId, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        return await WorkflowVersion.Read(database, access, definitionId, token) is { Count: > 0 } found ? found
            : throw RefusalException.NotFound("workflow", definitionId);
    }

    /// <summary>What a version has changed; by itself since the one that was published before it.</summary>
    static IReadOnlyList<WorkflowChange> Changes(string definitionId, int version, int? since, DefinitionStore definitions, ProcessStore store)
    {
        using var database = store.Query();
        return WorkflowVersion.Changes(database, definitionId, version, since, definitions.Compiled.Registry).Changes;
    }

    static async Task<DraftAnswer> Restore(string definitionId, int version, ClaimsPrincipal caller, DefinitionStore definitions) =>
        new((await WorkflowDrafts.Restore(definitions, definitionId, version, caller.UserId())).Definition.Version);

    static async Task<IResult> Publish(string definitionId, PublishInput input, HttpRequest request, ClaimsPrincipal caller,
        DefinitionStore definitions)
    {
        var saved = await WorkflowDrafts.Publish(definitions, definitionId, input.Comment, input.Revision, caller.UserId());
        if (Elsa.Definitions.DefinitionEndpoints.Refusal(request, saved) is { } refusal) return refusal;
        var answer = new PublishAnswer(saved.Definition.Version, saved.Definition.IsPublished,
            Elsa.Definitions.DefinitionEndpoints.HeldBack(request, saved));
        return saved.HeldBack is null ? Results.Ok(answer) : Results.Accepted(value: answer);
    }

    static async Task<IResult> Discard(string definitionId, ClaimsPrincipal caller, DefinitionStore definitions, DefinitionDeletion deletion)
    {
        await WorkflowDrafts.Discard(definitions, deletion, definitionId, caller.UserId());
        return Results.NoContent();
    }
}
