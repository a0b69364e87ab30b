using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <summary>
/// Workflow definitions and their versions. A published version never changes; an edit makes a draft, publishing the draft makes it the
/// version that new instances run. Compiled versions are kept in memory.
/// </summary>
public sealed class DefinitionStore
{
    readonly ProcessStore store;
    readonly CommitQueue commits;
    readonly CommandHandlers handlers;
    readonly TimeProvider clock;
    readonly IIdSource ids;
    readonly CompiledDefinitions compiled;
    readonly DefinitionTriggers triggers;
    readonly DefinitionChecks checks;

    internal DefinitionStore(ProcessStore store, CommitQueue commits, CommandHandlers handlers, TimeProvider clock, IIdSource ids,
        CompiledDefinitions compiled, DefinitionTriggers triggers, DefinitionChecks checks)
    {
        (this.store, this.commits, this.handlers, this.clock, this.ids) = (store, commits, handlers, clock, ids);
        (this.compiled, this.triggers, this.checks) = (compiled, triggers, checks);
    }

    /// <summary>The same as they run.</summary>
    public CompiledDefinitions Compiled => compiled;

    /// <summary>
    /// The version that <paramref name="options"/> asks for, in Elsa's words: Latest, Published, LatestOrPublished, Draft or a number.
    /// </summary>
    public async Task<WorkflowDefinition?> Find(string definitionId, string? options = null, CancellationToken token = default)
    {
        await using var database = store.Query();
        var versions = database.Definitions.Where(row => row.DefinitionId == definitionId);
        versions = options switch
        {
            "Published" => versions.Where(row => row.IsPublished),
            "LatestOrPublished" or "LatestAndPublished" or "PublishedOrLatest" =>
                versions.OrderByDescending(row => row.IsPublished).ThenByDescending(row => row.Version),
            "Draft" => versions.Where(row => row.IsLatest && !row.IsPublished),
            _ when int.TryParse(options, out var number) => versions.Where(row => row.Version == number),
            _ => versions.Where(row => row.IsLatest),
        };
        return (await versions.FirstOrDefaultAsync(token))?.ToDefinition();
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<WorkflowDefinition>> Versions(string definitionId, CancellationToken token = default)
    {
        await using var database = store.Query();
        var rows = await database.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version)
            .ToListAsync(token);
        return [.. rows.Select(row => row.ToDefinition())];
    }

    /// <summary>
    /// Saves the model as the latest draft, and publishes it if asked to and if the checks find no error; otherwise it stays a draft.
    /// A published version is left as it is: the draft is a new one.
    /// </summary>
    /// <param name="expectedRevision">The <see cref="RevisionOf"/> the model was made from; null saves whatever is there.</param>
    /// <exception cref="DefinitionException">The model cannot be a workflow definition.</exception>
    /// <param name="by">Who saves; null where nobody is signed in, as for files.</param>
    /// <param name="comment">Where it is published: what has changed, in the words of whoever publishes.</param>
    /// <exception cref="DefinitionConflictException">Somebody else has saved since.</exception>
    /// <exception cref="DefinitionRefusedException">It is not theirs to change, or to publish.</exception>
    public async Task<SavedDefinition> Save(JsonObject model, bool publish, string? fileHash = null, string? expectedRevision = null,
        string? by = null, string? comment = null)
    {
        DefinitionChecks.Require(model);
        var isNew = model.Text("definitionId") is not { Length: > 0 };
        var definitionId = isNew ? NewId(model.Text("name")) : model.Text("definitionId")!;
        var content = Normalized(model, definitionId);
        var text = content.ToJsonString(Json.Options);
        var findings = publish ? checks.Of(content) : [];
        var saved = await commits.Write(transaction =>
            {
                var database = transaction.Database;
                var versions = database.Definitions.Where(row => row.DefinitionId == definitionId).ToList();
                if (isNew && versions.Count > 0) return null;
                if (versions.Count == 0 && NameId.IsReserved(definitionId))
                    throw new DefinitionException("definitionId", $"'{definitionId}' stands in addresses of this server, so a workflow cannot be called so.");
                var latest = versions.OrderByDescending(row => row.Version).FirstOrDefault();
                // Who publishes a draft from an editor saves it along, as it is.
                if (!publish || latest is not { IsPublished: false } || latest.Model != text)
                    handlers.Require(transaction, DefinitionAct.Edit, definitionId, by);
                if (expectedRevision is not null && latest is not null && RevisionOf(latest.Model) != expectedRevision)
                    throw new DefinitionConflictException(latest.Name ?? definitionId);
                if (latest is null || latest.IsPublished || IsNeeded(database, latest))
                {
                    foreach (var row in versions) row.IsLatest = false;
                    latest = new DefinitionRow
                    {
                        Id = ids.Next(),
                        DefinitionId = definitionId,
                        Version = (latest?.Version ?? 0) + 1,
                        IsLatest = true,
                        Model = "",
                        CreatedAt = clock.GetUtcNow(),
                    };
                    database.Definitions.Add(latest);
                    versions.Add(latest);
                }
                latest.Model = text;
                latest.Name = content.Text("name");
                latest.FileHash = fileHash;
                (latest.SavedById, latest.SavedAt) = (by, clock.GetUtcNow());
                // One that was taken back and is edited in place is not what was published.
                (latest.PublishedById, latest.PublishedAt, latest.Comment) = (null, null, publish ? comment : null);
                var held = publish && !HasErrors(findings) ? Publish(transaction, latest, versions, by) : null;
                return new SavedDefinition(latest.ToDefinition(), false, findings) { HeldBack = held };
            });
        // Somebody else has begun one of the same name at the same moment.
        if (saved is null) return await Save(model, publish, fileHash, expectedRevision, by, comment);
        compiled.Forget(definitionId);
        if (!saved.Definition.IsPublished) return saved;
        await handlers.Published(commits);
        await UpdateConsumersIfWished(saved.Definition, by);
        return saved;
    }

