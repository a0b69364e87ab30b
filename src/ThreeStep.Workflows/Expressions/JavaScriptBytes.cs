using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;

namespace ThreeStep.Workflows.Expressions;

/// <summary>
/// Bytes in scripts, under Elsa's names. A script has them as a <c>Uint8Array</c>; in variables, inputs and outputs they are Base64 text, and
/// what Elsa calls a stream (the body of a file or an answer) is the same here.
/// </summary>
static class JavaScriptBytes
{
    /// <summary>The function of that name, or null when it has nothing to do with bytes.</summary>
    /// <exception cref="ExpressionException">Thrown by the function: its argument is neither bytes nor Base64.</exception>
    public static Func<JsValue, JsValue>? Find(string name, Engine engine) => name switch
    {
        "bytesToString" => value => Encoding.UTF8.GetString(Read(name, value)),
        "bytesFromString" => value => Make(engine, Encoding.UTF8.GetBytes(Text(value))),
        "bytesToBase64" or "streamToBase64" => value => Convert.ToBase64String(Read(name, value)),
        "bytesFromBase64" => value => Make(engine, FromBase64(name, Text(value))),
        "streamToBytes" => value => Make(engine, Read(name, value)),
        "stringToBase64" => value => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(value))),
        "stringFromBase64" => value => Encoding.UTF8.GetString(FromBase64(name, Text(value))),
        _ => null,
    };

    static JsValue Make(Engine engine, byte[] bytes) => engine.Intrinsics.Uint8Array.Construct(bytes);

    static byte[] Read(string function, JsValue value)
    {
        if (OfArray(value) is { } bytes) return bytes;
        return JavaScriptValues.ToJson(value) switch
        {
            null => [],
            JsonArray numbers => numbers.Select(number => Number(function, number)).ToArray(),
            JsonValue text when text.TryGetValue(out string? base64) => FromBase64(function, base64),
            _ => throw new ExpressionException($"{function} takes bytes: a Uint8Array, a list of numbers from 0 to 255, or Base64."),
        };
    }

    /// <summary>What stands in a byte array or a buffer; null for everything else.</summary>
    public static byte[]? OfArray(JsValue value) =>
        value.IsUint8Array() ? value.AsUint8Array() : value.IsArrayBuffer() ? value.AsArrayBuffer() ?? [] : null;

    static byte Number(string function, JsonNode? value) =>
        byte.TryParse(value?.ToString(), CultureInfo.InvariantCulture, out var number) ? number
            : throw new ExpressionException($"{function} takes numbers from 0 to 255; '{value}' is none.");

    static byte[] FromBase64(string function, string text)
    {
        try { return Convert.FromBase64String(text); }
        catch (FormatException error)
        {
            throw new ExpressionException($"{function} takes Base64, and this text is not: {error.Message}", null,
            error);
        }
    }

    static string Text(JsValue value) => value.IsNull() || value.IsUndefined() ? "" : value.ToString();
}
