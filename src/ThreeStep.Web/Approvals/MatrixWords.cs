using System.Globalization;
using ThreeStep.Orders.Approvals;
using ThreeStep.Web.Layout;
using ThreeStep.Workflows.Values;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Approvals;

/// <summary>Rows of the approval matrix, and what they call for, in the reader's words.</summary>
static class MatrixWords
{
    /// <summary>What does not matter is left out.</summary>
    const string Anything = "";

    static CultureInfo Culture => CultureInfo.CurrentCulture;

    static readonly MatrixRow EverythingElse = new();

    public static string Discount(MatrixRow row) => row.FitsAllOf(EverythingElse) ? T("everything else") : DiscountAlone(row);

    static string DiscountAlone(MatrixRow row) => (row.DiscountOver, row.DiscountUpTo) switch
    {
        (null, null) => Anything,
        (null, { } upTo) => $"≤ {upTo.ToString("0.##", Culture)} %",
        ({ } over, null) => $"> {over.ToString("0.##", Culture)} %",
        ({ } over, { } upTo) => $"> {over.ToString("0.##", Culture)} % … ≤ {upTo.ToString("0.##", Culture)} %",
    };

    public static string Amount(MatrixRow row) => (row.AmountFrom, row.AmountBelow) switch
    {
        (null, null) => Anything,
        (null, { } below) => $"< {below.ToString("#,0.##", Culture)}",
        ({ } from, null) => $"≥ {from.ToString("#,0.##", Culture)}",
        ({ } from, { } below) => $"≥ {from.ToString("#,0.##", Culture)} … < {below.ToString("#,0.##", Culture)}",
    };

    public static string Payment(MatrixRow row) => row.PaymentDaysOver is { } days ? T($"> {days} days") : Anything;

    public static string Service(MatrixRow row) => row.FreeServiceOver is { } months ? T($"> {months} months") : Anything;

    public static string Lines(MatrixRow row) =>
        row.ProductLines.Count == 0 ? Anything : string.Join(T(", "), row.ProductLines.Select(Texts.Bilingual.Said));

    public static string Term(MatrixRow row) => row.YearsFrom is { } years ? T($"≥ {years} years") : Anything;

    public static string Who(IReadOnlyList<Approver> who, Reader reader) =>
        who.Count == 0 ? T("the owner alone") : string.Join(" + ", who.Select(approver => Who(approver, reader)));

    public static string Who(Approver approver, Reader reader) => approver.Kind switch
    {
        ApproverKind.Person => reader.NameOf(approver.Value),
        ApproverKind.Manager => approver.Level == 1 ? T("the owner's manager") : T($"the owner's manager, {approver.Level} levels up"),
        ApproverKind.Group => T($"group {approver.Value}"),
        _ => T(approver.Value),
    };

    /// <summary>How several count; nothing where there is one only.</summary>
    public static string How(ApprovalMode mode, int required, int people) => people < 2 ? "" : mode switch
    {
        ApprovalMode.All => T("all of them must say yes"),
        ApprovalMode.Sequential => T("one after the other"),
        ApprovalMode.Quorum => T($"{required} of {people} are enough"),
        _ => T("one yes is enough"),
    };

    public static string Within(string? within)
    {
        if (within is null) return "";
        try { return Durations.InWords(Durations.Read(within), T); }
        catch (ValueConversionException) { return within; }
    }

    /// <summary>A row in one line, for the history.</summary>
    public static string Line(MatrixRow row, ApprovalMatrix matrix, Reader reader)
    {
        (string Name, string Text)[] conditions =
        [
            (T("Discount"), DiscountAlone(row)), (T("Amount"), Amount(row)), (T("Payment"), Payment(row)), (T("Free service"), Service(row)),
            (T("Product line"), Lines(row)), (T("Term"), Term(row)),
        ];
        var given = conditions.Where(condition => condition.Text != Anything).Select(condition => $"{condition.Name} {condition.Text}").ToList();
        var how = How(row.Mode, row.Quorum, People(row, matrix));
        return $"{(given.Count == 0 ? T("everything else") : string.Join(T(", "), given))} → {Who(row.Who, reader)}"
            + string.Concat(new[] { how, Within(row.Within) }.Where(part => part.Length > 0).Select(part => $" · {part}"));
    }

    /// <summary>How many people a row calls for.</summary>
    public static int People(MatrixRow row, ApprovalMatrix matrix) => row.Who.Sum(approver => approver.Kind == ApproverKind.Group
        ? matrix.Groups.FirstOrDefault(group => group.Name == approver.Value)?.Members.Count ?? 0 : 1);

    /// <summary>The rule a question was asked by, as it was written in plain English, in the reader's words.</summary>
    public static string Rule(string rule) => string.Join(T(", "), rule.Split(", ").Select(Part));

    static string Part(string part)
    {
        foreach (var (start, end) in Parts)
            if (part.StartsWith(start, StringComparison.Ordinal) && part.EndsWith(end, StringComparison.Ordinal)
                && part.Length > start.Length + end.Length)
                return string.Format(Culture, T("rule: " + start + "{0}" + end), part[start.Length..^end.Length]);
        return Texts.Bilingual.Said(T(part));
    }

    static readonly (string Start, string End)[] Parts =
    [
        ("amount below ", ""), ("discount ", ""), ("with concessions ", ""), ("amount from ", ""), ("payment after ", " days"),
        ("free service ", " months"),
        ("product line ", ""), ("term ", " years"), ("large deal (from ", ")"),
    ];
}
