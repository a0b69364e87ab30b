using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Arranging;

/// <summary><c>layout FILE…</c>: gives the steps of workflow files new places.</summary>
static class LayoutCommand
{
    /// <returns>1 when a file could not be read or written.</returns>
    public static async Task<int> Run(ServerOptions options, IReadOnlyList<string> files)
    {
        try
        {
            var registry = new ActivityRegistry(typeof(OrderActivity).Assembly);
            var read = files.Select(file => (File: file, Text: File.ReadAllText(file)))
                .Select(file => (file.File, file.Text, Model: Parse(file.Text))).ToList();
            if (read.Find(file => file.Model is null) is { File: { } other }) return Refuse($"{other} is no workflow.");
            await LayeredLayout.Use(Installation.Find(options), layout =>
            {
                foreach (var (file, text, model) in read)
                {
                    // A file keeps the form it has: that of an export, or plain JSON.
                    var isExport = text == DefinitionText.Of(model!);
                    var charts = Arrangement.Apply(model!, registry, layout);
                    File.WriteAllText(file, isExport ? DefinitionText.Of(model!) : model!.ToJsonString(Json.Indented) + "\n");
                    AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"{file}: {charts} flowcharts arranged");
                }
            });
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or NotInstalledException
            or NotArrangedException)
        {
            return Refuse(error.Message);
        }
    }

    static JsonObject? Parse(string text) => JsonNode.Parse(text) is JsonObject model && model.Object("root") is not null ? model : null;

    static int Refuse(string reason)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"[red]{reason}[/]");
        return 1;
    }
}
