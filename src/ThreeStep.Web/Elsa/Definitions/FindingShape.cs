using System.Text.Json.Nodes;
using ThreeStep.Orders.Texts;
using ThreeStep.Web.Http;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Definitions;

/// <summary>What the checks before publishing found, in the reader's language.</summary>
static class FindingShape
{
    public static string Text(Finding finding, HttpRequest request) => finding.Text(english => ActivityTexts.In(ReaderLanguage.Of(request), english));

    public static JsonObject Of(Finding finding, HttpRequest request) => new()
    {
        ["message"] = Text(finding, request),
        ["activityId"] = finding.Node.Id,
        ["activityNodeId"] = finding.Node.NodeId,
        ["severity"] = finding.Severity.ToString(),
    };
}
