using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Web.Scenarios;

/// <summary>Results as JUnit XML, which build servers show.</summary>
static partial class JUnitReport
{
    public static XDocument Of(IReadOnlyList<ScenarioResult> results, CultureInfo culture) => new(
        new XElement("testsuites", results.GroupBy(result => result.File).Select(file => new XElement("testsuite",
            new XAttribute("name", Clean(file.Key)),
            new XAttribute("tests", file.Count()),
            new XAttribute("failures", file.Count(result => !result.HasPassed)),
            new XAttribute("time", Seconds(file.Sum(result => result.Took.TotalSeconds))),
            file.Select(result => Case(result, culture))))));

    static XElement Case(ScenarioResult result, CultureInfo culture) => new("testcase",
        new XAttribute("classname", Clean(result.Workflow ?? Path.GetFileNameWithoutExtension(result.File))),
        new XAttribute("name", Clean(result.Name)),
        new XAttribute("file", Clean(result.File)),
        new XAttribute("line", result.Line),
        new XAttribute("time", Seconds(result.Took.TotalSeconds)),
        result.Failure is not { } failure ? null : new XElement("failure",
            new XAttribute("message", Clean(MessageTexts.In(culture, failure.What))), Clean(Story(result, failure, culture))));

    static string Story(ScenarioResult result, ScenarioFailure failure, CultureInfo culture)
    {
        var text = new StringBuilder($"{result.File}:{failure.Line} {failure.Sentence}\n{MessageTexts.In(culture, failure.What)}\n");
        foreach (var line in result.Told) text.Append(culture, $"{line.At} {MessageTexts.In(culture, line.Said(culture))}\n");
        return text.ToString();
    }

    static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>XML has no place for control characters.</summary>
    static string Clean(string text) => Control().Replace(text, "");

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex Control();
}
