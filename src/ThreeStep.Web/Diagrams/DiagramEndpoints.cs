using System.Security.Claims;
using System.Text;
using System.Xml.Linq;
using ThreeStep.Orders.Records;
using ThreeStep.Web.Arranging;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Diagrams;

/// <summary>
/// A workflow's drawing as a file, in the reader's language: SVG for documents, Mermaid for wikis, BPMN 2.0 for other tools. <c>version</c> is the
/// published one unless given.
/// </summary>
static class DiagramEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var diagrams = api.MapGroup("workflows/{definitionId}").WithTags("Workflows").RequireAuthorization(Policies.Oversight);
        // Larger than a page: what a step holds is drawn by itself.
        diagrams.MapGet("diagram.svg", async (string definitionId, int? version, string? inside, HttpRequest request, WorkflowDiagrams all,
            ActivityRegistry registry) =>
        {
            var drawn = await Find(all, definitionId, version, request);
            if (inside is { Length: > 0 } && drawn.WayTo(inside) is not [.., _]) throw RefusalException.NotFound("container", inside);
            var way = inside is { Length: > 0 } ? drawn.WayTo(inside)! : [];
            var shown = way is [.., var last] ? last.Inside! : drawn.Whole;
            var title = way is [.., var opened] ? $"{drawn.Name} · {opened.Words}" : drawn.Name;
            return Saved(DiagramSvg.Of(shown, title, DiagramSvg.InWords(shown), registry).ToString(SaveOptions.DisableFormatting),
                "image/svg+xml", way is [.., var named] ? $"{definitionId}-{named.Id}" : definitionId, "svg");
        });
        diagrams.MapGet("diagram.mmd", async (string definitionId, int? version, HttpRequest request, WorkflowDiagrams all) =>
            Saved(MermaidText.Of((await Find(all, definitionId, version, request)).Whole), "text/vnd.mermaid", definitionId, "mmd"));
        diagrams.MapGet("diagram.bpmn", async (string definitionId, int? version, HttpRequest request, WorkflowDiagrams all) =>
        {
            var drawn = await Find(all, definitionId, version, request);
            var document = BpmnDocument.Of(drawn.Whole, definitionId, drawn.Name);
            return Saved($"{document.Declaration}\n{document}\n", "application/xml", definitionId, "bpmn");
        });
        diagrams.MapPost("arrangement", async (string definitionId, ClaimsPrincipal caller, ArrangeWorkflow arrange) =>
        {
            var draft = await arrange.Apply(definitionId, caller.UserId());
            return new Arranged(draft.DefinitionId, draft.Version, draft.IsPublished);
        }).RequireAuthorization(Policies.Process);
    }

    /// <summary>The version in which the steps have their new places.</summary>
    public sealed record Arranged(string DefinitionId, int Version, bool IsPublished);

    static async Task<DrawnWorkflow> Find(WorkflowDiagrams all, string definitionId, int? version, HttpRequest request) =>
        await all.Find(definitionId, version, ReaderLanguage.Of(request), request.HttpContext.RequestAborted)
            ?? throw RefusalException.NotFound("workflow", definitionId);

    static IResult Saved(string text, string type, string name, string ending) =>
        Results.File(Encoding.UTF8.GetBytes(text), $"{type}; charset=utf-8", $"{name}.{ending}");
}
