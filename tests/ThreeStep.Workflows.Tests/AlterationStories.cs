using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class AlterationStories
{
    static WorkflowStory Waiting() =>
        new WorkflowStory(Flowchart([Line("first"), Wait("go"), Step("WriteLine", "last", ("text", Js("`${getAmount()}`")))], "first -> go",
        "go -> last").With(("Amount", "Int32", 1))).Start();

    static bool Alter(WorkflowStory story, params Alteration[] alterations) => story.Deliver(new Stimulus.Alter(alterations));

    static string LastNote(WorkflowStory story) => story.Journal[^1].Message!;

    [Fact]
    public void A_variable_is_set_by_hand()
    {
        var story = Waiting();

        Assert.True(Alter(story, new Alteration.ModifyVariable("Amount", 7)));
        story.Event("go");

        Assert.Equal(["first", "7"], story.Lines);
        Assert.Contains(story.Journal, entry => entry is { Event: JournalEvents.Altered, Message: "ModifyVariable succeeded" });
    }

    [Fact]
    public void A_waiting_step_is_skipped_by_running_the_next_and_giving_the_wait_up()
    {
        var story = Waiting();

        Alter(story, new Alteration.ScheduleActivity("last"), new Alteration.CancelActivity("go"));

        Assert.Equal(["first", "1"], story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void A_waiting_step_is_skipped_as_if_it_had_ended()
    {
        var story = Waiting();

        Assert.True(Alter(story, new Alteration.Skip("go")));

        Assert.Equal(["first", "1"], story.Lines);
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void A_skipped_step_goes_on_by_the_outcome_that_was_said()
    {
        var story = new WorkflowStory(Flowchart([Step("Event", "ask", ("eventName", Literal("answer"))), Line("yes"), Line("no")],
            "ask:Approved -> yes", "ask:Refused -> no")).Start();

        Alter(story, new Alteration.Skip("ask", "Refused"));

        Assert.Equal(["no"], story.Lines);
    }

    [Fact]
    public void A_failed_step_is_skipped_and_is_no_incident_any_more()
    {
        var story = new WorkflowStory(Flowchart([Line("first"), Step("WriteLine", "bad", ("text", Js("missing()"))), Line("last")],
            "first -> bad", "bad -> last")).Start();
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);

        Alter(story, new Alteration.Skip("bad"));

        Assert.Equal(["first", "last"], story.Lines);
        Assert.Equal((InstanceSubStatus.Finished, 0), (story.Status, story.State.Incidents.Count));
    }

    [Fact]
    public void A_failed_step_is_given_up_for_another_and_is_no_incident_any_more()
    {
        var story = new WorkflowStory(Flowchart([Step("WriteLine", "bad", ("text", Js("missing()"))), Wait("go"), Line("last")],
            "bad -> last", "go -> last")).Start();

        Alter(story, new Alteration.ScheduleActivity("go"), new Alteration.CancelActivity("bad"));

        Assert.Equal((InstanceSubStatus.Suspended, 0), (story.Status, story.State.Incidents.Count));
        Assert.All(story.State.Executions, execution => Assert.Equal(0, execution.FaultCount));
        story.Event("go");
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Fact]
    public void The_whole_workflow_is_not_skipped()
    {
        var story = Waiting();

        Alter(story, new Alteration.Skip(story.Workflow.Root.Id));
        Assert.Contains("cannot be skipped", LastNote(story), StringComparison.Ordinal);
        Alter(story, new Alteration.Skip("last"));
        Assert.Contains("is not running", LastNote(story), StringComparison.Ordinal);

        Assert.Equal("go", Assert.Single(story.Waits));
    }

    [Fact]
    public void An_instance_is_cancelled()
    {
        var story = Waiting();

        Alter(story, new Alteration.Cancel());

        Assert.Equal(InstanceSubStatus.Cancelled, story.Status);
    }

    [Fact]
    public void All_alterations_of_one_request_are_done_or_none()
    {
        var story = Waiting();

        Alter(story, new Alteration.ModifyVariable("Amount", 7), new Alteration.ScheduleActivity("nowhere"));
        Assert.Contains("There is no activity 'nowhere'", LastNote(story), StringComparison.Ordinal);
        Alter(story, new Alteration.ModifyVariable("Amount", "much"));
        Assert.Contains("ModifyVariable failed", LastNote(story), StringComparison.Ordinal);
        story.Event("go");

        Assert.Equal(["first", "1"], story.Lines);
    }

    [Fact]
    public void A_faulted_instance_moves_to_the_mended_version_and_goes_on()
    {
        static JsonObject Version(string script) => Flowchart([Line("first"), Step("WriteLine", "say", ("text", Js(script)))], "first -> say");
        var story = new WorkflowStory(Version("missing()")).Start();
        Assert.Equal(InstanceSubStatus.Faulted, story.Status);

        story.AddVersion(2, Version("'mended'").ToJsonString());
        Alter(story, new Alteration.Migrate(2), new Alteration.ScheduleActivity("say"));

        Assert.Equal(["first", "mended"], story.Lines);
        Assert.Equal((InstanceSubStatus.Finished, 2, 0), (story.Status, story.State.DefinitionVersion, story.State.Incidents.Count));
    }

    [Fact]
    public void An_instance_does_not_move_to_a_version_without_the_step_it_stands_at()
    {
        var story = Waiting();
        story.AddVersion(2, Flowchart([Line("first"), Wait("other")], "first -> other").ToJsonString());

        Alter(story, new Alteration.Migrate(2));
        Assert.Contains("no activity 'go'", LastNote(story), StringComparison.Ordinal);
        Alter(story, new Alteration.Migrate(3));
        Assert.Contains("no version 3", LastNote(story), StringComparison.Ordinal);

        Assert.Equal((1, "go"), (story.State.DefinitionVersion, Assert.Single(story.Waits)));
    }

    [Fact]
    public void What_is_over_is_not_altered()
    {
        var story = new WorkflowStory(Flowchart([Line("only")])).Start();

        Alter(story, new Alteration.ScheduleActivity("only"));

        Assert.Equal(["only"], story.Lines);
        Assert.Contains("over", LastNote(story), StringComparison.Ordinal);
    }

    [Fact]
    public void One_activity_is_tried_by_itself()
    {
        var story = new WorkflowStory(Flowchart([Step("SetVariable", "set", ("variable", new JsonObject { ["id"] = "Amount" }),
            ("value", Js("getAmount() + 1"))), Wait("go"), Step("WriteLine", "bad", ("text", Js("missing()")))], "set -> go", "go -> bad")
            .With(("Amount", "Int32", 41)));

        Assert.Equal(("Completed", "42"), (story.Test("set").Status, story.Test("set").Inputs!["Value"]!.ToString()));
        Assert.Equal("Running", story.Test("go").Status);
        var bad = story.Test("bad");
        Assert.Equal("Faulted", bad.Status);
        Assert.Contains("missing", bad.Fault, StringComparison.Ordinal);
        Assert.Empty(story.Commands);
    }
}
