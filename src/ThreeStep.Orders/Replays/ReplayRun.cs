using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Replays;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Replays;

/// <summary>Carries a replay out: reads the histories, runs what is tried over each, counts what comes out. Writes nothing.</summary>
/// <param name="today">Records as they are now.</param>
public sealed class ReplayRun(ProcessStore store, ArchiveFolder archive, CompiledDefinitions definitions, IRecordReader today,
    WorkingCalendars calendars)
{
    /// <summary>Cases, the newest, by which it is told how questions are usually answered.</summary>
    const int Sample = 300;

    /// <summary>The workflow that a replay tries; null where each case runs on the version it ended with.</summary>
    public CompiledWorkflow? TriedBy(Replay replay) => replay.Model is null ? null : definitions.Compile(new WorkflowDefinition($"replay-{replay.Id}",
        replay.DefinitionId, replay.Input.Version ?? 0, false, false, replay.AskedAt, (JsonObject)JsonNode.Parse(replay.Model)!));

    /// <param name="tried">See <see cref="TriedBy"/>.</param>
    /// <param name="until">UTC.</param>
    /// <param name="progress">Told of each portion: how many are done, and of how many. It may wait, to pause.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ReplayReport Run(string definitionId, ReplayInput input, CompiledWorkflow? tried, DateTimeOffset until, Action<int, int>? progress = null,
        CancellationToken token = default)
    {
        var calendar = Calendar();
        var past = PastCases.Find(store, archive, definitionId, input, until, calendar);
        var world = World(input);
        var usual = Usual(past, world);
        var portions = new ConcurrentQueue<PastPortion>(past.Portions);
        var total = past.Count;
        var count = new ReplayCount(input.Assumption, calendar);
        Exception? failure = null;
        void Work()
        {
            try
            {
                while (failure is null && portions.TryDequeue(out var portion))
                {
                    token.ThrowIfCancellationRequested();
                    foreach (var recorded in portion.Read(words => { lock (count) count.AddUnreplayable(words); }))
                    {
                        token.ThrowIfCancellationRequested();
                        var (words, by) = Try(recorded, input.Assumption, tried, world, usual, until);
                        lock (count)
                            if (by is null) count.AddUnreplayable(words!);
                            else count.Add(recorded, by);
                    }
                    progress?.Invoke(count.Cases, total);
                }
            }
            catch (Exception error) { failure = error; }
        }
        progress?.Invoke(0, total);
        // Threads of its own, that give way to everything that people and workflows do.
        var threads = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => new Thread(Work) { Priority = ThreadPriority.BelowNormal, IsBackground = true, Name = "replay" }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return count.Report();
    }

    /// <summary>One case by itself, to be looked at.</summary>
    /// <exception cref="NotReplayableException">Its history cannot be run again.</exception>
    /// <exception cref="RefusalException">There is no such case of this workflow.</exception>
    public ReplayedCase One(Replay replay, string instanceId)
    {
        var (input, until) = (replay.Input, replay.Until);
        var cases = PastCases.Find(store, archive, replay.DefinitionId, input, until, Calendar());
        var recorded = cases.One(instanceId) ?? throw RefusalException.NotFound("case", instanceId);
        var world = World(input);
        var past = Retelling.Of(recorded, world);
        return CaseReplay.Of(past, TriedBy(replay) ?? Own(past), world, Usual(cases, world), input.Assumption, until);
    }

    WorkingCalendar Calendar()
    {
        using var database = store.Query();
        return calendars.Of(null, database);
    }

    static UsualAnswers Usual(PastCases cases, ReplayWorld world)
    {
        var usual = new UsualAnswers();
        foreach (var recorded in cases.Newest(Sample))
            try { usual.Add(Retelling.Of(recorded, world)); }
            catch (NotReplayableException) { /* It is told of with all others. */ }
        return usual;
    }

    (Message? Words, Dictionary<Assumption, ReplayedCase>? By) Try(RecordedCase recorded, Assumption assumption, CompiledWorkflow? tried,
        ReplayWorld world, UsualAnswers usual, DateTimeOffset until)
    {
        world = world with { Today = new OnceReadRecords(world.Today) };
        PastRun past;
        try { past = Retelling.Of(recorded, world); }
        catch (NotReplayableException error) { return (error.Words, null); }
        var workflow = tried ?? Own(past);
        var chosen = CaseReplay.Of(past, workflow, world, usual, assumption, until);
        return (null, Enum.GetValues<Assumption>().ToDictionary(each => each, each =>
            each == assumption || !chosen.DependsOnAssumption ? chosen : CaseReplay.Of(past, workflow, world, usual, each, until)));
    }

    CompiledWorkflow Own(PastRun past) => definitions.FindVersion(past.Story.VersionId)!;

    ReplayWorld World(ReplayInput input)
    {
        var calendarsTried = new ConcurrentDictionary<string, WorkingCalendar>();
        var matrix = input.Matrix is null ? null : JsonSerializer.SerializeToNode(input.Matrix, Json.Options);
        return ReplayedCommands.World(definitions, new TodaysRecords(today, ReplayedCommands.Settled, calendars, store)) with
        {
            Adapt = (kind, value) =>
            {
                // Who must be asked follows from the table that is tried, not from the one of then.
                if (kind == "ApprovalStanding" && matrix is not null) (value as JsonObject)?.Remove("needed");
                return value;
            },
            Tried = (kind, id) => kind switch
            {
                "ApprovalMatrix" when matrix is not null => new(matrix),
                WorkingTime.Kind when input.Calendar is { } company => new(JsonValue.Create(When(WorkingTime.Read(id), company, calendarsTried))),
                _ => null,
            },
        };
    }

    DateTimeOffset When(WorkingTime counted, CalendarDefinition company, ConcurrentDictionary<string, WorkingCalendar> tried)
    {
        using var database = store.Query();
        return SlaClocks.When(counted, tried.GetOrAdd(counted.Calendar ?? "", _ => calendars.Tried(counted.Calendar, company, database)), database);
    }
}
