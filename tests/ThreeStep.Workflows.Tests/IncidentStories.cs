using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class IncidentStories
{
    static JsonObject GoingOn(JsonObject workflow)
    {
        workflow["options"] = new JsonObject
        {
            ["incidentStrategyType"] =
            "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core"
        };
        return workflow;
    }

    [Fact]
    public void An_expression_error_names_the_activity_the_property_and_the_line()
    {
        var story = new WorkflowStory(Sequence(Step("WriteLine", "say", ("text", Js("const a = 1;\nmissing();"))))).Start();

        var incident = Assert.Single(story.State.Incidents);
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);
        Assert.Equal(("say", "Text", 2), (incident.ActivityId, incident.Property, incident.Line));
        Assert.Contains("missing", incident.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_went_wrong_is_kept_in_words_that_can_be_said_in_another_language()
    {
        var story = new WorkflowStory(Sequence(Step("WriteLine", "say", ("text", Js("missing()"))))).Start();

        var incident = Assert.Single(story.State.Incidents);
        Assert.Equal("Text, line 1: missing is not defined", incident.Message);
        Assert.Equal("文字，第 1 行：没有 missing", incident.Told.In(System.Globalization.CultureInfo.InvariantCulture, english => english switch
        {
            "{0}, line {1}: {2}" => "{0}，第 {1} 行：{2}",
            "{0} is not defined" => "没有 {0}",
            "Text" => "文字",
            _ => english,
        }));
    }

    [Fact]
    public void What_nobody_foresaw_is_told_without_the_servers_own_words_and_goes_to_its_log()
    {
        var story = new WorkflowStory(Sequence(Step("Test.Breaks", "break")), null, typeof(Breaks).Assembly).Start();

        var incident = Assert.Single(story.State.Incidents);
        Assert.StartsWith("The step failed in a way that nobody foresaw.", incident.Message, StringComparison.Ordinal);
        Assert.Equal("Unforeseen", incident.ExceptionType);
        Assert.Contains("System.Int32", Assert.Single(story.Unforeseen).Message, StringComparison.Ordinal);
    }

    /// <summary>Fails as only a mistake of the server's own does.</summary>
    [Activity("Test", "Test", "Breaks.")]
    public sealed class Breaks : Activity
    {
        public override void Execute(ActivityContext context) => throw new InvalidCastException("Unable to cast to System.Int32.");
    }

    [Fact]
    public void An_unknown_activity_loads_and_faults_only_when_it_is_reached()
    {
        var flow = Flowchart([Step("FlowDecision", "go", ("condition", Js("getInput('Go')"))), Step("Acme.Rocket", "rocket"), Line("safe")],
            "go:True -> rocket", "go:False -> safe");

        Assert.Equal(["safe"], new WorkflowStory((JsonObject)flow.DeepClone()).Start(new { Go = false }).Lines);
        var story = new WorkflowStory(flow).Start(new { Go = true });

        Assert.Equal(InstanceSubStatus.Faulted, story.Status);
        Assert.Contains("Acme.Rocket", Assert.Single(story.State.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_runs_the_faulted_step_again_and_goes_on()
    {
        var story = new WorkflowStory(Sequence(Line("before"), Step("WriteLine", "say", ("text", Js("getRecord('Deal', '7').name"))), Line("after")))
            .Start();
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);

        story.SetRecord("Deal", "7", new { name = "大订单" });
        Assert.True(story.Deliver(new Stimulus.Retry()));

        Assert.Equal(["before", "大订单", "after"], story.Lines);
        Assert.Equal((InstanceSubStatus.Finished, 0), (story.Status, story.State.Incidents.Count));
    }

    [Fact]
    public void With_ContinueWithIncidents_the_other_branches_go_on()
    {
        var story = new WorkflowStory(GoingOn(Flowchart([Step("Start", "start"), Step("WriteLine", "bad", ("text", Js("nope()"))), Line("good")],
            "start -> bad", "start -> good"))).Start();

        Assert.Equal(["good"], story.Lines);
        Assert.Single(story.State.Incidents);
        Assert.NotEqual(InstanceSubStatus.Faulted, story.Status);
    }

    [Fact]
    public void An_answer_that_comes_while_it_is_faulted_is_not_lost()
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Wait("go"), Step("WriteLine", "bad", ("text", Js("getRecord('Deal', '7').name"))), Wait("answer"),
                Line("answered")],
            "start -> go", "go -> bad", "start -> answer", "answer -> answered")).Start();
        story.Event("go");
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);

        Assert.True(story.Event("answer"));
        Assert.DoesNotContain("answered", story.Lines);
        story.SetRecord("Deal", "7", new { name = "fine" });
        story.Deliver(new Stimulus.Retry());

        Assert.Contains("answered", story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void What_was_under_way_beside_a_fault_runs_to_where_it_waits()
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Step("WriteLine", "bad", ("text", Js("getRecord('Deal', '7').name"))), Line("good"), Wait("answer"),
                Line("answered")],
            "start -> bad", "start -> good", "good -> answer", "answer -> answered")).Start();

        Assert.Equal(["good"], story.Lines);
        Assert.Equal(["answer"], story.Waits);
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);
        story.SetRecord("Deal", "7", new { name = "fine" });
        story.Deliver(new Stimulus.Retry());
        story.Event("answer");

        Assert.Equal(["good", "fine", "answered"], story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Theory]
    [InlineData("Finish")]
    [InlineData("End")]
    public void Another_branch_does_not_finish_what_has_failed(string end)
    {
        var story = new WorkflowStory(Flowchart(
            [Step("Start", "start"), Step("WriteLine", "bad", ("text", Js("getRecord('Deal', '7').name"))), Step(end, "end")], "start -> bad",
                "start -> end")).Start();
        Assert.Equal((InstanceSubStatus.Faulted, 1), (story.Status, story.State.Incidents.Count));

        story.SetRecord("Deal", "7", new { name = "fine" });
        story.Deliver(new Stimulus.Retry());

        Assert.Equal((InstanceSubStatus.Finished, 0), (story.Status, story.State.Incidents.Count));
    }

    [Fact]
    public void An_endless_loop_becomes_an_incident_that_says_where()
    {
        var story = new WorkflowStory(Flowchart([Step("Start", "start"), Line("a"), Line("b")], "start -> a", "a -> b", "b -> a"))
        {
            Budget =
            new BurstBudget(500, TimeSpan.FromSeconds(20))
        };
        story.Start();

        Assert.Equal(InstanceSubStatus.Faulted, story.Status);
        Assert.Contains("loop without a wait", Assert.Single(story.State.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_activity_faults_with_its_own_message()
    {
        var story = new WorkflowStory(Sequence(Step("Fault", "fault", ("message", Literal("合同没有签字")), ("code", Literal("unsigned"))))).Start();

        Assert.Equal(InstanceSubStatus.Faulted, story.Status);
        Assert.Contains("合同没有签字", story.State.Incidents.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_it_and_later_stimuli_change_nothing()
    {
        var story = new WorkflowStory(Sequence(Wait("go"), Line("never"))).Start();
        var bookmark = story.State.Bookmarks.Single();

        Assert.True(story.Deliver(new Stimulus.Cancel()));

        Assert.Equal(InstanceSubStatus.Cancelled, story.Status);
        Assert.False(story.Deliver(new Stimulus.EventReceived(bookmark.Id, "go", null)));
        Assert.False(story.Deliver(new Stimulus.Cancel()));
    }

    [Fact]
    public void A_faulted_one_can_be_cancelled_too()
    {
        var story = new WorkflowStory(Sequence(Step("Fault", "fault", ("message", Literal("no"))))).Start();

        Assert.True(story.Deliver(new Stimulus.Cancel()));

        Assert.Equal(InstanceSubStatus.Cancelled, story.Status);
        Assert.False(story.Deliver(new Stimulus.Retry()));
    }

    [Fact]
    public void A_bookmark_is_answered_once()
    {
        var story = new WorkflowStory(Sequence(Wait("go"), Wait("then"), Line("end"))).Start();
        var bookmark = story.State.Bookmarks.Single();

        Assert.True(story.Deliver(new Stimulus.EventReceived(bookmark.Id, "go", null)));
        Assert.False(story.Deliver(new Stimulus.EventReceived(bookmark.Id, "go", null)));
        Assert.Equal(["then"], story.Waits);
    }
}
