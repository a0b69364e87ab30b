using System.Globalization;
using System.Resources;

namespace ThreeStep.Orders.Texts;

/// <summary>
/// What messages to people say, in the reader's language. The English text is the key; where a translation is missing, it is the text.
/// </summary>
public static class MessageTexts
{
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>With the day before the month: plain English leaves that open.</summary>
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    static readonly ResourceManager Resources = new(typeof(MessageTexts));

    /// <param name="zone">Of times in it.</param>
    public static string In(CultureInfo culture, Message message, TimeZoneInfo? zone = null) =>
        message.In(culture, english => Resources.GetString(english, culture) ?? ActivityTexts.In(culture, english), zone);

    /// <summary>The language somebody chose, else the one that is spoken where the company is.</summary>
    public static CultureInfo LanguageOf(string? chosen, string companyZone) => chosen switch
    {
        "zh-CN" => Chinese,
        null when companyZone is "Asia/Shanghai" or "Asia/Urumqi" or "Asia/Chongqing" => Chinese,
        _ => English,
    };
}
