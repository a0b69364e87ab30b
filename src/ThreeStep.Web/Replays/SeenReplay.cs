using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Replays;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Replays;

/// <summary>A replay without its report. Times are UTC.</summary>
/// <param name="Done">So many cases have been looked at; null while it does not run.</param>
sealed record SeenReplay(string Id, string DefinitionId, ReplayInput Input, string? AskedById, DateTimeOffset AskedAt, ReplayStatus Status,
    DateTimeOffset? EndedAt, Message? Failure, int Cases, int? Done)
{
    public static SeenReplay Of(Replay replay, ReplayWorker worker)
    {
        var progress = worker.ProgressOf(replay.Id);
        return new(replay.Id, replay.DefinitionId, replay.Input, replay.AskedById, replay.AskedAt, replay.Status, replay.EndedAt, replay.Failure,
            progress?.Cases ?? replay.Cases, progress?.Done);
    }

    /// <summary>Of a workflow, the newest first, without what came out.</summary>
    public static Task<List<Replay>> Read(ProcessDatabase database, string definitionId, CancellationToken token) =>
        database.Replays.Where(replay => replay.DefinitionId == definitionId).OrderByDescending(replay => replay.AskedAt).Select(replay => new Replay
        {
            Id = replay.Id,
            DefinitionId = replay.DefinitionId,
            Input = replay.Input,
            AskedById = replay.AskedById,
            AskedAt = replay.AskedAt,
            Status = replay.Status,
            EndedAt = replay.EndedAt,
            Failure = replay.Failure,
            Cases = replay.Cases,
        }).ToListAsync(token);
}
