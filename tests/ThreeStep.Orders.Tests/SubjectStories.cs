using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>What else is asked for than a deal's terms: budgets, gifts, refunds, contracts. The rules are those of deals.</summary>
public sealed class SubjectStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    Task<string> Ask(string who, YesInput input) => world.Do(who, change => AskByHand.Apply(change, input));

    static YesInput Gift(decimal amount) => new() { Kind = ApprovalKind.Gift, Title = "中秋礼品", Amount = amount, Subject = "Account:account" };

    Task<RefusalException> Refused<T>(string userId, Func<Change, T> change) => Assert.ThrowsAsync<RefusalException>(() => world.Do(userId, change));

    Task<ApprovalRequest> Say(string who, ApprovalDecision decision = ApprovalDecision.Approve, string? comment = null) => world.Do(who, change =>
        AnswerApproval.Apply(change, world.OpenQuestion().Id, who, decision, comment, decision == ApprovalDecision.Approve ? null : "Risk too high"));

    string Waiting() => string.Join(',', ApprovalRules.Waiting(world.OpenQuestion()).Select(step => step.ApproverId));

    async Task<Campaign> RunningCampaign(decimal? budget)
    {
        var campaign = await world.Do("marketing", change => PlanCampaign.Apply(change, new()
        {
            Name = "春季展会",
            Objective = "五十条线索",
            Budget = budget,
            Currency = "CNY",
            StartsAt = new DateOnly(2026, 4, 1),
        }));
        return await world.Do("marketing", change => StartCampaign.Apply(change, campaign.Id));
    }

    async Task Plan()
    {
        await world.Answer("营销目的");
        await world.Answer("营销计划");
    }

    [Fact]
    public async Task A_campaigns_budget_waits_for_its_yes_and_nothing_is_promoted_before()
    {
        var campaign = await RunningCampaign(80_000);
        await Plan();

        var asked = world.OpenQuestion();
        Assert.Equal((ApprovalKind.CampaignBudget, $"Campaign:{campaign.Id}", 80_000m, "CNY"),
            (asked.Kind, asked.Subject, asked.Amount, asked.Currency));
        Assert.Equal(("marketing", "head"), (asked.RequestedById, Waiting()));
        Assert.Equal("目的 · Objective=五十条线索;开始 · Begins=2026-04-01", string.Join(';', asked.Facts.Select(fact => $"{fact.Name}={fact.Text}")));
        Assert.Equal("amount from 50,000", asked.Rule);
        Assert.Empty(world.OpenTitles());

        await Say("head");
        Assert.Contains(world.OpenTitles(), title => title.Contains("潜在的客户", StringComparison.Ordinal));
        Assert.Equal(NoticeKind.ApprovalGranted, Assert.Single(world.Notices("marketing")).Kind);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task A_budget_that_is_refused_goes_back_to_the_plan_and_comes_again_smaller()
    {
        var campaign = await RunningCampaign(600_000);
        await Plan();
        Assert.Equal("finance,head", string.Join(',', world.OpenQuestion().Steps.Select(step => step.ApproverId).Order()));
        Assert.Equal("budget", (await Refused("marketing", change => ChangeBudget.Apply(change, campaign.Id, 40_000))).Field);

        await Say("finance", ApprovalDecision.Reject, "太多");
        await world.Do("marketing", change => ChangeBudget.Apply(change, campaign.Id, 40_000));
        await world.Answer("营销计划");

        Assert.Contains(world.OpenTitles(), title => title.Contains("潜在的客户", StringComparison.Ordinal));
        Assert.Equal(ApprovalStatus.Rejected, Assert.Single(world.Approvals()).Status);
        Assert.Equal("budget", (await Refused("marketing", change => ChangeBudget.Apply(change, campaign.Id, 900_000))).Field);
    }

    [Fact]
    public async Task A_second_workflow_about_the_same_budget_waits_for_the_same_answer_and_a_yes_stays_one()
    {
        var campaign = await RunningCampaign(80_000);
        await Plan();
        await world.Runtime.Start("marketing-campaign", new() { ["CampaignId"] = campaign.Id });
        await world.Pass(TimeSpan.Zero);
        await Plan();
        Assert.Single(world.Approvals());

        await Say("head");

        Assert.Equal(2, world.OpenTitles().Count(title => title.Contains("潜在的客户", StringComparison.Ordinal)));
        await world.Runtime.Start("marketing-campaign", new() { ["CampaignId"] = campaign.Id });
        await world.Pass(TimeSpan.Zero);
        await Plan();
        Assert.Single(world.Approvals());
        Assert.Equal(3, world.OpenTitles().Count(title => title.Contains("潜在的客户", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_takes_a_campaign_over_does_not_approve_its_budget()
    {
        await RunningCampaign(80_000);
        await Plan();
        await world.Change(change => change.Database.Campaigns.AsTracking().Single().OwnerId = "head");

        Assert.Equal(RefusalKind.Forbidden, (await Refused("head", change =>
            AnswerApproval.Apply(change, world.OpenQuestion().Id, "head", ApprovalDecision.Approve, null, null))).Kind);
    }

    [Fact]
    public async Task A_refund_is_refused_with_its_reason_and_whoever_asked_reads_it()
    {
        await Ask("service", new()
        {
            Kind = ApprovalKind.Refund,
            Title = "退回运费",
            Amount = 12_000,
            Facts = new Dictionary<string, string?> { ["订单"] = "2026-17", ["空"] = " " },
        });
        Assert.Equal("head", Waiting());
        Assert.Equal([new ApprovalFact("订单", "2026-17")], world.OpenQuestion().Facts);
        Assert.Equal("reasonCode", (await Refused("head", change =>
            AnswerApproval.Apply(change, world.OpenQuestion().Id, "head", ApprovalDecision.Reject, null, null))).Field);

        await Say("head", ApprovalDecision.Reject, "已经补发");

        Assert.Equal(ApprovalStatus.Rejected, Assert.Single(world.Approvals()).Status);
        var told = Assert.Single(world.Notices("service"));
        Assert.Equal(NoticeKind.ApprovalRejected, told.Kind);
        Assert.Equal("Finished", Assert.Single(world.Instances(AskByHand.Workflow)).Status.ToString());
    }

    [Theory]
    [InlineData(499, "")]
    [InlineData(500, "manager")]
    [InlineData(4_999.99, "manager")]
    [InlineData(5_000, "director,finance")]
    public async Task The_amount_says_who_is_asked(decimal amount, string who)
    {
        await Ask("rep", Gift(amount));

        Assert.Equal(who, string.Join(',', world.Approvals().SelectMany(request => request.Steps)
            .OrderBy(step => step.Order).Select(step => step.ApproverId)));
        // Whoever may decide alone is told so, instead of waiting for an answer that never comes.
        Assert.Equal(who.Length == 0 ? 1 : 0, world.Tasks("rep").Count(task => task.Title.StartsWith("您可自行决定", StringComparison.Ordinal)));
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task Nobody_approves_what_they_ask_for_themselves()
    {
        await Ask("manager", Gift(800));
        Assert.Equal("director", Waiting());
        var id = world.OpenQuestion().Id;

        var refusal = await Refused("manager", change => AnswerApproval.Apply(change, id, "manager", ApprovalDecision.Approve, null, null));
        Assert.Equal("Nobody approves what they ask for themselves.", refusal.Message);
        Assert.Equal(RefusalKind.Forbidden, (await Refused("director", change =>
            TransferApproval.Apply(change, id, "director", "manager", null))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused("director", change =>
            BringIn.Apply(change, id, "director", "manager", StepPlace.After, null))).Kind);
    }

    [Fact]
    public async Task It_is_reminded_and_given_on_in_working_time_and_never_approved_by_time()
    {
        await Ask("rep", Gift(800));
        Assert.Equal(ClockKind.Approval, world.Read(database => database.Clocks.Find(world.OpenQuestion().Id)!.Kind));

        await world.Pass(TimeSpan.FromDays(1.1));
        Assert.NotNull(world.OpenQuestion().Steps.Single(step => step.ApproverId == "manager").RemindedAt);
        Assert.Contains("director", world.OpenQuestion().Steps.Select(step => step.ApproverId));
        await world.Pass(TimeSpan.FromDays(30));

        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);
        await Say("director");
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(world.Approvals()).Status);
    }

    [Fact]
    public async Task Two_gifts_to_one_customer_are_two_questions_and_whoever_asked_takes_one_back()
    {
        await Ask("rep", Gift(800));
        await Ask("rep", Gift(800));
        var asked = world.Approvals();
        Assert.Equal(2, asked.Count);
        Assert.All(asked, request => Assert.Equal("account", request.AccountId));

        Assert.Equal(RefusalKind.Forbidden, (await Refused("other-rep", change =>
            WithdrawApproval.Apply(change, asked[0].Id, "不用了", null))).Kind);
        await world.Do("rep", change => WithdrawApproval.Apply(change, asked[0].Id, "不用了", null));

        Assert.Equal("manager", Waiting());
    }

    [Fact]
    public async Task A_question_about_a_deal_that_is_no_question_of_its_terms_frees_no_terms()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var terms = world.OpenQuestion().Id;
        await Ask("rep", new() { Kind = ApprovalKind.Contract, Title = "合同", Amount = 100_000, Subject = $"Deal:{deal.Id}" });
        var contract = world.Approvals().Single(request => request.Kind == ApprovalKind.Contract);

        await world.Do("manager", change => AnswerApproval.Apply(change, contract.Id, "manager", ApprovalDecision.Approve, null, null));

        Assert.Equal(RefusalKind.Conflict, (await Refused("rep", change => MoveDeal.Apply(change, deal.Id, Stage.Won, "won"))).Kind);
        Assert.Equal(terms, world.OpenQuestion().Id);
    }

    public static TheoryData<YesInput, string> Mistakes => new()
    {
        { new() { Title = "x" }, "kind" },
        { new() { Kind = ApprovalKind.Deal, Title = "x" }, "kind" },
        { new() { Kind = ApprovalKind.CampaignBudget, Title = "x" }, "kind" },
        { new() { Kind = (ApprovalKind)77, Title = "x" }, "kind" },
        { new() { Kind = ApprovalKind.Gift, Title = " " }, "title" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Amount = -1 }, "amount" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Currency = "XXX" }, "currency" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Subject = "Account:nobody" }, "subject" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Subject = "UsersByRole:Admin" }, "subject" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Subject = "account" }, "subject" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Facts = new Dictionary<string, string?> { [""] = "y" } }, "facts" },
        { new() { Kind = ApprovalKind.Gift, Title = "x", Facts = Enumerable.Range(0, 31).ToDictionary(i => $"{i}", i => (string?)"y") }, "facts" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task What_cannot_be_asked_is_refused_with_its_field(YesInput input, string field) =>
        Assert.Equal(field, (await Refused("rep", change => AskByHand.Apply(change, input))).Field);

    [Fact]
    public async Task Nobody_ties_a_question_to_a_record_they_do_not_see() =>
        Assert.Equal("subject", (await Refused("other-rep", change => AskByHand.Apply(change, Gift(800)))).Field);

    [Fact]
    public async Task A_workflow_brings_its_own_table_facts_and_document()
    {
        await Publish("""
            { "title": "续签 · Renewal", "kind": "Contract", "amount": 30000, "requestedBy": "rep",
              "facts": { "期限": "3 年", "nothing": null }, "document": { "name": "合同.txt", "text": "甲方、乙方" },
              "byAmount": [{ "below": 10000, "approvers": [] },
                { "approvers": ["Finance", "Person:head", "Manager 2"], "mode": "Quorum", "quorum": 2, "within": "2 working days" }] }
            """);
        await world.Runtime.Start("own", []);
        await world.Pass(TimeSpan.Zero);

        var asked = world.OpenQuestion();
        Assert.Equal(["finance", "head", "director"], asked.Steps.OrderBy(step => step.Order).Select(step => step.ApproverId));
        Assert.Equal((ApprovalMode.Quorum, 2, "CNY"), (asked.Mode, asked.RequiredApprovals, asked.Currency));
        Assert.Equal([new ApprovalFact("期限", "3 年")], asked.Facts);
        var document = world.Read(database => database.ApprovalDocuments.Single());
        Assert.Equal(("合同.txt", asked.Id), (document.Name, document.RequestId));
        await Say("finance");
        await Say("director");
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(world.Approvals()).Status);
    }

    [Theory]
    [InlineData("""{ "title": "x", "subject": "Account:nobody" }""")]
    [InlineData("""{ "title": "x", "subject": "UsersByRole:Admin" }""")]
    [InlineData("""{ "title": "x", "requestedBy": "rep", "document": { "name": "a.txt" } }""")]
    public async Task What_a_workflow_asks_wrongly_stops_it_and_asks_nobody(string drawn)
    {
        await Publish(drawn);
        await world.Runtime.Start("own", []);
        await world.Pass(TimeSpan.Zero);

        Assert.Empty(world.Approvals());
        Assert.Equal(1, world.Incidents());
    }

    [Theory]
    [InlineData("""{ "title": "x", "amount": -5, "requestedBy": "rep" }""", "amount")]
    [InlineData("""{ "title": "x", "currency": "NIX", "requestedBy": "rep" }""", "currency")]
    [InlineData("""{ "title": "x", "requestedBy": "rep", "facts": { "": "y" } }""", "facts")]
    public async Task What_a_workflow_asks_is_checked_like_what_people_type(string drawn, string field)
    {
        await Publish(drawn);

        Assert.Equal(field, (await Assert.ThrowsAsync<RefusalException>(() => world.Runtime.Start("own", []))).Field);
        Assert.Empty(world.Approvals());
    }

    [Fact]
    public async Task The_message_to_the_approver_says_how_much_and_what_they_should_know()
    {
        await Ask("rep", Gift(800) with { Facts = new Dictionary<string, string?> { ["理由 · Reason"] = "十年老客户" } });
        await world.Pass(TimeSpan.FromMinutes(5));

        var item = world.Messages("manager").SelectMany(message => message.Items).Single(item => item.Kind == MatterKind.Approval);
        Assert.Equal(["800 CNY", "理由 · Reason: 十年老客户"], item.Facts);
    }

    /// <summary>A workflow that only asks; every answer leads to an end.</summary>
    Task Publish(string drawn)
    {
        var inputs = (JsonObject)JsonNode.Parse(drawn)!;
        var ask = new JsonObject { ["id"] = "ask", ["name"] = "ask", ["type"] = "ThreeStep.RequestApproval", ["version"] = 1 };
        foreach (var (name, value) in inputs)
            ask[name] = new JsonObject
            {
                ["typeName"] = value is JsonObject or JsonArray ? "Object" : "String",
                ["expression"] = new JsonObject
                {
                    ["type"] = "Literal",
                    ["value"] = value is JsonObject or JsonArray ? value.ToJsonString() : value?.DeepClone(),
                },
            };
        var connections = new JsonArray();
        foreach (var port in (string[])["Approved", "Rejected", "Returned", "Withdrawn"])
            connections.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = "ask", ["port"] = port },
                ["target"] = new JsonObject { ["activity"] = "end", ["port"] = "In" },
            });
        return world.Definitions.Save(new JsonObject
        {
            ["definitionId"] = "own",
            ["name"] = "own",
            ["root"] = new JsonObject
            {
                ["id"] = "flow",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray(ask, new JsonObject { ["id"] = "end", ["name"] = "end", ["type"] = "Elsa.End", ["version"] = 1 }),
                ["connections"] = connections,
                ["start"] = "ask",
            },
        }, publish: true);
    }
}
