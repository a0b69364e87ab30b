using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Reviews;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Reviews;

/// <summary>A thread with what was said in it, the oldest first. Times are UTC.</summary>
/// <param name="Step">The id of the activity.</param>
/// <param name="Version">The version it was begun at.</param>
/// <param name="GoneSince">The first version since in which the step is not there any more; null where the newest has it.</param>
sealed record SeenThread(string Id, string Step, string StepName, int Version, int? GoneSince, DateTimeOffset? ResolvedAt, string? ResolvedById,
    IReadOnlyList<SeenRemark> Remarks)
{
    public static SeenThread Of(StepThread thread, int? goneSince) => new(thread.Id, thread.StepId, thread.StepName, thread.Version, goneSince,
        thread.ResolvedAt, thread.ResolvedById,
        thread.Remarks.OrderBy(remark => remark.At).Select(remark => new SeenRemark(remark.ById, remark.At, remark.Text)).ToList());

    /// <summary>The open ones first, and of those the oldest.</summary>
    public static async Task<List<SeenThread>> Read(ProcessDatabase database, CompiledDefinitions definitions, string definitionId,
        CancellationToken token)
    {
        var threads = await database.StepThreads.Where(thread => thread.DefinitionId == definitionId).Include(thread => thread.Remarks)
            .ToListAsync(token);
        var versions = threads.Count == 0 ? [] : await database.Definitions.Where(row => row.DefinitionId == definitionId)
            .OrderByDescending(row => row.Version).Select(row => new Known(row.Id, row.Version)).ToListAsync(token);
        var gone = threads.Select(thread => (thread.StepId, thread.Version)).Distinct()
            .ToDictionary(step => step, step => FirstWithout(definitions, versions, step.StepId, step.Version));
        return threads.Select(thread => Of(thread, gone[(thread.StepId, thread.Version)]))
            .OrderBy(thread => thread.ResolvedAt is not null).ThenBy(thread => thread.Remarks[0].At).ToList();
    }

    sealed record Known(string Id, int Version);

    /// <summary>Versions are looked at from the newest back to the last one that has the step.</summary>
    static int? FirstWithout(CompiledDefinitions definitions, List<Known> versions, string step, int begun)
    {
        int? gone = null;
        foreach (var version in versions.TakeWhile(version => version.Version > begun))
            if (definitions.FindVersion(version.Id) is { } workflow && workflow.Nodes.Any(node => node.Id == step)) break;
            else gone = version.Version;
        return gone;
    }
}

sealed record SeenRemark(string? ById, DateTimeOffset At, string Text);
