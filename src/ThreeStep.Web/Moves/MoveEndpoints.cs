using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Moves;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Moves;

/// <summary>Running instances take over another version of their workflow: what that would make of them, doing it, taking it back.</summary>
static class MoveEndpoints
{
    /// <summary>Previews that are made at once.</summary>
    const int LargestPreview = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var ofWorkflow = api.MapGroup("workflows/{definitionId}/moves").WithTags("Moves").RequireAuthorization(Policies.Process);
        ofWorkflow.MapPost("preview", Preview);
        ofWorkflow.MapPost("", async (string definitionId, MoveInput input, ClaimsPrincipal caller, OrderRecords records) =>
        {
            var move = await records.Record(caller.Actor(), change => MoveChanges.Start(change, definitionId, input));
            return Results.Accepted($"/api/moves/{move.Id}", SeenMove.Of(move, []));
        });
        ofWorkflow.MapGet("", async (string definitionId, ClaimsPrincipal caller, ProcessStore store, CancellationToken token) =>
        {
            await using var database = store.Query();
            (await WorkflowRights.Read(caller.Actor(), database, token)).Require(definitionId, WorkflowRight.SeeData);
            var moves = await database.VersionMoves.Where(move => move.DefinitionId == definitionId).OrderByDescending(move => move.AskedAt)
                .ToListAsync(token);
            return moves.ConvertAll(move => SeenMove.Of(move, Counts(database, move.Id)));
        });
        var moves = api.MapGroup("moves/{id}").WithTags("Moves").RequireAuthorization(Policies.Process);
        moves.MapGet("", async (string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token) =>
        {
            await using var database = store.Query();
            var move = await Find(database, id, caller, token);
            return SeenMove.Of(move, Counts(database, id));
        });
        moves.MapGet("instances", async (string id, MovedStatus? status, int? page, ClaimsPrincipal caller, ProcessStore store,
            CancellationToken token) =>
        {
            await using var database = store.Query();
            await Find(database, id, caller, token);
            return await database.MovedInstances.Where(moved => moved.MoveId == id && (status == null || moved.Status == status))
                .OrderBy(moved => moved.InstanceId).Skip((Math.Clamp(page ?? 1, 1, 100_000) - 1) * LargestPreview).Take(LargestPreview)
                .Select(moved => new SeenMoved(moved.InstanceId, moved.Status, moved.Why)).ToListAsync(token);
        });
        moves.MapPost("undo", (string id, ClaimsPrincipal caller, OrderRecords records, ProcessStore store) =>
            records.Record(caller.Actor(), change => SeenMove.Of(MoveChanges.Undo(change, id), [])));
    }

    static async Task<VersionMove> Find(ProcessDatabase database, string id, ClaimsPrincipal caller, CancellationToken token)
    {
        var move = await database.VersionMoves.FirstOrDefaultAsync(row => row.Id == id, token) ?? throw RefusalException.NotFound("move", id);
        (await WorkflowRights.Read(caller.Actor(), database, token)).Require(move.DefinitionId, WorkflowRight.SeeData);
        return move;
    }

    /// <param name="Instances">How many it is about.</param>
    /// <param name="Previews">Of the first of them.</param>
    public sealed record PreviewAnswer(int Instances, IReadOnlyList<MovePreview> Previews);

    static async Task<PreviewAnswer> Preview(string definitionId, MoveInput input, int? page, ClaimsPrincipal caller, ProcessStore store,
        WorkflowRuntime runtime, CancellationToken token)
    {
        await using var database = store.Query();
        if (!await database.Definitions.AnyAsync(row => row.DefinitionId == definitionId, token))
            throw RefusalException.NotFound("workflow", definitionId);
        (await WorkflowRights.Read(caller.Actor(), database, token)).RequireMending(definitionId);
        var all = MovePreview.Which(database, definitionId, input);
        var ids = await all.Skip((Math.Clamp(page ?? 1, 1, 100_000) - 1) * LargestPreview).Take(LargestPreview).Select(row => row.Id)
            .ToListAsync(token);
        return new(await all.CountAsync(token), ids.Select(id => MovePreview.Of(runtime, id, input)).OfType<MovePreview>().ToList());
    }

    public static Dictionary<MovedStatus, int> Counts(ProcessDatabase database, string id) =>
        database.MovedInstances.Where(moved => moved.MoveId == id).GroupBy(moved => moved.Status)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionary(group => group.Key, group => group.Count);
}

/// <summary>A move without its instances. Times are UTC.</summary>
sealed record SeenMove(string Id, string DefinitionId, MoveInput Input, string? AskedById, DateTimeOffset AskedAt, DateTimeOffset? EndedAt,
    string? UndoneById, DateTimeOffset? UndoneAt, IReadOnlyDictionary<MovedStatus, int> Instances)
{
    public static SeenMove Of(VersionMove move, Dictionary<MovedStatus, int> counts) => new(move.Id, move.DefinitionId, move.Input, move.AskedById,
        move.AskedAt, move.EndedAt, move.UndoneById, move.UndoneAt, counts);
}

sealed record SeenMoved(string InstanceId, MovedStatus Status, Message? Why);
