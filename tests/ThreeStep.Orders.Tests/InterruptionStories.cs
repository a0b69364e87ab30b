using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tests;

/// <summary>Nothing is cancelled, deleted or stopped in silence.</summary>
public sealed class InterruptionStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    DefinitionDeletion Deletion => world.Service<DefinitionDeletion>();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    List<(string Action, string? By)> AuditOf(string subject) =>
        world.Read(database =>
            database.Audit.Where(line => line.Subject == subject).OrderBy(line => line.Id).AsEnumerable().Select(line => (line.Action, line.UserId))
            .ToList());

    [Fact]
    public async Task What_instances_run_on_is_not_deleted_neither_a_version_nor_the_whole()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var version = (await world.Definitions.Find("deal-approval", "Published"))!;

        var refusal = await Assert.ThrowsAsync<DefinitionInUseException>(() => Deletion.DeleteVersions([version.Id], "owner"));
        Assert.Equal(1, refusal.Running);
        await Assert.ThrowsAsync<DefinitionInUseException>(() => Deletion.Delete(["after-delivery", "deal-approval"], "owner"));

        Assert.NotNull(await world.Definitions.Find("after-delivery"));
        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);
        Assert.Equal(1, await Deletion.Delete(["after-delivery"], "owner"));
        Assert.Equal((WorkflowAudit.Deleted, "owner"), AuditOf("after-delivery")[^1]);
    }

    [Fact]
    public async Task Cancelling_says_why_to_those_whose_work_it_was_and_stands_in_the_audit_log()
    {
        var deal = await world.NewDeal();
        var instance = world.Instances("big-order").Single();

        await world.Runtime.Deliver(instance.Id, new Stimulus.Cancel("owner", "流程改版"));
        await world.Pass(TimeSpan.Zero);

        Assert.All(world.Notices("rep"), notice => Assert.Equal((NoticeKind.WorkflowCancelled, "流程改版"), (notice.Kind, notice.Text!.ToString())));
        Assert.Contains(world.Notices("rep"), notice => notice.Address == $"/deals/{deal.Id}");
        Assert.Contains((WorkflowAudit.Cancelled, "owner"), AuditOf(instance.Id));
        Assert.Empty(world.OpenTitles("rep"));
    }

    [Fact]
    public async Task An_alteration_that_ends_an_instance_or_a_step_is_told_and_audited_as_well_and_one_that_fails_is_not()
    {
        await world.NewDeal();
        var instance = world.Instances("big-order").Single();

        await world.Runtime.Deliver(instance.Id, new Stimulus.Alter([new Alteration.CancelActivity("nowhere")], By: "owner", Reason: "试试"));
        Assert.DoesNotContain((WorkflowAudit.Altered, "owner"), AuditOf(instance.Id));
        await world.Runtime.Deliver(instance.Id, new Stimulus.Alter([new Alteration.CancelActivity("find-task")], By: "owner", Reason: "不用约访"));
        Assert.Contains(world.Notices("rep"), notice => notice.Kind == NoticeKind.WorkflowCancelled && notice.Text!.ToString() == "不用约访");
        Assert.Contains((WorkflowAudit.Altered, "owner"), AuditOf(instance.Id));
        await world.Runtime.Deliver(instance.Id, new Stimulus.Alter([new Alteration.Cancel()], By: "owner", Reason: "流程改版"));

        Assert.Contains(world.Notices("rep"), notice => notice.Kind == NoticeKind.WorkflowCancelled && notice.Text!.ToString() == "流程改版");
        Assert.Contains((WorkflowAudit.Cancelled, "owner"), AuditOf(instance.Id));
    }

    [Fact]
    public async Task An_approval_whose_workflow_is_cancelled_with_a_reason_is_withdrawn_and_its_approver_told()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);

        foreach (var instance in world.Instances("deal-approval")) await world.Runtime.Deliver(instance.Id, new Stimulus.Cancel("owner", "重新画流程"));
        await world.Pass(TimeSpan.Zero);

        Assert.Contains(world.Approvals(), request => request is { Status: ApprovalStatus.Withdrawn, ClosedBecause: "重新画流程" });
        Assert.Contains(world.Notices("manager"), notice => notice.Kind == NoticeKind.ApprovalWithdrawn && notice.Text!.ToString() == "重新画流程");
    }

    [Fact]
    public async Task A_step_that_fails_is_told_to_process_owners_and_in_plain_words_to_the_rep_once()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "broken", "name": "Broken", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [], "activities": [
              { "id": "oops", "type": "Elsa.WriteLine", "version": 1, "metadata": { "displayText": "发通知" }, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getRecord('Deal', 'none').name" } } } ] } }
            """)!, publish: true);
        var deal = await world.NewDeal();

        await world.Runtime.Start("broken", [], deal.Id);
        await world.Runtime.Start("broken", [], deal.Id);

        var told = Assert.Single(world.Notices("owner"));
        Assert.Equal((NoticeKind.WorkflowStopped, "/process/broken"), (told.Kind, told.Address));
        Assert.Equal("发通知: Text, line 1: Cannot read properties of null (reading 'name')", told.Text!.ToString());
        Assert.Equal("发通知：文字，第 1 行：那里没有值（null），读不到它的“name”", ActivityTexts.In(CultureInfo.GetCultureInfo("zh-CN"), told.Text));
        var rep = Assert.Single(world.Notices("rep"));
        Assert.Equal((NoticeKind.RecordStopped, "发通知", $"/deals/{deal.Id}"), (rep.Kind, rep.Text!.ToString(), rep.Address));
    }

    [Fact]
    public async Task What_is_refused_at_the_commit_is_told_in_the_readers_language()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "endless", "name": "Endless", "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } },
              { "id": "lead", "type": "ThreeStep.CreateLead", "version": 1, "companyName": { "typeName": "String", "expression": { "type": "JavaScript", "value": "'x'.repeat(3000)" } } } ] } }
            """)!, publish: true);
        await world.Runtime.Start("endless", []);

        await world.Runtime.Trigger("go", null, null, null);

        var told = Assert.Single(world.Notices("owner")).Text!;
        Assert.Contains("What the workflow asked for could not be carried out: Company name: at most 200 characters; this has 3,000.", told.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("流程要求的操作无法执行：公司名称：最多 200 个字符，现有 3,000 个。",
            ActivityTexts.In(CultureInfo.GetCultureInfo("zh-CN"), told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_retracting_and_changes_by_hand_stand_in_the_audit_log_with_the_right_name()
    {
        var model = (JsonObject)JsonNode.Parse("""
            { "definitionId": "small", "name": "Small", "variables": [{ "id": "v", "name": "V", "typeName": "String" }], "root": { "id": "wait", "type": "Elsa.Event", "version": 1,
              "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } } }
            """)!;
        await world.Definitions.Save(model, publish: true, by: "owner");
        var id = (await world.Runtime.Start("small", []))!.State.Id;
        await world.Runtime.Deliver(id, new Stimulus.Alter([new Alteration.ModifyVariable("v", "x")], By: "admin"));
        await world.Definitions.Retract("small", "admin");

        Assert.Equal([(WorkflowAudit.Published, "owner"), (WorkflowAudit.Retracted, "admin")], AuditOf("small"));
        Assert.Equal([(WorkflowAudit.VariablesChanged, "admin")], AuditOf(id));
    }
}
