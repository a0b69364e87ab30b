using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;

namespace ThreeStep.Workflows.Expressions;

/// <summary>JSON to JavaScript values and back, as plain objects and arrays.</summary>
static class JavaScriptValues
{
    const double LargestWholeNumber = 9007199254740991;

    public static JsValue FromJson(Engine engine, JsonNode? node)
    {
        switch (node)
        {
            case null:
                return JsValue.Null;
            case JsonObject source:
                var target = new JsObject(engine);
                foreach (var (name, value) in source) target.FastSetDataProperty(name, FromJson(engine, value));
                return target;
            case JsonArray list:
                return new JsArray(engine, list.Select(item => FromJson(engine, item)).ToArray());
            default:
                var scalar = node.AsValue();
                if (scalar.TryGetValue(out string? text)) return new JsString(text);
                if (scalar.TryGetValue(out bool flag)) return flag ? JsBoolean.True : JsBoolean.False;
                if (scalar.TryGetValue(out int whole)) return JsNumber.Create(whole);
                if (scalar.TryGetValue(out double number)) return JsNumber.Create(number);
                if (scalar.TryGetValue(out decimal money)) return JsNumber.Create((double)money);
                return scalar.GetValueKind() == JsonValueKind.Null ? JsValue.Null : new JsString(scalar.ToString());
        }
    }

    public static JsonNode? ToJson(JsValue value) => ToJson(value, 0);

    static JsonNode? ToJson(JsValue value, int depth)
    {
        if (depth > 64) throw new ExpressionException("The value is nested more than 64 levels deep, or contains itself.");
        switch (value)
        {
            case JsString text: return text.ToString();
            case JsBoolean flag: return flag == JsBoolean.True;
            case JsNumber number: return ToNumber(number.AsNumber());
            case JsBigInt big: return JsonNode.Parse(big.ToString());
            case JsDate date:
                return date.ToDateTime().ToUniversalTime()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
            case JsArray array:
                var list = new JsonArray();
                foreach (var item in array) list.Add(ToJson(item, depth + 1));
                return list;
        }
        if (JavaScriptBytes.OfArray(value) is { } bytes) return Convert.ToBase64String(bytes);
        if (value.IsUndefined() || value.IsNull() || !value.IsObject() || value is Jint.Native.Function.Function) return null;
        var source = value.AsObject();
        var target = new JsonObject();
        foreach (var (key, property) in source.GetOwnProperties())
        {
            if (!property.Enumerable || key.IsSymbol()) continue;
            var item = source.Get(key);
            if (!item.IsUndefined() && item is not Jint.Native.Function.Function) target[key.ToString()] = ToJson(item, depth + 1);
        }
        return target;
    }

    static JsonValue? ToNumber(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number)) return null;
        return number == Math.Truncate(number) && Math.Abs(number) <= LargestWholeNumber ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }
}
