using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tests;

/// <summary>
/// Whatever people, workflows and time do, in whatever order: no deal is won on terms nobody has said yes to, no question waits only for people who
/// cannot answer it, and nothing that is over leaves a task or a reminder behind. THREESTEP_SEQUENCES=500 plays more than the usual few.
/// </summary>
public sealed class CoverageProperties
{
    const int UsualSequences = 6;
    static readonly string[] People = ["rep", "other-rep", "manager", "director", "head", "finance", "admin"];
    static readonly decimal[] Discounts = [0, 8, 15, 25, 35, 45];
    static readonly decimal[] Amounts = [50_000, 200_000, 1_500_000];
    static readonly string[] Tables =
    [
        """[{"upToPercent": 10, "positions": [], "mode": "Any", "hours": 0}, {"upToPercent": 100, "positions": ["SalesManager"], "mode": "Any", "hours": 24}]""",
        """[{"upToPercent": 100, "positions": [], "mode": "Any", "hours": 0}]""",
        """[{"upToPercent": 100, "positions": ["Director", "Finance"], "mode": "All", "hours": 48}]""",
        """[{"upToPercent": 5, "positions": [], "mode": "Any", "hours": 0}, {"upToPercent": 100, "positions": ["SalesManager", "Director"], "mode": "Sequential", "hours": 24}]""",
    ];

    static Approver Named(string id) => new(ApproverKind.Person, id);

    static readonly ApprovalMatrix[] Matrices =
    [
        new([
            new() { DiscountUpTo = 10 },
            new() { Who = [new(ApproverKind.Manager, "2"), Named("finance")], Mode = ApprovalMode.Sequential, Within = "1 day" },
        ]),
        new([new() { DiscountUpTo = 20, YearsFrom = 2, Who = [Named("head")], Within = "2 working days" }, new()]),
        new([new() { Who = [new(ApproverKind.Group, "board")], Mode = ApprovalMode.Quorum, Quorum = 2, Within = "3 days" }])
        {
            Groups = [new("board", ["manager", "director", "finance"])],
        },
    ];

    /// <param name="Kind">What is done.</param>
    /// <param name="Who">By whom, of <see cref="People"/>.</param>
    /// <param name="What">To which of the records there are.</param>
    /// <param name="How">A choice within what is done.</param>
    readonly record struct Deed(int Kind, int Who, int What, int How);

    static readonly Gen<Deed[]> Sequences =
        Gen.Select(Gen.Int[0, 24], Gen.Int[0, People.Length - 1], Gen.Int[0, 9], Gen.Int[0, 999], (kind, who, what, how) =>
        new Deed(kind, who, what, how)).Array[10, 45];

    [Fact]
    public Task Nothing_is_won_uncovered_nothing_waits_for_nobody_and_nothing_is_left_behind() =>
        Sequences.SampleAsync(Play,
            iter: int.TryParse(Environment.GetEnvironmentVariable("THREESTEP_SEQUENCES"), out var wished) ? wished : UsualSequences, threads: 1,
            print: deeds => string.Join("; ", deeds));

    static async Task Play(Deed[] deeds)
    {
        var world = new CompanyWorld();
        await world.InitializeAsync();
        try
        {
            foreach (var (deed, index) in deeds.Select((deed, index) => (deed, index)))
            {
                try { await Do(world, deed); }
                catch (RefusalException) { /* What is not possible is refused; nothing of it is kept. */ }
                await world.Pass(TimeSpan.Zero);
                Holds(world, $"after {index + 1}: {deed}");
            }
        }
        finally { await world.DisposeAsync(); }
    }

