using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Process;

/// <param name="VersionId">The newest version that has instances there: it names the step.</param>
/// <param name="Count">Instances, each once, however many things it waits for there.</param>
sealed record StepWait(string DefinitionId, string VersionId, string ActivityId, int Count);

/// <summary>Where running instances wait, counted in the database.</summary>
static class Waits
{
    public const string Running = "Running";

    public static IQueryable<InstanceRow> RunningInstances(ProcessDatabase database, RecordAccess access) => access.Instances(database).Where(row => row.Status == Running);

    /// <summary>Instances that something went wrong in and that nobody has mended yet.</summary>
    public static IQueryable<InstanceRow> Troubled(ProcessDatabase database, RecordAccess access) =>
        access.Instances(database).Where(row => row.IncidentCount > 0 && (row.Status == Running || row.SubStatus == "Faulted"));

    /// <summary>The steps at which the given instances wait, the busiest first.</summary>
    public static List<StepWait> Steps(ProcessDatabase database, IQueryable<InstanceRow> instances) =>
        (from bookmark in database.Bookmarks
         join instance in instances on bookmark.InstanceId equals instance.Id
         group instance by new { instance.DefinitionId, instance.DefinitionVersionId, instance.DefinitionVersion, bookmark.ActivityId } into step
         select new { step.Key, Count = step.Select(instance => instance.Id).Distinct().Count() }).AsEnumerable()
        .GroupBy(step => (step.Key.DefinitionId, step.Key.ActivityId))
        .Select(step => new StepWait(step.Key.DefinitionId, step.MaxBy(version => version.Key.DefinitionVersion)!.Key.DefinitionVersionId, step.Key.ActivityId, step.Sum(version => version.Count)))
        .OrderByDescending(step => step.Count).ToList();
}
