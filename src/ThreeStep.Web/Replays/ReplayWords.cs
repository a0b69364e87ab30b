using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Replays;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Process;
using ThreeStep.Web.Texts;
using ThreeStep.Workflows.Replays;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Replays;

/// <summary>What a replay found, in sentences of the reader's language.</summary>
sealed class ReplayWords(CompiledDefinitions definitions, WorkflowWords workflows)
{
    /// <summary>More steps or people are not told in sentences; the tables have them.</summary>
    const int MostTold = 6;

    public static async Task<IReadOnlyDictionary<string, string>> Names(ProcessDatabase database, CancellationToken token) =>
        (await database.Users.Select(user => new { user.Id, user.Name }).ToListAsync(token))
            .ToDictionary(user => user.Id, user => Bilingual.Name(user.Name));

    /// <param name="names">People by their ids.</param>
    public List<string> Say(Replay replay, ReplayReport report, IReadOnlyDictionary<string, string> names)
    {
        var sentences = new List<string> { Headline(report) };
        if (report.Replayed == 0) return [.. sentences, .. Unreplayable(report)];
        var (then, now) = (report.Then, report.Now[replay.Input.Assumption]);
        foreach (var kind in now.Asked.Keys.Union(then.Asked.Keys).Where(key => !key.Contains(':')).Order())
            if (Of(now.Asked, kind) - Of(then.Asked, kind) is not 0 and var more)
                sentences.Add(Kind(kind, more, Of(then.Asked, kind)) + Range(report, figures => Of(figures.Asked, kind) - Of(then.Asked, kind)));
        sentences.AddRange(People(then, now, names));
        sentences.AddRange(report.Shifts.Where(shift => Math.Abs(shift.Days) >= 0.01).Take(MostTold).Select(shift => Shift(replay, shift)));
        if (now.Finished - then.Finished is not 0 and var ended)
            sentences.Add((ended > 0 ? T($"{ended} more cases would be finished by now.") : T($"{-ended} fewer cases would be finished by now."))
                + Range(report, figures => figures.Finished - then.Finished));
        if (now.Faulted - then.Faulted is not 0 and var failed)
            sentences.Add(failed > 0 ? T($"{failed} more cases would have failed.") : T($"{-failed} fewer cases would have failed."));
        if (report.NotStarted > 0) sentences.Add(T($"{report.NotStarted} cases would not have begun: what started them is not there any more."));
        if (report.Stopped > 0) sentences.Add(T($"{report.Stopped} cases would have gone on and on, and were stopped."));
        return [.. sentences, .. Honest(replay, report), .. Unreplayable(report)];
    }

    static string Headline(ReplayReport report) => report switch
    {
        { Cases: 0 } => T("There are no cases in this time."),
        { Replayed: 0 } => T("None of the cases can be replayed."),
        _ when report.Same == report.Replayed => T($"All {report.Replayed} cases would have gone just as they went."),
        _ => T($"Of {report.Replayed} cases, {report.Replayed - report.Same} would have gone otherwise."),
    };

    static int Of(Dictionary<string, Amount> amounts, string key) => amounts.GetValueOrDefault(key)?.Times ?? 0;

    static string Kind(string kind, int more, int then) => kind switch
    {
        "Task" => more > 0 ? T($"{more} more tasks would have been given (then: {then}).")
            : T($"{-more} fewer tasks would have been given (then: {then})."),
        "Reminder" => more > 0 ? T($"{more} more reminders would have come (then: {then}).")
            : T($"{-more} fewer reminders would have come (then: {then})."),
        "Escalation" => more > 0 ? T($"{more} more escalations would have been made (then: {then}).")
            : T($"{-more} fewer escalations would have been made (then: {then})."),
        "Call" => more > 0 ? T($"{more} more calls would have been planned (then: {then}).")
            : T($"{-more} fewer calls would have been planned (then: {then})."),
        "Approval" => more > 0 ? T($"{more} more questions would have been asked (then: {then}).")
            : T($"{-more} fewer questions would have been asked (then: {then})."),
        "Approver" => more > 0 ? T($"{more} more people would have been brought in for want of an answer (then: {then}).")
            : T($"{-more} fewer people would have been brought in for want of an answer (then: {then})."),
        "Message" => more > 0 ? T($"{more} more messages would have been sent (then: {then}).")
            : T($"{-more} fewer messages would have been sent (then: {then})."),
        "Request" => more > 0 ? T($"{more} more calls to other systems (then: {then}).") : T($"{-more} fewer calls to other systems (then: {then})."),
        "Stage" => more > 0 ? T($"{more} more deals would have been moved to another stage (then: {then}).")
            : T($"{-more} fewer deals would have been moved to another stage (then: {then})."),
        _ => more > 0 ? T($"{more} more workflows would have been started (then: {then}).")
            : T($"{-more} fewer workflows would have been started (then: {then})."),
    };