    static async Task Do(CompanyWorld world, Deed deed)
    {
        var who = People[deed.Who];
        if (!world.Read(database => database.Users.Find(who)!.IsActive)) who = "admin";
        var deal = Pick(world, database => database.Deals.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Select(row => row.Id).ToList(),
            deed.What);
        switch (deed.Kind)
        {
            case 0 or 1:
                await world.Do(who, change =>
                    CreateDeal.Apply(change,
                    new DealInput
                    {
                        Name = "大订单",
                        AccountId = "account",
                        OwnerId = People[deed.How % 4],
                        Amount = Amounts[deed.How % 3],
                        DiscountPercent = Discounts[deed.How % 6],
                        Stage = (Stage)(deed.How % 5),
                        IsMultiYear = deed.How % 11 == 0
                    }));
                break;
            case 2 or 3 when deal is not null:
                await world.Do(who, change =>
                    ChangeDeal.Apply(change, deal, new DealInput { Amount = Amounts[deed.How % 3], DiscountPercent = Discounts[deed.How % 6] }));
                break;
            case 4 when deal is not null:
                await world.Do(who, change => ChangeDeal.Apply(change, deal, new DealInput { OwnerId = People[deed.How % People.Length] }));
                break;
            case 5 or 6 when deal is not null:
                await world.Do(who, change => MoveDeal.Apply(change, deal, (Stage)(deed.How % 7), "by hand"));
                break;
            case 7 when deal is not null:
                await world.Do(who, change => MoveDeal.Apply(change, deal, Stage.Won));
                break;
            case 8 or 9 or 10 when Pick(world, database =>
                database.Approvals.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Select(row => row.Id).ToList(),
                deed.What) is { } approval:
                var asked = world.Read(database => database.Approvals.Include(row => row.Steps).First(row => row.Id == approval)).Steps;
                var answers = deed.How % 5 == 0 ? who : asked[deed.How % asked.Count].ApproverId;
                var decision = deed.How % 4 == 0 ? ApprovalDecision.Reject : ApprovalDecision.Approve;
                await world.Do(answers, change => AnswerApproval.Apply(change, approval, answers, decision, null, "price"));
                break;
            case 11 when Pick(world, database =>
                database.Approvals.Where(row => row.Status == ApprovalStatus.Pending).OrderBy(row => row.Id).Select(row => row.Id).ToList(),
                deed.What) is { } open:
                if (deed.How % 2 == 0) await world.Do(who, change => WithdrawApproval.Apply(change, open, "重新谈", null));
                else await world.Do(who, change => TransferApproval.Apply(change, open, who, People[deed.How % People.Length], null));
                break;
            case 12 or 13 when Pick(world, database =>
                database.Tasks.Where(row => row.Status == WorkTaskStatus.Open).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
                .Select(row => row.Id).ToList(), deed.How) is { } task:
                await world.Do("admin", change =>
                    AnswerTask.Apply(change, task, deed.How % 5 == 0 ? WorkTaskStatus.Skipped : WorkTaskStatus.Done, null, who));
                break;
            case 14 when deal is not null:
                var promised = DateOnly.FromDateTime(world.Now.UtcDateTime).AddDays(20);
                await world.Do(who, change => PlanDelivery.Apply(change, new DeliveryInput { DealId = deal, PromisedAt = promised }));
                break;
            case 15:
                await world.Pass(TimeSpan.FromHours(1 + deed.How % 200));
                break;
            case 16:
                var model = (JsonObject)(await world.Definitions.Find("deal-approval"))!.Model.DeepClone();
                model["variables"]!.AsArray()
                    .Single(variable => variable!["name"]!.ToString() == "Tiers")!["value"] = Tables[deed.How % Tables.Length];
                await world.Definitions.Save(model, publish: true);
                break;
            case 17:
                var person = People[deed.How % People.Length];
                await world.Do("admin", change => ChangePerson.Apply(change, person, (deed.How / 7 % 3) switch
                {
                    0 => new PersonInput { IsActive = false },
                    1 => new PersonInput { IsActive = true },
                    _ => new PersonInput { ManagerId = People[deed.What % People.Length] },
                }));
                break;
            case 18 when Pick(world, database =>
                database.Instances.Where(row => row.Status == "Running").OrderBy(row => row.Id).Select(row => row.Id).ToList(),
                deed.How) is { } instance && deed.How % 3 == 0:
                await world.Runtime.Deliver(instance, new Stimulus.Cancel("owner", "试运行"));
                break;
            case 20:
                await world.Do("owner", change => SaveMatrix.Apply(change, Matrices[deed.How % Matrices.Length]));
                break;
            case 21 when deal is not null:
                await world.Do(who, change => ChangeDeal.Apply(change, deal,
                    new DealInput { PaymentDays = deed.How % 5 * 60, Years = 1 + deed.How % 3, Product = deed.How % 2 == 0 ? "A" : "B" }));
                break;
            case >= 22 when Pick(world, database =>
                database.Approvals.Where(row => row.Status == ApprovalStatus.Pending).OrderBy(row => row.Id).Select(row => row.Id).ToList(),
                deed.What) is { } pending:
                var steps = world.Read(database => database.Approvals.Include(row => row.Steps).First(row => row.Id == pending)).Steps;
                var own = steps[deed.How % steps.Count].ApproverId;
                if (deed.Kind == 22) await world.Do(own, change =>
                    BringIn.Apply(change, pending, own, who, (StepPlace)(2 + deed.How % 3), null));
                else if (deed.Kind == 23) await world.Do(own, change =>
                    SendBackToStep.Apply(change, pending, own, steps[deed.How / 7 % steps.Count].Id, null, "price"));
                else await world.Do(who, change => NudgeApprovers.Apply(change, pending, null));
                break;
            case 19 when deal is not null && deed.How % 2 == 0:
                await world.Runtime.Start("deal-approval", new() { ["DealId"] = deal }, deal);
                break;
            case 19 when deal is not null:
                await world.Do("admin", change =>
                    RecordInteraction.Apply(change, new InteractionInput { DealId = deal, Kind = InteractionKind.Call }));
                break;
        }
    }

