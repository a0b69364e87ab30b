using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Starts;

/// <summary>A line that is not started, and why.</summary>
/// <param name="Field">The input it is about; null for none.</param>
public sealed record RefusedStart(int Line, string? Field, Message Reason);

/// <summary>Starts instances for a list, in parts: what of a part does not fit is told, the rest of it starts.</summary>
public static class StartMany
{
    /// <summary>So many share a transaction.</summary>
    public const int AtOnce = 100;

    /// <summary>Which lines would not be started. Changes nothing. A second line about the same record is one of them.</summary>
    /// <exception cref="RefusalException">It is not theirs to start.</exception>
    public static IReadOnlyList<RefusedStart> Look(StartWorkflow.Around around, CompiledWorkflow workflow, IEnumerable<StartRows.Row> rows,
        bool again, HashSet<string> seen)
    {
        var refused = new List<RefusedStart>();
        foreach (var row in rows)
            if (Read(around, workflow, row, again, seen, out var refusal) is null) refused.Add(refusal!);
        return refused;
    }

    /// <summary>Starts what fits of a part of the list.</summary>
    /// <param name="seen">The records of parts before this one.</param>
    /// <returns>The ids of the instances, and what was not started.</returns>
    public static (IReadOnlyList<string> Started, IReadOnlyList<RefusedStart> Refused) Apply(Change change, string definitionId,
        IReadOnlyList<StartRows.Row> rows, bool again, HashSet<string> seen)
    {
        var workflow = StartWorkflow.Find(change.Definitions, definitionId, change.Access.Workflows);
        var (started, refused) = (new List<string>(), new List<RefusedStart>());
        foreach (var row in rows)
            if (Read(StartWorkflow.Around.Of(change), workflow, row, again, seen, out var refusal) is { } start)
                started.Add(StartWorkflow.Queue(change, workflow, start));
            else refused.Add(refusal!);
        if (started.Count > 0) change.Audit(AuditAction.WorkflowStarted, definitionId, $"{started.Count}");
        return (started, refused);
    }

    static (Dictionary<string, JsonNode?> Inputs, string? About)? Read(StartWorkflow.Around around, CompiledWorkflow workflow,
        StartRows.Row row, bool again, HashSet<string> seen, out RefusedStart? refusal)
    {
        refusal = null;
        try
        {
            var start = StartWorkflow.Read(around, workflow, row.Inputs, again);
            if (again || start.About is null || seen.Add(start.About)) return start;
            refusal = new(row.Line, null, "Another line is about the same record.");
        }
        catch (RefusalException refused) { refusal = new(row.Line, refused.Field, refused.Words); }
        return null;
    }
}