    string NewId(string? name)
    {
        if (NameId.Of(name) is not { } wished) return ids.Next();
        using var database = store.Query();
        return NameId.Free(wished, database);
    }

    /// <summary>
    /// Publishes the latest version, unless the checks find an error or the product holds it back; null when there is no such definition.
    /// </summary>
    /// <param name="expectedRevision">The <see cref="RevisionOf"/> that is to be published; null publishes whatever is there.</param>
    /// <param name="comment">What has changed, in the words of whoever publishes; null leaves what was said.</param>
    /// <exception cref="DefinitionConflictException">The latest version has another revision than that.</exception>
    /// <exception cref="DefinitionRefusedException">It is not theirs to publish.</exception>
    public async Task<SavedDefinition?> Publish(string definitionId, string? by = null, string? expectedRevision = null, string? comment = null)
    {
        if (await Find(definitionId) is not { } draft) return null;
        var findings = checks.Of(draft.Model);
        if (HasErrors(findings)) return new SavedDefinition(draft, draft.IsPublished, findings);
        var saved = await commits.Write(transaction =>
        {
            var database = transaction.Database;
            var versions = database.Definitions.Where(row => row.DefinitionId == definitionId).ToList();
            if (versions.Find(row => row.IsLatest) is not { } latest) return null;
            if (expectedRevision is not null && RevisionOf(latest.Model) != expectedRevision)
                throw new DefinitionConflictException(latest.Name ?? definitionId);
            var already = latest.IsPublished;
            if (comment is not null && !already) latest.Comment = comment;
            var held = already ? null : Publish(transaction, latest, versions, by);
            return new SavedDefinition(latest.ToDefinition(), already, findings) { HeldBack = held };
        });
        compiled.Forget(definitionId);
        if (saved is not { AlreadyPublished: false, HeldBack: null }) return saved;
        await handlers.Published(commits);
        await UpdateConsumersIfWished(saved.Definition, by);
        return saved;
    }

    /// <summary>
    /// Publishes the latest version as it is, for a company that is only played with: whom and what its steps name need not be there, and what is
    /// wrong with it shows when it runs.
    /// </summary>
    /// <exception cref="TriggerException">A trigger cannot be set up.</exception>
    public async Task PublishUnchecked(string definitionId)
    {
        await commits.Write(transaction =>
        {
            var versions = transaction.Database.Definitions.Where(row => row.DefinitionId == definitionId).ToList();
            return Publish(transaction, versions.Single(row => row.IsLatest), versions, null);
        });
        compiled.Forget(definitionId);
    }

    static bool HasErrors(IReadOnlyList<Finding> findings) => findings.Any(finding => finding.Severity == Severity.Error);

    /// <summary>A mark of a definition's content, to tell whether somebody else has saved since.</summary>
    public static string RevisionOf(WorkflowDefinition definition) => RevisionOf(definition.Model.ToJsonString(Json.Options));

