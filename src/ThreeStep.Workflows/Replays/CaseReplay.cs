using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Replays;

/// <summary>
/// Runs a workflow over a case of the past: events, words from outside and what people did by hand come when they came; an answer comes as long after
/// its question as it did; timers come when they are due, as late as then where they are the same. Commands are caught, nothing is written.
/// </summary>
public sealed class CaseReplay
{
    /// <summary>A case that moves more often than this is stopped.</summary>
    const int MostMoves = 2000;
    /// <summary>After everything of the past at the same moment.</summary>
    const long Afterwards = long.MaxValue;

    readonly PastRun past;
    readonly CompiledWorkflow workflow;
    readonly ReplayWorld world;
    readonly UsualAnswers usual;
    readonly Assumption assumption;
    readonly DateTimeOffset until;
    readonly RememberedIds ids;
    readonly RememberedRecords records;
    readonly RetoldDefinitions definitions;
    readonly PriorityQueue<(string BookmarkId, Stimulus Stimulus), (DateTimeOffset, long)> answers = new();
    readonly HashSet<string> questions = [];
    readonly Dictionary<string, (Bookmark Bookmark, string? Asked, string? Fields)> waits = [];
    readonly ReplayedCase replayed;
    InstanceState standing = null!;
    DateTimeOffset now;

    CaseReplay(PastRun past, CompiledWorkflow workflow, ReplayWorld world, UsualAnswers usual, Assumption assumption, DateTimeOffset until)
    {
        this.until = until;
        (this.past, this.workflow, this.world, this.usual, this.assumption) = (past, workflow, world, usual, assumption);
        (ids, records) = (new RememberedIds(past), new RememberedRecords(past, world));
        definitions = new RetoldDefinitions(past.Recorded, world.Definitions, world.FindVersion);
        replayed = new(past, new CaseStory());
    }

    /// <param name="workflow">What is tried.</param>
    /// <param name="until">UTC. Until when time goes on.</param>
    public static ReplayedCase Of(PastRun past, CompiledWorkflow workflow, ReplayWorld world, UsualAnswers usual, Assumption assumption,
        DateTimeOffset until)
    {
        var replay = new CaseReplay(past, workflow, world, usual, assumption, until);
        replay.Run();
        replay.End();
        return replay.replayed;
    }

    void Run()
    {
        var start = (Stimulus.Start)past.Moves[0].Recorded.Stimulus;
        if (start.TriggerNodeId is { } trigger && workflow.Find(trigger) is null)
        {
            replayed.IsNotStarted = true;
            return;
        }
        try { Begin(past.Moves[0], start); }
        catch (ValueConversionException)
        {
            // What it was started with does not fit what is tried.
            replayed.IsNotStarted = true;
            return;
        }
        var external = new Queue<PastMove>(past.Moves.Skip(1).Where(IsFromOutside));
        for (var moves = 1; moves < MostMoves; moves++)
        {
            var timer = NextTimer();
            var when = Earliest(external.TryPeek(out var outside) ? (outside.Recorded.At, outside.Recorded.Sequence) : null,
                answers.TryPeek(out _, out var answer) ? answer : null, timer?.When);
            if (when is not var (at, sequence) || at > until) return;
            // What is overdue when it comes into being is due at once.
            (now, records.Moment) = (Later(at), (Later(at), sequence));
            if (timer is { } due && due.When == when) Deliver(new Stimulus.TimerDue(due.BookmarkId));
            else if (outside is not null && (outside.Recorded.At, outside.Recorded.Sequence) == when) Hear(external.Dequeue());
            else Deliver(answers.Dequeue().Stimulus);
        }
        replayed.IsStopped = true;
    }

    void End()
    {
        now = until;
        foreach (var (bookmark, _, _) in waits.Values) EndOf(bookmark, isAnswered: false);
        replayed.ReadToday = records.OfToday;
    }

    DateTimeOffset Later(DateTimeOffset at) => at > now ? at : now;

    static (DateTimeOffset, long)? Earliest(params (DateTimeOffset, long)?[] moments) => moments.Where(moment => moment is not null).Min();

