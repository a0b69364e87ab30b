using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Approvals;

/// <summary>The company's approval matrix: who must say yes to what, since when, and who would be asked.</summary>
static class MatrixEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var matrix = api.MapGroup("approval-matrix").WithTags("Approval matrix");
        matrix.MapGet("", Get);
        matrix.MapPut("", Save).RequireAuthorization(Policies.Process);
        matrix.MapGet("versions", Versions);
        matrix.MapGet("versions/{id:long}", Version);
        matrix.MapGet("asked", Asked);
        matrix.MapGet("of-workflow/{definitionId}", OfWorkflow).RequireAuthorization(Policies.Process);
    }

    /// <param name="Version">The id of what was saved last; 0 where nobody has, and the usual table counts.</param>
    public sealed record Present(long Version, IReadOnlyList<MatrixRow> Rows, Concessions Concessions, IReadOnlyList<ApproverGroup> Groups);

    /// <summary>A matrix as it is saved, whole.</summary>
    public sealed record MatrixInput
    {
        public List<MatrixRow>? Rows { get; init; }
        public Concessions? Concessions { get; init; }
        public List<ApproverGroup>? Groups { get; init; }
        /// <summary>Why; it stays in the history.</summary>
        public string? Comment { get; init; }
        /// <summary>The version it was made from, 0 for the usual table; left out, whatever is there is replaced.</summary>
        public long? BasedOn { get; init; }

        public ApprovalMatrix Matrix() => new(Rows ?? []) { Concessions = Concessions ?? new(), Groups = Groups ?? [] };
    }

    /// <param name="SavedAt">UTC.</param>
    /// <param name="Difference">To the version before; for the first one to the usual table.</param>
    public sealed record Saved(long Version, DateTimeOffset SavedAt, string? SavedById, string? Comment, MatrixDifference Difference);

    /// <param name="Approvers">Ids of people, in order; none: the owner decides alone.</param>
    /// <param name="Required">How many yeses it takes.</param>
    /// <param name="Within">Time to answer.</param>
    /// <param name="Rule">Why, in plain words.</param>
    public sealed record WouldBeAsked(IReadOnlyList<string> Approvers, ApprovalMode Mode, int Required, string? Within, int Row, string Rule);

    /// <summary>Terms somebody wonders about.</summary>
    public sealed record TermsQuery(
        decimal Amount, decimal DiscountPercent, int? Years, int? PaymentDays, int? FreeServiceMonths, string? ProductLine)
    {
        public Terms Terms() => new(NumberField.Amount(Amount, "amount"), "", NumberField.Percent(DiscountPercent, "discountPercent"),
            NumberField.Between(Years ?? 1, 1, Limits.Years, "years"),
            NumberField.Between(PaymentDays ?? 0, 0, Limits.PaymentDays, "paymentDays"),
            NumberField.Between(FreeServiceMonths ?? 0, 0, Limits.FreeServiceMonths, "freeServiceMonths"),
            TextField.Line(ProductLine, "productLine", TextField.LongestName));
    }

    static async Task<Present> Get(ProcessStore store)
    {
        await using var database = store.Query();
        var matrix = MatrixVersion.InForce(database);
        return new(matrix.Version ?? 0, matrix.Rows, matrix.Concessions, matrix.Groups);
    }

    static Task<MatrixVersion> Save(MatrixInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Record(caller.Actor(), change => SaveMatrix.Apply(change, input.Matrix(), input.Comment, input.BasedOn));

    static async Task<IReadOnlyList<Saved>> Versions(ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return (await MatrixHistory.Read(database, 100, token))
            .Select(entry => new Saved(entry.Version.Id, entry.Version.SavedAt, entry.Version.SavedById, entry.Version.Comment, entry.Difference))
            .ToList();
    }

    static async Task<MatrixVersion> Version(long id, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return await database.ApprovalMatrices.FirstOrDefaultAsync(version => version.Id == id, token)
            ?? throw RefusalException.NotFound("approval matrix", FormattableString.Invariant($"{id}"));
    }

    /// <summary>Who would be asked about such terms of a deal of this person's, by the matrix as it is now.</summary>
    static async Task<WouldBeAsked> Asked([AsParameters] TermsQuery terms, string? ownerId, ProcessStore store)
    {
        await using var database = store.Query();
        if (ownerId is not null && await database.FindAsync<ThreeStep.Orders.People.User>(ownerId) is null)
            throw RefusalException.Invalid("ownerId", $"There is no user '{ownerId}'.");
        var verdict = MatrixVersion.InForce(database).Ask(terms.Terms());
        var asked = WhoIsAsked.Of(verdict.Asks, ownerId, database);
        return new(asked.Select(each => each.Person.Id).ToList(), verdict.Asks.Mode, verdict.Asks.IsNobody ? 0 : verdict.Asks.RequiredOf(asked.Count),
            verdict.Asks.Within, verdict.Row, verdict.Rule);
    }

    /// <summary>The table that a published workflow brings of its own, as rows of a matrix: saved, it is the company's.</summary>
    static async Task<Present> OfWorkflow(string definitionId, ProcessStore store, CompiledDefinitions definitions)
    {
        await using var database = store.Query();
        var own = TablesInForce.OfWorkflows(database, definitions).FirstOrDefault(each => each.DefinitionId == definitionId).Table
            ?? throw RefusalException.NotFound("approval table", definitionId);
        return new(0, own.Rows, own.Concessions, own.Groups);
    }
}
