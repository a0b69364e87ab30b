using System.Globalization;
using System.Resources;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Web.Texts;

/// <summary>
/// What pages and refusals say, in the reader's language. The English text is the key; where a translation is missing, it is the text.
/// </summary>
static class Texts
{
    /// <summary>Chinese knows no capitals: "Due" and "due" are one text.</summary>
    static readonly ResourceManager Resources = new(typeof(Texts)) { IgnoreCase = true };

    /// <summary>In the language of the present reader.</summary>
    public static string T(string english) => In(CultureInfo.CurrentUICulture, english);

    public static string T(Message message) => In(CultureInfo.CurrentUICulture, message);

    /// <summary>The word for a value of an enumeration, such as a stage or a role.</summary>
    public static string T(Enum word) => T(word.ToString());

    /// <summary>What the engine says stands with its activities.</summary>
    public static string In(CultureInfo culture, string english) => Resources.GetString(english, culture) ?? ActivityTexts.In(culture, english);

    /// <summary>What the engine says of a step: inputs and outcomes are called as on its designer card, also where pages have another word.</summary>
    public static string OfEngine(CultureInfo culture, Message message) =>
        message.In(culture, english => ActivityTexts.In(culture, english) is var said && said != english ? said : In(culture, english));

    /// <inheritdoc cref="OfEngine(CultureInfo, Message)"/>
    public static string OfEngine(Message message) => OfEngine(CultureInfo.CurrentUICulture, message);

    public static string In(CultureInfo culture, Message message) => message.In(culture, english => In(culture, english));
}
