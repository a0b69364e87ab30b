using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Demo;

/// <summary>
/// Plays the last weeks of the demo company through the real workflows in virtual time: some people work their tasks, some forget them,
/// some customers go quiet, some discounts are asked for. What is open, overdue or waiting at the end has come about as it would in life.
/// </summary>
public sealed class DemoStory
{
    public const int Days = 40;
    const int Seed = 20260101;
    static readonly TimeSpan StartOfWork = TimeSpan.FromHours(2);

    readonly OrderRecords records;
    readonly VirtualTime time;
    readonly TimeProvider clock;
    readonly Random random = new(Seed);
    int lastId;

    /// <param name="clock">The standing clock that <paramref name="time"/> moves.</param>
    public DemoStory(OrderRecords records, VirtualTime time, TimeProvider clock) => (this.records, this.time, this.clock) = (records, time, clock);

    public async Task Play()
    {
        var began = clock.GetUtcNow();
        // Nobody wants six weeks of messages: the server that starts then tells everybody once what is open.
        time.WithChores = false;
        var company = DemoCompany.Create(random, began, Days);
        await Do(change =>
        {
            company.Store(change.Database);
            company.Campaign.Status = CampaignStatus.Running;
            change.Queue(LeadEvents.CampaignStarted(company.Campaign));
        });
        for (var day = 0; day < Days; day++) await PlayDay(company, began.AddDays(day), day);
        await Do(FillStages);
        await time.RunUntil(clock.GetUtcNow());
        await Do(AskForDiscounts);
        await time.RunUntil(began.AddDays(Days));
    }

