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
public sealed class DefinitionStore : IDefinitionSource
{
    readonly DatabaseFile file;
    readonly CommitQueue commits;
    readonly CommandHandlers handlers;
    readonly TimeProvider clock;
    readonly IIdSource ids;
    readonly IRecordReader records;
    readonly WorkflowCompiler compiler;
    readonly ConcurrentDictionary<string, CompiledWorkflow> compiled = new();
    readonly ConcurrentDictionary<string, Dictionary<string, StartTrigger>> startTriggers = new();
    readonly ConcurrentDictionary<string, string?> published = new();
    readonly ConcurrentDictionary<string, string?> asActivity = new();
    volatile IReadOnlyList<CompiledWorkflow>? allPublished;
    int publications;
    string? publishedIds;

    internal DefinitionStore(DatabaseFile file, CommitQueue commits, CommandHandlers handlers, TimeProvider clock, IIdSource ids,
        IRecordReader records, ActivityRegistry registry)
    {
        (this.file, this.commits, this.handlers, this.clock, this.ids, this.records) = (file, commits, handlers, clock, ids, records);
        Registry = registry;
        compiler = new WorkflowCompiler(registry, this);
    }

    public ActivityRegistry Registry { get; }

    public CompiledWorkflow? FindPublished(string definitionId)
    {
        var versionId = published.GetOrAdd(definitionId, id =>
        {
            using var database = file.Query();
            return database.Definitions.Where(row => row.DefinitionId == id && row.IsPublished).Select(row => row.Id).FirstOrDefault();
        });
        return versionId is null ? null : FindVersion(versionId);
    }

    /// <summary>A version by its id, compiled.</summary>
    public CompiledWorkflow? FindVersion(string versionId)
    {
        if (compiled.TryGetValue(versionId, out var known)) return known;
        using var database = file.Query();
        return database.Definitions.FirstOrDefault(row => row.Id == versionId) is { } row ? compiled[versionId] = compiler.Compile(ToDefinition(row))
            : null;
    }

    /// <summary>Every published workflow, compiled.</summary>
    public IReadOnlyList<CompiledWorkflow> Published()
    {
        if (allPublished is { } known) return known;
        var before = Volatile.Read(ref publications);
        List<string> ids;
        using (var database = file.Query())
            ids = database.Definitions.Where(row => row.IsPublished).OrderBy(row => row.DefinitionId).Select(row => row.Id).ToList();
        var workflows = ids.Select(id => FindVersion(id)).OfType<CompiledWorkflow>().ToList();
        // What was published while this was read is not forgotten again.
        if (before == Volatile.Read(ref publications)) allPublished = workflows;
        return workflows;
    }

    public bool Exists(string definitionId)
    {
        using var database = file.Query();
        return database.Definitions.Any(row => row.DefinitionId == definitionId);
    }

    public CompiledWorkflow? FindVersion(string definitionId, int version)
    {
        using var database = file.Query();
        return database.Definitions.Where(row => row.DefinitionId == definitionId && row.Version == version).Select(row => row.Id)
            .FirstOrDefault() is { } id ? FindVersion(id) : null;
    }

    public WorkflowDefinition? FindAsActivity(string activityTypeName, string? versionId)
    {
        using var database = file.Query();
        if (versionId is not null && database.Definitions.FirstOrDefault(row => row.Id == versionId) is { } pinned) return ToDefinition(pinned);
        var id = asActivity.GetOrAdd(activityTypeName, name =>
            database.Definitions.Where(row => row.ActivityTypeName == name && row.IsPublished).Select(row => row.Id).FirstOrDefault());
        return id is null ? null : FindVersion(id)?.Definition;
    }

