using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>One thing is asked, told and reminded of once, by whoever it concerns; and nothing any more when it is over.</summary>
public sealed class OnceStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Nobody_is_asked_about_a_deal_that_is_over()
    {
        var deal = await world.NewDeal(discount: 0);
        await world.MoveTo(deal.Id, Stage.Lost);
        await world.Change(change => change.Database.Deals.Find(deal.Id)!.DiscountPercent = 45);

        await world.Runtime.Start("deal-approval", new() { ["DealId"] = deal.Id }, deal.Id);
        await world.Pass(TimeSpan.Zero);

        Assert.Empty(world.Approvals());
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task An_answer_is_told_once_and_leaves_no_task()
    {
        await world.NewDeal(discount: 15);
        await world.Decide("manager", ApprovalDecision.Reject);

        var told = Assert.Single(world.Notices("rep"));
        Assert.Equal((NoticeKind.ApprovalRejected, "说明"), (told.Kind, told.Text!.ToString()));
        Assert.DoesNotContain(world.Tasks("rep"), task => task is { Kind: WorkTaskKind.Reminder, Status: WorkTaskStatus.Open });
    }

    [Fact]
    public async Task A_large_deal_is_asked_about_at_its_step_and_goes_on_to_the_next_one_not_to_the_negotiation()
    {
        var deal = await world.NewDeal(amount: 2_000_000);
        Assert.Empty(world.Approvals());

        await world.Answer("约访");
        await world.Decide(world.OpenQuestion().Steps[0].ApproverId, ApprovalDecision.Approve);

        Assert.Equal(Stage.Researching, world.StageOf(deal.Id));
        Assert.Single(world.Approvals());
    }

    [Fact]
    public async Task Whoever_is_asked_reads_what_has_changed()
    {
        var deal = await world.NewDeal(discount: 15);

        await world.ChangeTerms(deal.Id, 120_000, 28);

        var told = Assert.Single(world.Notices("manager"), notice => notice.Kind == NoticeKind.ApprovalReplaced);
        Assert.Equal("15 % → 28 %, 100,000 CNY → 120,000 CNY", told.Text!.ToString());
    }

    [Fact]
    public async Task A_task_that_needs_approved_terms_follows_the_table_that_is_published()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 8);
        await world.Answer("谈判");
        await world.ChangeTerms(deal.Id, 100_000, 28);
        Assert.True(world.OpenTask("签订合同").IsHeld);

        await Publish("""[{"upToPercent": 100, "positions": [], "mode": "Any", "hours": 0}]""");
        Assert.False(world.OpenTask("签订合同").IsHeld);
        await Publish("""[{"upToPercent": 10, "positions": [], "mode": "Any", "hours": 0}, {"upToPercent": 100, "positions": ["Director"], "mode": "Any", "hours": 24}]""");

        Assert.True(world.OpenTask("签订合同").IsHeld);
    }

    async Task Publish(string tiers)
    {
        var model = (JsonObject)(await world.Definitions.Find("deal-approval"))!.Model.DeepClone();
        model["variables"]!.AsArray().Single(variable => variable!["name"]!.ToString() == "Tiers")!["value"] = tiers;
        Assert.True((await world.Definitions.Save(model, publish: true)).Definition.IsPublished);
    }

    [Fact]
    public async Task The_same_reminder_of_the_same_step_stands_once()
    {
        await world.NewDeal();
        await world.Pass(TimeSpan.FromDays(30));

        var open = world.Tasks()
            .Where(task => task is { Status: WorkTaskStatus.Open, BookmarkId: null, Kind: WorkTaskKind.Reminder or WorkTaskKind.Escalation })
            .ToList();
        Assert.NotEmpty(open);
        Assert.Equal(open.Count, open.Select(task => (task.ActivityId, task.AssigneeId, task.Role, task.Title)).Distinct().Count());
    }

    [Fact]
    public async Task A_lead_that_is_answered_reminds_nobody_any_more()
    {
        var lead = await world.Do("marketing", change => AddLead.Apply(change, new LeadInput { CompanyName = "宁波海达", Source = LeadSource.Web }));
        await world.Change(change => change.Database.Add(new WorkTask
        {
            Id = "nag",
            Kind = WorkTaskKind.Reminder,
            Title = "线索等着答复",
            LeadId = lead.Id,
            AssigneeId = "manager",
            InstanceId = "some",
            CreatedAt = world.Now,
        }));

        await world.Do("manager", change => AnswerLead.Apply(change, lead.Id, accept: true, reason: null));

        Assert.Equal(WorkTaskStatus.Withdrawn, world.Tasks("manager").Single(task => task.Id == "nag").Status);
    }

    [Theory]
    [InlineData("Account", "account")]
    [InlineData("Case", "case")]
    public async Task A_workflow_that_sets_the_owner_hands_over(string kind, string id)
    {
        await world.Change(change =>
            change.Database.Add(new ServiceCase { Id = "case", Kind = CaseKind.Complaint, Title = "渗漏", OwnerId = "rep", ReceivedAt = world.Now }));
        await world.Definitions.Save((JsonObject)JsonNode.Parse($$$"""
            { "definitionId": "give", "name": "Give", "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "set", "type": "ThreeStep.UpdateRecord", "version": 1,
                "kind": { "typeName": "String", "expression": { "type": "Literal", "value": "{{{kind}}}" } },
                "recordId": { "typeName": "String", "expression": { "type": "Literal", "value": "{{{id}}}" } },
                "values": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "({ ownerId: 'other-rep' })" } } } ] } }
            """)!, publish: true);

        await world.Runtime.Start("give", []);
        await world.Pass(TimeSpan.Zero);

        Assert.Equal(0, world.Incidents());
        Assert.Equal("other-rep", world.Read(database => kind == "Case" ? database.Cases.Find(id)!.OwnerId : database.Accounts.Find(id)!.OwnerId));
        Assert.Contains(world.Read(database => database.Audit.Where(line => line.Subject == id).ToList()), line =>
            line is { Action: "HandedOver", Detail: "rep → other-rep" });
    }
}
