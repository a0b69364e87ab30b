namespace ThreeStep.Web.Tests;

// Every route about workflows, with the right that it asks for.
public sealed partial class WorkflowAccessApiTests
{
    /// <summary>What a way in asks for. To mend is to see and to edit.</summary>
    public enum Asks { See, Edit, Publish, Start, Mend }

    /// <param name="Route">As it is mapped; {d} stands for the workflow, {i} for an instance that waits, {f} for one that has finished.</param>
    sealed record Way(Asks Asks, string Verb, string Route, string Address, object? Body = null);

    static Way Of(Asks asks, string verb, string route, object? body = null, string query = "") => new(asks, verb, route,
        route.Replace("{definitionId}", "{d}", StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal)
            .Replace("{activityId}", "wait", StringComparison.Ordinal).Replace("{name}", "mine", StringComparison.Ordinal)
            .Replace("{stepId}", "wait", StringComparison.Ordinal)
            .Replace("{instanceId}", "{f}", StringComparison.Ordinal) + query, body);

    const string Elsa = "/elsa/api/", Instance = $"{Elsa}workflow-instances/{{id}}", Api = "/api/workflows/{definitionId}/";
    const string Definition = $"{Elsa}workflow-definitions/{{definitionId}}";

    static object Model(string text) => new
    {
        definitionId = Workflow,
        name = Workflow,
        isPublished = false,
        variables = new[] { new { id = "v", name = "Note", typeName = "String", value = "" } },
        root = new
        {
            id = "wait",
            type = "Elsa.Event",
            version = 1,
            eventName = new { typeName = "String", expression = new { type = "Literal", value = text } },
        },
    };

    static readonly object Ids = new { ids = new[] { "{i}" } }, These = new { workflowInstanceIds = new[] { "{i}" } },
        All = new { definitionIds = new[] { Workflow } }, Altered = new
        {
            workflowInstanceIds = new[] { "{i}" },
            filter = new { workflowInstanceIds = new[] { "{i}" } },
            alterations = new[] { new { type = "Cancel" } },
        };

