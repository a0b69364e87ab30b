using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Definitions;

/// <summary>A definition as Elsa's API shows it, and back: node ids, defaults and links are added on the way out and do not come in.</summary>
public sealed class DefinitionShape(ActivityRegistry registry, IDefinitionSource definitions)
{
    const string NotFoundType = "Elsa.NotFoundActivity";

    public JsonObject Full(WorkflowDefinition definition, bool links = true)
    {
        var shape = new JsonObject();
        if (links) shape["links"] = Links(definition.DefinitionId);
        shape["id"] = definition.Id;
        shape["definitionId"] = definition.DefinitionId;
        AddText(shape, "name", definition.Name);
        AddText(shape, "description", definition.Description);
        shape["createdAt"] = Times.Iso(definition.CreatedAt);
        shape["version"] = definition.Version;
        AddText(shape, "toolVersion", definition.ToolVersion);
        shape["variables"] = new JsonArray(definition.Model.Array("variables")?.OfType<JsonObject>().Select(Variable).ToArray() ?? []);
        shape["inputs"] = Copied(definition, "inputs");
        shape["outputs"] = Copied(definition, "outputs");
        shape["outcomes"] = Copied(definition, "outcomes");
        shape["customProperties"] = definition.CustomProperties?.DeepClone() ?? new JsonObject();
        shape["isReadonly"] = definition.IsReadonly;
        shape["isSystem"] = definition.IsSystem;
        shape["isLatest"] = definition.IsLatest;
        shape["isPublished"] = definition.IsPublished;
        var options = (JsonObject?)definition.Options?.DeepClone() ?? [];
        options.TryAdd("autoUpdateConsumingWorkflows", false);
        shape["options"] = options;
        shape["root"] = definition.Root is { } root ? Activity(root, "Workflow1") : null;
        foreach (var (name, value) in definition.Model)
            if (!shape.ContainsKey(name)) shape[name] = value?.DeepClone();
        return shape;
    }

    public JsonObject Summary(WorkflowDefinition definition, bool links = true)
    {
        var shape = links ? new JsonObject { ["links"] = Links(definition.DefinitionId), ["isMaterializerAvailable"] = true } : [];
        shape["id"] = definition.Id;
        shape["definitionId"] = definition.DefinitionId;
        AddText(shape, "name", definition.Name);
        AddText(shape, "description", definition.Description);
        shape["version"] = definition.Version;
        AddText(shape, "toolVersion", definition.ToolVersion);
        shape["isLatest"] = definition.IsLatest;
        shape["isPublished"] = definition.IsPublished;
        shape["materializerName"] = "Json";
        shape["createdAt"] = Times.Iso(definition.CreatedAt);
        shape["isReadonly"] = definition.IsReadonly;
        return shape;
    }

    /// <summary>As Elsa lists versions: the root as text.</summary>
    public JsonObject Stored(WorkflowDefinition definition)
    {
        var shape = Full(definition, links: false);
        shape.Remove("root");
        foreach (var variable in shape.Array("variables")!.OfType<JsonObject>()) if (!variable.Flag("isArray")) variable.Remove("isArray");
        shape["materializerName"] = "Json";
        shape["stringData"] = definition.Root is { } root ? Activity(root, "Workflow1").ToJsonString(Json.Options) : "{}";
        return shape;
    }

