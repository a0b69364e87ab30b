using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>Which instances a request means, by the filter properties of Elsa's lists, bulk actions and alterations.</summary>
static class InstanceFilter
{
    const int LongestTerm = 1_000;

    /// <param name="access">Of whoever asks: what is hidden from them is not found.</param>
    /// <returns>The table itself where the filter asks for nothing, and nothing is hidden.</returns>
    public static async Task<IQueryable<InstanceRow>> Apply(ProcessDatabase database, RecordAccess access, InstanceNames instanceNames,
        JsonObject filter, CancellationToken token)
    {
        IQueryable<InstanceRow> Fitting(IQueryable<InstanceRow> rows) => Apply(access.NotHidden(rows), filter);
        return await Search(database, instanceNames, filter, token) is { } search
            ? search.Among(database.Instances, Fitting)
            : Fitting(database.Instances);
    }

    /// <summary>What the filter looks for by a term; null when it has none.</summary>
    /// <exception cref="RefusalException">The term is longer than anybody needs.</exception>
    public static async Task<InstanceSearch?> Search(ProcessDatabase database, InstanceNames instanceNames, JsonObject filter,
        CancellationToken token)
    {
        if (Texts(filter, "searchTerm") is not [var text, ..] || text.Trim() is not { Length: > 0 } term) return null;
        if (term.Length > LongestTerm)
            throw RefusalException.Invalid("searchTerm", $"Search for at most {LongestTerm} characters.");
        return await InstanceSearch.For(term, database, instanceNames, token);
    }

    /// <summary>Without the term that is looked for.</summary>
    public static IQueryable<InstanceRow> Apply(IQueryable<InstanceRow> rows, JsonObject filter)
    {
        var ids = Texts(filter, "workflowInstanceIds", "ids");
        var definitionIds = Texts(filter, "definitionIds", "definitionId");
        var versionIds = Texts(filter, "definitionVersionIds", "definitionVersionId");
        var statuses = Texts(filter, "statuses", "status");
        var subStatuses = Texts(filter, "subStatuses", "subStatus");
        var correlationIds = Texts(filter, "correlationIds", "correlationId");
        var names = Texts(filter, "names", "name");
        var parentIds = Texts(filter, "parentWorkflowInstanceIds", "parentWorkflowInstanceId");
        if (ids.Count > 0) rows = rows.Where(row => ids.Contains(row.Id));
        // The index begins with the definition's id; for a single one SQLite uses it with an equality only.
        if (definitionIds is [var definitionId]) rows = rows.Where(row => row.DefinitionId == definitionId);
        else if (definitionIds.Count > 1) rows = rows.Where(row => definitionIds.Contains(row.DefinitionId));
        if (versionIds is [var versionId]) rows = rows.Where(row => row.DefinitionVersionId == versionId);
        else if (versionIds.Count > 1) rows = rows.Where(row => versionIds.Contains(row.DefinitionVersionId));
        if (statuses.Count > 0) rows = WithStatus(rows, statuses);
        if (subStatuses is [var subStatus]) rows = rows.Where(row => row.SubStatus == subStatus);
        else if (subStatuses.Count > 1) rows = rows.Where(row => subStatuses.Contains(row.SubStatus));
        if (correlationIds.Count > 0) rows = rows.Where(row => row.CorrelationId != null && correlationIds.Contains(row.CorrelationId));
        if (names.Count > 0) rows = rows.Where(row => row.Name != null && names.Contains(row.Name));
        if (parentIds.Count > 0) rows = rows.Where(row => row.ParentInstanceId != null && parentIds.Contains(row.ParentInstanceId));
        if (Whole(filter, "version") is { } version) rows = rows.Where(row => row.DefinitionVersion == version);
        if (Flag(filter, "hasIncidents") is { } hasIncidents)
            rows = hasIncidents ? rows.Where(row => row.IncidentCount > 0) : rows.Where(row => row.IncidentCount == 0);
        // No workflow of ours is the system's own.
        if (Flag(filter, "isSystem") == true) rows = rows.Where(row => false);
        foreach (var limit in filter.Array("timestampFilters")?.OfType<JsonObject>() ?? []) rows = ByTime(rows, limit);
        return rows;
    }

    static readonly string[] Ended = ["Finished", "Cancelled", "Faulted"];

