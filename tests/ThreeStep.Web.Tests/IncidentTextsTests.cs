using System.Text;
using System.Text.RegularExpressions;
using ThreeStep.Orders.Texts;
using ThreeStep.Web.Http;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>Why a workflow has stopped, or something was refused, can be read in Chinese too, whoever says it.</summary>
public sealed partial class IncidentTextsTests
{
    [Fact]
    public void Every_sentence_that_becomes_an_incident_or_a_refusal_is_there_in_Chinese()
    {
        var folder = Path.Combine(Installation.Find(new ServerOptions(Data: Path.GetTempPath())).Root, "src");
        var sentences = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (IsOfPages: file.Contains("ThreeStep.Web", StringComparison.Ordinal), Code: System.IO.File.ReadAllText(file)))
            .SelectMany(file => Thrown().Matches(file.Code)
                .Select(thrown => (file.IsOfPages, Text: Sentence(file.Code, thrown.Index + thrown.Length, thrown.Groups[1].Length > 0))))
            .Distinct().ToList();

        Assert.True(sentences.Count > 90);
        // What the engine and the rules say also goes into mails, which are written where there are no pages.
        var missing = sentences.Where(said => Letters().IsMatch(Places().Replace(said.Text, "")) && InChinese(said) == said.Text);
        Assert.Equal("", string.Join('\n', missing));
    }

    static string InChinese((bool IsOfPages, string Text) said) =>
        said.IsOfPages ? Texts.Texts.In(ReaderLanguage.Chinese, said.Text) : ActivityTexts.In(ReaderLanguage.Chinese, said.Text);

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

    [GeneratedRegex("""
        (?:(?:Expression|Activity|ValueConversion|WorkflowFault|UnreadableDocument|Scenario)Exception\(|RefusalException\.(?:Conflict|Forbidden)\(|RefusalException\.Invalid\((?:"[\w.]+"|[\w.]+),)\s*(\$?)"(?!")
        """)]
    private static partial Regex Thrown();
    [GeneratedRegex(":[0-9A-Za-z:#,. -]+$")] private static partial Regex Format();
    [GeneratedRegex(@"\{\d[^}]*\}")] private static partial Regex Places();
    [GeneratedRegex("[A-Za-z]{3}")] private static partial Regex Letters();
}
