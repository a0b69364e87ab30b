using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Fields;

/// <summary>
/// Telephone numbers: of China unless they begin with + and a country's code, with or without an extension (转 801, ext. 801, -801).
/// They are kept as written; whether two are one is told by E.164.
/// </summary>
public static partial class PhoneField
{
    const string Region = "CN";
    const int CountryCode = 86;
    const int Longest = 60;

    static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();
    static readonly ShortNumberInfo Hotlines = ShortNumberInfo.GetInstance();

    /// <summary>A number that can be called; blank is none.</summary>
    /// <exception cref="RefusalException">It is none.</exception>
    public static string? Of(string? text, string field)
    {
        if (TextField.Line(text, field, Longest) is not { } number) return null;
        if (Parsed(number) is not null) return number;
        throw RefusalException.Invalid(field,
            $"'{number}' is not a telephone number. It is written as 138 0013 8000, 010-6554 1234 or +49 30 1234567.");
    }

    /// <summary>Whether two numbers reach the same telephone, however they are written.</summary>
    public static bool AreSame(string? one, string? other) =>
        one is not null && other is not null && Parsed(one) is { } first && first == Parsed(other);

    /// <summary>E.164 with the extension, or the short number; null where it cannot be called.</summary>
    static string? Parsed(string text)
    {
        var spoken = Extension().Replace(text, " ext. $1");
        if (Valid(spoken) is { } valid) return valid;
        return DashedExtension().Match(spoken) is { Success: true } match ? Valid($"{match.Groups[1].Value} ext. {match.Groups[2].Value}") : null;
    }

    static string? Valid(string text)
    {
        try
        {
            var number = Numbers.Parse(text, Region);
            var extension = number.HasExtension ? $"-{number.Extension}" : "";
            if (Numbers.IsValidNumber(number)) return Numbers.Format(number, PhoneNumberFormat.E164) + extension;
            var isHotline = number.CountryCode == CountryCode && Hotlines.IsValidShortNumberForRegion(number, Region);
            return isHotline ? number.NationalNumber.ToString(CultureInfo.InvariantCulture) : null;
        }
        catch (NumberParseException) { return null; }
    }

    [GeneratedRegex(@"\s*(?:转|分机|轉|分機)\s*[:：]?\s*(\d{1,6})\s*$")]
    private static partial Regex Extension();

    [GeneratedRegex(@"^(.*\d)\s*[-–]\s*(\d{1,5})$")]
    private static partial Regex DashedExtension();
}
