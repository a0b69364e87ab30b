using System.Globalization;
using System.Reflection;
using System.Resources;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Texts;

/// <summary>
/// What designer cards say, in the reader's language. An activity's own English is the key; where a translation is missing, it is the text.
/// </summary>
public static class ActivityTexts
{
    static readonly ResourceManager Resources = new(typeof(ActivityTexts));

    public static string In(CultureInfo culture, string english) => Resources.GetString(english, culture) ?? english;

    /// <summary>What the engine and its checks say, in the reader's language.</summary>
    public static string In(CultureInfo culture, Message message) => message.In(culture, english => In(culture, english));

    /// <summary>Every English text on the card of an activity type: category, names, help and outcomes.</summary>
    public static IEnumerable<string> Of(ActivityType type)
    {
        yield return type.Card.Category;
        yield return type.Card.DisplayName ?? Words(type.ClrType.Name);
        yield return type.Card.Description;
        foreach (var outcome in type.Card.Outcomes) yield return outcome;
        foreach (var property in type.ClrType.GetProperties())
        {
            if (property.GetCustomAttribute<InputAttribute>() is { } input)
            {
                yield return input.DisplayName ?? Words(property.Name);
                yield return input.Description;
            }
            if (property.GetCustomAttribute<OutputAttribute>() is not { } output) continue;
            yield return Words(property.Name);
            if (output.Description.Length > 0) yield return output.Description;
        }
    }

    /// <summary>"RecordId" → "Record id".</summary>
    public static string Words(string name) => Input.InWords(name);
}
