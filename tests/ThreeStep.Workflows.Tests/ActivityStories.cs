using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class ActivityStories
{
    [Fact]
    public void For_counts_and_ForEach_walks_through_a_list()
    {
        var story = new WorkflowStory(Sequence(
            Step("For", "for", ("start", Literal("1")), ("end", Literal("3")),
                ("body", Step("WriteLine", "count", ("text", Js("'n' + getVariable('CurrentValue')"))))),
            Step("ForEach", "each", ("items", Js("['张伟', '李娜']")),
                ("body", Step("WriteLine", "name", ("text", Liquid("{{ Variables.CurrentIndex }} {{ Variables.CurrentValue }}"))))))).Start();

        Assert.Equal(["n1", "n2", "n3", "0 张伟", "1 李娜"], story.Lines);
    }

    [Fact]
    public void While_runs_until_its_condition_fails_and_Break_leaves_at_once()
    {
        var body = Step("Sequence", "body", ("activities", new JsonArray(
            Set("add", "N", Js("getN() + 1")), Step("If", "five", ("condition", Js("getN() == 5")), ("then", Step("Break", "break"))),
                Step("WriteLine", "say", ("text", Js("`${getN()}`"))))));
        var story = new WorkflowStory(Sequence(Step("While", "while", ("condition", Js("getN() < 100")), ("body", body)), Line("out"))
            .With(("N", "Int32", 0))).Start();

        Assert.Equal(["1", "2", "3", "4", "out"], story.Lines);
    }

    [Fact]
    public void If_runs_one_branch_and_Switch_the_case_that_holds()
    {
        JsonObject Case(string label, string condition) =>
            new()
            {
                ["label"] = label,
                ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = condition },
                ["activity"] = Line(label)
            };
        var story = new WorkflowStory(Sequence(
            Step("If", "if", ("condition", Js("false")), ("then", Line("then")), ("else", Line("else"))),
            Step("Switch", "switch", ("cases", new JsonArray(Case("one", "false"), Case("two", "true"))), ("default", Line("default"))))).Start();

        Assert.Equal(["else", "two"], story.Lines);
    }

    [Fact]
    public void Parallel_goes_on_when_every_branch_has_ended()
    {
        var story = new WorkflowStory(Sequence(Step("Parallel", "parallel", ("activities", new JsonArray(Wait("a"), Wait("b")))), Line("both")))
            .Start();

        story.Event("b");
        Assert.Empty(story.Lines);
        story.Event("a");

        Assert.Equal(["both"], story.Lines);
    }

    [Fact]
    public void ParallelForEach_runs_all_items_side_by_side()
    {
        var body = Step("Sequence", "body",
            ("activities", new JsonArray(Wait("go"), Step("WriteLine", "say", ("text", Js("`${getCurrentIndex()} ${getCurrentValue()}`"))))));
        var story = new WorkflowStory(Sequence(Step("ParallelForEach", "all", ("items", Js("['张伟', '李娜']")), ("body", body)), Line("done"))).Start();
        Assert.Equal(["go", "go"], story.Waits);

        story.Event("go");
        Assert.DoesNotContain("done", story.Lines);
        story.Event("go");

        Assert.Equal(["0 张伟", "1 李娜", "done"], story.Lines);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void ParallelForEach_over_nothing_goes_on(string items) =>
        Assert.Equal(["done"], new WorkflowStory(Sequence(Step("ParallelForEach", "all", ("items", Js(items)), ("body", Line("never"))),
            Line("done"))).Start().Lines);

    [Fact]
    public void Fork_goes_on_when_all_branches_have_ended_or_when_the_first_has()
    {
        WorkflowStory Fork(string mode) =>
            new WorkflowStory(Sequence(Step("Fork", "fork", ("joinMode", mode), ("branches", new JsonArray(Wait("a"), Wait("b")))), Line("on")))
            .Start();
        var (all, any) = (Fork("WaitAll"), Fork("WaitAny"));

        all.Event("a");
        any.Event("a");
        Assert.Equal(["b"], all.Waits);
        Assert.Equal(["on"], any.Lines);
        Assert.Equal(InstanceSubStatus.Finished, any.Status);
        all.Event("b");

        Assert.Equal(["on"], all.Lines);
    }

    [Fact]
    public void FlowNode_runs_what_stands_inside_of_it() =>
        Assert.Equal(["in", "on"],
            new WorkflowStory(Flowchart([Step("FlowNode", "node", ("body", Line("in"))), Line("on")], "node -> on")).Start().Lines);

    [Fact]
    public void A_delay_waits_for_its_time_even_if_that_is_ten_years()
    {
        var story = new WorkflowStory(Sequence(Step("Delay", "delay", ("timeSpan", Literal("3650.00:00:00"))), Line("ten years later"))).Start();

        story.Pass(TimeSpan.FromDays(3649));
        Assert.Empty(story.Lines);
        story.Pass(TimeSpan.FromDays(1));

        Assert.Equal(["ten years later"], story.Lines);
    }

    [Fact]
    public void Seventy_two_hours_are_three_days()
    {
        var story = new WorkflowStory(Sequence(Step("Delay", "delay", ("timeSpan", Literal("72:00:00"))), Line("late"))).Start();

        Assert.Equal(story.Now.AddHours(72), story.State.Bookmarks.Single().DueAt);
    }

    [Fact]
    public void A_due_date_in_the_past_is_due_at_once()
    {
        var story = new WorkflowStory(Sequence(Step("StartAt", "at", ("dateTime", Literal("2020-01-01T00:00:00Z"))), Line("now"))).Start();

        story.Pass(TimeSpan.Zero);

        Assert.Equal(["now"], story.Lines);
    }

    /// <summary>In Berlin two o'clock is left out on 29 March 2026 and comes twice on 25 October.</summary>
    [Theory]
    [InlineData("Asia/Shanghai", "0 0 9 30 3 ?", "2026-03-30T01:00:00Z")]
    [InlineData("Europe/Berlin", "0 0 9 27 3 ?", "2026-03-27T08:00:00Z")]
    [InlineData("Europe/Berlin", "0 0 9 30 3 ?", "2026-03-30T07:00:00Z")]
    [InlineData("Europe/Berlin", "0 30 2 29 3 ? 2026", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "0 30 2 25 10 ?", "2026-10-25T00:30:00Z")]
    [InlineData(null, "0 0 9 30 3 ?", "2026-03-30T13:00:00Z")]
    public void Cron_means_the_clock_of_its_zone_in_summer_and_in_winter(string? zone, string cron, string time)
    {
        var step = Step("Cron", "cron", ("cronExpression", Literal(cron)), ("zone", zone is null ? null : Literal(zone)));
        var story = new WorkflowStory(Sequence(step, Line("now")));
        story.SetRecord("TimeZone", "company", "America/New_York");

        story.Start();

        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(story.State.Bookmarks).DueAt);
    }

    [Fact]
    public void Cron_waits_for_its_next_time()
    {
        var story = new WorkflowStory(Sequence(Step("Cron", "cron", ("cronExpression", Literal("0 0 9 ? * MON-FRI"))), Line("morning"))).Start();

        story.Pass(TimeSpan.FromHours(24));

        Assert.Equal(["morning"], story.Lines);
    }

    [Fact]
    public void A_task_waits_for_its_answer_and_hands_it_on()
    {
        var story = new WorkflowStory(Sequence(
            Step("RunTask", "task", ("taskName", Literal("Check credit")), ("payload", Js("({ amount: 5 })"))),
                Step("WriteLine", "say", ("text", Js("getLastResult().grade"))))).Start();
        Assert.Equal("Check credit", story.Commands.OfType<RunTaskCommand>().Single().TaskName);

        story.Answer("task", new { grade = "A" });

        Assert.Equal(["A"], story.Lines);
    }

    [Fact]
    public void Correlation_name_and_outputs_become_the_instances()
    {
        var story = new WorkflowStory(Sequence(
            Step("Correlate", "correlate", ("correlationId", Literal("deal-7"))), Step("SetName", "name", ("value", Literal("大订单"))),
            Step("SetOutput", "output", ("outputName", Literal("Decision")), ("outputValue", Literal("Approved"))))).Start();

        Assert.Equal(("deal-7", "大订单", "Approved"), (story.State.CorrelationId, story.State.Name, story.State.Output["Decision"]?.ToString()));
    }

    [Fact]
    public void A_published_event_is_a_command_and_reaches_no_one_before_the_commit()
    {
        var story = new WorkflowStory(Sequence(Step("PublishEvent", "publish", ("eventName", Literal("deal-won")), ("payload", Js("({ id: 7 })")))))
            .Start();

        var published = Assert.Single(story.Commands.OfType<PublishEventCommand>());
        Assert.Equal("deal-won", published.EventName);
        Assert.Equal("7", published.Payload?["id"]?.ToString());
    }

    [Fact]
    public void A_child_workflow_runs_inside_and_its_output_comes_back()
    {
        var child = Sequence(Step("SetOutput", "output", ("outputName", Literal("Twice")), ("outputValue", Js("getInput('N') * 2"))));
        child["definitionId"] = "child";
        var story = new WorkflowStory(Sequence(
            Step("ExecuteWorkflow", "run", ("workflowDefinitionId", Literal("child")), ("input", Js("({ N: 21 })")),
                ("waitForCompletion", Literal("true"))),
            Step("WriteLine", "say", ("text", Js("`${JSON.stringify(getLastResult())}`")))), [child]).Start();

        Assert.Equal(InstanceSubStatus.Finished, story.Status);
        Assert.Equal("42", story.Children.Single().State.Output["Twice"]?.ToString());
    }

    [Fact]
    public void A_dispatched_workflow_is_waited_for()
    {
        var child = Sequence(Line("child"));
        child["definitionId"] = "child";
        var story = new WorkflowStory(Sequence(Step("DispatchWorkflow", "dispatch", ("workflowDefinitionId", Literal("child")),
            ("waitForCompletion", Literal("true"))), Line("after")), [child]).Start();
        var start = Assert.Single(story.Commands.OfType<StartWorkflowCommand>());
        Assert.Empty(story.Lines);

        story.Deliver(new Stimulus.ChildFinished(start.ParentBookmarkId!, start.InstanceId, InstanceSubStatus.Finished, []));

        Assert.Equal(["after"], story.Lines);
    }

    [Fact]
    public void Many_are_dispatched_at_once_and_all_are_waited_for()
    {
        var child = Sequence(Line("child"));
        child["definitionId"] = "child";
        var story = new WorkflowStory(Sequence(
            Step("BulkDispatchWorkflows", "bulk", ("workflowDefinitionId", Literal("child")), ("items", Js("[1, 2, 3]")),
                ("waitForCompletion", Literal("true"))), Line("all")), [child]).Start();
        var starts = story.Commands.OfType<StartWorkflowCommand>().ToList();
        Assert.Equal(3, starts.Count);

        foreach (var start in starts)
        {
            Assert.Empty(story.Lines);
            story.Deliver(new Stimulus.ChildFinished(start.ParentBookmarkId!, start.InstanceId, InstanceSubStatus.Finished, []));
        }

        Assert.Equal(["all"], story.Lines);
    }

    [Fact]
    public void A_published_definition_is_an_activity_with_outcomes_of_its_own_scope()
    {
        var used = Sequence(Set("own", "N", Js("getN() + 100")), Step("WriteLine", "inner", ("text", Js("`inner ${getN()}`"))))
            .With(("N", "Int32", 0));
        used["definitionId"] = "used";
        used["name"] = "Add hundred";
        used["options"] = new JsonObject { ["usableAsActivity"] = true };
        var story = new WorkflowStory(Sequence(Step("AddHundred", "use"), Step("WriteLine", "outer", ("text", Js("`outer ${getN()}`"))))
            .With(("N", "Int32", 1)), [used]);
        story.Start();
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);

        // Elsa writes such an activity by its bare type name.
        var step = Step("AddHundred", "use");
        step["type"] = "AddHundred";
        story = new WorkflowStory(Sequence(step, Step("WriteLine", "outer", ("text", Js("`outer ${getN()}`")))).With(("N", "Int32", 1)), [used])
            .Start();

        Assert.Equal(["inner 100", "outer 1"], story.Lines);
    }

    [Fact]
    public void The_same_stimuli_give_the_same_state_again()
    {
        static string Play()
        {
            var story = new WorkflowStory(Sequence(Set("set", "N", Js("getN() + 1")), Wait("go"),
                Step("WriteLine", "say", ("text", Js("new Date().toISOString()")))).With(("N", "Int32", 0))).Start();
            story.Pass(TimeSpan.FromDays(1)).Event("go");
            return Json.Write(ValueConversion.From(story.State)) + string.Join('|', story.Lines);
        }

        Assert.Equal(Play(), Play());
        Assert.Contains("2026-03-03T01:00:00", Play(), StringComparison.Ordinal);
    }
}
