using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Shelves;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Shelves;

/// <summary>A workflow as it stands in the list.</summary>
/// <param name="Version">The published one, or the newest where none is published.</param>
/// <param name="HasDraft">Something was changed that is not published.</param>
/// <param name="Found">Steps that are called as is looked for.</param>
sealed record ShelvedWorkflow(string DefinitionId, string Name, string? Folder, IReadOnlyList<string> Labels, int Version, bool IsPublished,
    bool HasDraft, IReadOnlyList<string> Found);

/// <summary>Finds workflows by their name, id, folder, label, or by what their steps are called.</summary>
static class WorkflowShelf
{
    const int MostFound = 3;

    /// <param name="folder">It, and what lies in it; null for all.</param>
    /// <returns>By their folders, and in these by their names.</returns>
    public static async Task<List<ShelvedWorkflow>> Read(ProcessDatabase database, CompiledDefinitions definitions, CultureInfo language,
        string? search, string? folder, string? label, CancellationToken token)
    {
        var rows = await database.Definitions.Where(row => row.IsLatest || row.IsPublished)
            .Select(row => new { row.Id, row.DefinitionId, row.Name, row.Version, row.IsPublished }).ToListAsync(token);
        var places = await database.WorkflowPlaces.ToDictionaryAsync(place => place.DefinitionId, token);
        var term = search?.Trim() ?? "";
        var shelved = new List<ShelvedWorkflow>();
        foreach (var versions in rows.GroupBy(row => row.DefinitionId))
        {
            var shown = versions.FirstOrDefault(row => row.IsPublished) ?? versions.MaxBy(row => row.Version)!;
            var place = places.GetValueOrDefault(versions.Key);
            if (folder is { Length: > 0 } && place?.IsIn(folder) != true) continue;
            if (label is { Length: > 0 } && place?.Labels.Contains(label, StringComparer.OrdinalIgnoreCase) != true) continue;
            // Both halves of a name in two languages are looked at.
            var isCalled = term.Length == 0 || Fits(shown.Name) || Fits(versions.Key) || Fits(place?.Folder) || place?.Labels.Any(Fits) == true;
            var steps = term.Length == 0 ? [] : Steps(definitions, shown.Id).Where(Fits).Select(step => TwoLanguages.Said(step, language))
                .Distinct().Take(MostFound).ToList();
            if (!isCalled && steps.Count == 0) continue;
            shelved.Add(new(versions.Key, TwoLanguages.Name(shown.Name ?? versions.Key, language), place?.Folder, place?.Labels ?? [],
                shown.Version, shown.IsPublished, versions.Any(row => row.Version > shown.Version), steps));
        }
        return shelved.OrderBy(each => each.Folder is null).ThenBy(each => each.Folder, StringComparer.CurrentCulture)
            .ThenBy(each => each.Name, StringComparer.CurrentCulture).ToList();

        bool Fits(string? text) => text?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;
    }

    static IEnumerable<string> Steps(CompiledDefinitions definitions, string versionId) =>
        definitions.FindVersion(versionId)?.Root.SelfAndDescendants().Select(Words).OfType<string>() ?? [];

    static string? Words(ActivityNode node) =>
        node.Source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown : node.Name;
}
