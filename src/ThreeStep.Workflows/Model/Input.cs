using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>An input of an activity: an expression that is evaluated each time the activity asks for it.</summary>
public abstract class Input
{
    /// <summary>The property's name, as the journal shows it.</summary>
    public string Name { get; internal set; } = "";
    public Expression? Expression { get; internal set; }
    /// <inheritdoc cref="InputAttribute.IsSensitive"/>
    public bool IsSensitive => Card.IsSensitive;
    public abstract Type ValueType { get; }
    public abstract object? Default { get; }

    /// <summary>Nothing is written for it.</summary>
    public bool IsBlank => Expression is null || string.IsNullOrWhiteSpace(Expression.Text);

    internal InputAttribute Card { get; set; } = new("");

    /// <summary>What the designer calls it.</summary>
    public Message Label => Card.DisplayName ?? InWords(Name);

    /// <summary>"RecordId" → "Record id".</summary>
    public static string InWords(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>
    /// Reads a value as the activity gets it, and says what speaks against it. The one reader: of what expressions give while a workflow runs, and of
    /// literals and defaults before it is published.
    /// </summary>
    /// <param name="isRunning">The activity runs: what is only doubtful is not asked any more.</param>
    public (object? Value, Objection? Objection) Read(JsonNode? value, ActivityNode node, Surroundings around, bool isRunning = false)
    {
        if (value is null || IsEmpty(value)) return ReadNothing(value);
        try
        {
            var read = ValueConversion.To(Choice(value), ValueType);
            var kind = Card.Kind is { } type ? ValueKind.Of(type) : null;
            return (read, kind is null || isRunning && kind.OnlyDoubts ? null : kind.Look(value, node, around));
        }
        catch (ValueConversionException refusal) { return (null, Objection.Certain(refusal.Words)); }
    }

    /// <summary>A field that was emptied is as good as one that was never filled in; only a text may be empty.</summary>
    (object? Value, Objection? Objection) ReadNothing(JsonNode? value)
    {
        if (Card.IsNeeded && Default is null) return (null, Objection.Certain("Nothing is given, and the step cannot do without it."));
        var isText = ValueType == typeof(string) && Card.Options.Length == 0 || ValueType == typeof(JsonNode);
        return (value is not null && isText ? ValueConversion.To(value, ValueType) : Default, null);
    }

    /// <summary>Of fixed choices, the one that is meant, however it is written.</summary>
    JsonNode Choice(JsonNode value)
    {
        if (Card.Options.Length == 0 || ValueType != typeof(string)) return value;
        var text = ValueConversion.AsText(value);
        return Card.Options.FirstOrDefault(option => option.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new ValueConversionException($"“{text}” is not known here. Use one of: {string.Join(", ", Card.Options)}.");
    }

    static bool IsEmpty(JsonNode value) => value is JsonValue scalar && scalar.TryGetValue(out string? text) && string.IsNullOrWhiteSpace(text);
}

/// <inheritdoc cref="Input"/>
public sealed class Input<T>(T? defaultValue = default) : Input
{
    public override Type ValueType => typeof(T);
    public override object? Default => defaultValue;
    public T? DefaultValue => defaultValue;
}
