using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>A value as it is written in a definition: its language and its text (or JSON for literals).</summary>
public sealed record Expression(string Type, JsonNode? Value)
{
    public string Text => Value is null ? "" : ValueConversion.AsText(Value);

    /// <summary>
    /// Reads <c>{typeName, expression: {type, value}}</c>, a bare <c>{type, value}</c>, or a plain literal; null when nothing is set.
    /// </summary>
    public static Expression? Read(JsonNode? source)
    {
        if (source is null) return null;
        if (source is JsonObject wrapped)
        {
            if (wrapped["expression"] is JsonObject inner) return FromObject(inner);
            if (wrapped.ContainsKey("typeName") && (wrapped.ContainsKey("memoryReference") || wrapped.ContainsKey("expression"))) return null;
            if (wrapped.Text("type") is not null && wrapped.ContainsKey("value")) return FromObject(wrapped);
        }
        return new Expression("Literal", source);
    }

    static Expression? FromObject(JsonObject source) => source["value"] is null ? null : new(source.Text("type") ?? "Literal", source["value"]);
}

/// <summary>An expression could not be evaluated. Names the property, and for scripts the line (from 1).</summary>
public sealed class ExpressionException(Message words, int? line = null, Exception? inner = null) : WordedException(words, inner)
{
    public int? Line { get; } = line;
    public string? Property { get; init; }
}
