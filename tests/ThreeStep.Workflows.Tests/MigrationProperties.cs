using System.Text.Json.Nodes;
using CsCheck;
using ThreeStep.Testing;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

/// <summary>
/// Whatever a workflow is, wherever an instance stands in it: another version is taken over as a whole or not at all, and can be taken back.
/// </summary>
public sealed class MigrationProperties
{
    /// <summary>More by <c>THREESTEP_MIGRATIONS</c>.</summary>
    const int UsualCases = 1_000;

    /// <param name="Kind">0 writes a line, 1 waits for an event, 2 waits for a time, 3 sets the variable, 4 fails.</param>
    /// <param name="Length">Hours.</param>
    sealed record Drawn(int Kind, int Length);

    /// <param name="Extra">Arrows beside those from each step to the next: from one, to one.</param>
    /// <param name="Nested">Steps from here on stand in a flowchart of their own.</param>
    /// <param name="Moves">What happens before: 0 to 9 an event of that step, else so many hours pass.</param>
    /// <param name="Renamed">A step that is called otherwise in the version; dropped where it is mapped to nothing.</param>
    sealed record Case(Drawn[] Steps, (int From, int To)[] Extra, int Nested, int[] Moves, int Renamed, bool IsMapped, Drawn[] Changed, int Amount,
        bool ByHand, bool WithSettings, bool WithTimes);

    static readonly Gen<Drawn> step = Gen.Select(Gen.Frequency((3, Gen.Const(0)), (4, Gen.Const(1)), (4, Gen.Const(2)), (2, Gen.Const(3)),
        (1, Gen.Const(4))), Gen.Int[1, 48], (kind, length) => new Drawn(kind, length));

