using System.Globalization;
using System.Text.RegularExpressions;

namespace ThreeStep.Web.Texts;

/// <summary>
/// Workflows write for readers of both languages: "约访 · Arrange a visit: 瑞丰". A page says only the half its reader reads. What is not of this form
/// stays as it is.
/// </summary>
static partial class Bilingual
{
    const string Between = " · ";

    public static string Said(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var wantsChinese = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
        return string.Concat(Colon().Split(text).Select(part =>
        {
            var halves = part.Split(Between);
            if (halves.Length == 2 && HasChinese(halves[0]) && !HasChinese(halves[1]) && halves[1].Any(char.IsAsciiLetter))
                return halves[wantsChinese ? 0 : 1];
            return string.Join(Between, halves.Select(Name));
        }));
    }

    /// <summary>As either language writes it; kept between the parts.</summary>
    [GeneratedRegex("(: |：)")]
    private static partial Regex Colon();

    /// <summary>A name that stands in both languages beside each other: "大订单 Big order".</summary>
    public static string Name(string name)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        if (space < 1 || !HasChinese(name[..space]) || HasChinese(name[space..]) || !name[space..].Any(char.IsAsciiLetter)) return name;
        return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? name[..space] : name[(space + 1)..];
    }

    static bool HasChinese(string text) => text.Any(letter => letter is >= '一' and <= '\u9fff');
}
