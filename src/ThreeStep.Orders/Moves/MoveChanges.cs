using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Moves;

/// <summary>Process owners let running instances take over another version, and take that back.</summary>
public static class MoveChanges
{
    /// <summary>More are most likely a filter that was forgotten.</summary>
    const int Most = 100_000;

    /// <summary>It is done in the background; what each instance was is kept.</summary>
    public static VersionMove Start(Change change, string definitionId, MoveInput input)
    {
        Require(change, definitionId);
        var versions = change.Database.Definitions.Where(row => row.DefinitionId == definitionId);
        if (!versions.Any()) throw RefusalException.NotFound("workflow", definitionId);
        if (!versions.Any(row => row.Version == input.Version))
            throw RefusalException.Invalid("version", $"There is no version {input.Version} of this workflow.");
        var reason = TextField.Note(input.Reason, "reason", 1_000) ?? throw RefusalException.Invalid("reason", "Why? Those who come later read it.");
        var ids = MovePreview.Which(change.Database, definitionId, input).Select(row => row.Id).Take(Most + 1).ToList();
        if (ids.Count == 0) throw RefusalException.Conflict("No instance of this choice runs on another version.", "version");
        if (ids.Count > Most) throw RefusalException.Invalid("instanceIds", $"{Most} instances at most are moved at once.");
        if (PublishingRule.MigrationRefusal(change.Database, change.Access.Workflows, [ids[0]], input.Version) is { } refusal)
            throw RefusalException.Conflict(refusal, "version");
        var move = change.Database.VersionMoves.Add(new VersionMove
        {
            Id = change.NewId(),
            DefinitionId = definitionId,
            Input = input with { Reason = reason, InstanceIds = null },
            AskedById = change.By.UserId,
            AskedAt = change.Now,
        }).Entity;
        change.Database.MovedInstances.AddRange(ids.Select(id => new MovedInstance { MoveId = move.Id, InstanceId = id }));
        change.Audit(AuditAction.InstancesMoved, move.Id, FormattableString.Invariant($"{definitionId} v{input.Version}: {ids.Count}; {reason}"));
        return move;
    }

    /// <summary>Every instance that has not gone on since becomes what it was.</summary>
    public static VersionMove Undo(Change change, string id)
    {
        var move = change.Database.VersionMoves.Find(id) ?? throw RefusalException.NotFound("move", id);
        Require(change, move.DefinitionId);
        if (move.UndoneAt is not null) throw RefusalException.Conflict("It was taken back already.");
        (move.UndoneAt, move.UndoneById, move.EndedAt) = (change.Now, change.By.UserId, null);
        foreach (var moved in change.Database.MovedInstances.Where(moved => moved.MoveId == id).ToList())
            if (moved.Status == MovedStatus.Moved) moved.Status = MovedStatus.Undoing;
            else if (moved.Status == MovedStatus.Waiting)
                (moved.Status, moved.Why) = (MovedStatus.Refused, "It was taken back before its turn came.");
        change.Audit(AuditAction.InstancesMovedBack, id, move.DefinitionId);
        return move;
    }

    static void Require(Change change, string definitionId)
    {
        if (!change.By.Is(Role.ProcessOwner, Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        change.Access.Workflows.RequireMending(definitionId);
    }
}
