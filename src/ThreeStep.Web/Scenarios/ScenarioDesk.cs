using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Scenarios.Cases;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Scenarios;

/// <summary>A text with scenarios of a workflow.</summary>
/// <param name="IsFile">Of the installation's files, which are changed there; otherwise kept in the database.</param>
/// <param name="SavedAt">UTC; null for a file.</param>
sealed record ScenarioText(string Name, bool IsFile, string Text, string? SavedById, DateTimeOffset? SavedAt)
{
    public ScenarioFile Read() => ScenarioReader.Read(Name, Text);
}

/// <summary>What came of one scenario. The words are told in the reader's language.</summary>
public sealed record ScenarioOutcome(string File, string Name, int Line, int Milliseconds, int? FailedLine, string? Sentence, Message? What)
{
    public bool HasPassed => FailedLine is null;
    /// <summary>Only of the present run: a story is not kept.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public IReadOnlyList<StoryLine> Told { get; init; } = [];

    public static ScenarioOutcome Of(ScenarioResult result) => new(result.File, result.Name, result.Line, (int)result.Took.TotalMilliseconds,
        result.Failure?.Line, result.Failure?.Sentence, result.Failure?.What)
    { Told = result.Told };
}

/// <summary>A run that is under way, or over.</summary>
/// <param name="IsDraft">Over the draft, rather than over what is published.</param>
/// <param name="All">How many scenarios it has.</param>
public sealed record ScenarioProgress(
    string DefinitionId, bool IsDraft, string Revision, int All, IReadOnlyList<ScenarioOutcome> Outcomes, bool IsOver)
{
    public int Failed => Outcomes.Count(outcome => !outcome.HasPassed);
}

