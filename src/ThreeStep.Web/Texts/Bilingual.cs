using System.Globalization;

namespace ThreeStep.Web.Texts;

/// <summary>What workflows write for readers of both languages, in that of the present reader.</summary>
static class Bilingual
{
    public static string Said(string? text) => Orders.Texts.TwoLanguages.Said(text, CultureInfo.CurrentUICulture);

    /// <summary>A name that stands in both languages beside each other: "大订单 Big order".</summary>
    public static string Name(string name) => Orders.Texts.TwoLanguages.Name(name, CultureInfo.CurrentUICulture);
}
