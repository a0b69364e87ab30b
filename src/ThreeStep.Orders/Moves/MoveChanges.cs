using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

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
        RequireOneWay(versions, input);
        var reason = TextField.Note(input.Reason, "reason", 1_000) ?? throw RefusalException.Invalid("reason", "Why? Those who come later read it.");
        var ids = MovePreview.Which(change.Database, definitionId, input).Select(row => row.Id).Take(Most + 1).ToList();
        if (ids.Count == 0)
            throw input.Version is null ? RefusalException.Conflict("No instance of this choice runs.", "instanceIds")
                : RefusalException.Conflict("No instance of this choice runs on another version.", "version");
        if (ids.Count > Most) throw RefusalException.Invalid("instanceIds", $"{Most} instances at most are moved at once.");
        if (input.Version is { } version
            && PublishingRule.MigrationRefusal(change.Database, change.Access.Workflows, [ids[0]], version) is { } refusal)
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
        change.Audit(AuditAction.InstancesMoved, move.Id,
            FormattableString.Invariant($"{definitionId} {Short(input)}: {ids.Count}; {reason}"));
        return move;
    }

    static void RequireOneWay(IQueryable<DefinitionRow> versions, MoveInput input)
    {
        if (input is { Version: null, Mend: null } or { Version: not null, Mend: not null })
            throw RefusalException.Invalid("version", "Give a version to take over, or how to mend them, and not both.");
        if (input.Version is { } version && !versions.Any(row => row.Version == version))
            throw RefusalException.Invalid("version", $"There is no version {version} of this workflow.");
        if (input.Mend is { } mend && ObjectionTo(mend, versions) is { } objection) throw RefusalException.Invalid(FieldOf(mend), objection);
        // Where an instance stands is its own: such a change is never meant for all.
        if (input is { Mend: Mend.Skip or Mend.GoOnAt or Mend.End, InstanceIds: null, Step: null })
            throw RefusalException.Invalid("instanceIds", "Which instances? Name them, or the step at which they wait.");
    }

    /// <summary>What can be said before any instance is looked at; each has the last word, by the version it runs on.</summary>
    static Message? ObjectionTo(Mend mend, IQueryable<DefinitionRow> versions)
    {
        if (mend is Mend.Skip { Step: null or "" } or Mend.GoOnAt { Step: null or "" } or Mend.GoOnAt { From: null or "" })
            return "Which step?";
        if (mend is not Mend.SetVariable set) return null;
        if (string.IsNullOrEmpty(set.VariableId)) return "Which variable?";
        var definition = versions.OrderByDescending(row => row.IsPublished).ThenByDescending(row => row.Version).First().ToDefinition();
        return definition.Variables.FirstOrDefault(variable => variable.Id == set.VariableId) is not { } variable ? null
            : ValueConversionException.Of(() => SettingRules.Given(definition, variable, set.Value));
    }

    static string FieldOf(Mend mend) => mend switch
    {
        Mend.GoOnAt { From: null or "" } => "mend.from",
        Mend.SetVariable { VariableId: null or "" } => "mend.variableId",
        Mend.SetVariable => "mend.value",
        _ => "mend.step",
    };

    static string Short(MoveInput input) => input.Mend switch
    {
        null => FormattableString.Invariant($"v{input.Version}"),
        Mend.SetVariable set => $"set {set.VariableId}",
        Mend.Skip skip => $"skip {skip.Step}",
        Mend.GoOnAt goOn => $"{goOn.From} → {goOn.Step}",
        _ => "end",
    };

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
