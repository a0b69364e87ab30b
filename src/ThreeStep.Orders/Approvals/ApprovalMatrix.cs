using System.Globalization;
using System.Text.Json.Serialization;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// An approval table: rows by discount, amount, concessions, product line and term, each with who is asked, how they count and how long they may
/// take. It is read from above: the first row that fits counts. The last row fits everything.
/// </summary>
public sealed record ApprovalMatrix(IReadOnlyList<MatrixRow> Rows)
{
    public Concessions Concessions { get; init; } = new();
    public IReadOnlyList<ApproverGroup> Groups { get; init; } = [];

    /// <summary>Which of the company's it is; null for the table of a workflow, and for the rules' own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Version { get; init; }

    /// <summary>The table of RULES, "Approvals": what counts until somebody has saved one.</summary>
    /// <param name="largeAmount">The company's limit.</param>
    public static ApprovalMatrix Usual(decimal largeAmount) => ApprovalTable.Default.AsMatrix(largeAmount);

    public Verdict Ask(Terms terms)
    {
        var counted = Concessions.Discount(terms);
        var index = Rows.Count - 1;
        for (var next = Rows.Count - 1; next >= 0; next--)
            if (Rows[next].Fits(terms, counted)) index = next;
        var row = Rows[index];
        return new(new Asking(Members(row.Who), row.Mode, row.Quorum, row.Within), index + 1, Version, Reasons(row, terms, counted));
    }

    /// <summary>Groups as the people in them.</summary>
    List<Approver> Members(IEnumerable<Approver> who) => who
        .SelectMany(approver => approver.Kind == ApproverKind.Group
            ? (Groups.FirstOrDefault(group => group.Name == approver.Value)?.Members ?? []).Select(id => new Approver(ApproverKind.Person, id))
            : [approver])
        .Distinct().ToList();

    static string Reasons(MatrixRow row, Terms terms, decimal counted)
    {
        var reasons = new List<string> { Invariant($"discount {terms.DiscountPercent:0.##} %") };
        if (counted != terms.DiscountPercent) reasons.Add(Invariant($"with concessions {counted:0.##} %"));
        if (row.AmountFrom is { } from) reasons.Add(Invariant($"amount from {from:N0}"));
        if (row.PaymentDaysOver is not null) reasons.Add(Invariant($"payment after {terms.PaymentDays} days"));
        if (row.FreeServiceOver is not null) reasons.Add(Invariant($"free service {terms.FreeServiceMonths} months"));
        if (row.ProductLines.Count > 0) reasons.Add($"product line {terms.ProductLine?.Replace(",", "", StringComparison.Ordinal)}");
        if (row.YearsFrom is not null) reasons.Add(Invariant($"term {terms.Years} years"));
        return string.Join(", ", reasons);
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One row: what it fits, all of it together, and what it then calls for. What is left out does not matter.</summary>
public sealed record MatrixRow
{
    /// <summary>Discounts above this, in percent; other concessions count as discount. Null: any.</summary>
    public decimal? DiscountOver { get; init; }
    /// <summary>Discounts up to and including this, in percent.</summary>
    public decimal? DiscountUpTo { get; init; }
    /// <summary>Amounts from this on, whatever the currency.</summary>
    public decimal? AmountFrom { get; init; }
    public decimal? AmountBelow { get; init; }
    /// <summary>Paid later than so many days after the delivery.</summary>
    public int? PaymentDaysOver { get; init; }
    /// <summary>More free service than so many months.</summary>
    public int? FreeServiceOver { get; init; }
    /// <summary>One of these; none: any.</summary>
    public IReadOnlyList<string> ProductLines { get; init; } = [];
    /// <summary>Binds for so many years or more.</summary>
    public int? YearsFrom { get; init; }

    /// <summary>Who is asked; nobody: the owner decides alone.</summary>
    public IReadOnlyList<Approver> Who { get; init; } = [];
    public ApprovalMode Mode { get; init; } = ApprovalMode.Any;
    /// <summary>How many yeses, with <see cref="ApprovalMode.Quorum"/>.</summary>
    public int Quorum { get; init; } = 1;
    /// <summary>Time to answer, such as "2 working days".</summary>
    public string? Within { get; init; }

    /// <param name="counted">The discount with what counts as discount, in percent.</param>
    public bool Fits(Terms terms, decimal counted) =>
        (DiscountOver is not { } over || counted > over) && (DiscountUpTo is not { } upTo || counted <= upTo)
        && (AmountFrom is not { } from || terms.Amount >= from) && (AmountBelow is not { } below || terms.Amount < below)
        && (PaymentDaysOver is not { } days || terms.PaymentDays > days) && (FreeServiceOver is not { } months || terms.FreeServiceMonths > months)
        && (YearsFrom is not { } years || terms.Years >= years)
        && (ProductLines.Count == 0 || ProductLines.Contains(terms.ProductLine, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether it fits whatever another row fits: below this one, the other is never reached.</summary>
    public bool FitsAllOf(MatrixRow other) =>
        IsAtMost(DiscountOver, other.DiscountOver) && IsAtLeast(DiscountUpTo, other.DiscountUpTo)
        && IsAtMost(AmountFrom, other.AmountFrom) && IsAtLeast(AmountBelow, other.AmountBelow)
        && IsAtMost(PaymentDaysOver, other.PaymentDaysOver) && IsAtMost(FreeServiceOver, other.FreeServiceOver)
        && IsAtMost(YearsFrom, other.YearsFrom)
        && (ProductLines.Count == 0
            || other.ProductLines.Count > 0 && other.ProductLines.All(line => ProductLines.Contains(line, StringComparer.OrdinalIgnoreCase)));

    static bool IsAtMost(decimal? mine, decimal? others) => mine is null || mine <= others;

    static bool IsAtLeast(decimal? mine, decimal? others) => mine is null || mine >= others;
}

/// <summary>How other concessions count as discount. RULES, "Approvals".</summary>
/// <param name="UsualPaymentDays">Payment up to so many days after the delivery is no concession.</param>
/// <param name="PercentPerMonthLater">What each 30 days beyond that count for.</param>
/// <param name="PercentPerServiceMonth">What each month of free service counts for.</param>
public sealed record Concessions(int UsualPaymentDays = 30, decimal PercentPerMonthLater = 1, decimal PercentPerServiceMonth = 1)
{
    /// <summary>The discount with all that counts as discount, in percent, 100 at most.</summary>
    public decimal Discount(Terms terms) => Math.Min(100, Math.Round(
        terms.DiscountPercent + Math.Max(0, terms.PaymentDays - UsualPaymentDays) / 30m * PercentPerMonthLater
        + terms.FreeServiceMonths * PercentPerServiceMonth, 4));
}
