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
    /// <returns>1 when a file could not be read or written; those before it are arranged.</returns>
    public static int Run(ServerOptions options, IReadOnlyList<string> files)
    {
        try
        {
            using var layout = new LayeredLayout(Installation.Find(options));
            var registry = new ActivityRegistry(typeof(OrderActivity).Assembly);
            foreach (var file in files)
            {
                var text = File.ReadAllText(file);
                if (JsonNode.Parse(text) is not JsonObject model || model.Object("root") is null) return Refuse($"{file} is no workflow.");
                // A file keeps the form it has: that of an export, or plain JSON.
                var isExport = text == DefinitionText.Of(model);
                var charts = Arrangement.Apply(model, registry, layout);
                File.WriteAllText(file, isExport ? DefinitionText.Of(model) : model.ToJsonString(Json.Indented) + "\n");
                AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"{file}: {charts} flowcharts arranged");
            }
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotInstalledException) { return Refuse(error.Message); }
        catch (JsonException error) { return Refuse(error.Message); }
    }

    static int Refuse(string reason)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"[red]{reason}[/]");
        return 1;
    }
}