    /// <summary>
    /// By the sub-statuses of a status, which the indexes begin with: wherever a burst has ended, what runs is suspended, and what is over is one of
    /// three.
    /// </summary>
    static IQueryable<InstanceRow> WithStatus(IQueryable<InstanceRow> rows, List<string> statuses)
    {
        if (statuses is ["Running"]) return rows.Where(row => row.SubStatus == "Suspended");
        if (statuses is ["Finished"]) return rows.Where(row => Ended.Contains(row.SubStatus));
        return rows.Where(row => statuses.Contains(row.Status));
    }

    /// <summary>True when an activity that runs, waits or is faulted fits one of the filter's <c>activityFilters</c>, or there are none.</summary>
    public static bool FitsActivities(InstanceState state, JsonObject filter)
    {
        var wanted = filter.Array("activityFilters")?.OfType<JsonObject>().ToList();
        return wanted is not { Count: > 0 } || wanted.Exists(activity => state.Executions.Exists(execution =>
            (activity.Text("id") ?? activity.Text("activityId")) is var id
                && (id is null || execution.NodeId.EndsWith($":{id}", StringComparison.Ordinal))
            && (activity.Text("nodeId") is not { } nodeId || execution.NodeId == nodeId)
            && (activity.Text("status") is not { } status || execution.Status.ToString() == status)));
    }

    /// <summary>A query string as the filter body of the POST route: texts, and lists where a name stands more than once.</summary>
    public static JsonObject FromQuery(IQueryCollection query)
    {
        var filter = new JsonObject();
        foreach (var (name, values) in query.Where(pair => pair.Key.Length > 0))
            filter[char.ToLowerInvariant(name[0]) + name[1..]] =
                values.Count == 1 ? values[0] : new JsonArray(values.Select(value => (JsonNode?)value).ToArray());
        return filter;
    }

    /// <summary>The values of a property that stands in the plural or the singular, as one value or as a list, as text or as a number.</summary>
    public static List<string> Texts(JsonObject source, string listName, string? singleName = null) =>
        new[] { source[listName], singleName is null ? null : source[singleName] }.SelectMany(Values).Where(text => text.Length > 0).ToList();

    static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Values),
        JsonValue value => [value.ToString()],
        _ => [],
    };

    /// <summary>A whole number, also where a query string has it as text; null where it is not given.</summary>
    /// <exception cref="RefusalException">It is something else.</exception>
    public static int? Whole(JsonObject filter, string name) =>
        Texts(filter, name) is not [var text, ..] ? null
            : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
            : throw RefusalException.Invalid(name, $"The {name} must be a whole number.");

    static bool? Flag(JsonObject filter, string name) =>
        filter[name] is JsonValue flag && bool.TryParse(flag.ToString(), out var value) ? value : null;

    static IQueryable<InstanceRow> ByTime(IQueryable<InstanceRow> rows, JsonObject filter)
    {
        if (!DateTimeOffset.TryParse(filter.Text("timestamp"), System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal, out var time))
            throw RefusalException.Invalid("timestampFilters.timestamp", "The timestamp is not an ISO 8601 time.");
        return (filter.Text("column"), filter.Text("operator")) switch
        {
            ("CreatedAt", "GreaterThan") => rows.Where(row => row.CreatedAt > time),
            ("CreatedAt", "GreaterThanOrEqual") => rows.Where(row => row.CreatedAt >= time),
            ("CreatedAt", "LessThan") => rows.Where(row => row.CreatedAt < time),
            ("CreatedAt", "LessThanOrEqual") => rows.Where(row => row.CreatedAt <= time),
            ("UpdatedAt", "GreaterThan") => rows.Where(row => row.UpdatedAt > time),
            ("UpdatedAt", "GreaterThanOrEqual") => rows.Where(row => row.UpdatedAt >= time),
            ("UpdatedAt", "LessThan") => rows.Where(row => row.UpdatedAt < time),
            ("UpdatedAt", "LessThanOrEqual") => rows.Where(row => row.UpdatedAt <= time),
            ("FinishedAt", "GreaterThan") => rows.Where(row => row.FinishedAt > time),
            ("FinishedAt", "GreaterThanOrEqual") => rows.Where(row => row.FinishedAt >= time),
            ("FinishedAt", "LessThan") => rows.Where(row => row.FinishedAt < time),
            ("FinishedAt", "LessThanOrEqual") => rows.Where(row => row.FinishedAt <= time),
            _ =>
                throw RefusalException.Invalid("timestampFilters",
                "Use the columns CreatedAt, UpdatedAt or FinishedAt with GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual."),
        };
    }
}
