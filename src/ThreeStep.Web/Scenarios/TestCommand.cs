using System.Globalization;
using Spectre.Console;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Scenarios;

/// <summary><c>test [DIR]</c>: plays the scenarios of a folder and says which went another way.</summary>
static class TestCommand
{
    /// <param name="folder">Of the workflow files, with the scenarios in its folder tests; or that folder itself. Null: the installation's.</param>
    /// <param name="junit">A file for the results as JUnit XML, which build servers read; null for none.</param>
    /// <param name="language">zh-CN or en: in which language is told what was otherwise.</param>
    /// <returns>1 when one failed, or nothing could be played.</returns>
    public static async Task<int> Run(ServerOptions options, string? folder, string? junit, string? language)
    {
        var culture = language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? MessageTexts.Chinese : MessageTexts.English;
        // In a file or a build's log, lines are as long as they are.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 10_000;
        var workflows = Path.GetFullPath(folder ?? Installation.Find(options).WorkflowFolder);
        if (!Directory.Exists(workflows)) return Refuse($"There is no folder {workflows}.");
        var scenarios = Path.Combine(workflows, ScenarioFolder.Name);
        if (!Directory.Exists(scenarios) && !Directory.EnumerateFiles(workflows, "*.json").Any())
            (workflows, scenarios) = (Path.GetDirectoryName(workflows)!, workflows);
        try
        {
            var files = ScenarioFolder.Read(scenarios);
            if (files.Count == 0) return Refuse($"There are no scenarios in {scenarios}.");
            await using var set = await WorkflowSet.OfFolder(workflows);
            var results = await Play(files, set, culture);
            if (junit is not null) JUnitReport.Of(results, culture).Save(junit);
            var failed = results.Count(result => !result.HasPassed);
            AnsiConsole.MarkupLineInterpolated(culture, $"{results.Count - failed} passed, {failed} failed");
            return failed == 0 ? 0 : 1;
        }
        catch (DefinitionException error) { return Refuse($"{error.Field}: {error.Message}"); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return Refuse(error.Message); }
    }

    /// <summary>As many at once as there are processors; told in the order of the files.</summary>
    static async Task<List<ScenarioResult>> Play(IReadOnlyList<ScenarioFile> files, WorkflowSet set, CultureInfo culture)
    {
        using var places = new SemaphoreSlim(Environment.ProcessorCount);
        var running = files.SelectMany(file => file.Errors.Count > 0 ? ScenarioRun.Unreadable(file).Select(Task.FromResult)
            : file.Scenarios.Select(scenario => Task.Run(() => InTurn(places, () => ScenarioRun.Of(file, scenario, set))))).ToList();
        var results = new List<ScenarioResult>();
        foreach (var playing in running)
        {
            var result = await playing;
            results.Add(result);
            Show(result, culture);
        }
        return results;
    }

    static async Task<T> InTurn<T>(SemaphoreSlim places, Func<Task<T>> work)
    {
        await places.WaitAsync();
        try { return await work(); }
        finally { places.Release(); }
    }

    static void Show(ScenarioResult result, CultureInfo culture)
    {
        if (result.Failure is not { } failure)
        {
            AnsiConsole.MarkupLineInterpolated(culture, $"[green]✓[/] {result.File}: {result.Name} [grey]{result.Took.TotalMilliseconds:0} ms[/]");
            return;
        }
        AnsiConsole.MarkupLineInterpolated(culture, $"[red]✗ {result.File}:{failure.Line}[/] {result.Name}");
        if (failure.Sentence.Length > 0) AnsiConsole.MarkupLineInterpolated(culture, $"    [bold]{failure.Sentence}[/]");
        AnsiConsole.MarkupLineInterpolated(culture, $"    [red]{MessageTexts.In(culture, failure.What)}[/]");
        foreach (var line in result.Told)
        {
            var (far, said) = (line.IsSentence ? "" : "  ", MessageTexts.In(culture, line.Said(culture)));
            AnsiConsole.MarkupLineInterpolated(culture, $"    [grey]{line.At}[/] {far}{said}");
        }
    }

    static int Refuse(string reason)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"[red]{reason}[/]");
        return 1;
    }
}
