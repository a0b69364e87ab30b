using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Replays;

/// <summary>Process owners try something over the past, and stop trying.</summary>
public static class ReplayChanges
{
    /// <summary>So many are kept of a workflow; the oldest go.</summary>
    const int Kept = 30;

    /// <summary>Somebody wants to know: it is done in the background, one after the other.</summary>
    public static Replay Start(Change change, string definitionId, ReplayInput input)
    {
        Require(change, definitionId);
        var versions = change.Database.Definitions.Where(row => row.DefinitionId == definitionId);
        if (!versions.Any()) throw RefusalException.NotFound("workflow", definitionId);
        var model = versions.Where(row => row.Version == input.Version).Select(row => row.Model).FirstOrDefault();
        if (input.Version is { } version && model is null)
            throw RefusalException.Invalid("version", $"There is no version {version} of this workflow.");
        if (input is { Version: null, Matrix: null, Calendar: null })
            throw RefusalException.Invalid("version", "Say what is tried: a version, a table or a calendar.");
        if (input.From > input.To) throw RefusalException.Invalid("to", "It ends before it begins.");
        input = input with
        {
            Matrix = input.Matrix is { } matrix ? SaveMatrix.Checked(change, matrix) : null,
            Calendar = input.Calendar is { } calendar ? SaveCalendar.Checked(calendar) : null,
        };
        if (input.Calendar is { } tried && change.Calendars.Tried(null, tried, change.Database).UsualDay == TimeSpan.Zero)
            throw RefusalException.Invalid("calendar.week", "By this calendar nobody ever works.");
        var former = change.Database.Replays.Where(replay => replay.DefinitionId == definitionId && replay.EndedAt != null)
            .OrderByDescending(replay => replay.AskedAt).Skip(Kept - 1).ToList();
        change.Database.Replays.RemoveRange(former);
        return change.Database.Replays.Add(new Replay
        {
            Id = change.NewId(),
            DefinitionId = definitionId,
            Input = input,
            Model = model,
            AskedById = change.By.UserId,
            AskedAt = change.Now,
            Until = change.Now,
        }).Entity;
    }

    /// <summary>Waits, goes on again, or is given up.</summary>
    /// <param name="status">Paused, Waiting to go on, or Cancelled.</param>
    public static Replay Steer(Change change, string id, ReplayStatus status)
    {
        var replay = change.Database.Replays.Find(id) ?? throw RefusalException.NotFound("replay", id);
        Require(change, replay.DefinitionId);
        if (replay.EndedAt is not null) throw RefusalException.Conflict("It is over already.", "status");
        if (status is not (ReplayStatus.Paused or ReplayStatus.Waiting or ReplayStatus.Cancelled))
            throw RefusalException.Invalid("status", "It is paused, goes on, or is cancelled.");
        replay.Status = status;
        if (status == ReplayStatus.Cancelled) replay.EndedAt = change.Now;
        return replay;
    }

    static void Require(Change change, string definitionId)
    {
        if (!change.By.Is(Role.ProcessOwner, Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        change.Access.Workflows.Require(definitionId, WorkflowRight.SeeData);
    }
}
