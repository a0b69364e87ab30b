using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Texts;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Designer;

/// <summary>An activity type as the designer's palette shows it, in the reader's language.</summary>
sealed class ActivityDescriptorShape(CultureInfo culture, DesignerOptions options)
{
    /// <summary>Properties that are no inputs in the engine's sense, but are edited like them.</summary>
    static readonly Dictionary<string, (string Name, string UiHint)> RawInputs = new()
    {
        ["Elsa.SetVariable"] = ("Variable", "variable-picker"),
        ["Elsa.FlowSwitch"] = ("Cases", "flow-switch-editor"),
        ["Elsa.Switch"] = ("Cases", "switch-editor"),
        ["Elsa.SendHttpRequest"] = ("ExpectedStatusCodes", "http-status-codes"),
    };

    static readonly HashSet<string> Hidden = ["Elsa.Flowchart", "Elsa.Sequence", "Elsa.Parallel", "Elsa.Workflow", "Elsa.NotFoundActivity"];

    public JsonObject Of(ActivityType type)
    {
        var card = type.Card;
        var ownTypes = card.Namespace == "ThreeStep";
        var sample = type.Create();
        var inputs = new JsonArray();
        if (RawInputs.TryGetValue(type.TypeName, out var raw)) inputs.Add(Input(raw.Name, raw.Name, "", "Object", raw.UiHint, isWrapped: false));
        var outputs = new JsonArray();
        foreach (var property in type.ClrType.GetProperties())
        {
            if (property.GetCustomAttribute<InputAttribute>() is { } input) inputs.Add(Input(property, input, (Input)property.GetValue(sample)!));
            if (property.GetCustomAttribute<OutputAttribute>() is { } output) outputs.Add(Output(property, output));
        }
        var ports = card.Outcomes.Select(outcome => Port(outcome, "Flow")).Concat(card.Embedded.Select(port => Port(port, "Embedded")));
        if (type.TypeName is "Elsa.FlowSwitch") ports = ports.Append(Port("Default", "Flow"));
        return new JsonObject
        {
            ["typeName"] = type.TypeName,
            ["namespace"] = card.Namespace,
            ["name"] = type.ClrType.Name,
            ["version"] = 1,
            ["category"] = ownTypes ? Category(card.Category) : card.Category,
            ["displayName"] = Translated(card.DisplayName ?? ActivityTexts.Words(type.ClrType.Name)),
            ["description"] = Translated(card.Description),
            ["clrType"] = type.ClrType.FullName,
            ["inputs"] = inputs,
            ["outputs"] = outputs,
            ["kind"] = card.Kind,
            ["runAsynchronously"] = false,
            ["ports"] = new JsonArray(ports.ToArray()),
            ["customProperties"] = Custom(type),
            ["constructionProperties"] = new JsonObject(),
            ["isContainer"] = card.IsContainer,
            ["isBrowsable"] = card.IsBrowsable && !Hidden.Contains(type.TypeName),
            ["isStart"] = card.IsStart || sample is Start,
            ["isTerminal"] = sample is ITerminalActivity,
        };
    }

    static JsonObject Custom(ActivityType type)
    {
        var custom = new JsonObject { ["Type"] = type.TypeName };
        if (type.Card.Icon is { } icon) custom["Icon"] = icon;
        if (type.Card.Color is { } color) custom["Color"] = color;
        return custom;
    }

    /// <summary>A published definition that may be used as an activity.</summary>
    public JsonObject Of(WorkflowDefinition definition) => new()
    {
        ["typeName"] = definition.ActivityTypeName,
        ["name"] = definition.ActivityTypeName,
        ["version"] = definition.Version,
        ["category"] = definition.Options?.Text("activityCategory") ?? "Workflows",
        ["displayName"] = definition.Name ?? definition.DefinitionId,
        ["description"] = definition.Description ?? "",
        ["inputs"] = new JsonArray(definition.Inputs.Select(input => Input(input.Name, input.Name, "", input.Type, "singleline", isWrapped: true))
            .ToArray()),
        ["outputs"] = new JsonArray(definition.Outputs.Select(output =>
            (JsonNode)new JsonObject { ["name"] = output.Name, ["typeName"] = output.Type, ["displayName"] = output.Name, ["isBrowsable"] = true })
            .ToArray()),
        ["kind"] = "Action",
        ["runAsynchronously"] = false,
        ["ports"] = new JsonArray(definition.Outcomes.Select(outcome => Port(outcome, "Flow")).ToArray()),
        ["customProperties"] = new JsonObject
        {
            ["RootType"] = "WorkflowDefinitionActivity",
            ["WorkflowDefinitionId"] = definition.DefinitionId,
            ["WorkflowDefinitionVersionId"] = definition.Id
        },
        ["constructionProperties"] =
            new JsonObject { ["WorkflowDefinitionId"] = definition.DefinitionId, ["WorkflowDefinitionVersionId"] = definition.Id },
        ["isContainer"] = false,
        ["isBrowsable"] = true,
        ["isStart"] = false,
        ["isTerminal"] = false,
    };