    /// <summary>The workflow itself as an activity, around its root.</summary>
    public JsonObject Workflow(WorkflowDefinition definition) => new()
    {
        ["identity"] = new JsonObject { ["definitionId"] = definition.DefinitionId, ["version"] = definition.Version, ["id"] = definition.Id },
        ["publication"] = new JsonObject { ["isLatest"] = definition.IsLatest, ["isPublished"] = definition.IsPublished },
        ["inputs"] = Copied(definition, "inputs"),
        ["outputs"] = Copied(definition, "outputs"),
        ["outcomes"] = Copied(definition, "outcomes"),
        ["workflowMetadata"] = new JsonObject
        {
            ["name"] = definition.Name,
            ["description"] = definition.Description,
            ["createdAt"] = Times.Iso(definition.CreatedAt),
            ["toolVersion"] = definition.ToolVersion
        },
        ["options"] = definition.Options?.DeepClone() ?? new JsonObject(),
        ["isReadonly"] = definition.IsReadonly,
        ["isSystem"] = definition.IsSystem,
        ["definitionHandle"] = new JsonObject { ["definitionVersionId"] = definition.Id },
        ["result"] = null,
        ["root"] = definition.Root is { } root ? Activity(root, "Workflow1") : null,
        ["id"] = "Workflow1",
        ["nodeId"] = "Workflow1",
        ["name"] = null,
        ["type"] = WorkflowRoot.TypeName,
        ["version"] = 1,
        ["customProperties"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
    };

    /// <summary>One activity of a definition, with everything inside of it.</summary>
    public JsonObject Node(ActivityNode node) => Activity(node.Source, node.Parent?.NodeId ?? "Workflow1");

    public JsonObject Export(WorkflowDefinition definition)
    {
        var shape = Full(definition, links: false);
        shape.Insert(0, "$schema", "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json");
        return shape;
    }

    /// <summary>
    /// What a client saved, as it is kept: activities that were shown as not found become again what they were, and what was shown as not set is left
    /// out.
    /// </summary>
    public JsonObject Incoming(JsonObject model)
    {
        var copy = (JsonObject)model.DeepClone();
        if (copy["root"] is JsonObject root) copy["root"] = Restored(root);
        return copy;
    }

    JsonNode Restored(JsonObject activity)
    {
        if (activity.Text("type") == NotFoundType && activity.Text("originalActivityJson") is { } original
            && JsonNode.Parse(original) is JsonObject restored)
        {
            if (activity["metadata"] is JsonObject metadata && metadata["designer"] is { } designer)
            {
                if (restored["metadata"] is not JsonObject target) restored["metadata"] = target = [];
                target["designer"] = designer.DeepClone();
            }
            return restored;
        }
        foreach (var property in registry.Find(activity.Text("type") ?? "")?.PropertyNames ?? [])
            if (activity.TryGetPropertyValue(property, out var set) && set is null) activity.Remove(property);
        foreach (var (name, value) in activity.ToList())
        {
            if (value is JsonObject child && child.Text("type") is not null) activity[name] = Restored(child).DeepClone();
            else if (value is JsonArray list)
                for (var index = 0; index < list.Count; index++)
                    if (list[index] is JsonObject item && item.Text("type") is not null) list[index] = Restored(item).DeepClone();
        }
        return activity;
    }

    JsonObject Activity(JsonObject source, string parentNodeId)
    {
        var id = source.Text("id") ?? "";
        var nodeId = $"{parentNodeId}:{id}";
        var typeName = source.Text("type") ?? "";
        var type = registry.Find(typeName);
        if (type is null && definitions.FindAsActivity(typeName, null) is null) return NotFound(source, id, nodeId, typeName);
        var shape = (JsonObject)source.DeepClone();
        shape["nodeId"] = nodeId;
        if (!shape.ContainsKey("name")) shape["name"] = null;
        shape.TryAdd("version", 1);
        foreach (var property in type?.PropertyNames ?? []) if (!shape.ContainsKey(property)) shape[property] = null;
        var custom = shape["customProperties"] as JsonObject ?? [];
        if (custom.Parent is null) shape["customProperties"] = custom;
        if (typeName == "Elsa.Flowchart") custom.TryAdd("notFoundConnections", new JsonArray());
        if (shape.Flag("canStartWorkflow")) custom["canStartWorkflow"] = true;
        custom.TryAdd("canStartWorkflow", false);
        custom.TryAdd("runAsynchronously", false);
        if (shape["metadata"] is not JsonObject) shape["metadata"] = new JsonObject();
        foreach (var (name, value) in source)
        {
            if (value is JsonObject child && IsActivity(child)) shape[name] = Activity(child, nodeId);
            else if (value is JsonArray list)
                for (var index = 0; index < list.Count; index++)
                {
                    if (list[index] is JsonObject item && IsActivity(item)) ((JsonArray)shape[name]!)[index] = Activity(item, nodeId);
                    else if (list[index]?["activity"] is JsonObject embedded && list[index] is JsonObject && IsActivity(embedded))
                        shape[name]![index]!["activity"] = Activity(embedded, nodeId);
                }
        }
        if (shape["connections"] is JsonArray connections)
            foreach (var connection in connections.OfType<JsonObject>()) connection.TryAdd("vertices", new JsonArray());
        return shape;
    }

    static bool IsActivity(JsonObject candidate) => candidate.Text("type") is not null && candidate.ContainsKey("id")
        && !candidate.ContainsKey("expression");

    static JsonObject NotFound(JsonObject source, string id, string nodeId, string typeName)
    {
        var metadata = source["metadata"]?.DeepClone() as JsonObject ?? [];
        metadata["displayText"] = $"Not Found: {typeName}";
        metadata["description"] = $"Could not find activity type {typeName} with version {source.Number("version") ?? 0}";
        return new JsonObject
        {
            ["missingTypeName"] = typeName,
            ["missingTypeVersion"] = source.Number("version") ?? 0,
            ["originalActivityJson"] = source.ToJsonString(Json.Options),
            ["id"] = id,
            ["nodeId"] = nodeId,
            ["name"] = source.Text("name"),
            ["type"] = NotFoundType,
            ["version"] = 1,
            ["customProperties"] = new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false },
            ["metadata"] = metadata,
        };
    }

