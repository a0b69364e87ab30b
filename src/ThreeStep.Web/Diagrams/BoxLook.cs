using System.Collections.Concurrent;
using MudBlazor;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Diagrams;

/// <summary>Icon and colour of a box: those of its designer card, or of its kind.</summary>
/// <param name="Icon">The inner markup of an SVG of 24 × 24.</param>
sealed record BoxLook(string Icon, string Color)
{
    static readonly ConcurrentDictionary<string, string?> Known = new();

    public static BoxLook Of(Box box, ActivityRegistry registry)
    {
        var card = registry.Find(box.Node.TypeName)?.Card;
        var plain = Of(box.Kind);
        return new(card?.Icon is { } name && Named(name) is { } icon ? icon : plain.Icon, card?.Color ?? plain.Color);
    }

    static BoxLook Of(BoxKind kind) => kind switch
    {
        BoxKind.Start => new(Icons.Material.Outlined.PlayArrow, "#2e7d32"),
        BoxKind.End => new(Icons.Material.Outlined.Stop, "#455a64"),
        BoxKind.Choice => new(Icons.Material.Outlined.CallSplit, "#00695c"),
        BoxKind.Parallel => new(Icons.Material.Outlined.AltRoute, "#00695c"),
        BoxKind.Event => new(Icons.Material.Outlined.Bolt, "#8a5000"),
        BoxKind.Time => new(Icons.Material.Outlined.Schedule, "#8a5000"),
        BoxKind.Person => new(Icons.Material.Outlined.Person, "#1565c0"),
        BoxKind.Script => new(Icons.Material.Outlined.Code, "#455a64"),
        BoxKind.Workflow or BoxKind.Group => new(Icons.Material.Outlined.AccountTree, "#37474f"),
        _ => new(Icons.Material.Outlined.Settings, "#455a64"),
    };

    /// <summary>Cards name icons as the font has them: fact_check.</summary>
    static string? Named(string icon) => Known.GetOrAdd(icon, static name =>
        typeof(Icons.Material.Outlined).GetField(Names.Pascal(name.Replace('_', ' ')))?.GetValue(null) as string);
}