    /// <summary>As <see cref="RevisionOf(WorkflowDefinition)"/>, of what is stored.</summary>
    public static string RevisionOf(string model) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..16];

    /// <summary>
    /// Lets the workflows that use this one as an activity use its published version from now on; those that are not theirs to change stay as they
    /// are.
    /// </summary>
    /// <returns>Names of the workflows that were changed.</returns>
    public async Task<IReadOnlyList<string>> UpdateReferences(WorkflowDefinition definition, string? by = null)
    {
        if (compiled.FindPublished(definition.DefinitionId)?.Definition is not { } current) return [];
        var changed = new List<string>();
        foreach (var id in await Consumers(definition))
        {
            if (await Find(id) is not { } consumer) continue;
            var model = (JsonObject)consumer.Model.DeepClone();
            if (!DefinitionReferences.Update(model, current)) continue;
            try
            {
                await Save(model, publish: consumer.IsPublished, by: by,
                    comment: $"使用 {current.Shown} v{current.Version} · Uses {current.Shown} v{current.Version}");
            }
            catch (DefinitionRefusedException) { continue; }
            changed.Add(consumer.Name ?? consumer.DefinitionId);
        }
        return changed;
    }

    Task UpdateConsumersIfWished(WorkflowDefinition definition, string? by) =>
        definition.Options?.Flag("autoUpdateConsumingWorkflows") == true ? UpdateReferences(definition, by) : Task.CompletedTask;

    /// <summary>Takes the published version back: running instances go on, nothing new starts.</summary>
    /// <exception cref="DefinitionRefusedException">What is published is not theirs to say.</exception>
    public async Task<WorkflowDefinition?> Retract(string definitionId, string? by = null)
    {
        var retracted = await commits.Write(transaction =>
        {
            var database = transaction.Database;
            if (database.Definitions.FirstOrDefault(row => row.DefinitionId == definitionId && row.IsPublished) is not { } row) return null;
            handlers.Require(transaction, DefinitionAct.Publish, definitionId, by);
            row.IsPublished = false;
            database.Triggers.RemoveRange(database.Triggers.Where(trigger => trigger.DefinitionId == definitionId));
            transaction.Audit(by, WorkflowAudit.Retracted, definitionId, $"v{row.Version}");
            return row.ToDefinition();
        });
        compiled.Forget(definitionId);
        if (retracted is not null) await handlers.Published(commits);
        return retracted;
    }

    /// <summary>Ids of the latest definitions that use this one as an activity or start it by its literal id.</summary>
    public async Task<IReadOnlyList<string>> Consumers(WorkflowDefinition definition, CancellationToken token = default)
    {
        await using var database = store.Query();
        var typeName = $"\"{definition.ActivityTypeName}\"";
        var id = $"\"{definition.DefinitionId}\"";
        return await database.Definitions.Where(row => row.IsLatest && row.DefinitionId != definition.DefinitionId
            && (row.Model.Contains(typeName) || row.Model.Contains(id)))
            .Select(row => row.DefinitionId).Distinct().Order().ToListAsync(token);
    }

    /// <summary>Instances run on it, or another workflow uses exactly this version: what they run does not change under them.</summary>
    static bool IsNeeded(ProcessDatabase database, DefinitionRow version)
    {
        var id = $"\"{version.Id}\"";
        return database.Instances.Any(instance => instance.DefinitionVersionId == version.Id)
            || database.Definitions.Any(row => row.DefinitionId != version.DefinitionId && row.Model.Contains(id));
    }

    /// <returns>Why the product holds it back; null when it is published.</returns>
    Message? Publish(Transaction transaction, DefinitionRow version, List<DefinitionRow> versions, string? by)
    {
        var database = transaction.Database;
        handlers.Require(transaction, DefinitionAct.Publish, version.DefinitionId, by);
        // Files of the installation are whoever's who runs the server: nobody is asked for those.
        if (version.FileHash is null && handlers.OnPublishing?.Invoke(transaction, version.ToDefinition(), by) is { } held) return held;
        transaction.Audit(by, WorkflowAudit.Published, version.DefinitionId,
            version.FileHash is null ? $"v{version.Version}" : $"v{version.Version}, from a file");
        foreach (var row in versions) row.IsPublished = false;
        version.IsPublished = true;
        (version.PublishedById, version.PublishedAt) = (by, clock.GetUtcNow());
        var definition = version.ToDefinition();
        version.ActivityTypeName = definition.UsableAsActivity ? definition.ActivityTypeName : null;
        database.Triggers.RemoveRange(database.Triggers.Where(trigger => trigger.DefinitionId == version.DefinitionId));
        foreach (var (node, trigger) in triggers.Of(compiled.Compile(definition)))
            database.Triggers.Add(new TriggerRow
            {
                Id = ids.Next(),
                DefinitionId = version.DefinitionId,
                DefinitionVersionId = version.Id,
                NodeId = node.NodeId,
                Kind = trigger.Kind,
                Hash = trigger.Hash,
                DueAt = trigger.DueAt,
            });
        return null;
    }

    /// <summary>Without what the store keeps in columns of its own.</summary>
    static JsonObject Normalized(JsonObject model, string definitionId)
    {
        var copy = (JsonObject)model.DeepClone();
        foreach (var name in (string[])["id", "version", "isLatest", "isPublished", "createdAt", "links", "$schema", "publish"]) copy.Remove(name);
        copy["definitionId"] = definitionId;
        return copy;
    }

}
