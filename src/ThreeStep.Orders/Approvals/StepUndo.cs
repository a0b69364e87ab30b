using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// What a workflow has set in a record, and what stood there before: so that a question which is withdrawn can be as if it was not asked.
/// </summary>
public sealed class StepUndo
{
    public long Id { get; init; }
    public required string InstanceId { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>As workflows call it, e.g. Campaign.</summary>
    public required string Kind { get; init; }
    public required string RecordId { get; init; }
    /// <summary>In camelCase.</summary>
    public required string Field { get; init; }
    /// <summary>As JSON.</summary>
    public required string Before { get; init; }
    public required string After { get; init; }
    /// <summary>When it was put back.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>Remembers what a workflow has changed. What people change is theirs.</summary>
    public static void Remember(Change change, string kind, string recordId, string field, object? before, object? after)
    {
        if (change.By.InstanceId is not { } instance || Written(before) == Written(after)) return;
        change.Database.StepUndos.Add(new StepUndo
        {
            InstanceId = instance,
            At = change.Now,
            Kind = kind,
            RecordId = recordId,
            Field = field,
            Before = Written(before),
            After = Written(after),
        });
    }

    /// <summary>
    /// Puts back what the workflow that asked had set before it asked, the last first, where that still stands so; and takes back what it had told
    /// people to know. What somebody else has changed since stays theirs.
    /// </summary>
    internal static void PutBack(Change change, ApprovalRequest request)
    {
        var undone = new List<string>();
        foreach (var step in change.Database.StepUndos.AsTracking().Where(step => step.InstanceId == request.InstanceId && step.UndoneAt == null
            && step.At <= request.CreatedAt).OrderByDescending(step => step.Id).ToList())
        {
            if (change.Kinds.Find(step.Kind) is not { } kind || kind.Find(change.Database, step.RecordId) is not { } record) continue;
            if (Written(kind.Get(record, step.Field)) != step.After) continue;
            change.Kinds.PutBack(change, kind, record, step.Field, JsonNode.Parse(step.Before));
            step.UndoneAt = change.Now;
            undone.Add($"{step.Kind}.{step.Field}: {step.After} → {step.Before}");
        }
        undone.AddRange(WithdrawNotices.OfInstance(change, request.InstanceId, request.CreatedAt));
        if (undone.Count > 0) ApprovalEvent.Note(change, request, ApprovalEventKind.Undone, string.Join("\n", undone));
    }

    static string Written(object? value) => JsonSerializer.Serialize(value, Json.Options);
}
