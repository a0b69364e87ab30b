using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Elsa.Designer;

/// <summary>What the designer asks before it can draw: activities, expression languages, types, strategies, features.</summary>
static class DescriptorEndpoints
{
    const string Namespace = "Elsa.Workflows";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("descriptors/activities", Activities);
        api.MapGet("descriptors/activities/{typeName}", Activity);
        api.MapPost("descriptors/activities/{typeName}/options/{propertyName}", Options);
        api.MapGet("descriptors/expression-descriptors", () => Counted(
            Language("Literal", false), Language("Object", false, "json"), Language("Variable", true), Language("Input", true),
                Language("Output", true), Language("JavaScript", true, "javascript"), Language("Liquid", true, "liquid")));
        api.MapGet("descriptors/variables", () => JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(VariableTypes().ToArray()) }));
        api.MapGet("descriptors/storage-drivers", () => JsonAnswer.Of(new JsonObject
        {
            ["items"] = new JsonArray(new JsonObject
            {
                ["typeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
                ["displayName"] = "Workflow Instance",
                ["priority"] = 5,
                ["deprecated"] = false
            }),
        }));
        api.MapGet("descriptors/incident-strategies", () => Counted(
            Strategy("Continue with incidents", "The other branches go on; the incident is listed.", "ContinueWithIncidentsStrategy"),
                Strategy("Fault", "The whole instance is faulted and waits for a retry.", "FaultStrategy")));
        api.MapGet("descriptors/log-persistence-strategies", () =>
            Counted(Strategy("Include", "", $"{Namespace}.LogPersistence.Strategies.Include, {Namespace}.Core")));
        api.MapGet("descriptors/workflow-activation-strategies", () =>
            Counted(Strategy("Always", "Always allow a new instance.", $"{Namespace}.ActivationValidators.AllowAlwaysStrategy, {Namespace}.Core")));
        // Every burst is one commit: there is nothing to choose.
        api.MapGet("descriptors/commit-strategies/activities", () => Counted());
        api.MapGet("descriptors/commit-strategies/workflows", () => Counted());
        api.MapGet("descriptors/output-converters", OutputConverters);
        // Deliveries are retried by the outbox; there is no strategy to choose.
        api.MapGet("resilience/strategies", () => Counted());
        api.MapGet("resilience/retries/{activityInstanceId}", () => Counted());
        api.MapGet("features/installed", () => Counted(Features.Select(Feature).ToArray()));
        api.MapGet("features/installed/{fullName}", (string fullName) =>
            Features.Contains(fullName) ? JsonAnswer.Of(Feature(fullName)) : Results.NotFound());
        api.MapPost("scripting/javascript/type-definitions/{definitionId}", TypeDefinitions);
    }

    /// <summary>Studio shows what belongs to these and hides the rest, such as labels, secrets or dashboards.</summary>
    static readonly string[] Features =
        ["Elsa.Workflows", "Elsa.Flowchart", "Elsa.WorkflowRuntime", "Elsa.WorkflowDefinitions", "Elsa.WorkflowInstances", "Elsa.WorkflowManagement",
        "Elsa.WorkflowsApi", "Elsa.JavaScript", "Elsa.Liquid", "Elsa.Scheduling", "Elsa.RealTimeWorkflowUpdates", "Elsa.Alterations"];

    static async Task<IResult> Activities(HttpRequest request, CompiledDefinitions definitions, ProcessStore store, CancellationToken token)
    {
        var shape = new ActivityDescriptorShape(ReaderLanguage.Of(request), await DesignerOptions.Read(store, token));
        var items = definitions.Registry.Types.Select(type => (JsonNode)shape.Of(type))
            .Concat((await AsActivities(store, token)).Select(definition => (JsonNode)shape.Of(definition))).ToArray();
        return Counted(items);
    }

    static async Task<IResult> Activity(HttpRequest request, string typeName, CompiledDefinitions definitions, ProcessStore store,
        CancellationToken token)
    {
        var shape = new ActivityDescriptorShape(ReaderLanguage.Of(request), await DesignerOptions.Read(store, token));
        if (definitions.Registry.Find(typeName) is { } type) return JsonAnswer.Of(shape.Of(type));
        return (await AsActivities(store, token)).Find(definition => definition.ActivityTypeName == typeName) is { } definition
            ? JsonAnswer.Of(shape.Of(definition))
            : Results.NotFound();
    }

    static async Task<List<WorkflowDefinition>> AsActivities(ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return (await database.Definitions.Where(row => row.IsPublished && row.ActivityTypeName != null).ToListAsync(token))
            .Select(row => row.ToDefinition()).ToList();
    }

    /// <summary>The choices of a property, fixed ones and those the system knows.</summary>
    static async Task<IResult> Options(HttpRequest request, string typeName, string propertyName, CompiledDefinitions definitions, ProcessStore store,
        CancellationToken token)
    {
        if (definitions.Registry.Find(typeName) is not { } type) return Results.NotFound();
        var property = type.ClrType.GetProperty(propertyName);
        if (property?.GetCustomAttribute<InputAttribute>() is not { } card || property.GetValue(type.Create()) is not Input input)
            return JsonAnswer.Of(new JsonObject { ["items"] = new JsonObject() });
        var shape = new ActivityDescriptorShape(ReaderLanguage.Of(request), await DesignerOptions.Read(store, token));
        return JsonAnswer.Of(new JsonObject { ["items"] = shape.Choices(card, input.ValueType) });
    }

    static IResult OutputConverters(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.Query["sourceType"]))
            throw RefusalException.Invalid("sourceType", "The sourceType query parameter is required.");
        if (string.IsNullOrEmpty(request.Query["destinationType"]))
            throw RefusalException.Invalid("destinationType", "The destinationType query parameter is required.");
        return Counted();
    }

    static async Task<IResult> TypeDefinitions(string definitionId, DefinitionStore definitions, CancellationToken token)
    {
        var definition = await definitions.Find(definitionId, token: token);
        var text = ScriptDeclarations.Of(definition is null ? null : definitions.Compiled.FindVersion(definition.Id));
        return Results.File(Encoding.UTF8.GetBytes(text), "application/x-typescript", $"elsa.{definitionId}.d.ts");
    }

    static IResult Counted(params JsonNode[] items) => JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(items), ["count"] = items.Length });

    static JsonObject Language(string type, bool isBrowsable, string? editor = null) => new()
    {
        ["type"] = type,
        ["displayName"] = type,
        ["isSerializable"] = true,
        ["isBrowsable"] = isBrowsable,
        ["properties"] = editor is null ? new JsonObject() : new JsonObject { ["MonacoLanguage"] = editor },
    };

    static JsonObject Strategy(string displayName, string description, string typeName) =>
        new() { ["displayName"] = displayName, ["description"] = description, ["typeName"] = typeName };

    static JsonObject Feature(string fullName) =>
        new()
        {
            ["name"] = fullName.Split('.')[^1],
            ["namespace"] = "Elsa",
            ["fullName"] = fullName,
            ["displayName"] = fullName.Split('.')[^1],
            ["description"] = ""
        };

    static IEnumerable<JsonNode> VariableTypes() =>
        from type in ((string Name, string Category, string Description)[])
        [
            ("Object", "Primitives", "Any value."), ("String", "Primitives", "A text."), ("Boolean", "Primitives", "True or false."),
                ("Int32", "Primitives", "A whole number."), ("Long", "Primitives", "A large whole number."),
            ("Double", "Primitives", "A number."), ("Decimal", "Primitives", "An amount."), ("DateTime", "Primitives", "A date and time."),
                ("DateTimeOffset", "Primitives", "A date and time with its offset."),
            ("TimeSpan", "Primitives", "A length of time, such as 7 days or 2 h 30 min."), ("ObjectDictionary", "Lookups", "Named values."),
                ("JSON", "Dynamic", "A JSON value."),
        ]
        select (JsonNode)new JsonObject
        {
            ["typeName"] = type.Name,
            ["displayName"] = type.Name,
            ["category"] = type.Category,
            ["description"] = type.Description
        };
}