    /// <summary>
    /// The version that <paramref name="options"/> asks for, in Elsa's words: Latest, Published, LatestOrPublished, Draft or a number.
    /// </summary>
    public WorkflowDefinition? Find(string definitionId, string? options = null)
    {
        using var database = file.Query();
        var versions = database.Definitions.Where(row => row.DefinitionId == definitionId);
        var row = options switch
        {
            "Published" => versions.FirstOrDefault(row => row.IsPublished),
            "LatestOrPublished" or "LatestAndPublished" or "PublishedOrLatest" =>
                versions.OrderByDescending(row => row.IsPublished).ThenByDescending(row => row.Version).FirstOrDefault(),
            "Draft" => versions.FirstOrDefault(row => row.IsLatest && !row.IsPublished),
            _ when int.TryParse(options, out var number) => versions.FirstOrDefault(row => row.Version == number),
            _ => versions.FirstOrDefault(row => row.IsLatest),
        };
        return row is null ? null : ToDefinition(row);
    }

    public IReadOnlyList<WorkflowDefinition> Versions(string definitionId)
    {
        using var database = file.Query();
        return database.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version).AsEnumerable()
            .Select(ToDefinition).ToList();
    }

    /// <summary>
    /// Saves the model as the latest draft, and publishes it if asked to and if the checks find no error; otherwise it stays a draft.
    /// A published version is left as it is: the draft is a new one.
    /// </summary>
    /// <param name="expectedRevision">The <see cref="RevisionOf"/> the model was made from; null saves whatever is there.</param>
    /// <exception cref="DefinitionException">The model cannot be a workflow definition.</exception>
    /// <param name="by">Who saves; null where nobody is signed in, as for files.</param>
    /// <exception cref="DefinitionConflictException">Somebody else has saved since.</exception>
    public async Task<SavedDefinition> Save(JsonObject model, bool publish, string? fileHash = null, string? expectedRevision = null,
        string? by = null)
    {
        Require(model);
        var definitionId = model.Text("definitionId") is { Length: > 0 } given ? given : ids.Next();
        var content = Normalized(model, definitionId);
        var findings = publish ? Check(content) : [];
        var saved = await commits.Write(transaction =>
            {
                var database = transaction.Database;
                var versions = database.Definitions.Where(row => row.DefinitionId == definitionId).ToList();
                var latest = versions.OrderByDescending(row => row.Version).FirstOrDefault();
                if (expectedRevision is not null && latest is not null && Revision(latest.Model) != expectedRevision)
                    throw new DefinitionConflictException(latest.Name ?? definitionId);
                if (latest is null || latest.IsPublished || IsInUse(database, latest.Id))
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
                latest.Model = content.ToJsonString(Json.Options);
                latest.Name = content.Text("name");
                latest.FileHash = fileHash;
                if (publish && !HasErrors(findings)) Publish(transaction, latest, versions, by);
                return new SavedDefinition(ToDefinition(latest), false, findings);
            });
        Forget(definitionId);
        if (!saved.Definition.IsPublished) return saved;
        await Changed();
        await UpdateConsumersIfWished(saved.Definition, by);
        return saved;
    }

    /// <summary>Publishes the latest version, unless the checks find an error; null when there is no such definition.</summary>
    public async Task<SavedDefinition?> Publish(string definitionId, string? by = null)
    {
        if (Find(definitionId) is not { } draft) return null;
        var findings = Check(draft.Model);
        if (HasErrors(findings)) return new SavedDefinition(draft, draft.IsPublished, findings);
        var saved = await commits.Write(transaction =>
        {
            var database = transaction.Database;
            var versions = database.Definitions.Where(row => row.DefinitionId == definitionId).ToList();
            if (versions.Find(row => row.IsLatest) is not { } latest) return null;
            var already = latest.IsPublished;
            if (!already) Publish(transaction, latest, versions, by);
            return new SavedDefinition(ToDefinition(latest), already, findings);
        });
        Forget(definitionId);
        if (saved is not { AlreadyPublished: false }) return saved;
        await Changed();
        await UpdateConsumersIfWished(saved.Definition, by);
        return saved;
    }

    /// <summary>What is wrong with a model, or most likely is.</summary>
    /// <exception cref="DefinitionException">The model cannot be read at all.</exception>
    public IReadOnlyList<Finding> Check(JsonObject model)
    {
        try
        {
            var workflow = compiler.Compile(new WorkflowDefinition("", model.Text("definitionId") ?? "", 0, true, false, clock.GetUtcNow(), model));
            var findings = WorkflowChecks.Of(workflow, this, records);
            if (HasErrors(findings)) return findings;
            Burst.FindTriggers(workflow, Environment());
            return findings;
        }
        catch (TriggerException error) { return [Finding.Error(error.Node, Messages.TriggerRefused, error.Words)]; }
        catch (Exception error) when (error is InvalidOperationException or FormatException or System.Text.Json.JsonException)
        {
            throw new DefinitionException("model.root", $"The workflow cannot be read: {error.Message}");
        }
    }

    /// <summary>What is published has changed: the product brings up to date what it has derived from it.</summary>
    Task Changed() => handlers.OnPublished is { } tell ? commits.Write(transaction => { tell(transaction); return true; }) : Task.CompletedTask;

    static bool HasErrors(IReadOnlyList<Finding> findings) => findings.Any(finding => finding.Severity == Severity.Error);

    /// <summary>A mark of a definition's content, to tell whether somebody else has saved since.</summary>
    public static string RevisionOf(WorkflowDefinition definition) => Revision(definition.Model.ToJsonString(Json.Options));

    static string Revision(string model) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..16];

    /// <summary>Lets the workflows that use this one as an activity use its published version from now on.</summary>
    /// <returns>Names of the workflows that were changed.</returns>
    public async Task<IReadOnlyList<string>> UpdateReferences(WorkflowDefinition definition, string? by = null)
    {
        if (FindPublished(definition.DefinitionId)?.Definition is not { } current) return [];
        var changed = new List<string>();
        foreach (var consumer in Consumers(definition).Select(id => Find(id)).OfType<WorkflowDefinition>())
        {
            var model = (JsonObject)consumer.Model.DeepClone();
            if (!DefinitionReferences.Update(model, current)) continue;
            await Save(model, publish: consumer.IsPublished, by: by);
            changed.Add(consumer.Name ?? consumer.DefinitionId);
        }
        return changed;
    }

    Task UpdateConsumersIfWished(WorkflowDefinition definition, string? by) =>
        definition.Options?.Flag("autoUpdateConsumingWorkflows") == true ? UpdateReferences(definition, by) : Task.CompletedTask;

    /// <summary>Takes the published version back: running instances go on, nothing new starts.</summary>
    public async Task<WorkflowDefinition?> Retract(string definitionId, string? by = null)
    {
        var retracted = await commits.Write(transaction =>
        {
            var database = transaction.Database;
            if (database.Definitions.FirstOrDefault(row => row.DefinitionId == definitionId && row.IsPublished) is not { } row) return null;
            row.IsPublished = false;
            database.Triggers.RemoveRange(database.Triggers.Where(trigger => trigger.DefinitionId == definitionId));
            transaction.Audit(by, WorkflowAudit.Retracted, definitionId, $"v{row.Version}");
            return ToDefinition(row);
        });
        Forget(definitionId);
        if (retracted is not null) await Changed();
        return retracted;
    }

    /// <summary>Deletes all versions of definitions, or none of them.</summary>
    /// <returns>How many of the definitions there were.</returns>
    /// <exception cref="DefinitionInUseException">Instances still run on one of them: they could not go on without it.</exception>
    public async Task<int> Delete(IReadOnlyCollection<string> definitionIds, string? by = null)
    {
        var found = await commits.Write(transaction =>
        {
            var database = transaction.Database;
            var versions = database.Definitions.Where(row => definitionIds.Contains(row.DefinitionId)).ToList();
            RequireUnused(database, versions);
            database.Definitions.RemoveRange(versions);
            database.Triggers.RemoveRange(database.Triggers.Where(trigger => definitionIds.Contains(trigger.DefinitionId)));
            foreach (var definition in versions.GroupBy(row => row.DefinitionId))
                transaction.Audit(by, WorkflowAudit.Deleted, definition.Key, $"v{string.Join(", v", definition.Select(row => row.Version).Order())}");
            return versions.Select(row => row.DefinitionId).Distinct().Count();
        });
        ForgetAll();
        if (found > 0) await Changed();
        return found;
    }

    /// <summary>Deletes single versions by their ids; the newest that remains becomes the latest.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="DefinitionInUseException">Instances still run on one of them; none was deleted.</exception>
    public async Task<int> DeleteVersions(IReadOnlyCollection<string> ids, string? by = null)
    {
        var rows = await commits.Write(transaction =>
            {
                var database = transaction.Database;
                var rows = database.Definitions.Where(row => ids.Contains(row.Id)).ToList();
                RequireUnused(database, rows);
                database.Definitions.RemoveRange(rows);
                foreach (var row in rows) transaction.Audit(by, WorkflowAudit.VersionDeleted, row.DefinitionId, $"v{row.Version}");
                foreach (var definitionId in rows.Select(row => row.DefinitionId).Distinct())
                {
                    if (rows.Exists(row => row.DefinitionId == definitionId && row.IsPublished))
                        database.Triggers.RemoveRange(database.Triggers.Where(trigger => trigger.DefinitionId == definitionId));
                    var newest = database.Definitions.Where(row => row.DefinitionId == definitionId && !ids.Contains(row.Id))
                        .OrderByDescending(row => row.Version).FirstOrDefault();
                    newest?.IsLatest = true;
                }
                return rows;
            });
        foreach (var definitionId in rows.Select(row => row.DefinitionId).Distinct()) Forget(definitionId);
        if (rows.Count > 0) await Changed();
        return rows.Count;
    }

    /// <summary>Ids of the latest definitions that use this one as an activity or start it by its literal id.</summary>
    public IReadOnlyList<string> Consumers(WorkflowDefinition definition)
    {
        using var database = file.Query();
        var typeName = $"\"{definition.ActivityTypeName}\"";
        var id = $"\"{definition.DefinitionId}\"";
        return database.Definitions.Where(row => row.IsLatest && row.DefinitionId != definition.DefinitionId
            && (row.Model.Contains(typeName) || row.Model.Contains(id)))
            .Select(row => row.DefinitionId).Distinct().Order().ToList();
    }

    /// <summary>
    /// What runs on a version, or on another one that uses it as an activity, needs it to go on; so does what is faulted, after a retry.
    /// </summary>
    static void RequireUnused(ProcessDatabase database, List<DefinitionRow> versions)
    {
        foreach (var version in versions)
        {
            var id = $"\"{version.Id}\"";
            var needing = database.Definitions.Where(row => row.Id == version.Id || row.Model.Contains(id)).Select(row => row.Id);
            var running = database.Instances.Count(instance => needing.Contains(instance.DefinitionVersionId)
                && (instance.Status == "Running" || instance.SubStatus == "Faulted"));
            if (running > 0) throw new DefinitionInUseException(version.Name ?? version.DefinitionId, version.Version, running);
        }
    }

    static bool IsInUse(ProcessDatabase database, string versionId) => database.Instances.Any(instance => instance.DefinitionVersionId == versionId);

    void Publish(Transaction transaction, DefinitionRow version, List<DefinitionRow> versions, string? by)
    {
        var database = transaction.Database;
        transaction.Audit(by, WorkflowAudit.Published, version.DefinitionId,
            version.FileHash is null ? $"v{version.Version}" : $"v{version.Version}, from a file");
        foreach (var row in versions) row.IsPublished = false;
        version.IsPublished = true;
        var definition = ToDefinition(version);
        version.ActivityTypeName = definition.UsableAsActivity ? definition.ActivityTypeName : null;
        database.Triggers.RemoveRange(database.Triggers.Where(trigger => trigger.DefinitionId == version.DefinitionId));
        foreach (var (node, trigger) in Burst.FindTriggers(compiler.Compile(definition), Environment()))
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
    }

    /// <summary>How an activity of the published version starts the workflow; null when it does not.</summary>
    public StartTrigger? TriggerOf(string definitionId, string nodeId)
    {
        if (FindPublished(definitionId) is not { } workflow) return null;
        return startTriggers.GetOrAdd(workflow.Definition.Id, _ =>
            Burst.FindTriggers(workflow, Environment()).ToDictionary(found => found.Node.NodeId, found => found.Trigger))
            .GetValueOrDefault(nodeId);
    }

    /// <summary>The next time (UTC) of a start trigger that fires at times, from now on; null when it fires once only.</summary>
    public DateTimeOffset? NextTime(DueTrigger trigger)
    {
        if (FindPublished(trigger.DefinitionId) is not { } workflow) return null;
        var now = clock.GetUtcNow();
        var next = Burst.FindTriggers(workflow, Environment()).FirstOrDefault(found => found.Node.NodeId == trigger.NodeId).Trigger?.DueAt;
        return next > now ? next : null;
    }

    /// <summary>Notices what another process, say <c>import-workflows</c>, has published meanwhile. Called by the heartbeat.</summary>
    public void Refresh()
    {
        using var database = file.Query();
        var now = string.Join(' ', database.Definitions.Where(row => row.IsPublished).Select(row => row.Id).Order());
        if (Interlocked.Exchange(ref publishedIds, now) is { } before && before != now) ForgetAll();
    }

    BurstEnvironment Environment() => new(clock.GetUtcNow(), ids, records, this);

    void Forget(string definitionId)
    {
        published.TryRemove(definitionId, out _);
        Interlocked.Increment(ref publications);
        allPublished = null;
        asActivity.Clear();
        // Versions that embed another as an activity hold its published version; they are compiled afresh. So is an overwritten draft.
        compiled.Clear();
        startTriggers.Clear();
    }

    void ForgetAll()
    {
        published.Clear();
        Interlocked.Increment(ref publications);
        allPublished = null;
        asActivity.Clear();
        compiled.Clear();
        startTriggers.Clear();
    }

    /// <exception cref="DefinitionException">The model is no workflow definition.</exception>
    public static void Require(JsonObject model)
    {
        if (model["root"] is not JsonObject root) throw new DefinitionException("model.root", "A workflow needs a root activity.");
        if (root.Text("type") is null) throw new DefinitionException("model.root.type", "The root activity has no type.");
    }

    /// <summary>Without what the store keeps in columns of its own.</summary>
    static JsonObject Normalized(JsonObject model, string definitionId)
    {
        var copy = (JsonObject)model.DeepClone();
        foreach (var name in (string[])["id", "version", "isLatest", "isPublished", "createdAt", "links", "$schema", "publish"]) copy.Remove(name);
        copy["definitionId"] = definitionId;
        return copy;
    }

    public static WorkflowDefinition ToDefinition(DefinitionRow row) =>
        new(row.Id, row.DefinitionId, row.Version, row.IsLatest, row.IsPublished, row.CreatedAt, (JsonObject)JsonNode.Parse(row.Model)!);
}

/// <param name="Findings">What the checks said when it was to be published; with an error among them it was not.</param>
public sealed record SavedDefinition(WorkflowDefinition Definition, bool AlreadyPublished, IReadOnlyList<Finding> Findings)
{
    public IEnumerable<Finding> Errors => Findings.Where(finding => finding.Severity == Severity.Error);
}

/// <summary>A model that cannot be a workflow definition; <see cref="Field"/> says where.</summary>
public sealed class DefinitionException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}

/// <summary>Somebody else has saved the definition since it was read.</summary>
public sealed class DefinitionConflictException(string name)
    : Exception($"'{name}' was saved by somebody else meanwhile. Nothing of theirs was overwritten.")
{
    public string Name { get; } = name;
}

/// <summary>Instances still run on a version that was to be deleted. Nothing was deleted.</summary>
public sealed class DefinitionInUseException(string name, int version, int running)
    : Exception($"'{name}' version {version} is in use: {running} instances still run on it. Let them end, move them to another version, or cancel them first.")
{
    public string Name { get; } = name;
    public int Version { get; } = version;
    /// <summary>How many instances run on it.</summary>
    public int Running { get; } = running;
}
