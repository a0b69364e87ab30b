using System.Globalization;

namespace ThreeStep.Orders.Approvals;

/// <summary>What a yes is about: how much, for how much less, for how long.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="DiscountPercent">0 to 100.</param>
public sealed record Terms(decimal Amount, string Currency, decimal DiscountPercent, bool IsMultiYear)
{
    /// <summary>True when a yes to these terms is a yes to the others as well: not less discount, not less money, not shorter.</summary>
    public bool Cover(Terms others) =>
        DiscountPercent >= others.DiscountPercent && Amount >= others.Amount && Currency == others.Currency && (IsMultiYear || !others.IsMultiYear);

    /// <summary>What is another way in the others, in figures that need no translation: the discount, the amount, the years.</summary>
    public string DifferenceTo(Terms others)
    {
        var differences = new List<string>();
        if (DiscountPercent != others.DiscountPercent)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{DiscountPercent:0.##} % → {others.DiscountPercent:0.##} %"));
        if (Amount != others.Amount || Currency != others.Currency)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{Amount:N0} {Currency} → {others.Amount:N0} {others.Currency}"));
        if (IsMultiYear != others.IsMultiYear) differences.Add(others.IsMultiYear ? "1 → 2+ 年 years" : "2+ → 1 年 year");
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
