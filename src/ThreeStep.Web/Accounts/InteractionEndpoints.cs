using System.Security.Claims;
using ThreeStep.Orders.Accounts;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Accounts;

/// <summary>What happened at a customer. Recording it wakes the workflows that wait for a sign of life.</summary>
static class InteractionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("interactions", List).WithTags("Interactions");
        api.MapPost("interactions", Record).WithTags("Interactions").RequireAuthorization(Policies.Customers);
    }

    /// <param name="At">UTC; now unless told.</param>
    public sealed record InteractionInput(
        string? AccountId, string? DealId, string? ContactId, string? CaseId, InteractionKind? Kind, InteractionDirection? Direction, DateTimeOffset? At, string? ByUserId, string? Note,
        string? NextStep, DateTimeOffset? NextStepAt);

    static async Task<Page<Interaction>> List(ClaimsPrincipal caller, DatabaseFile file, string? accountId, string? dealId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Interactions(database);
        if (accountId is not null) rows = rows.Where(interaction => interaction.AccountId == accountId);
        if (dealId is not null) rows = rows.Where(interaction => interaction.DealId == dealId);
        return await paging.Read(rows.OrderByDescending(interaction => interaction.At));
    }

    public static async Task<IResult> Record(InteractionInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (input.AccountId is null && input.DealId is null && input.CaseId is null) throw ApiException.Invalid("accountId", "Where did it happen? Give an accountId, a dealId or a caseId.");
        if (input.Kind is null) throw ApiException.Invalid("kind", "What was it? Give a kind: Visit, Call, Mail, Meeting or Message.");
        var now = clock.GetUtcNow();
        if (input.At > now) throw ApiException.Invalid("at", "An interaction lies in the past; what is planned goes into nextStep.");
        Interaction? recorded = null;
        await runtime.Change(database =>
        {
            database.CheckDeal(input.DealId);
            var deal = input.DealId is null ? null : database.Deals.Find(input.DealId);
            var access = RecordAccess.Of(caller, database);
            var item = input.CaseId is null ? null : access.Cases(database).FirstOrDefault(row => row.Id == input.CaseId) ?? throw ApiException.Invalid("caseId", $"There is no case '{input.CaseId}'.");
            var accountId = input.AccountId ?? deal?.AccountId ?? item?.AccountId;
            database.CheckAccount(accountId);
            var account = accountId is null ? null : database.Accounts.Find(accountId);
            if (item is null && !access.Allows(deal?.OwnerId ?? account?.OwnerId)) throw ApiException.Forbidden("This customer belongs to somebody else.");
            recorded = new Interaction
            {
                Id = ids.Next(),
                AccountId = accountId,
                DealId = input.DealId,
                ContactId = input.ContactId,
                CaseId = input.CaseId,
                Kind = input.Kind.Value,
                Direction = input.Direction ?? InteractionDirection.Outbound,
                At = input.At ?? now,
                ByUserId = caller.UserId() ?? input.ByUserId,
                Note = input.Note,
                NextStep = input.NextStep,
                NextStepAt = input.NextStepAt,
            };
            return InteractionChanges.Record(database, recorded, account, deal);
        });
        return Results.Created($"/api/interactions/{recorded!.Id}", recorded);
    }
}
