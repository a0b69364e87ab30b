using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>One burst of a case, as it was recorded.</summary>
sealed record CaseBurst(InstanceRow Instance, long Sequence, DateTimeOffset At, BurstDocument Document)
{
    public IEnumerable<JsonObject> Commands(string name) => Document.Commands?.Where(command => command.Text("command") == name) ?? [];
}

/// <summary>
/// What is recorded of a finished case: the bursts of its instance and of the workflows that it started, up to its end, and the rows of the records
/// that they worked on.
/// </summary>
sealed class CaseHistory
{
    CaseHistory(ProcessDatabase database, InstanceRow root, IReadOnlyList<InstanceRow> instances, IReadOnlyList<CaseBurst> bursts)
    {
        (Root, Instances, Bursts) = (root, instances, bursts);
        (Begin, End) = (bursts[0].At, root.FinishedAt!.Value);
        var ids = instances.Select(instance => instance.Id).ToList();
        Tasks = database.Tasks.Where(task => task.InstanceId != null && ids.Contains(task.InstanceId)).ToList();
        Approvals = database.Approvals.Include(request => request.Steps).Where(request => ids.Contains(request.InstanceId)).ToList();
        var questions = Approvals.Select(request => request.Id).ToList();
        var withdrawn = nameof(AuditAction.ApprovalWithdrawn);
        TakenBack = database.Audit.Where(row => row.Action == withdrawn && questions.Contains(row.Subject!)).Select(row => row.Subject!).ToHashSet();
        Reads = bursts.SelectMany(burst => burst.Document.Reads ?? []).ToList();
        var (deals, accounts) = (Ids("Deal"), Ids("Account"));
        Interactions = database.Interactions.Where(item => item.At >= Begin && item.At <= End
            && (item.DealId != null && deals.Contains(item.DealId)
                || item.DealId == null && item.AccountId != null && accounts.Contains(item.AccountId)))
            .OrderBy(item => item.At).ToList();
    }

    public InstanceRow Root { get; }
    public IReadOnlyList<InstanceRow> Instances { get; }
    /// <summary>In the order in which they took place.</summary>
    public IReadOnlyList<CaseBurst> Bursts { get; }
    public IReadOnlyList<RecordRead> Reads { get; }
    public IReadOnlyList<WorkTask> Tasks { get; }
    public IReadOnlyList<ApprovalRequest> Approvals { get; }
    public IReadOnlyList<Interaction> Interactions { get; }
    /// <summary>Questions that a person has taken back.</summary>
    public IReadOnlySet<string> TakenBack { get; }
    /// <summary>UTC.</summary>
    public DateTimeOffset Begin { get; }
    /// <summary>UTC.</summary>
    public DateTimeOffset End { get; }

    public List<string> Ids(string kind) =>
        Reads.Where(read => read.Kind == kind && read.Value is not null).Select(read => read.Id).Distinct().ToList();

    /// <exception cref="RefusalException">There is no such case, it has not finished, or something was done to it that no story can tell.</exception>
    public static CaseHistory Read(ProcessDatabase database, string definitionId, string instanceId)
    {
        var root = database.Instances.FirstOrDefault(row => row.Id == instanceId && row.DefinitionId == definitionId)
            ?? throw RefusalException.NotFound("instance", instanceId);
        if (root.FinishedAt is null || root.Status != nameof(InstanceStatus.Finished) || root.SubStatus == nameof(InstanceSubStatus.Faulted))
            throw RefusalException.Conflict("A test is made of a case that has come to its end.", "status");
        var (instances, bursts) = (new List<InstanceRow>(), new List<CaseBurst>());
        Collect(database, root, root.FinishedAt.Value, instances, bursts);
        if (bursts.Exists(burst => burst.Document.Stimulus is Stimulus.Retry or Stimulus.Abandon or Stimulus.SetVariables or Stimulus.Alter))
            throw RefusalException.Conflict("This case was mended by hand on its way: no story tells that.", "status");
        return new CaseHistory(database, root, instances,
            [.. bursts.OrderBy(burst => burst.At).ThenBy(burst => instances.IndexOf(burst.Instance)).ThenBy(burst => burst.Sequence)]);
    }

    static void Collect(ProcessDatabase database, InstanceRow instance, DateTimeOffset end, List<InstanceRow> instances, List<CaseBurst> bursts)
    {
        if (instances.Exists(known => known.Id == instance.Id)) return;
        instances.Add(instance);
        var own = database.Bursts.Where(row => row.InstanceId == instance.Id && row.At <= end).OrderBy(row => row.Sequence).ToList()
            .ConvertAll(row => new CaseBurst(instance, row.Sequence, row.At, BurstDocument.Read(row.Document)));
        bursts.AddRange(own);
        foreach (var child in own.SelectMany(burst => burst.Commands(nameof(StartWorkflowCommand))).Select(command => command.Text("instanceId")))
            if (database.Instances.FirstOrDefault(row => row.Id == child) is { } started) Collect(database, started, end, instances, bursts);
    }
}