    JsonNode Input(PropertyInfo property, InputAttribute attribute, Input input)
    {
        var displayName = Translated(attribute.DisplayName ?? ActivityTexts.Words(property.Name));
        var shape = Input(
            property.Name, displayName, Translated(attribute.Description), attribute.TypeName ?? TypeName(input.ValueType), attribute.UiHint,
                attribute.IsWrapped);
        shape["isSensitive"] = attribute.IsSensitive;
        if (attribute.Category is { } category) shape["category"] = category;
        if (attribute.DefaultSyntax is { } syntax) shape["defaultSyntax"] = syntax;
        if (ValueConversion.From(input.Default) is { } value && !IsZero(value)) shape["defaultValue"] = value;
        if (Choices(attribute, input.ValueType) is { Count: > 0 } choices) shape["uiSpecifications"] = choices;
        else if (attribute is { UiHint: "code-editor", DefaultSyntax: { } language })
            shape["uiSpecifications"] = new JsonObject { ["code-editor"] = new JsonObject { ["language"] = language.ToLowerInvariant() } };
        return shape;
    }

    /// <summary>A drop-down's choices, as the designer wants them; empty where there is nothing to choose.</summary>
    public JsonObject Choices(InputAttribute attribute, Type valueType)
    {
        var items = attribute.OptionsFrom == OptionSource.Fixed
            ? attribute.ChoicesOf(valueType).Select(option => (Text: Translated(option), Value: option)).ToList() : options.Of(attribute.OptionsFrom);
        if (items.Count == 0) return [];
        var list = new JsonArray(items.Select(item => (JsonNode)new JsonObject { ["text"] = item.Text, ["value"] = item.Value }).ToArray());
        if (attribute.UiHint == "checklist")
            return new JsonObject { ["checklist"] = new JsonObject { ["checkList"] = new JsonObject { ["items"] = list, ["isFlagsEnum"] = false } } };
        return new JsonObject { ["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = list, ["isFlagsEnum"] = false } } };
    }

    static JsonObject Input(string name, string displayName, string description, string typeName, string uiHint, bool isWrapped) => new()
    {
        ["isWrapped"] = isWrapped,
        ["uiHint"] = uiHint,
        ["isReadOnly"] = false,
        ["isSensitive"] = false,
        ["autoEvaluate"] = true,
        ["uiSpecifications"] = new JsonObject(),
        ["name"] = name,
        ["typeName"] = typeName,
        ["displayName"] = displayName,
        ["description"] = description,
        ["order"] = 0,
        ["isBrowsable"] = true,
        ["isSerializable"] = true,
        ["isSynthetic"] = false,
    };

    JsonNode Output(PropertyInfo property, OutputAttribute attribute) => new JsonObject
    {
        ["name"] = property.Name,
        ["typeName"] = TypeName(property.PropertyType.GetGenericArguments()[0]),
        ["displayName"] = Translated(ActivityTexts.Words(property.Name)),
        ["description"] = Translated(attribute.Description),
        ["order"] = 0,
        ["isBrowsable"] = true,
        ["isSerializable"] = true,
        ["isSynthetic"] = false,
    };

    JsonNode Port(string name, string kind) =>
        new JsonObject { ["name"] = name, ["displayName"] = Translated(name), ["type"] = kind, ["isBrowsable"] = true };

    string Translated(string english) => english.Length == 0 ? "" : ActivityTexts.In(culture, english);

    /// <summary>Both languages, so that a palette shared on a screen is understood by all: 市场 Marketing.</summary>
    internal static string Category(string english) => $"{ActivityTexts.In(CultureInfo.GetCultureInfo("zh-CN"), english)} {english}";

    static bool IsZero(JsonNode value) => value.ToJsonString() is "false" or "0" or "\"00:00:00\"";

    static string TypeName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string[])) return "List<String>";
        // Studio knows lengths of time by this name; working time is written in the same field.
        if (type == typeof(Duration)) return "TimeSpan";
        if (type.IsEnum) return "String";
        return type == typeof(JsonNode) || type == typeof(object) ? "Object" : type.Name;
    }
}