    async Task PlayDay(DemoCompany company, DateTimeOffset midnight, int day)
    {
        foreach (var deal in company.Deals.Where(deal => deal.CreatedAt >= midnight && deal.CreatedAt < midnight.AddDays(1)))
        {
            await time.RunUntil(deal.CreatedAt);
            await Do(change =>
            {
                change.Database.Deals.Add(deal);
                change.Queue(DealEvents.Created(deal));
            });
        }
        if (midnight.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return;
        await time.RunUntil(midnight + StartOfWork);
        if (day % 4 == 1) await Do(change => NewLead(change, company));
        if (day % 8 == 6) await Do(change => NewCase(change, company));
        await time.RunUntil(midnight + StartOfWork + TimeSpan.FromHours(3));
        await Do(MeetCustomers);
        await time.RunUntil(midnight + StartOfWork + TimeSpan.FromHours(5));
        if (day < Days - 1) await Do(AnswerApprovals);
        await Do(AnswerTasks);
        await time.RunUntil(midnight + StartOfWork + TimeSpan.FromHours(7));
        await Do(ChangeTerms);
    }

    Task Do(Action<Change> act) => records.Record(Actor.Server, change =>
    {
        act(change);
        return true;
    });

    /// <summary>Two of three deals are looked after; the third is what reminders and escalations are for.</summary>
    static bool IsLookedAfter(Deal deal) => deal.Id.Sum(letter => letter) % 3 != 0;

    void MeetCustomers(Change change)
    {
        foreach (var deal in OpenDeals(change.Database).Where(IsLookedAfter).Where(_ => random.Next(4) == 0))
            RecordInteraction.Apply(change, new InteractionInput
            {
                DealId = deal.Id,
                ByUserId = deal.OwnerId,
                Kind = (InteractionKind)random.Next(5),
                Direction = random.Next(3) == 0 ? InteractionDirection.Inbound : InteractionDirection.Outbound,
                Note = "客户情况已沟通 · Talked about where they stand",
                ContactId = change.Database.Contacts.Where(contact => contact.AccountId == deal.AccountId).OrderBy(contact => contact.Id)
                    .Select(contact => contact.Id).FirstOrDefault(),
            });
    }

    void AnswerTasks(Change change)
    {
        var deals = OpenDeals(change.Database).ToDictionary(deal => deal.Id);
        var open = change.Database.Tasks.Where(task => task.Status == WorkTaskStatus.Open)
            .OrderBy(task => task.CreatedAt).ThenBy(task => task.DealId).ThenBy(task => task.LeadId).ThenBy(task => task.CaseId)
                .ThenBy(task => task.Title).ToList();
        foreach (var task in open)
        {
            var neglected = task.DealId is not null && deals.TryGetValue(task.DealId, out var deal) && !IsLookedAfter(deal);
            if (neglected || random.Next(3) != 0 || task.IsHeld) continue;
            AnswerTask.Apply(change, task.Id, WorkTaskStatus.Done, "已完成 · Done", task.AssigneeId, AnswersTo(change, task));
        }
    }

    /// <summary>What is asked for on the way to a deal: what they can spend, by when, and who decides.</summary>
    static JsonObject? AnswersTo(Change change, WorkTask task)
    {
        if (task is not { Form: { } form, DealId: { } dealId } || change.Database.Deals.Find(dealId) is not { } deal) return null;
        return new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, field.Kind switch
        {
            TaskFieldKind.Money => new JsonObject { ["amount"] = deal.Amount, ["currency"] = deal.Currency },
            TaskFieldKind.Date => DayField.Written(DateOnly.FromDateTime(change.Now.UtcDateTime).AddDays(60)),
            TaskFieldKind.Text => "采购总监 · The head of purchasing",
            _ => (JsonNode?)null,
        })));
    }

    void AnswerApprovals(Change change)
    {
        var open = change.Database.Approvals.Include(request => request.Steps).Where(request => request.Status == ApprovalStatus.Pending)
            .OrderBy(request => request.CreatedAt).ThenBy(request => request.DealId).ToList();
        foreach (var request in open)
        {
            var step = request.Steps.OrderBy(step => step.Order).FirstOrDefault(step => step.Decision is null);
            if (step is null || random.Next(3) == 0) continue;
            var owner = request.DealId is null ? null : change.Database.Deals.Find(request.DealId)?.OwnerId;
            if (ApprovalRules.Refusal(request, step.ApproverId, owner) is not null) continue;
            var (decision, comment, reason) = random.Next(6) == 0
                ? (ApprovalDecision.Return, "请补充竞争对手报价 · Add the competitor's offer", "Information missing")
                : (ApprovalDecision.Approve, "同意 · Agreed", (string?)null);
            AnswerApproval.Apply(change, request.Id, step.ApproverId, decision, comment, reason);
        }
    }

    /// <summary>Customers ask for a discount, and some go to somebody else.</summary>
    void ChangeTerms(Change change)
    {
        foreach (var deal in OpenDeals(change.Database))
        {
            var chance = random.Next(60);
            if (chance == 0) MoveDeal.Apply(change, deal.Id, Stage.Lost, "价格 · Price");
            else if (chance < 4 && deal.Stage is Stage.Proposing or Stage.Negotiating && deal.DiscountPercent == 0)
                ChangeDeal.Apply(change, deal.Id, new DealInput { DiscountPercent = random.Next(1, 8) * 5m });
        }
    }

    /// <summary>A stage where no deal stands at the end gets one from the fullest: a newcomer should see each.</summary>
    static void FillStages(Change change)
    {
        var deals = OpenDeals(change.Database);
        foreach (var stage in Enum.GetValues<Stage>()
            .Where(stage => stage is not (Stage.Won or Stage.Lost) && deals.TrueForAll(deal => deal.Stage != stage)))
            MoveDeal.Apply(change, deals.GroupBy(deal => deal.Stage).MaxBy(group => group.Count())!.First().Id, stage);
    }

    /// <summary>The last thing that happens: terms that managers are to decide about when the newcomer comes in.</summary>
    static void AskForDiscounts(Change change)
    {
        var deals = OpenDeals(change.Database).Where(deal => IsLookedAfter(deal) && deal.DiscountPercent == 0).OrderByDescending(deal => deal.Stage)
            .ThenBy(deal => deal.CreatedAt).ToList();
        foreach (var (deal, discount) in deals.Zip((decimal[])[15, 25, 35]))
            ChangeDeal.Apply(change, deal.Id, new DealInput { DiscountPercent = discount });
    }

    void NewLead(Change change, DemoCompany company) => AddLead.Apply(change, new LeadInput
    {
        CompanyName = $"展会访客 · Visitor of the show {++lastId}",
        ContactName = "待确认 · to be confirmed",
        Source = LeadSource.Campaign,
        CampaignId = company.Campaign.Id,
        OwnerId = company.People.Where(person => person.Role == Role.Rep).ElementAt(random.Next(6)).Id,
    }, $"lead-{lastId}");

    void NewCase(Change change, DemoCompany company)
    {
        var account = company.Accounts[random.Next(company.Accounts.Count)];
        var (kind, title) = random.Next(3) switch
        {
            0 => (CaseKind.Complaint, "封口不严，客户投诉 · Seals are not tight"),
            1 => (CaseKind.Warranty, "保修期内电机故障 · Motor failed within warranty"),
            _ => (CaseKind.Inquiry, "询问备件价格 · Asks for the price of spare parts"),
        };
        ReceiveCase.Apply(change,
            new CaseInput { Kind = kind, Title = title, AccountId = account.Id, OwnerId = random.Next(2) == 0 ? "xu-dan" : "tom-becker" },
            $"case-{++lastId}");
    }

    static List<Deal> OpenDeals(ProcessDatabase database) =>
        database.Deals.Where(deal => deal.Stage != Stage.Won && deal.Stage != Stage.Lost).OrderBy(deal => deal.Id).ToList();
}
