using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Imports;

/// <summary>
/// <c>export DIR</c> and <c>import-workflows DIR</c>: the company's process as files. A running server notices an import within seconds.
/// </summary>
static class WorkflowFileCommands
{
    public static async Task<int> Export(ServerOptions options, string folder)
    {
        await using var provider = Open(options);
        try
        {
            var count = await provider.GetRequiredService<WorkflowFiles>().Export(folder);
            AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"{count} workflows written to {Path.GetFullPath(folder)}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return Refuse(error.Message); }
        return 0;
    }

    /// <returns>1 when a file could not be read, or a workflow could not be published.</returns>
    public static async Task<int> Import(ServerOptions options, string folder)
    {
        await using var provider = Open(options);
        IReadOnlyList<SavedDefinition> saved;
        try { saved = await provider.GetRequiredService<WorkflowFiles>().Import(folder); }
        catch (DefinitionException error) { return Refuse($"{error.Field}: {error.Message}"); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return Refuse(error.Message); }
        if (saved.Count == 0) AnsiConsole.WriteLine("Nothing has changed.");
        foreach (var definition in saved) Show(definition);
        return saved.Any(definition => definition.Errors.Any()) ? 1 : 0;
    }

    static void Show(SavedDefinition saved)
    {
        var definition = saved.Definition;
        var state = definition.IsPublished ? "published" : saved.Errors.Any() ? "kept as a draft: it cannot be published" : "kept as a draft";
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"{definition.DefinitionId} version {definition.Version}: {state}");
        foreach (var finding in saved.Findings)
        {
            var text = finding.Text(english => ActivityTexts.In(CultureInfo.CurrentUICulture, english));
            if (finding.Severity == Severity.Error) AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"  [red]{text}[/]");
            else AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"  {text}");
        }
    }

    static ServiceProvider Open(ServerOptions options)
    {
        var installation = Installation.Find(options);
        var database = installation.Store();
        database.Migrate();
        var services = new ServiceCollection().AddLogging();
        RuntimeSetup.AddRuntime(services, installation, database, ClockSetup.Choose(options, database).Frozen());
        return services.BuildServiceProvider();
    }

    static int Refuse(string reason)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"[red]Nothing was changed.[/] {reason}");
        return 1;
    }
}
