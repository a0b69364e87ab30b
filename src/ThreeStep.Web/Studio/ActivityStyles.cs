using System.Globalization;
using System.Text;
using ThreeStep.Orders.Texts;
using ThreeStep.Web.Elsa.Designer;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Studio;

/// <summary>
/// Studio keeps icons and colours of Elsa's own activities in its program and draws all others alike. On the canvas each activity carries its
/// JSON as an attribute, in the palette its name (palette.js), by which a style sheet gives ours the icon and colour of their cards. Our categories
/// come first.
/// </summary>
static class ActivityStyles
{
    public static string Of(ActivityRegistry registry)
    {
        var css = new StringBuilder();
        foreach (var type in registry.Types.Where(type => type.Card is { Icon: not null, Color: not null }))
        {
            // A container's JSON holds those of its activities too.
            var node = $"elsa-activity-wrapper[activity-json*='\"type\":\"{type.TypeName}\",\"version\"']:not([activity-json*='\"activities\":'])";
            css.Append(CultureInfo.InvariantCulture, $$"""
                {{node}} .elsa-activity { --elsa-activity-accent: {{type.Card.Color}} !important; }
                {{node}} .activity-icon svg { display: none; }
                {{node}} .activity-icon::before { content: "{{type.Card.Icon}}"; font: 24px/1 "Material Symbols"; }

                """);
            if (type.Card.Namespace == "ThreeStep") css.Append(InPalette(type));
        }
        foreach (var category in registry.Types.Where(type => type.Card.Namespace == "ThreeStep").Select(type => type.Card.Category).Distinct())
            css.Append(CultureInfo.InvariantCulture, $"{Panel(category)} {{ order: -1; }}\n");
        return css.ToString();
    }

    static string Panel(string category) => $".mud-expand-panel[data-shown='{ActivityDescriptorShape.Category(category)}']";

    static string InPalette(ActivityType type)
    {
        var name = type.Card.DisplayName ?? ActivityTexts.Words(type.ClrType.Name);
        var names = ((string[])["zh-CN", "en"]).Select(language => ActivityTexts.In(CultureInfo.GetCultureInfo(language), name));
        var entry = $"{Panel(type.Card.Category)} [draggable]:is({string.Join(", ", names.Select(shown => $"[data-shown='{shown}']"))})";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {{entry}} { border-left-color: {{type.Card.Color}} !important; }
            {{entry}} .mud-icon-root { display: none; }
            {{entry}} [role=group]::before { content: "{{type.Card.Icon}}"; font: 24px/1 "Material Symbols"; color: {{type.Card.Color}}; }

            """);
    }
}
