using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Where terms stand: whether they may be signed, and if not, whose answer is missing. They may when a yes covers them, or when every table in force
/// lets their owner decide alone. Nothing is signed, won or delivered past <see cref="Refusal"/>.
/// </summary>
/// <param name="IsCovered">A yes that was given covers the present terms.</param>
/// <param name="OwnRule">The rule by which the owner may decide alone; null where somebody must be asked.</param>
/// <param name="Rule">The rule that calls for somebody's yes, in plain words.</param>
/// <param name="Needed">What says whose yes it takes; null where the owner may decide alone.</param>
/// <param name="WaitsFor">Names of those who are asked and have not answered.</param>
public sealed record ApprovalStanding(bool IsCovered, string? OwnRule, string Rule, Verdict? Needed, IReadOnlyList<string> WaitsFor)
{
    /// <summary>Who is asked where a table cannot be known before it is used.</summary>
    static readonly Asking OfAnUnknownTable = new([Approver.Of("SalesManager")], ApprovalMode.Any, 1, "1 day");

    /// <summary>Whose yes it takes, in words.</summary>
    public IReadOnlyList<string> NeededFrom { get; private init; } = Needed?.Asks.Who.Select(approver => approver.Said(id => id)).ToList() ?? [];

    public bool MaySign => IsCovered || OwnRule is not null;

    /// <summary>Why these terms cannot be signed now, and whose answer is waited for; null when they can.</summary>
    public Message? Refusal
    {
        get
        {
            if (MaySign) return null;
            if (WaitsFor.Count > 0) return $"The terms are not approved yet ({Rule}): waiting for the answer of {string.Join(", ", WaitsFor)}.";
            return $"The terms are not approved ({Rule}): this needs a yes of {string.Join(" + ", NeededFrom)}, and nobody is asked at present.";
        }
    }

    /// <summary>The standing by rule, whatever is being asked.</summary>
    /// <param name="tables">See <see cref="TablesInForce"/>.</param>
    /// <param name="waitsFor">Names of those who are asked and have not answered.</param>
    public static ApprovalStanding Of(Terms terms, ApprovedTerms? approved, IReadOnlyList<ApprovalMatrix?> tables, IReadOnlyList<string> waitsFor)
    {
        var verdicts = tables.OfType<ApprovalMatrix>().Select(table => table.Ask(terms)).ToList();
        var strictest = verdicts.Find(verdict => !verdict.Asks.IsNobody);
        var mayDecideAlone = tables.All(table => table is not null) && strictest is null;
        var rule = (strictest ?? verdicts.FirstOrDefault())?.Rule ?? $"discount {terms.DiscountPercent:0.##} %";
        return new(approved?.Terms.Cover(terms) == true, mayDecideAlone ? rule : null, rule,
            mayDecideAlone ? null : strictest ?? new(OfAnUnknownTable, 1, null, rule), waitsFor);
    }

    /// <summary>The standing of a record's present terms.</summary>
    public static ApprovalStanding Of(IApprovalSubject subject, ProcessDatabase database, CompiledDefinitions definitions)
    {
        var standing = Of(subject.Terms, subject.Approved, TablesInForce.Of(database, definitions), WaitingFor(database, subject.Id));
        string NameOf(string id) => database.Users.Find(id)?.Name ?? id;
        return standing with { NeededFrom = standing.Needed?.Asks.Who.Select(approver => approver.Said(NameOf)).ToList() ?? [] };
    }

    /// <summary>The standings of several records by their ids, asked of the database together. Whose answers are waited for is left out.</summary>
    public static Dictionary<string, ApprovalStanding> Of(IEnumerable<IApprovalSubject> subjects, ProcessDatabase database,
        CompiledDefinitions definitions)
    {
        var tables = TablesInForce.Of(database, definitions);
        return subjects.ToDictionary(subject => subject.Id, subject => Of(subject.Terms, subject.Approved, tables, []));
    }

    static List<string> WaitingFor(ProcessDatabase database, string dealId)
    {
        var waiting = database.Approvals.Include(request => request.Steps)
            .Where(request => request.DealId == dealId && request.Status == ApprovalStatus.Pending).AsNoTracking().ToList()
            .SelectMany(request => request.Steps).Where(step => step.Decision is null).OrderBy(step => step.Order).Select(step => step.ApproverId)
                .Distinct().ToList();
        return waiting.Count == 0 ? [] : waiting.Select(id => database.Users.Find(id)?.Name ?? id).ToList();
    }
}
