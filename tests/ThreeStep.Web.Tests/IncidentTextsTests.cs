using System.Text;
using System.Text.RegularExpressions;
using ThreeStep.Web.Http;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>Why a workflow has stopped can be read in Chinese too, whichever activity or expression says it.</summary>
public sealed partial class IncidentTextsTests
{
    [Fact]
    public void Every_sentence_that_becomes_an_incident_is_there_in_Chinese()
    {
        var folder = Path.Combine(Installation.Find(new ServerOptions(Data: Path.GetTempPath())).Root, "src");
        var sentences = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(System.IO.File.ReadAllText)
            .SelectMany(code => Thrown().Matches(code).Select(thrown => Sentence(code, thrown.Index + thrown.Length, thrown.Groups[1].Length > 0)))
            .Distinct().ToList();

        Assert.True(sentences.Count > 25);
        Assert.DoesNotContain(sentences, text =>
            Letters().IsMatch(Places().Replace(text, "")) && Texts.Texts.In(ReaderLanguage.Chinese, text) == text);
    }

    /// <summary>As <c>Message</c> takes it apart: the text of a C# string, with numbered places for what stands in braces.</summary>
    static string Sentence(string code, int begin, bool isInterpolated)
    {
        var (text, places) = (new StringBuilder(), 0);
        for (var at = begin; code[at] != '"'; at++)
        {
            if (code[at] == '\\') text.Append(code[++at]);
            else if (code[at] == '{' && isInterpolated)
            {
                var value = Value(code, at + 1);
                var format = Format().Match(value);
                text.Append('{').Append(places++).Append(format.Value).Append('}');
                at += value.Length + 1;
            }
            else text.Append(code[at]);
        }
        return text.ToString();
    }

    static string Value(string code, int begin)
    {
        var isText = false;
        for (var at = begin; ; at++)
        {
            if (code[at] == '"') isText = !isText;
            if (code[at] == '}' && !isText) return code[begin..at];
        }
    }

    [GeneratedRegex("""(?:Expression|Activity|ValueConversion|WorkflowFault)Exception\(\s*(\$?)"(?!")""")] private static partial Regex Thrown();
    [GeneratedRegex(":[0-9A-Za-z:#,. -]+$")] private static partial Regex Format();
    [GeneratedRegex(@"\{\d[^}]*\}")] private static partial Regex Places();
    [GeneratedRegex("[A-Za-z]{3}")] private static partial Regex Letters();
}
