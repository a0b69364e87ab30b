using System.Collections.Frozen;
using System.Text;

namespace ThreeStep.Orders.Accounts;

/// <summary>
/// What two names of likely the same company have in common: case, width, blanks and signs make no difference, nor does
/// the legal form (有限公司, Co., Ltd.).
/// </summary>
public static class CompanyName
{
    static readonly string[] ChineseForms = ["股份有限公司", "有限责任公司", "有限公司", "集团公司", "集团", "总公司", "公司"];
    static readonly FrozenSet<string> LatinForms =
    [
        "co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "pte", "pty",
        "group", "holding", "holdings",
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "aps", "kk",
    ];

    public static string KeyOf(string name)
    {
        var words = Words(name);
        var kept = words.Count;
        while (kept > 1 && LatinForms.Contains(words[kept - 1])) kept--;
        var key = WithoutForm(string.Concat(words.Take(kept)));
        // A name of nothing but signs is told by them.
        return key.Length > 0 ? key : NameSearch.Plain(name);
    }

    static string WithoutForm(string name)
    {
        while (Array.Find(ChineseForms, form => name.Length > form.Length && name.EndsWith(form, StringComparison.Ordinal)) is { } form)
            name = name[..^form.Length];
        return name;
    }

    /// <summary>Runs of letters and digits, small and half-width. A dot within an abbreviation parts nothing: S.A. is one word.</summary>
    static List<string> Words(string name)
    {
        var (words, word) = (new List<string>(), new StringBuilder());
        var plain = NameSearch.Plain(name);
        for (var index = 0; index < plain.Length; index++)
        {
            if (char.IsLetterOrDigit(plain[index]) || char.IsSurrogate(plain[index])) word.Append(plain[index]);
            else if (plain[index] != '.' || !IsInAbbreviation(plain, index)) End();
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    static bool IsInAbbreviation(string text, int dot) =>
        dot >= 1 && dot + 1 < text.Length && char.IsLetter(text[dot - 1]) && char.IsLetter(text[dot + 1])
        && (dot < 2 || !char.IsLetterOrDigit(text[dot - 2]));
}
