using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>Whoever tries to get round an approval: nothing is signed, won or delivered whose present terms nobody has said yes to.</summary>
public sealed class CoverageStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    Task<RefusalException> Refused<T>(string userId, Func<Change, T> change) => Assert.ThrowsAsync<RefusalException>(() => world.Do(userId, change));

    [Fact]
    public async Task A_rep_who_moves_her_deal_to_won_while_the_question_is_open_hears_whose_answer_is_missing()
    {
        var deal = await world.NewDeal(stage: Stage.Proposing, discount: 45);
        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);

        await world.MoveTo(deal.Id, Stage.Negotiating);
        foreach (var person in (string[])["rep", "manager", "admin"])
        {
            var refusal = await Refused(person, change => MoveDeal.Apply(change, deal.Id, Stage.Won));
            Assert.Equal(RefusalKind.Conflict, refusal.Kind);
            Assert.All(world.OpenQuestion().Steps, step => Assert.Contains(step.ApproverId, refusal.Message, StringComparison.Ordinal));
        }

        Assert.Equal(Stage.Negotiating, world.StageOf(deal.Id));
        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);
    }

    [Fact]
    public async Task Terms_that_were_approved_and_then_raised_hold_the_contract_until_the_new_yes()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        await world.Decide("manager", ApprovalDecision.Approve);
        await world.Answer("谈判");
        await world.ChangeTerms(deal.Id, 100_000, 28);
        var contract = world.OpenTask("签订合同");
        Assert.True(contract.IsHeld);

        foreach (var outcome in (WorkTaskStatus[])[WorkTaskStatus.Done, WorkTaskStatus.Skipped])
            Assert.Contains("waits for the approval",
                (await Refused("rep", change => AnswerTask.Apply(change, contract.Id, outcome, null, "rep"))).Message, StringComparison.Ordinal);
        await world.Decide("director", ApprovalDecision.Approve);
        Assert.False(world.OpenTask("签订合同").IsHeld);
        await world.Answer("签订合同");

        Assert.Equal(Stage.Won, world.StageOf(deal.Id));
        Assert.Equal(28, world.DealOf(deal.Id).ApprovedDiscountPercent);
    }

    [Fact]
    public async Task A_deal_that_begins_in_the_negotiation_is_asked_about_at_once()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 45);

        Assert.Equal(deal.Id, world.OpenQuestion().DealId);
        await Refused("rep", change => MoveDeal.Apply(change, deal.Id, Stage.Won));
    }

    [Fact]
    public async Task A_deal_without_any_workflow_is_refused_as_well()
    {
        await world.Change(change =>
            change.Database.Add(new Deal
            {
                Id = "alone",
                Name = "Alone",
                OwnerId = "rep",
                Currency = "CNY",
                Amount = 100_000,
                DiscountPercent = 45,
                Stage = Stage.Negotiating
            }));

        var refusal = await Refused("rep", change => MoveDeal.Apply(change, "alone", Stage.Won));

        Assert.Contains("nobody is asked at present", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_owner_may_decide_alone_is_recorded_as_the_yes()
    {
        await world.Change(change =>
            change.Database.Add(new Deal
            {
                Id = "small",
                Name = "Small",
                OwnerId = "rep",
                Currency = "CNY",
                Amount = 100_000,
                DiscountPercent = 5,
                Stage = Stage.Negotiating
            }));

        await world.MoveTo("small", Stage.Won);

        var deal = world.DealOf("small");
        Assert.Equal(("rep", "discount 5 %", 5m), (deal.ApprovedById, deal.ApprovedByRule, deal.ApprovedDiscountPercent));
    }

    [Fact]
    public async Task A_workflow_that_moves_a_deal_to_won_goes_on_by_Refused_and_is_told_why()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "shortcut", "name": "Shortcut", "variables": [{ "id": "why", "name": "Why", "typeName": "String" }], "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
              "activities": [
                { "id": "win", "type": "ThreeStep.ChangeStage", "version": 1, "dealId": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('DealId')" } },
                  "stage": { "typeName": "String", "expression": { "type": "Literal", "value": "Won" } }, "refusal": { "typeName": "String", "memoryReference": { "id": "why" } } },
                { "id": "tell", "type": "ThreeStep.Remind", "version": 1, "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep" } },
                  "title": { "typeName": "String", "expression": { "type": "Variable", "value": { "id": "why", "name": "Why" } } } } ],
              "connections": [ { "source": { "activity": "win", "port": "Refused" }, "target": { "activity": "tell", "port": "In" } } ] } }
            """)!, publish: true);
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 45);

        await world.Runtime.Start("shortcut", new() { ["DealId"] = deal.Id });
        await world.Pass(TimeSpan.Zero);

        Assert.Equal(Stage.Negotiating, world.StageOf(deal.Id));
        Assert.Contains(world.Tasks("rep"), task => task.Title.Contains("not approved yet", StringComparison.Ordinal));
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task Nothing_is_delivered_on_terms_that_nobody_has_said_yes_to()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 45);

        var promised = DateOnly.FromDateTime(world.Now.UtcDateTime).AddDays(30);
        await Refused("rep", change => PlanDelivery.Apply(change, new DeliveryInput { DealId = deal.Id, PromisedAt = promised }));
    }

    [Fact]
    public async Task The_terms_of_a_won_deal_stand_and_a_reopened_one_needs_a_new_yes_to_more()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 5);
        await world.MoveTo(deal.Id, Stage.Won);

        await Refused("rep", change => ChangeDeal.Apply(change, deal.Id, new DealInput { DiscountPercent = 45 }));
        await world.MoveTo(deal.Id, Stage.Negotiating, by: "manager");
        await world.ChangeTerms(deal.Id, 100_000, 45);
        await Refused("rep", change => MoveDeal.Apply(change, deal.Id, Stage.Won));
    }

    [Fact]
    public async Task A_question_is_taken_back_only_with_a_reason_and_those_who_were_asked_are_told()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var question = world.OpenQuestion();

        await Refused("rep", change => WithdrawApproval.Apply(change, question.Id, " ", null));
        await Refused("other-rep", change => WithdrawApproval.Apply(change, question.Id, "not mine", null));
        await world.Do("rep", change => WithdrawApproval.Apply(change, question.Id, "客户要重新谈", null));

        Assert.Equal(("客户要重新谈", ApprovalStatus.Withdrawn), world.Approvals().Select(request => (request.ClosedBecause, request.Status)).First());
        Assert.Equal((NoticeKind.ApprovalWithdrawn, "客户要重新谈"),
            world.Notices("manager").Select(notice => (notice.Kind, notice.Text!.ToString())).Single());
    }

    [Fact]
    public async Task A_lost_deal_takes_its_question_with_it_and_those_who_were_asked_are_told()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);

        await world.MoveTo(deal.Id, Stage.Lost);

        Assert.Equal(ApprovalStatus.Withdrawn, Assert.Single(world.Approvals()).Status);
        Assert.Single(world.Notices("manager"));
    }

    [Fact]
    public async Task A_deal_that_is_handed_to_the_one_who_is_asked_is_asked_of_somebody_else()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);

        await world.Do("manager", change => ChangeDeal.Apply(change, deal.Id, new DealInput { OwnerId = "manager" }));

        Assert.DoesNotContain("manager", world.OpenQuestion().Steps.Select(step => step.ApproverId));
    }

    [Fact]
    public async Task A_table_that_lets_everybody_decide_alone_does_not_undo_the_stricter_one_in_force()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "lax", "name": "Lax", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [
              { "source": { "activity": "ask", "port": "Approved" }, "target": { "activity": "end", "port": "In" } },
              { "source": { "activity": "ask", "port": "Rejected" }, "target": { "activity": "end", "port": "In" } } ], "activities": [
              { "id": "ask", "type": "ThreeStep.RequestApproval", "version": 1, "dealId": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('DealId')" } },
                "tiers": { "typeName": "Object", "expression": { "type": "Literal", "value": "[{\"upToPercent\": 100, \"positions\": [], \"mode\": \"Any\", \"hours\": 0}]" } } },
              { "id": "end", "type": "Elsa.End", "version": 1 } ] } }
            """)!, publish: true);
        await world.Change(change =>
            change.Database.Add(new Deal
            {
                Id = "alone",
                Name = "Alone",
                OwnerId = "rep",
                Currency = "CNY",
                Amount = 100_000,
                DiscountPercent = 25,
                Stage = Stage.Negotiating
            }));

        await world.Runtime.Start("lax", new() { ["DealId"] = "alone" });

        Assert.Equal(["director"], world.OpenQuestion().Steps.Select(step => step.ApproverId));
        await Refused("rep", change => MoveDeal.Apply(change, "alone", Stage.Won));
    }

    [Fact]
    public async Task The_table_in_force_may_become_stricter_before_the_signature()
    {
        await world.Change(change =>
            change.Database.Add(new Deal
            {
                Id = "alone",
                Name = "Alone",
                OwnerId = "rep",
                Currency = "CNY",
                Amount = 100_000,
                DiscountPercent = 8,
                Stage = Stage.Negotiating
            }));
        var model = (JsonObject)(await world.Definitions.Find("deal-approval", "Published"))!.Model.DeepClone();
        var tiers = model["variables"]!.AsArray().Single(variable => variable!["name"]!.ToString() == "Tiers")!;
        tiers["value"] = """[{"upToPercent": 100, "positions": ["Director"], "mode": "Any", "hours": 48}]""";
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors);

        Assert.Contains("Director", (await Refused("rep", change => MoveDeal.Apply(change, "alone", Stage.Won))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_one_who_was_asked_and_still_works_here_says_yes()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var question = world.OpenQuestion();

        await Refused("rep", change => AnswerApproval.Apply(change, question.Id, "rep", ApprovalDecision.Approve, null, null));
        await Refused("head", change => AnswerApproval.Apply(change, question.Id, "head", ApprovalDecision.Approve, null, null));
        await world.Change(change => change.Database.Users.Find("manager")!.IsActive = false);
        await Refused("manager", change => AnswerApproval.Apply(change, question.Id, "manager", ApprovalDecision.Approve, null, null));
    }
}
