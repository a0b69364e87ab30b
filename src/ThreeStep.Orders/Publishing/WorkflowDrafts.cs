using System.Text.Json.Nodes;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Orders.Publishing;

/// <summary>
/// What a process owner does with the versions of a workflow beside drawing: publish the draft with a word about it, take an older version as the new
/// draft, throw the draft away.
/// </summary>
public static class WorkflowDrafts
{
    /// <param name="comment">What has changed and why, for those who come later.</param>
    /// <param name="revision">The <see cref="DefinitionStore.RevisionOf"/> that was looked at; null publishes whatever is there.</param>
    /// <param name="despite">Which scenarios it is published in spite of, as it stands in the version's comment; null where none went wrong.</param>
    /// <exception cref="RefusalException">There is no comment, no such workflow, nothing that is not published already, or somebody
    /// has saved since.</exception>
    public static async Task<SavedDefinition> Publish(DefinitionStore definitions, string definitionId, string? comment, string? revision, string? by,
        string? despite = null)
    {
        var said = RequireComment(comment);
        if (despite is not null) said = $"{said} ({despite})";
        var saved = await Told(definitions.Publish(definitionId, by, revision, said)) ?? throw RefusalException.NotFound("workflow", definitionId);
        return saved.AlreadyPublished ? throw RefusalException.Conflict("There is no draft: this version is published already.", "revision") : saved;
    }

    /// <summary>Changes a part of a workflow without the designer: a draft, or at once a version with its comment.</summary>
    /// <param name="changed">The whole content with the change in it.</param>
    /// <param name="publish">Makes it the version in force; else it is the draft, or goes into the one there is.</param>
    /// <param name="seen">The revision that was looked at; null changes whatever is there.</param>
    /// <exception cref="RefusalException">
    /// There is no such workflow, somebody has saved since, or it was to be published with somebody's draft or without a comment.
    /// </exception>
    public static async Task<SavedDefinition> Change(DefinitionStore definitions, ProcessStore store, string definitionId,
        Func<WorkflowDefinition, JsonObject> changed, bool publish, string? comment, string? seen, string? by)
    {
        var latest = await definitions.Find(definitionId) ?? throw RefusalException.NotFound("workflow", definitionId);
        RequireBoth(store, definitionId, by, publish);
        var revision = DefinitionStore.RevisionOf(latest);
        if (seen is not null && seen != revision)
            throw RefusalException.Conflict("Somebody else has saved meanwhile. Look at it again.", "revision");
        if (publish && !latest.IsPublished)
            throw RefusalException.Conflict(
                "There is a draft with other changes, which would be published along. Save into the draft, or publish it or throw it away first.",
                "publish");
        if (publish) RequireComment(comment);
        var saved = await Told(definitions.Save(changed(latest), publish: false, expectedRevision: revision, by: by));
        return publish ? await Publish(definitions, definitionId, comment, DefinitionStore.RevisionOf(saved.Definition), by) : saved;
    }

    /// <summary>Before the first of two steps: nothing is left as a draft that was to be published.</summary>
    static void RequireBoth(ProcessStore store, string definitionId, string? by, bool publishes)
    {
        using var database = store.Query();
        var rights = WorkflowRights.Of(new Actor(by, by is null ? Role.Admin : database.Users.Find(by)?.Role), database);
        rights.Require(definitionId, WorkflowRight.Edit);
        if (publishes) rights.Require(definitionId, WorkflowRight.Publish);
    }

    /// <summary>The comment in its proper form.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    internal static string RequireComment(string? comment) => TextField.Note(comment, "comment", 1_000)
        ?? throw RefusalException.Invalid("comment", "What has changed, and why? Those who come later read it.");

    /// <summary>Puts on record that a version was published in spite of what its scenarios say.</summary>
    public static bool NoteDoubt(Change change, WorkflowDefinition definition, string despite)
    {
        change.Audit(AuditAction.PublishedDespiteScenarios, definition.DefinitionId, $"v{definition.Version}: {despite}");
        return true;
    }

    /// <summary>Makes a draft of a former version; it is published like any other.</summary>
    /// <exception cref="RefusalException">There is a draft already, which would be lost.</exception>
    public static async Task<SavedDefinition> Restore(DefinitionStore definitions, string definitionId, int version, string? by)
    {
        var latest = await definitions.Find(definitionId) ?? throw RefusalException.NotFound("workflow", definitionId);
        var former = await definitions.Find(definitionId, version.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ?? throw RefusalException.NotFound("version", $"{definitionId} v{version}");
        if (!latest.IsPublished && latest.Version != version)
            throw RefusalException.Conflict("There is a draft already. Publish it or throw it away first.", "version");
        if (latest.Version == version) throw RefusalException.Conflict("This is the newest version already.", "version");
        return await Told(definitions.Save(former.Model, publish: false, expectedRevision: DefinitionStore.RevisionOf(latest), by: by));
    }

    /// <summary>Throws the draft away: the newest version before it is the latest again.</summary>
    /// <exception cref="RefusalException">There is no draft, or nothing but the draft.</exception>
    public static async Task Discard(DefinitionStore definitions, DefinitionDeletion deletion, string definitionId, string? by)
    {
        var latest = await definitions.Find(definitionId) ?? throw RefusalException.NotFound("workflow", definitionId);
        if (latest.IsPublished) throw RefusalException.Conflict("There is no draft: this version is published already.", "version");
        if ((await definitions.Versions(definitionId)).Count == 1)
            throw RefusalException.Conflict("There is nothing but this draft. Delete the workflow in the designer, if it is not wanted.", "version");
        await Told(deletion.Discard(definitionId, DefinitionStore.RevisionOf(latest), by));
    }

    /// <summary>What the store refuses is a refusal like any other, in the reader's language.</summary>
    internal static async Task<T> Told<T>(Task<T> done)
    {
        try { return await done; }
        catch (DefinitionConflictException) { throw RefusalException.Conflict("Somebody else has saved meanwhile. Look at it again.", "revision"); }
        catch (DefinitionRefusedException refused) { throw RefusalException.Forbidden(refused.Words); }
        catch (DefinitionInUseException use)
        {
            throw RefusalException.Conflict($"{use.Running} instances run on version {use.Version}: it is needed.", "version");
        }
    }
}