    void Begin(PastMove first, Stimulus.Start start)
    {
        (now, records.Moment) = (first.Recorded.At, (first.Recorded.At, first.Recorded.Sequence));
        var recorded = past.Recorded;
        Keep(Burst.Start(workflow, recorded.InstanceId, start, Environment(), recorded.CorrelationId, recorded.Name, recorded.ParentInstanceId,
            recorded.ParentBookmarkId));
    }

    BurstEnvironment Environment() => new(now, ids, records, definitions);

    /// <summary>Timers are the replay's own, and answers to its own questions come with these.</summary>
    bool IsFromOutside(PastMove move) => move.Recorded.Stimulus is not Stimulus.TimerDue
        && !(move.Answered is { } answered && past.Waits.TryGetValue(answered.Id, out var wait) && wait.IsOwnQuestion);

    (string BookmarkId, (DateTimeOffset, long) When)? NextTimer()
    {
        if (standing.IsFinished) return null;
        (string, (DateTimeOffset, long) When)? next = null;
        foreach (var bookmark in standing.Bookmarks)
            if (bookmark.DueAt is { } due && TimeOf(bookmark, due) is { } when && (next is null || when.CompareTo(next.Value.When) < 0))
                next = (bookmark.Id, when);
        return next;
    }

    /// <summary>The very timer of the past comes when it came; null where it has not come yet.</summary>
    (DateTimeOffset, long)? TimeOf(Bookmark bookmark, DateTimeOffset due)
    {
        if (past.Waits.TryGetValue(bookmark.Id, out var then) && then.Bookmark.DueAt == due)
        {
            if (then.Answer is { } came) return (came.Recorded.At, came.Recorded.Sequence);
            if (then.Gone is null) return null;
        }
        return (Later(due), Afterwards);
    }

    /// <summary>Something that happened outside of the workflow happens again.</summary>
    void Hear(PastMove move)
    {
        switch (move.Recorded.Stimulus)
        {
            case Stimulus.Cancel or Stimulus.Recount:
                Deliver(move.Recorded.Stimulus);
                break;
            case Stimulus.SetVariables:
                try { Deliver(move.Recorded.Stimulus); }
                catch (ValueConversionException) { replayed.MayHaveMissed = true; }
                break;
            case Stimulus.Retry when standing.SubStatus == InstanceSubStatus.Faulted || standing.Incidents.Count > 0:
                Deliver(move.Recorded.Stimulus);
                break;
            case Stimulus.Alter alter when alter.Alterations.Where(IsOfAnyVersion).ToList() is { Count: > 0 } changes:
                Deliver(alter with { Alterations = changes });
                break;
            case Stimulus.Abandon { Undone: var undone } abandon when undone?.TargetBookmarkId() is not { } id || waits.ContainsKey(id):
                Deliver(abandon);
                break;
            case Stimulus.EventReceived or Stimulus.TaskCompleted or Stimulus.ChildFinished when move.Answered is { } answered:
                foreach (var listening in Listening(move, answered)) Deliver(To(listening, move.Recorded.Stimulus));
                break;
        }
    }

    static bool IsOfAnyVersion(Alteration alteration) => alteration is not (Alteration.Migrate or Alteration.Restore);

    /// <summary>The wait that heard it then, and others for the same that nobody told then.</summary>
    List<string> Listening(PastMove move, Bookmark answered)
    {
        var told = past.Moves.Where(other => other != move && other.Recorded.At == move.Recorded.At && other.Answered?.Hash == answered.Hash)
            .Select(other => other.Answered!.Id).ToHashSet();
        return [.. standing.Bookmarks.Where(bookmark => bookmark.Hash == answered.Hash && bookmark.Name == answered.Name
            && !told.Contains(bookmark.Id))
            .OrderByDescending(bookmark => bookmark.Id == answered.Id).Select(bookmark => bookmark.Id)];
    }

    static Stimulus To(string bookmarkId, Stimulus stimulus) => stimulus switch
    {
        Stimulus.EventReceived heard => heard with { BookmarkId = bookmarkId },
        Stimulus.TaskCompleted answered => answered with { BookmarkId = bookmarkId },
        Stimulus.ChildFinished ended => ended with { BookmarkId = bookmarkId },
        _ => stimulus,
    };

