using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Moves;

/// <summary>Process owners let what has failed be tried again.</summary>
public static class TryAgain
{
    /// <param name="instanceIds">Those of them that are of this workflow and have failed.</param>
    /// <returns>How many are tried again.</returns>
    public static int Apply(Change change, string definitionId, IReadOnlyCollection<string> instanceIds)
    {
        MoveChanges.Require(change, definitionId);
        var failed = change.Database.Instances
            .Where(row => row.DefinitionId == definitionId && row.IncidentCount > 0 && instanceIds.Contains(row.Id)).Select(row => row.Id).ToList();
        foreach (var id in failed) change.Queue(new QueuedStimulus.Deliver(id, new Stimulus.Retry(By: change.By.UserId)));
        return failed.Count;
    }
}
