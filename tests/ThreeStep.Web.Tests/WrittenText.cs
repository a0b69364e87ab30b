using System.Text;

namespace ThreeStep.Web.Tests;

/// <summary>Texts with values in them, as they stand in sources and as resource files know them.</summary>
static class WrittenText
{
    const string Beginning = "T($\"";

    /// <summary>"{0} of {1:N0} cases" for each <c>T($"{done} of {all:N0} cases")</c> in a source.</summary>
    public static IEnumerable<string> WithValues(string source)
    {
        for (var at = source.IndexOf(Beginning, StringComparison.Ordinal); at >= 0; at = source.IndexOf(Beginning, at + 1, StringComparison.Ordinal))
            if (at == 0 || !char.IsLetterOrDigit(source[at - 1])) yield return Read(source, at + Beginning.Length).Text;
    }

    /// <param name="at">After the opening quote.</param>
    static (string Text, int End) Read(string source, int at)
    {
        var (text, values) = (new StringBuilder(), 0);
        while (source[at] != '"')
            switch (source[at])
            {
                case '\\':
                    text.Append(source[at + 1] == 'n' ? '\n' : source[at + 1]);
                    at += 2;
                    break;
                case '{' or '}' when source[at + 1] == source[at]:
                    text.Append(source, at, 2);
                    at += 2;
                    break;
                case '{':
                    var (format, end) = Value(source, at + 1);
                    text.Append('{').Append(values++).Append(format).Append('}');
                    at = end;
                    break;
                default:
                    text.Append(source[at++]);
                    break;
            }
        return (text.ToString(), at + 1);
    }

    /// <summary>Passes an expression over; a colon outside of its parentheses begins its format, unless a question stood before.</summary>
    static (string Format, int End) Value(string source, int at)
    {
        var (depth, isQuestion) = (0, false);
        for (; ; at++)
            switch (source[at])
            {
                case '"':
                    at = (source[at - 1] == '$' ? Read(source, at + 1).End : Plain(source, at + 1)) - 1;
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']':
                case '}' when depth > 0:
                    depth--;
                    break;
                case '}':
                    return ("", at + 1);
                case '?' when source[at + 1] is not ('.' or '['):
                    isQuestion = true;
                    break;
                case ':' when depth == 0 && !isQuestion:
                    var end = source.IndexOf('}', at);
                    return (source[at..end], end + 1);
            }
    }

    static int Plain(string source, int at)
    {
        for (; source[at] != '"'; at++) if (source[at] == '\\') at++;
        return at + 1;
    }
}