    void Deliver(Stimulus stimulus)
    {
        if (Burst.Continue(workflow, StateCopy.Of(standing), stimulus, Environment()) is { } burst) Keep(burst);
        // A timer that nobody answers to any more is not due for ever.
        else if (stimulus is Stimulus.TimerDue due) standing.Bookmarks.RemoveAll(bookmark => bookmark.Id == due.BookmarkId);
    }

    void Keep(BurstResult burst)
    {
        records.Note(burst);
        replayed.Now.Add(burst);
        standing = burst.State;
        foreach (var gone in burst.RemovedBookmarks)
            if (waits.Remove(gone.Id, out var wait)) EndOf(wait.Bookmark, gone.Id == burst.Stimulus.TargetBookmarkId());
        foreach (var added in burst.AddedBookmarks)
        {
            waits[added.Id] = (added, Questions.Asked(added, burst, world.WhoIsAsked), Questions.Asked(added, burst, world.WhichFields));
            if (added.DueAt is null) Expect(added, burst);
        }
    }

    /// <summary>An answer to a question of the replay: as long after it as then, or what is assumed.</summary>
    void Expect(Bookmark question, BurstResult burst)
    {
        past.Waits.TryGetValue(question.Id, out var then);
        if (then is null ? !Questions.IsOwn(question, burst.Ids) : !then.IsOwnQuestion) return;
        questions.Add(question.Id);
        var (_, asked, fields) = waits[question.Id];
        // Other fields are another question, also to the same person.
        var isSame = then is not null && asked == then.Asked && fields == then.Fields;
        if (isSame && then is { Answer: { Recorded: var answer } })
        {
            var isThen = question.CreatedAt == then.Bookmark.CreatedAt;
            answers.Enqueue((question.Id, answer.Stimulus), isThen ? (answer.At, answer.Sequence)
                : (question.CreatedAt + (answer.At - then.Bookmark.CreatedAt), Afterwards));
        }
        else if (!isSame) Assume(question, asked, question.CreatedAt);
        // The same question, that nobody answered as long as it stood: what is assumed counts only after that.
        else if (then!.Gone is { } gone) Assume(question, asked, question.CreatedAt + (gone - then.Bookmark.CreatedAt));
        else if (question.CreatedAt < then.Bookmark.CreatedAt) Assume(question, asked, question.CreatedAt + (until - then.Bookmark.CreatedAt));
    }

    /// <param name="notBefore">UTC; until then it is known that nobody answered.</param>
    void Assume(Bookmark question, string? asked, DateTimeOffset notBefore)
    {
        replayed.Open.Add(new(question.Id, question.ActivityId, asked, notBefore));
        if (usual.Find(question, asked) is not { } answer) return;
        replayed.DependsOnAssumption = true;
        if (assumption == Assumption.Never) return;
        var at = assumption == Assumption.AtOnce ? question.CreatedAt : question.CreatedAt + answer.After;
        answers.Enqueue((question.Id, new Stimulus.TaskCompleted(question.Id, answer.Result?.DeepClone())),
            (at > notBefore ? at : notBefore, Afterwards));
    }

    /// <summary>
    /// Where a question was taken back as in the past, or before, nothing had to be assumed. What listened when the past did not may have missed
    /// something: what nobody listened to is not recorded.
    /// </summary>
    void EndOf(Bookmark wait, bool isAnswered)
    {
        if (!isAnswered) replayed.Open.RemoveAll(open => open.BookmarkId == wait.Id && now <= open.Since);
        if (wait.DueAt is null && !questions.Contains(wait.Id) && ListenedUntil(wait) < now) replayed.MayHaveMissed = true;
    }

    /// <summary>Until when (UTC) the past listened to the same without a gap, from when the wait began.</summary>
    DateTimeOffset ListenedUntil(Bookmark wait)
    {
        var until = wait.CreatedAt;
        foreach (var then in past.Waits.Values.Where(then => then.Bookmark.Hash == wait.Hash).OrderBy(then => then.Bookmark.CreatedAt))
            if (then.Bookmark.CreatedAt <= until && (then.Gone ?? DateTimeOffset.MaxValue) is var gone && gone > until) until = gone;
        return until;
    }
}