    static string? Pick(CompanyWorld world, Func<ProcessDatabase, List<string>> ids, int number) =>
        world.Read(ids) is { Count: > 0 } found ? found[number % found.Count] : null;

    static void Holds(CompanyWorld world, string when)
    {
        using var database = world.Store.Query();
        var deals = database.Deals.ToDictionary(deal => deal.Id);
        var people = database.Users.ToDictionary(user => user.Id);
        foreach (var deal in deals.Values.Where(deal => deal.Stage == Stage.Won))
            Assert.True(deal.Approved?.Terms.Cover(deal.Terms), $"{when}: won on terms nobody has said yes to");

        var requests = database.Approvals.Include(request => request.Steps).ToList();
        foreach (var deal in deals.Values.Where(deal => deal.Approved?.ApprovalId is not null))
        {
            var request = requests.Single(request => request.Id == deal.ApprovalId);
            Assert.True(request.Status == ApprovalStatus.Approved && request.Terms == deal.Approved!.Terms
                && request.Steps.Exists(step => step.Decision == ApprovalDecision.Approve), $"{when}: a yes that nobody gave");
        }
        foreach (var request in requests.Where(request => request.Status == ApprovalStatus.Pending))
        {
            var deal = deals[request.DealId!];
            Assert.True(deal.IsOpen, $"{when}: a question about a deal that is over");
            Assert.True(request.Terms == deal.Terms, $"{when}: a question about terms that are no longer so");
            Assert.True(request.Steps.Exists(step => step.Decision is null && people[step.ApproverId].IsActive
                && ApprovalRules.Refusal(request, step.ApproverId, deal.OwnerId) is null), $"{when}: a question nobody can answer");
        }

        var bookmarks = database.Bookmarks.Select(bookmark => bookmark.Id).ToHashSet();
        foreach (var task in database.Tasks.Where(task => task.Status == WorkTaskStatus.Open))
        {
            Assert.True(task.BookmarkId is null || bookmarks.Contains(task.BookmarkId) || task.IsOverdue,
                $"{when}: an open task no workflow waits for: {task.Title}");
            if (task.AssigneeId is { } assignee) Assert.True(people[assignee].IsActive, $"{when}: a task of somebody who has left: {task.Title}");
            if (task.Kind is WorkTaskKind.Reminder or WorkTaskKind.Escalation && task.DealId is { } dealId)
                Assert.True(deals[dealId].IsOpen || task.CreatedAt >= deals[dealId].ClosedAt,
                    $"{when}: a reminder about a deal that is over: {task.Title}");
        }
    }
}
