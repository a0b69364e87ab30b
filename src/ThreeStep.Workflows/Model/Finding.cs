using System.Globalization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>
/// Something that a check before publishing has found: at which activity, what, and what to do. <paramref name="Message"/> is an English
/// sentence with places for <paramref name="Values"/>; translations are found by it.
/// </summary>
public sealed record Finding(Severity Severity, ActivityNode Node, string Message, params IReadOnlyList<object> Values)
{
    public static Finding Error(ActivityNode node, string message, params IReadOnlyList<object> values) => new(Severity.Error, node, message, values);

    public static Finding Warning(ActivityNode node, string message, params IReadOnlyList<object> values) =>
        new(Severity.Warning, node, message, values);

    /// <summary>The activity as the designer shows it, and its id.</summary>
    public string Where
    {
        get
        {
            var shown = Node.Source.Object("metadata")?.Text("displayText") ?? Node.Name;
            return shown is null || shown == Node.Id ? Node.Id : $"{shown} ({Node.Id})";
        }
    }

    /// <summary>The whole sentence.</summary>
    /// <param name="translate">From an English message to the reader's language.</param>
    public string Text(Func<string, string> translate)
    {
        var values = Values.Select(value => value is Message inner ? inner.In(CultureInfo.InvariantCulture, translate) : value);
        var sentence = string.Format(CultureInfo.InvariantCulture, translate(Message), values.ToArray());
        // What is about the workflow as a whole stands at no step.
        return Node.Parent is null ? sentence : $"{Where}: {sentence}";
    }
}

/// <summary>An error stops the publishing, a warning does not.</summary>
public enum Severity { Warning, Error }
