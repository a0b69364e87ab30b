using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Diagrams;

/// <summary>How large the designer draws the card of a step, in pixels; it writes that down when somebody opens the workflow there.</summary>
public static class CardSize
{
    public const double Height = 56;
    const double Least = 160;

    /// <summary>Icon, margins and ports.</summary>
    const double Beside = 92;
    const double Wide = 14, Narrow = 8;

    public static (double Width, double Height) Of(JsonObject activity, string words)
    {
        var size = activity.Object("metadata")?.Object("designer")?.Object("size");
        var (width, height) = (DiagramReading.Measure(size, "width"), DiagramReading.Measure(size, "height"));
        return (width > 0 ? width.Value : Width(words), height > 0 ? height.Value : Height);
    }

    /// <summary>As wide as the words need.</summary>
    public static double Width(string words) => Math.Max(Least, Beside + TextWidth(words, Wide, Narrow));

    /// <summary>How wide a text is, about: Chinese characters are about as wide as high, Latin letters half of it.</summary>
    public static double TextWidth(string words, double wide, double narrow) => words.Sum(letter => letter >= '\u2e80' ? wide : narrow);
}
