using MudBlazor;

namespace ThreeStep.Web.Layout;

/// <summary>Colours and type, the same as around Elsa Studio. Every pair of text and ground has at least 4.5 : 1.</summary>
static class Look
{
    static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1565c0",
            Secondary = "#6a1b9a",
            Success = "#2e7d32",
            Warning = "#9a5b00",
            Error = "#b71c1c",
            Info = "#01579b",
            TextPrimary = "#1b1f24",
            TextSecondary = "#4a5360",
            Background = "#f4f6f9",
            ActionDefault = "#4a5360",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            Button = new ButtonTypography { TextTransform = "none" },
        },
    };
}
