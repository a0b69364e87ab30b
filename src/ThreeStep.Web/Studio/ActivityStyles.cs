using System.Globalization;
using System.Text;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Studio;

/// <summary>
/// Studio keeps icons and colours of Elsa's own activities in its program and draws all others alike. On the canvas each activity carries its
/// JSON as an attribute, by which a style sheet gives ours the icon and colour of their cards.
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
        }
        return css.ToString();
    }
}
