using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Deals;

/// <summary>Deals: list, create, change. A change of terms or stage is told to the workflows before the answer goes out.</summary>
static class DealEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("deals", List).WithTags("Deals");
        api.MapPost("deals", Create).WithTags("Deals").RequireAuthorization(Policies.Sales);
        api.MapGet("deals/{id}", Get).WithTags("Deals");
        api.MapPatch("deals/{id}", Change).WithTags("Deals").RequireAuthorization(Policies.Sales);
        api.MapGet("deals/{id}/workflows", Workflows).WithTags("Deals");
    }

    /// <summary>What may be given for a new or changed deal; what is left out stays as it is.</summary>
    public sealed record DealInput(
        string? Name, string? AccountId, string? OwnerId, Stage? Stage, decimal? Amount, string? Currency, decimal? DiscountPercent, bool? IsMultiYear, string? Product, string? Competitor,
        string? LostReason, DateTimeOffset? ExpectedCloseAt, string? NextActivity, DateTimeOffset? NextActivityAt)
    {
        public static DealInput MoveTo(Stage stage, string? lostReason = null) => new(null, null, null, stage, null, null, null, null, null, null, lostReason, null, null, null);
    }

    /// <summary>A workflow that runs for a deal, and what it waits for.</summary>
    public sealed record RunningWorkflow(string InstanceId, string DefinitionId, string Status, string SubStatus, IReadOnlyList<Wait> Waits);

    /// <param name="DueAt">UTC.</param>
    public sealed record Wait(string ActivityId, string Kind, DateTimeOffset? DueAt);

    static async Task<Page<Deal>> List(
        ClaimsPrincipal caller, DatabaseFile file, string? search, string? ownerId, string? accountId, Stage? stage, bool? open, decimal? minAmount, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Deals(database);
        if (!string.IsNullOrWhiteSpace(search)) rows = rows.Where(deal => EF.Functions.Like(deal.Name, $"%{search.Trim()}%") || deal.Id == search.Trim());
        if (ownerId is not null) rows = rows.Where(deal => deal.OwnerId == ownerId);
        if (accountId is not null) rows = rows.Where(deal => deal.AccountId == accountId);
        if (stage is not null) rows = rows.Where(deal => deal.Stage == stage);
        if (open is not null) rows = rows.Where(deal => (deal.Stage != Stage.Won && deal.Stage != Stage.Lost) == open);
        if (minAmount is not null) rows = rows.Where(deal => deal.Amount >= minAmount);
        return await paging.Read(rows.OrderByDescending(deal => deal.Amount).ThenBy(deal => deal.Id));
    }

    static async Task<Deal> Get(string id, ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return Readable(await database.Deals.FindAsync(id), id, caller, database);
    }

    public static async Task<IResult> Create(DealInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(input.Name)) throw ApiException.Invalid("name", "A name is needed.");
        Check(input);
        if (input.Stage is Stage.Won or Stage.Lost) throw ApiException.Invalid("stage", "A new deal is open.");
        var now = clock.GetUtcNow();
        Deal? deal = null;
        await runtime.Change(database =>
        {
            database.CheckAccount(input.AccountId);
            database.CheckUser(input.OwnerId, "ownerId");
            deal = new Deal
            {
                Id = ids.Next(),
                Name = input.Name.Trim(),
                AccountId = input.AccountId,
                OwnerId = input.OwnerId ?? caller.UserId(),
                Stage = input.Stage ?? Stage.Prospecting,
                StageSince = now,
                Amount = input.Amount ?? 0,
                Currency = input.Currency ?? database.Companies.FirstOrDefault()?.Currency ?? "CNY",
                DiscountPercent = input.DiscountPercent ?? 0,
                IsMultiYear = input.IsMultiYear ?? false,
                Product = input.Product,
                Competitor = input.Competitor,
                ExpectedCloseAt = input.ExpectedCloseAt,
                NextActivity = input.NextActivity,
                NextActivityAt = input.NextActivityAt,
                CreatedAt = now,
            };
            database.Deals.Add(deal);
            return [DomainEvents.DealCreated(deal)];
        });
        return Results.Created($"/api/deals/{deal!.Id}", deal);
    }

    public static async Task<Deal> Change(string id, DealInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, DatabaseFile file, TimeProvider clock)
    {
        Check(input);
        await runtime.Change(database =>
        {
            var deal = Visible(database.Deals.Find(id), id, caller, database);
            database.CheckAccount(input.AccountId);
            if (input.OwnerId != deal.OwnerId) database.CheckUser(input.OwnerId, "ownerId");
            var events = new List<QueuedStimulus>();
            var terms = (deal.Amount, deal.DiscountPercent, deal.IsMultiYear);
            deal.Name = input.Name ?? deal.Name;
            deal.AccountId = input.AccountId ?? deal.AccountId;
            deal.OwnerId = input.OwnerId ?? deal.OwnerId;
            deal.Amount = input.Amount ?? deal.Amount;
            deal.Currency = input.Currency ?? deal.Currency;
            deal.DiscountPercent = input.DiscountPercent ?? deal.DiscountPercent;
            deal.IsMultiYear = input.IsMultiYear ?? deal.IsMultiYear;
            deal.Product = input.Product ?? deal.Product;
            deal.Competitor = input.Competitor ?? deal.Competitor;
            deal.ExpectedCloseAt = input.ExpectedCloseAt ?? deal.ExpectedCloseAt;
            deal.NextActivity = input.NextActivity ?? deal.NextActivity;
            deal.NextActivityAt = input.NextActivityAt ?? deal.NextActivityAt;
            if (terms != (deal.Amount, deal.DiscountPercent, deal.IsMultiYear)) events.Add(DomainEvents.DealTermsChanged(deal));
            if (input.Stage is { } stage && stage != deal.Stage)
            {
                if (StageRules.Refusal(deal, stage, caller.Is(Role.Manager, Role.Admin)) is { } refusal) throw ApiException.Conflict(refusal, "stage");
                events.AddRange(DealChanges.MoveTo(deal, stage, input.LostReason, clock.GetUtcNow()));
            }
            return events;
        });
        // The workflows have acted by now: the answer shows the deal as they left it.
        return await Get(id, caller, file);
    }

    static async Task<IReadOnlyList<RunningWorkflow>> Workflows(string id, ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        Readable(await database.Deals.FindAsync(id), id, caller, database);
        var instances = await database.Instances.Where(row => row.CorrelationId == id).OrderBy(row => row.CreatedAt).Select(row => new { row.Id, row.DefinitionId, row.Status, row.SubStatus }).ToListAsync();
        var instanceIds = instances.Select(instance => instance.Id).ToList();
        var waits = (await database.Bookmarks.Where(row => instanceIds.Contains(row.InstanceId)).ToListAsync()).ToLookup(row => row.InstanceId);
        return instances.Select(instance => new RunningWorkflow(instance.Id, instance.DefinitionId, instance.Status, instance.SubStatus,
            waits[instance.Id].Select(wait => new Wait(wait.ActivityId, wait.Name, wait.DueAt)).ToList())).ToList();
    }

    static void Check(DealInput input)
    {
        if (input.Amount is < 0 or > 900_000_000_000m) throw ApiException.Invalid("amount", "The amount must be between 0 and 900,000,000,000.");
        if (input.DiscountPercent is < 0 or > 100) throw ApiException.Invalid("discountPercent", "The discount must be between 0 and 100 percent.");
        if (input.Currency is not (null or { Length: 3 })) throw ApiException.Invalid("currency", "The currency is an ISO 4217 code such as CNY.");
    }

    /// <summary>Whoever is asked about a deal may read it as well.</summary>
    static Deal Readable(Deal? deal, string id, ClaimsPrincipal caller, ProcessDatabase database) =>
        deal is not null && RecordAccess.Of(caller, database).MayRead(deal, database) ? deal : throw ApiException.NotFound("deal", id);

    static Deal Visible(Deal? deal, string id, ClaimsPrincipal caller, ProcessDatabase database) =>
        deal is not null && RecordAccess.Of(caller, database).Allows(deal.OwnerId) ? deal : throw ApiException.NotFound("deal", id);
}
