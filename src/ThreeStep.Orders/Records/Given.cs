using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeStep.Orders.Records;

/// <summary>
/// A field of a change: given, be it as nothing, or left out. In JSON a field that is absent leaves the record as it is, and <c>null</c> clears it.
/// </summary>
[JsonConverter(typeof(GivenConverter))]
public readonly record struct Given<T>(T Value)
{
    public bool IsGiven { get; } = true;

    /// <summary>What the record has afterwards.</summary>
    public T Or(T present) => IsGiven ? Value : present;

    /// <summary>What the record has afterwards, where what is given must keep a rule; what it has already need not.</summary>
    /// <param name="rule">Gives the value in its proper form, or refuses it.</param>
    public T Or(T present, Func<T, T> rule) => IsGiven ? rule(Value) : present;

    public static implicit operator Given<T>(T value) => new(value);
}

/// <summary>Reads and writes a <see cref="Given{T}"/> as the value it holds.</summary>
sealed class GivenConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Given<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    sealed class Of<T> : JsonConverter<Given<T>>
    {
        public override bool HandleNull => true;

        // Read by the converter itself, so that an error names the field.
        public override Given<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return default(T) is null ? new(default!) : throw new JsonException("A value is needed here.");
            return new(((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options)!);
        }

        public override void Write(Utf8JsonWriter writer, Given<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