/// <summary>
/// Plays the scenarios of workflows beside the server's own work: one workflow after the other, one story at a time. What it found is kept for each
/// content of a workflow, so that whoever publishes it, or is asked to agree, sees it.
/// </summary>
sealed class ScenarioDesk(ProcessStore store, OrderRecords records, Installation installation, TimeProvider clock,
    IHostApplicationLifetime life, ILogger<ScenarioDesk> log) : IDisposable
{
    const int KeptRuns = 20;
    /// <summary>Real time, with waiting for its turn: whoever writes more than that runs it in a build.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    readonly SemaphoreSlim turn = new(1);
    readonly Lock gate = new();
    readonly Dictionary<(string DefinitionId, bool IsDraft), Running> running = [];
    readonly Dictionary<(string DefinitionId, string Revision), ScenarioProgress> latest = [];

    readonly ConcurrentDictionary<string, KnownFile> known = [];

    sealed record KnownFile(DateTime Changed, ScenarioText Text, string? Workflow);

    sealed record Running(ScenarioProgress Progress, Task<ScenarioProgress> Done, CancellationTokenSource Stop);

    /// <summary>A run has gone on. Listeners must be quick and never throw.</summary>
    public event Action<ScenarioProgress>? Moved;

    /// <summary>The files of the installation first, then what is kept in the database.</summary>
    public IReadOnlyList<ScenarioText> Texts(string definitionId)
    {
        var folder = Path.Combine(installation.WorkflowFolder, ScenarioFolder.Name);
        var files = !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder).Where(ScenarioFolder.IsOne).Order(StringComparer.Ordinal)
            .Select(OfFile).Where(known => known.Workflow == definitionId).Select(known => known.Text);
        using var database = store.Query();
        var kept = database.KeptScenarios.Where(row => row.DefinitionId == definitionId).OrderBy(row => row.Name).AsEnumerable()
            .Select(row => new ScenarioText(row.Name, false, row.Text, row.SavedById, row.SavedAt));
        return [.. files, .. kept];
    }

    /// <summary>A file is read again when it has changed.</summary>
    KnownFile OfFile(string path)
    {
        var changed = System.IO.File.GetLastWriteTimeUtc(path);
        if (known.TryGetValue(path, out var file) && file.Changed == changed) return file;
        var text = new ScenarioText(Path.GetFileName(path), true, System.IO.File.ReadAllText(path), null, null);
        return known[path] = new KnownFile(changed, text, text.Read().Workflow);
    }

    /// <summary>
    /// The run that is under way; else what the last one found over the same content; null where there was none, or it is out of date.
    /// </summary>
    public ScenarioProgress? Find(string definitionId, bool isDraft)
    {
        lock (gate)
            if (running.TryGetValue((definitionId, isDraft), out var under)) return under.Progress;
        if (Tested(definitionId, isDraft) is not { } tested) return null;
        lock (gate)
            if (latest.TryGetValue((definitionId, tested.Revision), out var last) && IsPresent(definitionId, tested, out _)) return last;
        if (!IsPresent(definitionId, tested, out var row)) return null;
        var outcomes = JsonSerializer.Deserialize<List<ScenarioOutcome>>(row!.Document, Json.Options)!;
        return new(definitionId, isDraft, tested.Revision, outcomes.Count, outcomes, true);
    }

    bool IsPresent(string definitionId, TestedContent tested, out ScenarioRunRow? row)
    {
        using var database = store.Query();
        row = database.ScenarioRuns.FirstOrDefault(run => run.DefinitionId == definitionId && run.Revision == tested.Revision);
        return row is not null && row.Basis == tested.Basis;
    }

    /// <summary>Begins a run, or joins the one that is under way over the same content.</summary>
    /// <returns>What it found, when it is over.</returns>
    /// <exception cref="RefusalException">There is no such workflow, no draft of it, or there are no scenarios.</exception>
    public Task<ScenarioProgress> Run(string definitionId, bool isDraft)
    {
        var tested = Tested(definitionId, isDraft) ?? throw RefusalException.NotFound(isDraft ? "draft" : "workflow", definitionId);
        var files = tested.Texts.Select(text => text.Read()).ToList();
        var all = files.Sum(read => read.Errors.Count > 0 ? read.Errors.Count : read.Scenarios.Count);
        if (all == 0) throw RefusalException.Conflict("There are no scenarios of this workflow yet.", "scenarios");
        lock (gate)
        {
            if (running.TryGetValue((definitionId, isDraft), out var under) && under.Progress.Revision == tested.Revision) return under.Done;
            under?.Stop.Cancel();
            var stop = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);
            stop.CancelAfter(Longest);
            var progress = new ScenarioProgress(definitionId, isDraft, tested.Revision, all, [], false);
            var done = Task.Run(() => Play(progress, tested, files, stop));
            running[(definitionId, isDraft)] = new Running(progress, done, stop);
            return done;
        }
    }

    /// <summary>Gives a run up.</summary>
    public void Cancel(string definitionId, bool isDraft)
    {
        lock (gate)
            if (running.TryGetValue((definitionId, isDraft), out var under)) under.Stop.Cancel();
    }

    async Task<ScenarioProgress> Play(ScenarioProgress progress, TestedContent tested, List<ScenarioFile> files, CancellationTokenSource stop)
    {
        try
        {
            await turn.WaitAsync(stop.Token);
            try
            {
                await using var workflows = await WorkflowSet.Of(tested.Models);
                foreach (var read in files)
                {
                    foreach (var wrong in ScenarioRun.Unreadable(read)) progress = Went(progress, wrong);
                    if (read.Errors.Count > 0) continue;
                    foreach (var scenario in read.Scenarios) progress = Went(progress, await ScenarioRun.Of(read, scenario, workflows, stop.Token));
                }
            }
            finally { turn.Release(); }
            progress = progress with { IsOver = true };
            lock (gate) latest[(progress.DefinitionId, progress.Revision)] = progress;
            await Keep(progress, tested);
        }
        catch (OperationCanceledException) { }
        catch (Exception error)
        {
            log.LogError(error, "The scenarios of {DefinitionId} could not be played", progress.DefinitionId);
            throw;
        }
        finally
        {
            lock (gate)
                if (running.TryGetValue((progress.DefinitionId, progress.IsDraft), out var own) && own.Stop == stop)
                    running.Remove((progress.DefinitionId, progress.IsDraft));
            stop.Dispose();
            Moved?.Invoke(progress);
        }
        return progress;
    }

    ScenarioProgress Went(ScenarioProgress progress, ScenarioResult result)
    {
        progress = progress with { Outcomes = [.. progress.Outcomes, ScenarioOutcome.Of(result)] };
        lock (gate)
            if (running.TryGetValue((progress.DefinitionId, progress.IsDraft), out var own) && own.Progress.Revision == progress.Revision)
                running[(progress.DefinitionId, progress.IsDraft)] = own with { Progress = progress };
        Moved?.Invoke(progress);
        return progress;
    }

    Task Keep(ScenarioProgress progress, TestedContent tested) => records.Record(Actor.Server, change =>
    {
        var rows = change.Database.ScenarioRuns;
        var row = rows.Find(progress.DefinitionId, progress.Revision);
        var document = JsonSerializer.Serialize(progress.Outcomes, Json.Options);
        if (row is null)
            rows.Add(row = new ScenarioRunRow
            {
                DefinitionId = progress.DefinitionId,
                Revision = progress.Revision,
                Basis = tested.Basis,
                Document = document,
            });
        (row.Basis, row.Document, row.At) = (tested.Basis, document, clock.GetUtcNow());
        (row.Passed, row.Failed) = (progress.Outcomes.Count - progress.Failed, progress.Failed);
        rows.RemoveRange(rows.Where(old => old.DefinitionId == progress.DefinitionId && old.Revision != progress.Revision)
            .OrderByDescending(old => old.At).Skip(KeptRuns).ToList());
        return true;
    });

    /// <summary>Makes a scenario of a finished case and plays it over the versions that the case ran on.</summary>
    /// <returns>
    /// The text, which is not kept, and what came of it: a case that no story tells exactly differs somewhere, and a person mends it.
    /// </returns>
    /// <exception cref="RefusalException">There is no such case, it has not finished, or no story can tell it.</exception>
    public async Task<(string Text, ScenarioOutcome Outcome)> OfCase(Actor reader, string definitionId, string instanceId, CancellationToken token)
    {
        var (text, models) = store.Snapshot(database =>
        {
            var ran = CaseScenario.Versions(database, WorkflowRights.Of(reader, database), definitionId, instanceId);
            var (ids, versions) = (ran.Keys.ToList(), ran.Values.ToList());
            return (CaseScenario.Of(database, definitionId, instanceId), database.Definitions
                .Where(row => versions.Contains(row.Id) || row.IsPublished && !ids.Contains(row.DefinitionId)).Select(row => row.Model).ToList());
        });
        var read = ScenarioReader.Read("case", text);
        if (read.Errors.Count > 0) return (text, ScenarioOutcome.Of(ScenarioRun.Unreadable(read).First()));
        await turn.WaitAsync(token);
        try
        {
            await using var workflows = await WorkflowSet.Of([.. models.Select(model => (JsonObject)JsonNode.Parse(model)!)]);
            return (text, ScenarioOutcome.Of(await ScenarioRun.Of(read, read.Scenarios[0], workflows, token)));
        }
        finally { turn.Release(); }
    }

    /// <summary>What a run is over: the workflow's content among all that is published, and its scenarios.</summary>
    sealed record TestedContent(string Revision, string Basis, IReadOnlyList<JsonObject> Models, IReadOnlyList<ScenarioText> Texts);

    TestedContent? Tested(string definitionId, bool isDraft)
    {
        using var database = store.Query();
        var own = database.Definitions.FirstOrDefault(row => row.DefinitionId == definitionId
            && (isDraft ? row.IsLatest && !row.IsPublished : row.IsPublished));
        if (own is null) return null;
        var others = database.Definitions.Where(row => row.IsPublished && row.DefinitionId != definitionId).OrderBy(row => row.DefinitionId)
            .Select(row => row.Model).ToList();
        var texts = Texts(definitionId);
        var basis = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. texts.Select(text => text.Name + '\n' + text.Text), .. others])));
        return new TestedContent(DefinitionStore.RevisionOf(own.Model), Convert.ToHexString(basis)[..16],
            [.. others.Prepend(own.Model).Select(model => (JsonObject)JsonNode.Parse(model)!)], texts);
    }

    /// <summary>Why a draft is better not published: in words for the record, null where all its scenarios have passed, or there are none.</summary>
    public string? Doubt(string definitionId)
    {
        if (Find(definitionId, true) is not { IsOver: true } found)
            return Texts(definitionId).Count == 0 ? null : "场景未运行 · scenarios not played";
        return found.Failed == 0 ? null : $"{found.Failed}/{found.All} 个场景未通过 · {found.Failed} of {found.All} scenarios fail";
    }

    public void Dispose() => turn.Dispose();
}