    static readonly Way[] Ways =
    [
        Of(Asks.See, "GET", $"{Elsa}workflow-instances", query: $"?definitionId={Workflow}"),
        Of(Asks.See, "POST", $"{Elsa}workflow-instances", new { searchTerm = Secret }),
        Of(Asks.See, "GET", Instance), Of(Asks.See, "GET", $"{Instance}/execution-state"), Of(Asks.See, "GET", $"{Instance}/journal"),
        Of(Asks.See, "POST", $"{Instance}/journal"), Of(Asks.See, "GET", $"{Instance}/journal/{{activityId}}"),
        Of(Asks.See, "GET", $"{Instance}/variables"), Of(Asks.See, "GET", $"{Instance}/export"), Of(Asks.See, "POST", $"{Instance}/export"),
        Of(Asks.See, "GET", $"{Elsa}activity-executions/list", query: "?workflowInstanceId={i}"),
        Of(Asks.See, "GET", $"{Elsa}activity-execution-summaries/list", query: "?workflowInstanceId={i}"),
        Of(Asks.See, "GET", $"{Elsa}activity-executions/count", query: "?workflowInstanceId={i}"),
        Of(Asks.See, "GET", $"{Elsa}activity-executions/by-id", query: "?id={e}"),
        new(Asks.See, "GET", $"{Elsa}activity-executions/{{id}}", $"{Elsa}activity-executions/{{e}}"),
        new(Asks.See, "GET", $"{Elsa}activity-executions/{{id}}/call-stack", $"{Elsa}activity-executions/{{e}}/call-stack"),
        Of(Asks.See, "POST", $"{Elsa}activity-executions/report", new { workflowInstanceId = "{i}", activityNodeIds = new[] { "Workflow1:wait" } }),
        Of(Asks.See, "GET", $"{Elsa}bulk-actions/export/workflow-instances", Ids),
        Of(Asks.See, "POST", $"{Elsa}bulk-actions/export/workflow-instances", Ids),
        Of(Asks.See, "POST", $"{Elsa}alterations/dry-run", new { filter = new { definitionIds = new[] { Workflow } } }),
        new(Asks.See, "GET", $"{Elsa}alterations/{{id}}", $"{Elsa}alterations/{{plan}}"),
        Of(Asks.See, "GET", $"{Api}figures"), Of(Asks.See, "GET", $"{Api}stays"), Of(Asks.See, "GET", $"{Api}moves"),
        new(Asks.See, "GET", "/api/moves/{id}", "/api/moves/{move}"),
        new(Asks.See, "GET", "/api/moves/{id}/instances", "/api/moves/{move}/instances"),
        Of(Asks.See, "GET", $"{Api}replays"), Of(Asks.See, "POST", $"{Api}replays", new { version = 1 }),
        new(Asks.See, "GET", "/api/replays/{id}", "/api/replays/{replay}"),
        new(Asks.See, "PATCH", "/api/replays/{id}", "/api/replays/{replay}", new { status = "Cancelled" }),
        new(Asks.See, "GET", "/api/replays/{id}/cases/{instanceId}", "/api/replays/{replay}/cases/{f}"),
        Of(Asks.See, "POST", $"{Api}scenarios/of-case/{{instanceId}}"),

        Of(Asks.Mend, "POST", $"{Instance}/variables", new { variables = new[] { new { id = "v", value = "changed" } } }),
        Of(Asks.Mend, "DELETE", Instance), Of(Asks.Mend, "POST", $"{Elsa}cancel/workflow-instances/{{id}}"),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/cancel/workflow-instances", new { definitionId = Workflow }),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/delete/workflow-instances", new { workflowDefinitionId = Workflow }),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/delete/workflow-instances/by-id", Ids),
        Of(Asks.Mend, "POST", $"{Elsa}alterations/run", Altered), Of(Asks.Mend, "POST", $"{Elsa}alterations/submit", Altered),
        Of(Asks.Mend, "POST", $"{Elsa}alterations/workflows/retry", These), Of(Asks.Mend, "GET", $"{Elsa}alterations/workflows/retry", These),
        new(Asks.Mend, "POST", $"{Elsa}events/{{eventName}}/trigger", $"{Elsa}events/first/trigger", new { workflowInstanceId = "{i}" }),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/import/workflow-instances", "instance"),
        Of(Asks.Mend, "POST", $"{Api}moves", new { version = 2, reason = "x" }), Of(Asks.Mend, "POST", $"{Api}moves/preview", new { version = 2 }),
        Of(Asks.Mend, "POST", $"{Api}moves", new { mend = new { kind = "End" }, instanceIds = new[] { "{i}" }, reason = "x" }),
        new(Asks.Mend, "POST", "/api/moves/{id}/undo", "/api/moves/{move}/undo"),

        Of(Asks.Edit, "POST", $"{Elsa}workflow-definitions", new { model = Model("slipped in"), publish = false }),
        Of(Asks.Edit, "POST", $"{Elsa}workflow-definitions/import", Model("slipped in")),
        Of(Asks.Edit, "PUT", $"{Elsa}workflow-definitions/import", Model("slipped in")),
        Of(Asks.Edit, "POST", $"{Definition}/import", Model("slipped in")), Of(Asks.Edit, "PUT", $"{Definition}/import", Model("slipped in")),
        Of(Asks.Edit, "POST", $"{Elsa}workflow-definitions/import-files", "definition"),
        Of(Asks.Edit, "POST", $"{Definition}/revert/{{version:int}}"), Of(Asks.Edit, "DELETE", Definition),
        Of(Asks.Edit, "DELETE", $"{Definition}/version/{{version:int}}"),
        new(Asks.Edit, "DELETE", $"{Elsa}workflow-definition-versions/{{id}}", $"{Elsa}workflow-definition-versions/{{v}}"),
        Of(Asks.Edit, "POST", $"{Elsa}bulk-actions/delete/workflow-definitions/by-definition-id", All),
        Of(Asks.Edit, "POST", $"{Elsa}bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { "{v}" } }),
        Of(Asks.Edit, "PATCH", $"{Api}settings", new { values = new { }, comment = "x" }), Of(Asks.Edit, "DELETE", $"{Api}draft"),
        Of(Asks.Edit, "POST", $"{Api}versions/{{version:int}}/restore"), Of(Asks.Edit, "PATCH", $"{Api}place", new { folder = "Mine" }),
        Of(Asks.Edit, "PATCH", $"{Api}access", new { start = (object?)null, seeData = (object?)null, edit = (object?)null, publish = (object?)null }),
        Of(Asks.Edit, "PUT", $"{Api}forms/{{stepId}}", new { fields = Array.Empty<object>(), publish = false }),
        Of(Asks.Edit, "PUT", $"{Api}scenarios/{{name}}", new { text = "x" }), Of(Asks.Edit, "DELETE", $"{Api}scenarios/{{name}}"),

        Of(Asks.Publish, "POST", $"{Definition}/publish"), Of(Asks.Publish, "POST", $"{Definition}/retract"),
        Of(Asks.Publish, "POST", $"{Elsa}bulk-actions/publish/workflow-definitions/by-definition-ids", All),
        Of(Asks.Publish, "POST", $"{Elsa}bulk-actions/retract/workflow-definitions/by-definition-ids", All),
        Of(Asks.Publish, "POST", $"{Api}publish", new { comment = "x" }),
        Of(Asks.Publish, "POST", $"{Elsa}workflow-definitions", new { model = Model("third"), publish = true }),

        Of(Asks.Start, "POST", $"{Definition}/execute"), Of(Asks.Start, "GET", $"{Definition}/execute"),
        Of(Asks.Start, "POST", $"{Definition}/dispatch"), Of(Asks.Start, "POST", $"{Definition}/bulk-dispatch", new { count = 1 }),
        Of(Asks.Start, "POST", $"{Definition}/dispatch", new { versionOptions = "Latest" }),
        Of(Asks.Start, "GET", $"{Api}start"), Of(Asks.Start, "POST", $"{Api}start"),
        Of(Asks.Start, "POST", $"{Api}start-many", new { rows = new[] { new { } } }),
    ];

