using System.Globalization;
using System.Text;

namespace ThreeStep.Orders.Accounts;

/// <summary>
/// How names are found: by part of the name, or by pinyin initials (瑞丰食品 is also "rfsp"). Homophones, the usual slip with Chinese names, have the
/// same initials.
/// </summary>
public static class NameSearch
{
    /// <summary>
    /// The first Chinese character of each pinyin initial in the order of the Chinese collation; no syllable begins with i, u or v.
    /// </summary>
    const string Borders = "阿芭嚓搭蛾发噶哈击喀垃妈拿噢啪期然撒塌挖昔压匝";
    const string Letters = "abcdefghjklmnopqrstwxyz";

    /// <summary>Where a character of several readings stands in names mostly for another one than the collation's.</summary>
    static readonly Dictionary<char, char> UsualReadings =
        new() { ['厦'] = 'x', ['长'] = 'c', ['曾'] = 'z', ['单'] = 's', ['解'] = 'x', ['仇'] = 'q', ['行'] = 'h' };
    static readonly Dictionary<string, string> UsualWords =
        new(StringComparer.Ordinal) { ["重庆"] = "cq", ["银行"] = "yh", ["厦门"] = "xm", ["大厦"] = "ds", ["单县"] = "sx", ["行业"] = "hy", ["出行"] = "cx" };

    static readonly CompareInfo Pinyin = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    /// <summary>What a search looks through: the name in small letters, then its initials.</summary>
    public static string TextOf(string name)
    {
        var plain = Plain(name);
        return HasChinese(plain) ? $"{plain} {Initials(plain)}" : plain;
    }

    /// <summary>Small letters, half-width, single spaces.</summary>
    public static string Plain(string text) =>
        string.Join(' ', text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static bool HasChinese(string text) => text.Any(IsChinese);

    /// <summary>The pinyin initials of the Chinese characters in a text.</summary>
    public static string Initials(string text)
    {
        var initials = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (!IsChinese(text[index])) continue;
            if (index + 1 < text.Length && UsualWords.TryGetValue(text.Substring(index, 2), out var word))
            {
                initials.Append(word);
                index++;
            }
            else initials.Append(Initial(text[index]));
        }
        return initials.ToString();
    }

    static char Initial(char character)
    {
        if (UsualReadings.TryGetValue(character, out var usual)) return usual;
        var (low, high) = (0, Borders.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Pinyin.Compare(character.ToString(), Borders[middle].ToString()) >= 0) low = middle;
            else high = middle - 1;
        }
        return Letters[low];
    }

    static bool IsChinese(char character) => character is >= '一' and <= '\u9fff';
}
