using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Replays;

/// <summary>Counts replayed cases together. Not safe for several threads.</summary>
sealed class ReplayCount(Assumption chosen, WorkingCalendar calendar)
{
    /// <summary>Lists of more cases are cut: who has so many looks at figures.</summary>
    const int MostListed = 20_000;

    readonly Dictionary<string, (Message Words, int Cases)> unreplayable = [];
    readonly Dictionary<string, int> readToday = [];
    readonly ReplayFigures then = new();
    readonly Dictionary<Assumption, ReplayFigures> now = Enum.GetValues<Assumption>().ToDictionary(each => each, _ => new ReplayFigures());
    readonly Dictionary<string, (int Cases, double WorkingDays, double Days)> shifts = [];
    readonly List<DifferentCase> different = [];
    int cases, replayed, same, notStarted, stopped, openCases, openQuestions, missed;

    public int Cases => cases;

    public void AddUnreplayable(Message words)
    {
        cases++;
        var key = words.ToString();
        unreplayable[key] = (words, unreplayable.GetValueOrDefault(key).Cases + 1);
    }

    /// <param name="by">The case by each assumption.</param>
    public void Add(RecordedCase recorded, IReadOnlyDictionary<Assumption, ReplayedCase> by)
    {
        var shown = by[chosen];
        cases++;
        replayed++;
        Count(shown.Then, then);
        foreach (var (assumption, each) in by) if (!each.IsNotStarted) Count(each.Now, now[assumption]);
        if (shown.IsNotStarted) notStarted++;
        if (shown.IsStopped) stopped++;
        if (shown.Open.Count > 0) openCases++;
        openQuestions += shown.Open.Count;
        if (shown.MayHaveMissed) missed++;
        foreach (var kind in shown.ReadToday) readToday[kind] = readToday.GetValueOrDefault(kind) + 1;
        if (shown.IsSame) same++;
        else if (different.Count < MostListed) different.Add(Difference(recorded, shown));
    }

    static void Count(CaseStory story, ReplayFigures figures)
    {
        foreach (var step in story.Steps.GroupBy(step => step.ActivityId)) Add(figures.Steps, step.Key, step.Count());
        foreach (var asked in story.Effects.SelectMany(ReplayedCommands.KeysOf).GroupBy(key => key)) Add(figures.Asked, asked.Key, asked.Count());
        if (story.SubStatus == InstanceSubStatus.Finished) figures.Finished++;
        if (story.SubStatus == InstanceSubStatus.Faulted) figures.Faulted++;
    }

    static void Add(Dictionary<string, Amount> amounts, string key, int times)
    {
        var known = amounts.GetValueOrDefault(key) ?? new(0, 0);
        amounts[key] = new(known.Cases + 1, known.Times + times);
    }

    DifferentCase Difference(RecordedCase recorded, ReplayedCase shown)
    {
        var steps = StepDifferences(shown);
        foreach (var step in steps)
            if (step is { FirstThen: { } before, FirstNow: { } after, IsNoticed: true } && before != after)
            {
                var (known, working, days) = shifts.GetValueOrDefault(step.ActivityId);
                shifts[step.ActivityId] = (known + 1, working + WorkingDays(after, before), days + (before - after).TotalDays);
            }
        return new(recorded.InstanceId, recorded.CorrelationId, recorded.Name, steps, shown.Then.SubStatus, shown.Now.SubStatus,
            shown.Open.Count > 0);
    }

    static List<StepDifference> StepDifferences(ReplayedCase shown)
    {
        var noticed = shown.Then.Effects.Concat(shown.Now.Effects).Where(effect => ReplayedCommands.KindOf(effect) is not null)
            .Select(effect => effect.ActivityId).ToHashSet();
        var (before, after) = (shown.Then.Steps.ToLookup(step => step.ActivityId), shown.Now.Steps.ToLookup(step => step.ActivityId));
        return before.Select(group => group.Key).Union(after.Select(group => group.Key))
            .Where(id => !before[id].Select(step => step.At).SequenceEqual(after[id].Select(step => step.At)))
            .Select(id => new StepDifference(id, before[id].Count(), after[id].Count(),
                before[id].FirstOrDefault()?.At, after[id].FirstOrDefault()?.At, noticed.Contains(id)))
            .OrderByDescending(step => step.IsNoticed).ToList();
    }

    /// <summary>A day of the calendar is as long as its first open one.</summary>
    double WorkingDays(DateTimeOffset from, DateTimeOffset to)
    {
        var hours = from <= to ? calendar.Between(from, to) : -calendar.Between(to, from);
        return calendar.UsualDay > TimeSpan.Zero ? hours / calendar.UsualDay : 0;
    }

    static StepShift Shift(string activityId, (int Cases, double WorkingDays, double Days) sum) =>
        new(activityId, sum.Cases, Math.Round(sum.WorkingDays / sum.Cases, 2), Math.Round(sum.Days / sum.Cases, 2));

    public ReplayReport Report() => new()
    {
        Cases = cases,
        Replayed = replayed,
        Same = same,
        Unreplayable = [.. unreplayable.Values.OrderByDescending(each => each.Cases).Select(each => new Unreplayable(each.Words, each.Cases))],
        NotStarted = notStarted,
        Stopped = stopped,
        OpenCases = openCases,
        OpenQuestions = openQuestions,
        MayHaveMissed = missed,
        ReadToday = readToday,
        Then = then,
        Now = now,
        Shifts = [.. shifts.Select(shift => Shift(shift.Key, shift.Value))
            .OrderByDescending(shift => Math.Abs(shift.Days) * shift.Cases).ThenBy(shift => shift.ActivityId)],
        Different = [.. different.OrderByDescending(each => each.Steps.Sum(step => Math.Abs(step.Now - step.Then)))
            .ThenByDescending(each => each.Steps.Count).ThenBy(each => each.InstanceId, StringComparer.Ordinal)],
    };
}
