using System.Globalization;

namespace ThreeStep.Web.Texts;

/// <summary>
/// Workflows write for readers of both languages: "约访 · Arrange a visit: 瑞丰". A page says only the half its reader reads. What is not of this form stays
/// as it is.
/// </summary>
static class Bilingual
{
    const string Between = " · ";

    public static string Said(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var wantsChinese = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
        return string.Join(": ", text.Split(": ").Select(part =>
        {
            var middle = part.IndexOf(Between, StringComparison.Ordinal);
            if (middle < 1) return part;
            var (left, right) = (part[..middle], part[(middle + Between.Length)..]);
            if (!HasChinese(left) || HasChinese(right) || !right.Any(char.IsAsciiLetter)) return part;
            return wantsChinese ? left : right;
        }));
    }

    /// <summary>A name that stands in both languages beside each other: "大订单 Big order".</summary>
    public static string Name(string name)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        if (space < 1 || !HasChinese(name[..space]) || HasChinese(name[space..])) return Said(name);
        return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? name[..space] : name[(space + 1)..];
    }

    static bool HasChinese(string text) => text.Any(letter => letter is >= '一' and <= '\u9fff');
}
