using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Process;

/// <summary>A version of a workflow, without its content. Times are UTC.</summary>
/// <param name="IsDraft">The latest, and not published.</param>
/// <param name="Revision">A mark of its content; only told of the draft.</param>
/// <param name="Running">How many instances run on it; null for whom the workflow's cases are hidden from.</param>
/// <param name="IsFromFile">It was loaded from the folder of workflow files.</param>
sealed record WorkflowVersion(string Id, int Version, bool IsPublished, bool IsDraft, DateTimeOffset? SavedAt, string? SavedById,
    DateTimeOffset? PublishedAt, string? PublishedById, string? Comment, string? Revision, int? Running, bool IsFromFile)
{
    /// <summary>The newest first.</summary>
    public static async Task<List<WorkflowVersion>> Read(ProcessDatabase database, RecordAccess access, string definitionId,
        CancellationToken token)
    {
        var rows = await database.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version)
            .Select(row => new
            {
                row.Id,
                row.Version,
                row.IsPublished,
                row.IsLatest,
                row.SavedAt,
                row.SavedById,
                row.PublishedAt,
                row.PublishedById,
                row.Comment,
                row.CreatedAt,
                Model = row.IsLatest && !row.IsPublished ? row.Model : null,
                IsFromFile = row.FileHash != null,
            }).ToListAsync(token);
        var running = await database.Instances.Where(row => row.DefinitionId == definitionId && row.Status == "Running")
            .GroupBy(row => row.DefinitionVersionId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, token);
        return rows.ConvertAll(row => new WorkflowVersion(row.Id, row.Version, row.IsPublished, row.Model is not null, row.SavedAt ?? row.CreatedAt,
            row.SavedById, row.PublishedAt, row.PublishedById, row.Comment,
            row.Model is null ? null : Runtime.Definitions.DefinitionStore.RevisionOf(row.Model),
            access.Workflows.Sees(definitionId) ? running.GetValueOrDefault(row.Id) : null, row.IsFromFile));
    }

    /// <summary>What a version has changed since another one: by itself, since the one that was published before it.</summary>
    /// <returns>With the version they are told since; null where there was none before.</returns>
    /// <exception cref="RefusalException">There is no such version.</exception>
    public static (int? Since, IReadOnlyList<WorkflowChange> Changes) Changes(ProcessDatabase database, string definitionId, int version, int? since,
        ActivityRegistry activities)
    {
        var rows = database.Definitions.Where(row => row.DefinitionId == definitionId);
        var present = rows.FirstOrDefault(row => row.Version == version) ?? throw RefusalException.NotFound("version", $"{definitionId} v{version}");
        var former = since is null
            ? rows.Where(row => row.Version < version && row.PublishedAt != null).OrderByDescending(row => row.Version).FirstOrDefault()
            : rows.FirstOrDefault(row => row.Version == since) ?? throw RefusalException.NotFound("version", $"{definitionId} v{since}");
        return (former?.Version, WorkflowDifference.Of(former is null ? null : (JsonObject)JsonNode.Parse(former.Model)!,
            (JsonObject)JsonNode.Parse(present.Model)!, activities.IsSecret));
    }
}
