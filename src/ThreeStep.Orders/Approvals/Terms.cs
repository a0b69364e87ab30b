using System.Globalization;

namespace ThreeStep.Orders.Approvals;

/// <summary>What a yes is about: how much, for how much less, paid when, with what on top, of what, for how long.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="DiscountPercent">0 to 100.</param>
/// <param name="Years">For how many years it binds; terms of before years were counted bind for two where they bound for several.</param>
/// <param name="PaymentDays">How many days after the delivery the customer pays; 0 where nothing was agreed.</param>
/// <param name="FreeServiceMonths">Months of service that are given on top.</param>
/// <param name="ProductLine">What is sold belongs to it; null where that is not known.</param>
public sealed record Terms(
    decimal Amount, string Currency, decimal DiscountPercent, int Years = 1, int PaymentDays = 0, int FreeServiceMonths = 0,
    string? ProductLine = null)
{
    /// <summary>How it was written before years were counted.</summary>
    public bool IsMultiYear
    {
        get => Years > 1;
        init => Years = value ? Math.Max(Years, 2) : Years;
    }

    /// <summary>
    /// True when a yes to these terms is a yes to the others as well: not less discount, not less money, not shorter, not paid earlier, not less
    /// service, and of the same product line.
    /// </summary>
    public bool Cover(Terms others) =>
        DiscountPercent >= others.DiscountPercent && Amount >= others.Amount && Currency == others.Currency && Years >= others.Years
        && PaymentDays >= others.PaymentDays && FreeServiceMonths >= others.FreeServiceMonths && ProductLine == others.ProductLine;

    /// <summary>What is another way in the others, in figures that need no translation: the discount, the amount, the years.</summary>
    public string DifferenceTo(Terms others)
    {
        var differences = new List<string>();
        if (DiscountPercent != others.DiscountPercent)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{DiscountPercent:0.##} % → {others.DiscountPercent:0.##} %"));
        if (Amount != others.Amount || Currency != others.Currency)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{Amount:N0} {Currency} → {others.Amount:N0} {others.Currency}"));
        if (Years != others.Years) differences.Add($"{Years} → {others.Years} 年 years");
        if (PaymentDays != others.PaymentDays) differences.Add($"{PaymentDays} → {others.PaymentDays} 天账期 days to pay");
        if (FreeServiceMonths != others.FreeServiceMonths)
            differences.Add($"{FreeServiceMonths} → {others.FreeServiceMonths} 个月免费服务 months of free service");
        if (ProductLine != others.ProductLine) differences.Add($"{ProductLine ?? "–"} → {others.ProductLine ?? "–"}");
        return string.Join(", ", differences);
    }
}

/// <summary>A yes that somebody with the right to has said, and by which rule.</summary>
/// <param name="ById">Who said it; the last one where several had to. The owner, where the terms lie within what they may decide alone.</param>
/// <param name="At">UTC.</param>
/// <param name="Rule">The rule in plain words.</param>
/// <param name="ApprovalId">The question that was answered; null for the owner's own authority.</param>
public sealed record ApprovedTerms(Terms Terms, string? ById, DateTimeOffset At, string Rule, string? ApprovalId);

/// <summary>What an approval is asked for: today a deal.</summary>
public interface IApprovalSubject
{
    string Id { get; }
    string? OwnerId { get; }
    bool IsOpen { get; }
    Terms Terms { get; }
    ApprovedTerms? Approved { get; set; }
}
