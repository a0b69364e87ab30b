using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class FlowchartStories
{
    static JsonObject Merging(JsonObject step, string mode)
    {
        step["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return step;
    }

    /// <summary>Two branches, each behind an event, that meet at "together".</summary>
    static WorkflowStory TwoBranches(string mode) => new WorkflowStory(Flowchart(
        [Step("Start", "start"), Wait("left"), Wait("right"), Merging(Line("together"), mode)],
        "start -> left", "start -> right", "left -> together", "right -> together")).Start();

    [Fact]
    public void A_decision_takes_one_way()
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Step("FlowDecision", "large", ("condition", Js("getInput('Amount') >= 1000000"))), Line("ask the manager"),
                Line("go ahead")],
            "start -> large", "large:True -> ask the manager", "large:False -> go ahead"));

        story.Start(new { Amount = 2_000_000 });

        Assert.Equal(["ask the manager"], story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void Stream_waits_for_the_branch_that_is_still_on_its_way()
    {
        var story = TwoBranches("Stream");
        story.Event("left");
        Assert.Empty(story.Lines);

        story.Event("right");

        Assert.Equal(["together"], story.Lines);
    }

    [Fact]
    public void Stream_does_not_wait_for_a_branch_that_was_never_taken()
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Step("FlowDecision", "choose", ("condition", Js("true"))), Line("yes"), Line("no"), Line("together")],
            "start -> choose", "choose:True -> yes", "choose:False -> no", "yes -> together", "no -> together")).Start();

        Assert.Equal(["yes", "together"], story.Lines);
    }

    [Fact]
    public void Merge_waits_for_every_branch()
    {
        var story = TwoBranches("Merge");
        story.Event("right");
        Assert.Empty(story.Lines);

        story.Event("left");

        Assert.Equal(["together"], story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void Cascade_runs_at_every_arrival()
    {
        var story = TwoBranches("Cascade");

        story.Event("left");
        story.Event("right");

        Assert.Equal(["together", "together"], story.Lines);
    }

    [Fact]
    public void Race_goes_on_with_the_first_and_gives_the_other_up()
    {
        var story = TwoBranches("Race");

        story.Event("right");

        Assert.Equal(["together"], story.Lines);
        Assert.DoesNotContain("left", story.Waits);
        Assert.False(story.Event("left"));
    }

    [Theory]
    [InlineData("WaitAll", 2)]
    [InlineData("WaitAny", 1)]
    public void A_join_waits_for_all_or_for_any(string mode, int eventsNeeded)
    {
        var story = new WorkflowStory(Flowchart(
            [Step("FlowFork", "fork", ("branches", Literal("[\"a\",\"b\"]"))), Wait("left"), Wait("right"),
                Step("FlowJoin", "join", ("mode", Literal(mode))), Line("joined")],
            "fork:a -> left", "fork:b -> right", "left -> join", "right -> join", "join -> joined")).Start();

        story.Event("left");
        Assert.Equal(eventsNeeded == 1, story.Lines.Any());
        story.Event("right");

        Assert.Equal(["joined"], story.Lines);
    }

    [Fact]
    public void A_loop_back_runs_again_until_its_condition_says_stop()
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Set("count", "N", Js("getN() + 1")), Step("FlowDecision", "enough", ("condition", Js("getN() >= 3"))),
                Line("done")],
            "start -> count", "count -> enough", "enough:False -> count", "enough:True -> done").With(("N", "Int32", 0))).Start();

        Assert.Equal(["done"], story.Lines);
        Assert.Equal(3, story.Completed.Count(id => id == "count"));
    }

    [Fact]
    public void A_switch_takes_the_first_case_or_all_or_the_default()
    {
        WorkflowStory Play(int n, string mode)
        {
            JsonObject Case(string label, string condition) =>
                new() { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = condition } };
            return new WorkflowStory(Flowchart(
                [Step("FlowSwitch", "switch", ("mode", Literal(mode)),
                    ("cases", new JsonArray(Case("big", "getInput('N') > 10"), Case("bigger", "getInput('N') > 100")))), Line("A"), Line("B"),
                    Line("C")],
                "switch:big -> A", "switch:bigger -> B", "switch:Default -> C")).Start(new { N = n });
        }

        Assert.Equal(["A"], Play(500, "MatchFirst").Lines);
        Assert.Equal(["A", "B"], Play(500, "MatchAny").Lines.Order());
        Assert.Equal(["C"], Play(1, "MatchFirst").Lines);
    }

    [Fact]
    public void Finish_ends_the_whole_workflow_and_gives_up_what_waits()
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Wait("never"), Wait("stop"), Step("Finish", "finish")], "start -> never", "start -> stop", "stop -> finish"))
                .Start();

        story.Event("stop");

        Assert.Equal(InstanceSubStatus.Finished, story.Status);
        Assert.Empty(story.Waits);
    }

    [Fact]
    public void End_ends_only_the_flowchart_it_stands_in()
    {
        var inner = Chart("inner", [Step("Start", "begin"), Wait("quick"), Wait("slow"), Step("End", "end")], "begin -> quick", "begin -> slow",
            "quick -> end");
        var story = new WorkflowStory(Flowchart([inner, Line("after")], "inner -> after")).Start();

        story.Event("quick");

        Assert.Equal(["after"], story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void Three_thousand_activities_in_a_row_are_no_problem()
    {
        var steps = Enumerable.Range(0, 3_000).Select(number => Set($"s{number}", "N", Js("getN() + 1"))).ToArray();
        var story = new WorkflowStory(Flowchart(steps, Enumerable.Range(1, 2_999).Select(number => $"s{number - 1} -> s{number}").ToArray())
            .With(("N", "Int32", 0))).Start();

        Assert.Equal(InstanceSubStatus.Finished, story.Status);
        Assert.Equal(3_000, story.Completed.Count(id => id.StartsWith('s')));
    }
}
