using System.Globalization;
using ThreeStep.Orders.Figures;

namespace ThreeStep.Web.Figures;

/// <summary>What a drawing is painted with.</summary>
public enum Paint { Standing, Time, Missed, Incidents, Taken }

/// <summary>What the reader has chosen to see of a workflow's figures; it stands in the address, so that it can be sent to somebody.</summary>
/// <param name="Choice">One of <see cref="Choices"/>, or <see cref="Days"/> with two days.</param>
/// <param name="Version">Null for every version.</param>
public sealed record FigureQuery(string DefinitionId, string Choice, Period Period, int? Version, Paint Paint)
{
    public const string Days = "days", Usual = "90";
    public static readonly IReadOnlyList<string> Choices = ["30", Usual, "365", "quarter", "all", Days];

    /// <param name="choice">As the address has it; what is not known is the usual one.</param>
    public static FigureQuery Of(string definitionId, string? choice, string? from, string? to, int? version, string? paint, DateOnly today)
    {
        var named = choice is not null && Choices.Contains(choice) ? choice : from is null && to is null ? Usual : Days;
        var (first, last) = (Day(from), Day(to));
        var period = named switch
        {
            "all" => Period.All,
            "quarter" => new Period(new DateOnly(today.Year, (today.Month - 1) / 3 * 3 + 1, 1), today),
            Days => first > last ? new Period(last, first) : new Period(first, last),
            _ => Period.Last(int.Parse(named, CultureInfo.InvariantCulture), today),
        };
        return new(definitionId, named, period, version,
            Enum.TryParse<Paint>(paint, true, out var chosen) && Enum.IsDefined(chosen) ? chosen : Paint.Standing);
    }

    static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string? Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The list behind a number.</summary>
    public string Stays(string step, StayKind kind, string? outcome = null)
    {
        var parts = new List<string> { $"kind={kind}" };
        if (step.Length > 0) parts.Add($"step={Uri.EscapeDataString(step)}");
        if (outcome is not null) parts.Add($"outcome={Uri.EscapeDataString(outcome)}");
        if (Version is { } version) parts.Add(string.Create(CultureInfo.InvariantCulture, $"version={version}"));
        if (Written(Period.From) is { } from) parts.Add($"from={from}");
        if (Written(Period.To) is { } to) parts.Add($"to={to}");
        if (Period == Period.All) parts.Add("period=all");
        return $"/process/{Uri.EscapeDataString(DefinitionId)}/stays?{string.Join('&', parts)}";
    }
}
