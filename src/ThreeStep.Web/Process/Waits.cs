using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Process;

/// <param name="VersionId">The newest version that has instances there: it names the step.</param>
/// <param name="Count">Instances, each once, however many things it waits for there.</param>
/// <param name="IsListening">Nothing is to be done there: it only notices when something happens.</param>
sealed record StepWait(string DefinitionId, string VersionId, string ActivityId, int Count, bool IsListening);

/// <summary>Where running instances wait, counted in the database.</summary>
static class Waits
{
    public const string Running = "Running";
    /// <summary>The name of bookmarks that listen for an event beside the work itself.</summary>
    public const string Listening = "Elsa.Event";

    public static IQueryable<InstanceRow> RunningInstances(ProcessDatabase database, RecordAccess access) =>
        access.Instances(database).Where(row => row.Status == Running);

    /// <summary>Instances that something went wrong in and that nobody has mended yet.</summary>
    public static IQueryable<InstanceRow> Troubled(ProcessDatabase database, RecordAccess access) =>
        access.Instances(database).Where(row => row.IncidentCount > 0 && (row.Status == Running || row.SubStatus == "Faulted"));

    /// <summary>The steps at which the given instances wait, the busiest first, and first those with something to do.</summary>
    public static async Task<List<StepWait>> Steps(ProcessDatabase database, IQueryable<InstanceRow> instances, CancellationToken token)
    {
        var counted = from bookmark in database.Bookmarks
                      join instance in instances on bookmark.InstanceId equals instance.Id
                      group instance by new
                      {
                          instance.DefinitionId,
                          instance.DefinitionVersionId,
                          instance.DefinitionVersion,
                          bookmark.ActivityId,
                          IsListening = bookmark.Name == Listening
                      } into step
                      select new { step.Key, Count = step.Select(instance => instance.Id).Distinct().Count() };
        return (await counted.ToListAsync(token))
            .GroupBy(step => (step.Key.DefinitionId, step.Key.ActivityId))
            .Select(step =>
            {
                var newest = step.MaxBy(version => version.Key.DefinitionVersion)!.Key.DefinitionVersionId;
                return new StepWait(step.Key.DefinitionId, newest, step.Key.ActivityId, step.Sum(version => version.Count),
                    step.All(version => version.Key.IsListening));
            })
            .OrderBy(step => step.IsListening).ThenByDescending(step => step.Count).ToList();
    }
}
