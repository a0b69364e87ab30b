using System.Text;
using System.Text.RegularExpressions;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>
/// A kind of sentence: how it is written, and what it becomes. <c>{name:kind}</c> is a place (see <see cref="SlotKinds"/>; the name is the kind
/// unless told), <c>[…]</c> may be left out, <c>a/b</c> is one word or the other.
/// </summary>
/// <param name="templates">The English first, then the Chinese.</param>
public sealed class SentenceForm(StoryPart part, IReadOnlyList<string> templates, Func<Words, Sentence> make)
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    readonly List<Regex> patterns = templates.Select(Pattern).ToList();

    public StoryPart Part => part;
    public IReadOnlyList<string> Templates => templates;

    /// <summary>Null when the text is not of this form.</summary>
    /// <exception cref="ScenarioException">It is, but a word in it cannot be read.</exception>
    public Sentence? Read(string text)
    {
        foreach (var pattern in patterns)
            if (pattern.Match(text) is { Success: true } match) return make(new Words(match));
        return null;
    }

    static Regex Pattern(string template)
    {
        var isChinese = template.Any(letter => letter > 0x2E80);
        var pattern = new StringBuilder("^\\s*");
        for (var at = 0; at < template.Length; at++)
            switch (template[at])
            {
                case '{':
                    var end = template.IndexOf('}', at);
                    var place = template[(at + 1)..end].Split(':');
                    pattern.Append(SlotKinds.Pattern(place[^1], place[0]));
                    at = end;
                    break;
                case '[': pattern.Append("(?:"); break;
                case ']': pattern.Append(")?"); break;
                case ' ': pattern.Append(isChinese ? "\\s*" : "\\s+"); break;
                case ',' or '，': pattern.Append("\\s*[,，]"); break;
                default: pattern.Append(Regex.Escape(template[at].ToString())); break;
            }
        var alternatives = Regex.Replace(pattern.ToString(), @"(\w+(?:/\w+)+)", match => $"(?:{match.Value.Replace('/', '|')})");
        return new Regex($"{alternatives}\\s*[.。]?\\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
    }
}
