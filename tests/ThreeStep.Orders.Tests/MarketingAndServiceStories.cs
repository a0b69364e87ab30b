using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

public sealed class MarketingAndServiceStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    Task<Lead> NewLead(LeadSource source) =>
        world.Do("marketing", change => AddLead.Apply(change, new LeadInput { CompanyName = "瑞丰制药", Source = source, OwnerId = "rep" }));

    Lead TheLead() => world.Read(database => database.Leads.Single());

    Task<ServiceCase> NewComplaint() =>
        world.Do("service", change =>
            ReceiveCase.Apply(change, new CaseInput { Kind = CaseKind.Complaint, Title = "封口不严", AccountId = "account", OwnerId = "service" }));

    [Fact]
    public async Task A_customer_who_asks_is_contacted_within_the_hour_or_another_rep_does_it()
    {
        await NewLead(LeadSource.Inquiry);

        await world.Pass(TimeSpan.FromMinutes(30));
        Assert.Contains(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder);
        await world.Pass(TimeSpan.FromMinutes(30));

        Assert.Equal("other-rep", TheLead().OwnerId);
        await world.Answer("马上联系客户", outcome: WorkTaskStatus.Skipped);
    }

    [Fact]
    public async Task A_lead_of_a_campaign_is_answered_within_a_working_day_or_the_manager_hears_of_it()
    {
        await NewLead(LeadSource.Campaign);
        Assert.Single(world.OpenTitles("rep"), title => title.Contains("接收还是退回"));

        await world.Pass(TimeSpan.FromDays(1));
        Assert.Single(world.Tasks("manager"), task => task.Kind == WorkTaskKind.Escalation);
        await world.Answer("接收还是退回");

        Assert.Equal(LeadStatus.Accepted, TheLead().Status);
        Assert.Equal(world.Now, TheLead().AnsweredAt);
        Assert.Single(world.OpenTitles("rep"), title => title.Contains("首次拜访"));
    }

    [Fact]
    public async Task A_lead_that_is_returned_by_hand_closes_its_task_and_goes_back_to_marketing()
    {
        await NewLead(LeadSource.Campaign);

        await world.Do("rep", change => AnswerLead.Apply(change, TheLead().Id, accept: false, "不是我们的客户"));

        Assert.Empty(world.OpenTitles("rep"));
        Assert.Equal("Finished", Assert.Single(world.Instances("lead-handover")).Status);
    }

    [Fact]
    public async Task A_lead_that_lies_idle_goes_back_to_the_pool()
    {
        await NewLead(LeadSource.Campaign);
        await world.Answer("接收还是退回");

        await world.Pass(TimeSpan.FromDays(60));

        Assert.Null(TheLead().OwnerId);
        Assert.Equal(LeadStatus.Pool, TheLead().Status);
    }

    [Fact]
    public async Task A_complaint_is_acknowledged_contained_explained_and_closed()
    {
        await NewComplaint();

        await world.Pass(TimeSpan.FromHours(5));
        Assert.Contains(world.Tasks("head"), task => task.Kind == WorkTaskKind.Escalation);
        await world.Answer("回复客户");
        await world.Answer("控制影响");
        await world.Answer("查明原因");
        await world.Answer("确认有效并结案");

        Assert.Equal(CaseStatus.Closed, world.Read(database => database.Cases.Single().Status));
        Assert.Contains(world.Tasks(), task => task.Kind == WorkTaskKind.Call);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task A_case_that_is_closed_by_hand_loses_its_tasks_and_gets_its_check_call()
    {
        var item = await NewComplaint();

        await world.Do("service", change => ChangeCase.Apply(change, item.Id, new CaseInput { Status = CaseStatus.Closed }));

        Assert.Equal(WorkTaskKind.Call, Assert.Single(world.Tasks(), task => task.Status == WorkTaskStatus.Open).Kind);
        Assert.Equal("Finished", Assert.Single(world.Instances("service-case")).Status);
    }

    [Fact]
    public async Task What_service_hears_after_the_delivery_becomes_a_lead_for_sales()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.Answer("谈判");
        await world.Answer("签订合同");
        await world.Answer("确认按时交付");
        await world.Pass(TimeSpan.FromDays(14));

        await world.Answer("满意度", note: "客户有新需求，要扩产");

        Assert.Equal(LeadSource.Service, world.Read(database => database.Leads.Single()).Source);
        Assert.NotEmpty(world.Instances("lead-handover"));
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task An_unhappy_customer_after_the_delivery_opens_a_complaint()
    {
        await world.NewDeal(stage: Stage.Negotiating);
        await world.Answer("谈判");
        await world.Answer("签订合同");
        await world.Answer("确认按时交付");
        await world.Pass(TimeSpan.FromDays(14));

        await world.Answer("满意度", note: "很不满意");
        Assert.Equal(CaseKind.Complaint, world.Read(database => database.Cases.Single()).Kind);
        Assert.NotEmpty(world.Instances("service-case"));
    }

    [Fact]
    public async Task Market_sell_serve_is_one_flow_and_comes_back_to_sales()
    {
        await world.Change(change =>
            change.Database.Add(new Campaign { Id = "campaign", Name = "春季展会", OwnerId = "marketing", CreatedAt = world.Now }));
        await world.Runtime.Start("key-account-order", new() { ["AccountId"] = "account", ["CampaignId"] = "campaign" });
        await world.Pass(TimeSpan.Zero);
        foreach (var step in (string[])["营销目的", "营销计划", "潜在的客户", "广告宣传", "跟踪活动", "交给销售", "评估"]) await world.Answer(step);
        Assert.Equal(CampaignStatus.Closed, world.Read(database => database.Campaigns.Find("campaign")!.Status));
        Assert.Single(world.Read(database => database.Leads.ToList()));

        var deal = new Deal
        {
            Id = "deal",
            Name = "大订单",
            AccountId = "account",
            OwnerId = "rep",
            Currency = "CNY",
            Stage = Stage.Negotiating,
            CreatedAt = world.Now,
            StageSince = world.Now
        };
        await world.Change(change => change.Database.Add(deal));
        await world.Answer("建立商机", note: "deal");
        await world.Answer("谈判");
        await world.Answer("签订合同");

        Assert.Equal(Stage.Won, world.StageOf("deal"));
        Assert.NotEmpty(world.Instances("after-delivery"));
        Assert.Equal(0, world.Incidents());
    }
}