    static JsonNode Variable(JsonObject source)
    {
        var variable = (JsonObject)source.DeepClone();
        if (variable["value"] is null) variable.Remove("value");
        if (variable.Text("storageDriverTypeName") is { } driver) variable["storageDriverTypeName"] = driver.Split(',')[0].Split('.')[^1];
        return variable;
    }

    static JsonNode Copied(WorkflowDefinition definition, string name)
    {
        if (definition.Model.Array(name)?.DeepClone() is not JsonArray list) return new JsonArray();
        // Elsa leaves out flags that are not set.
        foreach (var item in list.OfType<JsonObject>())
            if (item["isArray"] is JsonValue value && value.TryGetValue(out bool isArray) && !isArray) item.Remove("isArray");
        return list;
    }

    static void AddText(JsonObject shape, string name, string? value)
    {
        if (value is not null) shape[name] = value;
    }

    static JsonArray Links(string id) => new((
        from link in ((string Rel, string Path, string Method)[])
        [
            ("self", $"/workflow-definitions/{id}", "GET"), ("self", $"/workflow-definitions/by-definition-id/{id}", "GET"),
                ("versions", $"/workflow-definitions/{id}/versions", "GET"),
            ("bulk-dispatch", $"/workflow-definitions/{id}/bulk-dispatch", "POST"), ("dispatch", $"/workflow-definitions/{id}/dispatch", "POST"),
                ("execute", $"/workflow-definitions/{id}/execute", "POST"),
            ("export", $"/workflow-definitions/{id}/export", "POST"), ("publish", $"/workflow-definitions/{id}/publish", "POST"),
                ("retract", $"/workflow-definitions/{id}/retract", "POST"),
            ("delete", $"/workflow-definitions/{id}", "DELETE"), ("import", $"/workflow-definitions/{id}/import", "PUT"),
                ("update-references", $"/workflow-definitions/{id}/update-references", "POST"),
        ]
        select (JsonNode)new JsonObject { ["href"] = link.Path, ["rel"] = link.Rel, ["method"] = link.Method }).ToArray());
}
