using System.Collections.Concurrent;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Runtime.Definitions;

/// <summary>The versions of workflow definitions as they run: compiled, and kept in memory until something else is published.</summary>
public sealed class CompiledDefinitions : IDefinitionSource
{
    readonly ProcessStore store;
    readonly WorkflowCompiler compiler;
    readonly ConcurrentDictionary<string, CompiledWorkflow> compiled = new();
    readonly ConcurrentDictionary<(string DefinitionId, int Version), string> numbered = new();
    readonly ConcurrentDictionary<string, string?> published = new();
    readonly ConcurrentDictionary<string, string?> asActivity = new();
    volatile IReadOnlyList<CompiledWorkflow>? allPublished;
    int publications;
    string? publishedIds;

    public CompiledDefinitions(ProcessStore store, ActivityRegistry registry)
    {
        (this.store, Registry) = (store, registry);
        compiler = new WorkflowCompiler(registry, this);
    }

    public ActivityRegistry Registry { get; }

    /// <summary>A version that need not be stored.</summary>
    public CompiledWorkflow Compile(WorkflowDefinition definition) => compiler.Compile(definition);

    public CompiledWorkflow? FindPublished(string definitionId)
    {
        var versionId = published.GetOrAdd(definitionId, id =>
        {
            using var database = store.Query();
            return database.Definitions.Where(row => row.DefinitionId == id && row.IsPublished).Select(row => row.Id).FirstOrDefault();
        });
        return versionId is null ? null : FindVersion(versionId);
    }

    /// <summary>A version by its id, compiled.</summary>
    public CompiledWorkflow? FindVersion(string versionId)
    {
        if (compiled.TryGetValue(versionId, out var known)) return known;
        using var database = store.Query();
        return database.Definitions.FirstOrDefault(row => row.Id == versionId) is { } row ? compiled[versionId] = Compile(row.ToDefinition())
            : null;
    }

    /// <summary>Every published workflow, compiled.</summary>
    public IReadOnlyList<CompiledWorkflow> Published()
    {
        if (allPublished is { } known) return known;
        var before = Volatile.Read(ref publications);
        List<string> ids;
        using (var database = store.Query())
            ids = database.Definitions.Where(row => row.IsPublished).OrderBy(row => row.DefinitionId).Select(row => row.Id).ToList();
        var workflows = ids.Select(id => FindVersion(id)).OfType<CompiledWorkflow>().ToList();
        // What was published while this was read is not forgotten again.
        if (before == Volatile.Read(ref publications)) allPublished = workflows;
        return workflows;
    }

    public bool Exists(string definitionId)
    {
        using var database = store.Query();
        return database.Definitions.Any(row => row.DefinitionId == definitionId);
    }

    public CompiledWorkflow? FindVersion(string definitionId, int version)
    {
        if (numbered.TryGetValue((definitionId, version), out var known)) return FindVersion(known);
        using var database = store.Query();
        return database.Definitions.Where(row => row.DefinitionId == definitionId && row.Version == version).Select(row => row.Id)
            .FirstOrDefault() is { } id ? FindVersion(numbered[(definitionId, version)] = id) : null;
    }

    public WorkflowDefinition? FindAsActivity(string activityTypeName, string? versionId)
    {
        using var database = store.Query();
        if (versionId is not null && database.Definitions.FirstOrDefault(row => row.Id == versionId) is { } pinned) return pinned.ToDefinition();
        var id = asActivity.GetOrAdd(activityTypeName, name =>
            database.Definitions.Where(row => row.ActivityTypeName == name && row.IsPublished).Select(row => row.Id).FirstOrDefault());
        return id is null ? null : FindVersion(id)?.Definition;
    }

    /// <summary>Notices what another process, say <c>import-workflows</c>, has published meanwhile. Called by the heartbeat.</summary>
    public void Refresh()
    {
        using var database = store.Query();
        var now = string.Join(' ', database.Definitions.Where(row => row.IsPublished).Select(row => row.Id).Order());
        if (Interlocked.Exchange(ref publishedIds, now) is { } before && before != now) ForgetAll();
    }

    internal void Forget(string definitionId)
    {
        published.TryRemove(definitionId, out _);
        Interlocked.Increment(ref publications);
        allPublished = null;
        asActivity.Clear();
        // Versions that embed another as an activity hold its published version; they are compiled afresh. So is an overwritten draft.
        compiled.Clear();
        // A discarded draft leaves its number to another.
        numbered.Clear();
    }

    internal void ForgetAll()
    {
        published.Clear();
        Interlocked.Increment(ref publications);
        allPublished = null;
        asActivity.Clear();
        compiled.Clear();
        // A discarded draft leaves its number to another.
        numbered.Clear();
    }
}
