using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Moves;

/// <summary>
/// Moves the instances that were asked to be moved, or brought back. What is left stands in the database: each instance is moved
/// and noted in one transaction, so that a crash leaves none twice and none out.
/// </summary>
public sealed class MoveChore(OrderRecords records, WorkflowRuntime runtime, ProcessStore store, TimeProvider clock) : ChangeChore(runtime, clock)
{
    const int Portion = 200;
    /// <summary>So many at once, so that they share the disk's time.</summary>
    const int Together = 32;

    readonly WorkflowRuntime runtime = runtime;

    protected override bool Concerns(object changed) => changed is VersionMove { EndedAt: null };

    protected override async Task DoAll(CancellationToken stopping)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = stopping };
        while (Next() is { Count: > 0 } portion)
            await Parallel.ForEachAsync(portion, together, (next, _) =>
                new ValueTask(next.Moved.Status == MovedStatus.Waiting ? Move(next.Move, next.Moved.InstanceId) : Undo(next.Move, next.Moved)));
        await records.Record(Actor.Server, change =>
        {
            foreach (var move in change.Database.VersionMoves.Where(move => move.EndedAt == null).ToList())
                if (!change.Database.MovedInstances.Any(moved => moved.MoveId == move.Id
                    && (moved.Status == MovedStatus.Waiting || moved.Status == MovedStatus.Undoing)))
                    move.EndedAt = change.Now;
            return true;
        });
    }

    List<(VersionMove Move, MovedInstance Moved)> Next()
    {
        using var database = store.Query();
        var waiting = database.MovedInstances.Where(moved => moved.Status == MovedStatus.Waiting || moved.Status == MovedStatus.Undoing)
            .OrderBy(moved => moved.MoveId).ThenBy(moved => moved.InstanceId).Take(Portion).ToList();
        var ids = waiting.Select(moved => moved.MoveId).Distinct().ToList();
        var moves = database.VersionMoves.Where(move => ids.Contains(move.Id)).ToList().ToDictionary(move => move.Id);
        return waiting.ConvertAll(moved => (moves[moved.MoveId], moved));
    }

    async Task Move(VersionMove move, string instanceId)
    {
        var alter = new Stimulus.Alter(move.Input.Alterations, move.Id, move.AskedById, move.Input.Reason);
        var burst = await runtime.Alter(instanceId, alter, null, (transaction, altered) =>
        {
            if (Find(transaction, move.Id, instanceId) is not { } moved) return;
            if (altered.Burst.Refusal is { } why) (moved.Status, moved.Why) = (MovedStatus.Refused, why);
            else
                (moved.Status, moved.Before, moved.Version) = (MovedStatus.Moved, MayBeUndone(altered.Burst) ? altered.Before : null,
                    altered.Version + 1);
        });
        if (burst is null) await Note(move.Id, instanceId, MovedStatus.Refused, "It is not there any more.");
        else if (burst.Refusal is null && move.Input is { Mend: null, RetriesFailed: true } && burst.State.Incidents.Count > 0)
            await runtime.Deliver(instanceId, new Stimulus.Retry(By: move.AskedById));
    }

    /// <summary>What has told people something, or started other workflows, is not made undone by bringing one instance back.</summary>
    static bool MayBeUndone(BurstResult burst) => burst.Commands.Count == 0 && burst.Children.Count == 0;

    async Task Undo(VersionMove move, MovedInstance known)
    {
        if (known.Before is null)
        {
            await Note(move.Id, known.InstanceId, MovedStatus.MovedOn, "It has told people or other systems something, which cannot be taken back.");
            return;
        }
        var before = (JsonObject)JsonNode.Parse(InstanceDocument.Text(known.Before))!;
        var alter = new Stimulus.Alter([new Alteration.Restore(before)], move.Id, move.UndoneById, move.Input.Reason);
        var burst = await runtime.Alter(known.InstanceId, alter, known.Version, (transaction, altered) =>
        {
            if (Find(transaction, move.Id, known.InstanceId) is not { } moved) return;
            (moved.Status, moved.Why) = altered.Burst.Refusal is { } why ? (MovedStatus.Refused, why) : (MovedStatus.Undone, null);
        });
        if (burst is null) await Note(move.Id, known.InstanceId, MovedStatus.MovedOn, null);
    }

    static MovedInstance? Find(Transaction transaction, string moveId, string instanceId) =>
        transaction.Database.MovedInstances.Find(moveId, instanceId);

    Task Note(string moveId, string instanceId, MovedStatus status, Workflows.Values.Message? why) => records.Record(Actor.Server, change =>
    {
        if (Find(change.Transaction, moveId, instanceId) is { } moved) (moved.Status, moved.Why) = (status, why);
        return true;
    });
}