    static IEnumerable<string> People(ReplayFigures then, ReplayFigures now, IReadOnlyDictionary<string, string> names) =>
        now.Asked.Keys.Union(then.Asked.Keys).Where(key => key.StartsWith("Approval:", StringComparison.Ordinal))
            .Select(key => (Who: key["Approval:".Length..], More: Of(now.Asked, key) - Of(then.Asked, key))).Where(asked => asked.More != 0)
            .OrderByDescending(asked => Math.Abs(asked.More)).ThenBy(asked => asked.Who, StringComparer.Ordinal).Take(MostTold)
            .Select(asked => asked.More > 0 ? T($"{asked.More} more questions would have gone to {names.GetValueOrDefault(asked.Who, asked.Who)}.")
                : T($"{-asked.More} fewer questions would have gone to {names.GetValueOrDefault(asked.Who, asked.Who)}."));

    string Shift(Replay replay, StepShift shift)
    {
        var step = Step(replay, shift.ActivityId);
        if (Math.Abs(shift.WorkingDays) < 0.05)
            return shift.Days > 0 ? T($"“{step}” would have come {Days(shift.Days)} earlier, outside of working time ({shift.Cases} cases).")
                : T($"“{step}” would have come {Days(-shift.Days)} later, outside of working time ({shift.Cases} cases).");
        return shift.WorkingDays > 0 ? T($"“{step}” would have come {WorkingDays(shift.WorkingDays)} earlier ({shift.Cases} cases).")
            : T($"“{step}” would have come {WorkingDays(-shift.WorkingDays)} later ({shift.Cases} cases).");
    }

    static string Days(double days) => Number(days) == "1" ? T("1 day") : T($"{Number(days)} days");

    static string WorkingDays(double days) => Number(days) == "1" ? T("1 working day") : T($"{Number(days)} working days");

    /// <summary>What a step is called in what was tried, else in the workflow as it is in force.</summary>
    public string Step(Replay replay, string activityId)
    {
        var tried = replay.Input.Version is { } version ? definitions.FindVersion(replay.DefinitionId, version) : null;
        var workflow = tried?.FindById(activityId) is null ? definitions.FindPublished(replay.DefinitionId) : tried;
        return workflow is null ? activityId : workflows.Step(workflow.Definition.Id, activityId);
    }

    static string Number(double days) => days.ToString("0.#", CultureInfo.CurrentCulture);

    /// <summary>How far the answer hangs on what is assumed; nothing where it does not.</summary>
    static string Range(ReplayReport report, Func<ReplayFigures, int> more)
    {
        var all = report.Now.Values.Select(more).ToList();
        if (all.Min() == all.Max()) return "";
        return " " + T($"Depending on what is assumed: {Signed(all.Min())} to {Signed(all.Max())}.");
    }

    static string Signed(int number) => number.ToString("+0;−0;0", CultureInfo.CurrentCulture);

    static IEnumerable<string> Honest(Replay replay, ReplayReport report)
    {
        if (report.OpenCases > 0)
            yield return replay.Input.Assumption switch
            {
                Assumption.Usual => T($"In {report.OpenCases} cases history cannot tell: {report.OpenQuestions} questions would have been asked that nobody answered then. Assumed is the usual answer after the usual time."),
                Assumption.Never => T($"In {report.OpenCases} cases history cannot tell: {report.OpenQuestions} questions would have been asked that nobody answered then. Assumed is that nobody answers them."),
                _ => T($"In {report.OpenCases} cases history cannot tell: {report.OpenQuestions} questions would have been asked that nobody answered then. Assumed is the usual answer at once."),
            };
        if (report.MayHaveMissed > 0)
            yield return T($"In {report.MayHaveMissed} cases it would have waited for an event when nobody waited for it then; whether there was one is not recorded.");
        foreach (var (kind, cases) in report.ReadToday) yield return T($"In {cases} cases a record was read as it is today, because nobody read it then: {T(kind)}.");
    }

    static IEnumerable<string> Unreplayable(ReplayReport report) =>
        report.Unreplayable.Select(why => T($"{why.Cases} cases cannot be replayed. {T(why.Words)}"));
}