    /// <summary>About no case of a workflow, and changing none: what process owners read of drawings, and the server's own.</summary>
    static readonly string[] NotLimited =
    [
        "GET /elsa/api/workflow-definitions", $"GET {Definition}", "GET /elsa/api/workflow-definitions/by-definition-id/{definitionId}",
        "GET /elsa/api/workflow-definitions/by-id/{id}", "GET /elsa/api/workflow-definitions/many-by-id", $"GET {Definition}/versions",
        $"GET {Definition}/consumers", $"GET {Definition}/export", $"POST {Definition}/export", "GET /elsa/api/workflow-definitions/query/count",
        "GET /elsa/api/workflow-definitions/validation/is-name-unique", "GET /elsa/api/workflow-definitions/subgraph/{id}",
        "GET /elsa/api/workflow-definitions/subgraph/segments/{id}", "GET /elsa/api/bulk-actions/export/workflow-definitions",
        "POST /elsa/api/bulk-actions/export/workflow-definitions", "POST /elsa/api/tests/activities",
        "POST /elsa/api/actions/workflow-definitions/refresh", "POST /elsa/api/actions/workflow-definitions/reload",
        // Changes those that use it, each as its own access says; arranging saves, and is refused there.
        $"POST {Definition}/update-references", $"POST {Api}arrangement",
        // Waits of RunTask, and what was set aside, are asked for by what they are of: see the tests of their own.
        "POST /elsa/api/tasks/{taskId}/complete",
        "GET /elsa/api/bookmark-queue/dead-letters", "POST /elsa/api/bookmark-queue/dead-letters",
        "GET /elsa/api/bookmark-queue/dead-letters/{id:long}", "DELETE /elsa/api/bookmark-queue/dead-letters/{id:long}",
        "POST /elsa/api/bookmark-queue/dead-letters/{id:long}/replay",
        "GET /api/workflows", $"GET {Api}access", $"GET {Api}diagram.svg", $"GET {Api}diagram.mmd", $"GET {Api}diagram.bpmn",
        $"GET {Api}scenarios", $"POST {Api}scenarios/run", $"GET {Api}settings", $"GET {Api}forms",
        $"GET {Api}versions", $"GET {Api}versions/{{version:int}}/changes",
        $"GET {Api}comments", $"POST {Api}comments", $"POST {Api}comments/{{threadId}}/answers", $"PATCH {Api}comments/{{threadId}}",
    ];

    static readonly string[] About =
        ["/elsa/api/workflow", "/elsa/api/bulk-actions", "/elsa/api/activity-execution", "/elsa/api/alterations", "/elsa/api/cancel",
            "/elsa/api/events", "/elsa/api/tasks", "/elsa/api/tests", "/elsa/api/actions", "/elsa/api/bookmark-queue", "/api/workflows", "/api/moves",
            "/api/replays"];
}
