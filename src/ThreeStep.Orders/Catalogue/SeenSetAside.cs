using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Catalogue;

/// <summary>What could not be carried out and waits for a person, of the workflows whose cases an actor sees.</summary>
public static class SeenSetAside
{
    /// <param name="about">Only what has this in it; null for all.</param>
    /// <returns>The oldest first, and how many there are.</returns>
    public static async Task<(IReadOnlyList<StimulusRow> Rows, int Total)> Page(RecordAccess access, ProcessDatabase database, string? about,
        int skip, int take, CancellationToken token)
    {
        var rows = SettingAside.Rows(database);
        if (about is { Length: > 0 }) rows = rows.Where(row => row.Document.Contains(about)).OrderBy(row => row.Id);
        if (access.Workflows.Hidden.Count == 0) return (await rows.Skip(skip).Take(take).ToListAsync(token), await rows.CountAsync(token));
        // What it is of stands in its document: few are ever set aside.
        var seen = (await rows.ToListAsync(token)).FindAll(row => WorkflowOf(database, row) is { } workflow && access.Workflows.Sees(workflow));
        return (seen.Skip(skip).Take(take).ToList(), seen.Count);
    }

    /// <exception cref="RefusalException">It is of a workflow that is not the actor's to change.</exception>
    public static void RequireMending(Actor actor, ProcessDatabase database, long id)
    {
        var rights = WorkflowRights.Of(actor, database);
        if (SettingAside.Rows(database).FirstOrDefault(row => row.Id == id) is not { } row) return;
        if (WorkflowOf(database, row) is { } workflow) rights.RequireMending(workflow);
        // An event for whoever waits for it, or what nobody can read.
        else if (rights.Hidden.Count > 0) throw RefusalException.Forbidden(Requirements.WhyNot(WorkflowRight.SeeData));
    }

    /// <summary>Null where it is of no one workflow, or cannot be read.</summary>
    static string? WorkflowOf(ProcessDatabase database, StimulusRow row)
    {
        try
        {
            return QueuedStimulus.FromDocument(row.Document) switch
            {
                QueuedStimulus.StartInstance start => start.DefinitionId,
                QueuedStimulus.Deliver deliver => OfInstance(deliver.InstanceId),
                QueuedStimulus.PublishEvent { InstanceId: { } id } => OfInstance(id),
                _ => null,
            };
        }
        catch (UnreadableDocumentException) { return null; }

        string? OfInstance(string id) => database.Instances.Where(instance => instance.Id == id).Select(instance => instance.DefinitionId)
            .FirstOrDefault();
    }
}
