using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Shelves;

/// <summary>Where a workflow stands in the list: kept beside its versions, so that putting things in order makes no new one.</summary>
public sealed class WorkflowPlace
{
    public required string DefinitionId { get; init; }
    /// <summary>"Sales", or "Sales/Large orders"; null for none.</summary>
    public string? Folder { get; set; }
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>The folder and those within it.</summary>
    public bool IsIn(string folder) => Folder == folder || Folder?.StartsWith($"{folder}/", StringComparison.Ordinal) == true;
}

/// <summary>Where a workflow is to stand; null clears, what is left out stays as it is.</summary>
public sealed record WorkflowPlaceInput
{
    public Given<string?> Folder { get; init; }
    public Given<IReadOnlyList<string>?> Labels { get; init; }
}

/// <summary>Whoever may change a workflow puts it in its place.</summary>
public static class PlaceWorkflow
{
    const int LongestName = 60, MostLabels = 12, Deepest = 2;

    /// <exception cref="RefusalException">There is no such workflow, it is not theirs to change, or a name does not fit.</exception>
    public static WorkflowPlace Apply(Change change, string definitionId, WorkflowPlaceInput input)
    {
        if (!change.By.Is(Role.ProcessOwner, Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        if (!change.Definitions.Exists(definitionId)) throw RefusalException.NotFound("workflow", definitionId);
        change.Access.Workflows.Require(definitionId, WorkflowRight.Edit);
        var places = change.Database.WorkflowPlaces;
        var place = places.Find(definitionId) ?? places.Add(new WorkflowPlace { DefinitionId = definitionId }).Entity;
        place.Folder = input.Folder.Or(place.Folder, FolderOf);
        place.Labels = input.Labels.Or(place.Labels, LabelsOf) ?? [];
        change.Audit(AuditAction.WorkflowPlaced, definitionId, $"{place.Folder ?? "–"}; {string.Join(", ", place.Labels)}");
        return place;
    }

    static string? FolderOf(string? given)
    {
        var parts = (given ?? "").Split('/').Select(part => TextField.Line(part, "folder", LongestName)).OfType<string>().ToList();
        if (parts.Count > Deepest) throw RefusalException.Invalid("folder", "A folder lies in one other at most: “Sales/Large orders”.");
        return parts.Count == 0 ? null : string.Join('/', parts);
    }

    static IReadOnlyList<string> LabelsOf(IReadOnlyList<string>? given)
    {
        var labels = (given ?? []).Select(label => TextField.Line(label, "labels", LongestName)).OfType<string>()
            .DistinctBy(label => label.ToUpperInvariant()).ToList();
        return labels.Count <= MostLabels ? labels : throw RefusalException.Invalid("labels", $"A workflow has {MostLabels} labels at most.");
    }
}

/// <summary>Places in the database.</summary>
public static class PlaceTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<WorkflowPlace> WorkflowPlaces => database.Set<WorkflowPlace>();
    }

    internal static void Configure(ModelBuilder model) => model.Entity<WorkflowPlace>(table =>
    {
        table.ToTable("workflow_places");
        table.HasKey(place => place.DefinitionId);
        table.PrimitiveCollection(place => place.Labels);
    });
}