    static readonly Gen<Case> cases =
        from steps in step.Array[2, 8]
        from extra in Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).Array[0, 3]
        from nested in Gen.Int[1, 12]
        from moves in Gen.Int[0, 60].Array[0, 5]
        from renamed in Gen.Int[0, 12]
        from isMapped in Gen.Bool
        from changed in step.Array[2, 8]
        from amount in Gen.Int[1, 2]
        from flags in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool)
        select new Case(steps, extra, nested, moves, renamed, isMapped, changed, amount, flags.Item1, flags.Item2, flags.Item3);

    [Fact]
    public void An_instance_takes_a_version_over_whole_and_becomes_again_what_it_was()
    {
        var iterations = int.TryParse(Environment.GetEnvironmentVariable("THREESTEP_MIGRATIONS"), out var wished) ? wished : UsualCases;
        var (moved, refused) = (0, 0);
        cases.Sample(each =>
        {
            if (MovesWholeAndBack(each) is not { } isMoved) return;
            if (isMoved) Interlocked.Increment(ref moved);
            else Interlocked.Increment(ref refused);
        }, iter: iterations);
        // Both happen often enough to mean something.
        Assert.True(moved > iterations / 3 && refused > iterations / 50, $"{moved} moved, {refused} refused");
    }

    /// <returns>Whether the version was taken over; null when the instance was over before.</returns>
    static bool? MovesWholeAndBack(Case each)
    {
        var (story, twin) = (Play(each), Play(each));
        if (story.State.SubStatus is InstanceSubStatus.Finished) return null;
        var before = story.State;
        var mapping = each.IsMapped && each.Renamed < each.Steps.Length
            ? new Dictionary<string, string> { [Name(each.Renamed)] = "renamed" } : null;
        var commands = story.Commands.Count;

        story.Deliver(new Stimulus.Alter([new Alteration.Migrate(2, each.WithSettings, each.WithTimes, mapping)]));

        // Nobody is asked or told anything by it.
        Assert.Equal(commands, story.Commands.Count);
        if (story.Journal[^1].Event == JournalEvents.AlterationFailed)
        {
            Assert.Equal(Written(before), Written(story.State));
            return false;
        }
        Assert.Equal(2, story.State.DefinitionVersion);
        string Now(string then) => mapping?.GetValueOrDefault(then) ?? then;
        Assert.Equal(before.Bookmarks.Select(wait => (wait.Id, Now(wait.ActivityId))),
            story.State.Bookmarks.Select(wait => (wait.Id, wait.ActivityId)));
        Assert.All(story.State.Executions, execution => Assert.NotNull(story.Workflow.Find(execution.NodeId)));

        story.Deliver(new Stimulus.Alter([new Alteration.Restore((JsonObject)JsonNode.Parse(Json.Write(Node(before)))!)]));

        Assert.Equal(Written(before), Written(story.State));
        // And it goes on as one that was never moved.
        foreach (var one in (WorkflowStory[])[story, twin])
            for (var index = 0; index < each.Steps.Length; index++) one.Pass(TimeSpan.FromHours(50)).Event($"event {index}");
        Assert.Equal(twin.Lines, story.Lines);
        Assert.Equal(twin.Status, story.Status);
        return true;
    }

    static WorkflowStory Play(Case each)
    {
        var story = new WorkflowStory(Draw(each, each.Steps, 1, index => Name(index))).Start();
        var steps = each.Steps.Select((known, index) => index < each.Changed.Length && known.Kind == each.Changed[index].Kind
            ? each.Changed[index] : known).ToArray();
        story.AddVersion(2, Draw(each, steps, each.Amount, index => index == each.Renamed ? "renamed" : Name(index)).ToJsonString());
        foreach (var move in each.Moves)
            if (move < 10) story.Event($"event {move}");
            else story.Pass(TimeSpan.FromHours(move));
        if (each.ByHand && !story.State.IsFinished) story.Deliver(new Stimulus.SetVariables(new() { ["Amount"] = 7 }));
        return story;
    }

    static string Name(int index) => $"step{index}";

    static JsonObject Draw(Case each, Drawn[] steps, int amount, Func<int, string> name)
    {
        var drawn = steps.Select((known, index) => known.Kind switch
        {
            0 => Step("WriteLine", name(index), ("text", Js($"'{index}: ' + getAmount()"))),
            1 => Step("Event", name(index), ("eventName", Literal($"event {index}"))),
            2 => Step("Delay", name(index), ("timeSpan", Literal(TimeSpan.FromHours(known.Length).ToString()))),
            3 => Set(name(index), "Amount", Js("getAmount() + 1")),
            _ => Step("WriteLine", name(index), ("text", Js("missing()"))),
        }).ToArray();
        var arrows = Enumerable.Range(0, steps.Length - 1).Select(index => (From: index, To: index + 1))
            .Concat(each.Extra.Where(arrow => arrow.From < steps.Length && arrow.To < steps.Length && arrow.From < arrow.To)).Distinct().ToList();
        var inner = Math.Min(each.Nested, steps.Length);
        string Arrow((int From, int To) arrow) => $"{name(arrow.From)} -> {name(arrow.To)}";
        if (inner == steps.Length) return Flowchart(drawn, [.. arrows.Select(Arrow)]).With(("Amount", "Int32", amount));
        var chart = Chart("inner", drawn[inner..], [.. arrows.Where(arrow => arrow.From >= inner).Select(Arrow)]);
        return Flowchart([.. drawn[..inner], chart],
            [.. arrows.Where(arrow => arrow.To < inner).Select(Arrow), $"{name(inner - 1)} -> inner"]).With(("Amount", "Int32", amount));
    }

    static JsonNode Node(InstanceState state) => System.Text.Json.JsonSerializer.SerializeToNode(state, Json.Options)!;

    /// <summary>All that an instance is, but for the counter of its journal and the time of its last burst.</summary>
    static string Written(InstanceState state)
    {
        var node = (JsonObject)Node(state);
        node.Remove("journalSequence");
        node.Remove("updatedAt");
        return Json.Write(node);
    }
}
