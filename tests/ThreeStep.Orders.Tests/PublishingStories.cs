using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Definitions;

namespace ThreeStep.Orders.Tests;

/// <summary>Where the company wants it, nobody publishes a workflow alone. The owner edits; a second process owner is the one who agrees.</summary>
public sealed class PublishingStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        await world.Change(change => change.Database.Add(new User { Id = "owner-2", Name = "owner-2", Role = Role.ProcessOwner }));
        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = true }));
    }

    public Task DisposeAsync() => world.DisposeAsync();

    async Task<JsonObject> Edited(string description)
    {
        var model = (JsonObject)(await world.Definitions.Find("quiet-customer"))!.Model.DeepClone();
        model["description"] = description;
        return model;
    }

    async Task<SavedDefinition> Publish(string description, string by = "owner")
    {
        var saved = await world.Definitions.Save(await Edited(description), publish: true, by: by);
        await world.Time.RunUntil(world.Now);
        return saved;
    }

    async Task<string?> Published() => (await world.Definitions.Find("quiet-customer", "Published"))!.Description;

    [Fact]
    public async Task Whoever_is_asked_reads_what_the_scenarios_have_said_of_the_draft()
    {
        var saved = await world.Definitions.Save(await Edited("new"), publish: false, by: "owner");
        await world.Change(change => change.Database.Add(new ScenarioRunRow
        {
            DefinitionId = "quiet-customer",
            Revision = DefinitionStore.RevisionOf(saved.Definition),
            Basis = "",
            Document = "[]",
            Passed = 4,
            Failed = 1,
        }));

        await world.Definitions.Publish("quiet-customer", "owner");
        await world.Time.RunUntil(world.Now);

        Assert.Contains(world.OpenQuestion().Facts, fact => fact.Text.Contains("1 of 5 fail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_published_with_the_yes_of_somebody_else()
    {
        var saved = await Publish("new");
        Assert.False(saved.Definition.IsPublished);
        Assert.Contains("owner-2", saved.HeldBack!.ToString(), StringComparison.Ordinal);
        Assert.NotEqual("new", await Published());
        var asked = world.OpenQuestion();
        Assert.Equal((ApprovalKind.Publishing, "owner", "Workflow:quiet-customer"), (asked.Kind, asked.RequestedById, asked.Subject));
        Assert.Contains(asked.Facts, fact => fact.Text.Contains("new", StringComparison.Ordinal));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("owner", change =>
            AnswerApproval.Apply(change, asked.Id, "owner", ApprovalDecision.Approve, null, null)));

        await world.Decide("owner-2", ApprovalDecision.Approve);

        Assert.Equal("new", await Published());
        Assert.NotNull(world.Read(database => database.PublishingQuestions.Single().ClosedAt));
    }

    [Fact]
    public async Task It_is_no_small_thing_that_is_ticked_with_others()
    {
        await Publish("new");
        var asked = world.OpenQuestion().Id;
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("owner-2", change => ApproveSmall.Apply(change, asked, "owner-2", null)));
        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);
    }

    /// <summary>What was agreed to would be anything that is drawn into the other workflow afterwards.</summary>
    [Fact]
    public async Task It_does_not_use_what_nobody_has_agreed_to()
    {
        var part = (JsonObject)JsonNode.Parse("""
            { "definitionId": "part", "name": "Part", "options": { "usableAsActivity": true },
              "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [ { "id": "line", "type": "Elsa.WriteLine", "version": 1 } ], "connections": [] } }
            """)!;
        var draft = (await world.Definitions.Save(part, publish: false, by: "owner")).Definition;
        var whole = (JsonObject)JsonNode.Parse($$"""
            { "definitionId": "whole", "name": "Whole", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [
              { "id": "use", "type": "Part", "version": 1, "workflowDefinitionVersionId": "{{draft.Id}}" } ], "connections": [] } }
            """)!;

        var held = await world.Definitions.Save(whole, publish: true, by: "owner");

        Assert.Contains("never published", held.HeldBack!.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Approvals());
    }

    [Fact]
    public async Task A_yes_is_followed_by_the_publishing_also_after_a_crash_between_the_two()
    {
        await Publish("new");
        var asked = world.OpenQuestion().Id;
        await world.Records.Write(world.As("owner-2"), change =>
            AnswerApproval.Apply(change, asked, "owner-2", ApprovalDecision.Approve, null, null));
        Assert.NotEqual("new", await Published());

        // As it is made anew by the next start.
        await new PublishingChore(world.Records, world.Definitions, world.Store, world.Runtime, world.Service<TimeProvider>(),
            NullLogger<PublishingChore>.Instance).Do(CancellationToken.None);

        Assert.Equal("new", await Published());
    }

    [Fact]
    public async Task Who_is_away_is_stood_in_for_by_another_process_owner_and_never_by_the_one_who_asks()
    {
        await world.Change(change => change.Database.Add(new User { Id = "owner-3", Name = "owner-3", Role = Role.ProcessOwner }));
        foreach (var (away, substitute) in ((string, string)[])[("owner-2", "owner-3"), ("owner", "owner-2")])
            await world.Do(away, change => SetLeave.Apply(change, new LeaveInput
            {
                UserId = away,
                From = new DateOnly(2026, 3, 2),
                To = new DateOnly(2026, 3, 4),
                SubstituteId = substitute,
            }));
        // Only the one who is away is asked, as by a workflow that names nobody else.
        await Publish("new");
        var asked = world.OpenQuestion();
        await world.Change(change => change.Database.Set<ApprovalStep>().RemoveRange(
            change.Database.Set<ApprovalStep>().Where(step => step.RequestId == asked.Id && step.ApproverId != "owner-2")));

        await Assert.ThrowsAsync<RefusalException>(() => world.Do("owner", change =>
            AnswerApproval.Apply(change, asked.Id, "owner", ApprovalDecision.Approve, null, null)));
        await world.Do("owner-3", change => AnswerApproval.Apply(change, asked.Id, "owner-3", ApprovalDecision.Approve, null, null));

        Assert.Equal("new", await Published());
    }

    [Fact]
    public async Task It_is_not_answered_by_a_mails_link()
    {
        await world.Change(change =>
        {
            change.Database.Users.Find("owner-2")!.Email = "owner-2@example.com";
            change.Database.Companies.Single().AllowsMailAnswers = true;
        });
        await Publish("new");
        await world.Pass(TimeSpan.FromDays(1));
        var link = new AnswerLink(world.OpenQuestion().Id, "owner-2", "owner-2@example.com", world.Now, world.Now.AddDays(1));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("owner-2", change =>
            AnswerByMail.Apply(change, link, ApprovalDecision.Approve, null, null)));
        var mails = world.Read(database => database.Outbox.Where(row => row.Recipient == "owner-2@example.com").Select(row => row.Document).ToList());
        Assert.NotEmpty(mails);
        Assert.All(mails, mail => Assert.DoesNotContain("answer-by-mail", mail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_no_leaves_it_a_draft()
    {
        await Publish("bad");
        await world.Decide("owner-2", ApprovalDecision.Reject);
        Assert.NotEqual("bad", await Published());
        Assert.NotNull(world.Read(database => database.PublishingQuestions.Single().ClosedAt));
        Assert.Contains(world.Notices("owner"), notice => notice.Kind == NoticeKind.ApprovalRejected);
    }

    [Fact]
    public async Task A_yes_is_for_what_was_asked_and_not_for_what_was_drawn_since()
    {
        await Publish("shown");
        await world.Definitions.Save(await Edited("slipped in"), publish: false, by: "owner");
        await world.Decide("owner-2", ApprovalDecision.Approve);
        Assert.NotEqual("slipped in", await Published());
        Assert.NotEqual("shown", await Published());
        Assert.Contains(world.Notices("owner"), notice => notice.Kind == NoticeKind.NotPublished);
    }

    [Fact]
    public async Task Another_draft_withdraws_the_question_about_the_first()
    {
        await Publish("first");
        var first = world.OpenQuestion().Id;
        await Publish("second");
        Assert.Equal(ApprovalStatus.Withdrawn, world.Approvals().Single(asked => asked.Id == first).Status);
        await world.Decide("owner-2", ApprovalDecision.Approve);
        Assert.Equal("second", await Published());
    }

    [Fact]
    public async Task Asking_twice_is_one_question()
    {
        await Publish("new");
        var again = await Publish("new");
        Assert.NotNull(again.HeldBack);
        Assert.Single(world.Approvals());
    }

    [Fact]
    public async Task A_yes_is_used_up_by_one_publishing()
    {
        await Publish("first");
        await world.Decide("owner-2", ApprovalDecision.Approve);
        await world.Change(change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = false }));
        await Publish("second");
        await world.Change(change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = true }));
        Assert.NotNull((await Publish("first")).HeldBack);
        Assert.Equal("second", await Published());
    }

    /// <summary>The workflow that asks belongs to process owners: what it is changed to does not let its changer off.</summary>
    [Fact]
    public async Task Who_has_the_workflow_ask_themselves_gets_nothing()
    {
        await world.Change(change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = false }));
        var model = (JsonObject)(await world.Definitions.Find(PublishingRule.Workflow))!.Model.DeepClone();
        var text = model.ToJsonString().Replace("getInput(\\u0022Approvers\\u0022)", "[\\u0022Person:owner\\u0022]", StringComparison.Ordinal)
            .Replace("getInput(\\u0022RequestedBy\\u0022)", "\\u0022rep\\u0022", StringComparison.Ordinal);
        var changed = await world.Definitions.Save((JsonObject)JsonNode.Parse(text)!, publish: true, by: "owner");
        Assert.True(changed.Definition.IsPublished);
        await world.Change(change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = true }));

        await Publish("mine alone");
        await world.Decide("owner", ApprovalDecision.Approve);

        Assert.NotEqual("mine alone", await Published());
    }

    [Fact]
    public async Task Without_anybody_else_nothing_is_published_and_nothing_is_lost()
    {
        await world.Change(change =>
        {
            foreach (var id in (string[])["owner-2", "admin"]) change.Database.Users.Find(id)!.IsActive = false;
        });
        var saved = await Publish("new");
        Assert.Contains("no other process owner", saved.HeldBack!.ToString(), StringComparison.Ordinal);
        Assert.Equal("new", (await world.Definitions.Find("quiet-customer"))!.Description);
    }

    [Fact]
    public async Task A_version_that_was_taken_back_and_edited_is_not_what_was_published()
    {
        await Publish("agreed");
        await world.Decide("owner-2", ApprovalDecision.Approve);
        await world.Definitions.Retract("quiet-customer", "owner");
        var edited = await world.Definitions.Save(await Edited("slipped in"), publish: false, by: "owner");
        Assert.NotNull(world.Read(database => PublishingRule.RunRefusal(database, WorkflowRights.Of(Actor.Server, database), edited.Definition.Id)));
    }

    [Fact]
    public async Task A_draft_is_published_with_a_comment_restored_and_thrown_away()
    {
        await world.Change(change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = false }));
        var (definitions, deletion) = (world.Definitions, world.Service<DefinitionDeletion>());
        var first = (await definitions.Find("quiet-customer"))!;
        var draft = await definitions.Save(await Edited("better"), publish: false, by: "owner");
        var revision = DefinitionStore.RevisionOf(draft.Definition);
        Assert.Equal("comment", (await Assert.ThrowsAsync<RefusalException>(() =>
            WorkflowDrafts.Publish(definitions, "quiet-customer", " ", revision, "owner"))).Field);
        await definitions.Save(await Edited("somebody else's"), publish: false, by: "owner-2");
        Assert.Equal("revision", (await Assert.ThrowsAsync<RefusalException>(() =>
            WorkflowDrafts.Publish(definitions, "quiet-customer", "why", revision, "owner"))).Field);
        Assert.True((await WorkflowDrafts.Publish(definitions, "quiet-customer", "why", null, "owner")).Definition.IsPublished);
        var row = world.Read(database => database.Definitions.Single(each => each.DefinitionId == "quiet-customer" && each.IsPublished));
        Assert.Equal(("why", "owner", "owner-2", world.Now), (row.Comment, row.PublishedById, row.SavedById, row.PublishedAt));

        var restored = await WorkflowDrafts.Restore(definitions, "quiet-customer", first.Version, "owner");
        Assert.Equal((first.Description, false), (restored.Definition.Description, restored.Definition.IsPublished));
        Assert.Equal("somebody else's", await Published());
        await Assert.ThrowsAsync<RefusalException>(() => WorkflowDrafts.Restore(definitions, "quiet-customer", row.Version, "owner"));
        await WorkflowDrafts.Discard(definitions, deletion, "quiet-customer", "owner");
        Assert.Equal("somebody else's", (await definitions.Find("quiet-customer"))!.Description);
        await Assert.ThrowsAsync<RefusalException>(() => WorkflowDrafts.Discard(definitions, deletion, "quiet-customer", "owner"));
    }

    [Fact]
    public async Task A_version_that_nobody_has_agreed_to_is_not_run()
    {
        var draft = await Publish("new");
        var published = (await world.Definitions.Find("quiet-customer", "Published"))!;
        world.Read(database =>
        {
            Assert.NotNull(PublishingRule.RunRefusal(database, WorkflowRights.Of(Actor.Server, database), draft.Definition.Id));
            Assert.Null(PublishingRule.RunRefusal(database, WorkflowRights.Of(Actor.Server, database), published.Id));
            return true;
        });
    }
}
