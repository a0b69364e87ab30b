using System.Globalization;
using System.Text.RegularExpressions;

namespace ThreeStep.Orders.Texts;

/// <summary>
/// Workflows write for readers of both languages: "约访 · Arrange a visit: 瑞丰". A reader is told only the half they read. What is not of this form
/// stays as it is.
/// </summary>
public static partial class TwoLanguages
{
    const string Between = " · ";

    public static string Said(string? text, CultureInfo language)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var wantsChinese = IsChinese(language);
        // "逾期：升级 · Late: escalate": the colon stands in both halves. A name that follows both stands only once.
        if (text.Split(Between) is [var chinese, var english] && HasChinese(chinese) && !HasChinese(english)
            && Colon().Count(chinese) is > 0 and var colons && colons == Colon().Count(english)) return wantsChinese ? chinese : english;
        return string.Concat(Colon().Split(text).Select(part =>
        {
            var halves = part.Split(Between);
            if (halves.Length == 2 && HasChinese(halves[0]) && !HasChinese(halves[1]) && halves[1].Any(char.IsAsciiLetter))
                return halves[wantsChinese ? 0 : 1];
            return string.Join(Between, halves.Select(half => Name(half, language)));
        }));
    }

    /// <summary>As either language writes it; kept between the parts.</summary>
    [GeneratedRegex("(: |：)")]
    private static partial Regex Colon();

    /// <summary>A name that stands in both languages beside each other: "大订单 Big order".</summary>
    public static string Name(string name, CultureInfo language)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        if (space < 1 || !HasChinese(name[..space]) || HasChinese(name[space..]) || !name[space..].Any(char.IsAsciiLetter)) return name;
        return IsChinese(language) ? name[..space] : name[(space + 1)..];
    }

    static bool IsChinese(CultureInfo language) => language.TwoLetterISOLanguageName == "zh";

    static bool HasChinese(string text) => text.Any(letter => letter is >= '一' and <= '\u9fff');
}
