using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using ThreeStep.Orders.Import;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Imports;

/// <summary>
/// <c>import DIR</c>: takes a CRM export into the database, with a progress bar, counts and a report of every row that did not match.
/// </summary>
static class ImportCommand
{
    const int MeasureEvery = 100;

    public static async Task<int> Run(ServerOptions options, string folder)
    {
        var installation = Installation.Find(options);
        CrmFiles files;
        try { files = CrmFiles.FromFolder(folder); }
        catch (CrmFormatException error) { return Refuse(error); }

        using var lease = DataFolderLock.Take(installation.Data, "import");
        var database = installation.Store();
        database.Migrate();
        var services = new ServiceCollection().AddLogging();
        RuntimeSetup.AddRuntime(services, installation, database, ClockSetup.Choose(options, database).Frozen());
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<WorkflowFiles>().Load(installation.WorkflowFolder);
        try
        {
            ImportReport? report = null;
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async progress =>
            {
                var records = progress.AddTask("Records").IsIndeterminate();
                report = await provider.GetRequiredService<CrmImporter>().Import(files, Actor.Server);
                records.IsIndeterminate(false).Value = records.MaxValue;
                await StartWorkflows(provider, database, progress);
            });
            Show(report!, WriteReport(report!, installation));
            return 0;
        }
        catch (CrmFormatException error) { return Refuse(error); }
    }

    static async Task StartWorkflows(IServiceProvider provider, ProcessStore store, ProgressContext progress)
    {
        async Task<int> Waiting()
        {
            await using var database = store.Query();
            return await database.Stimuli.CountAsync();
        }
        var total = await Waiting();
        var workflows = progress.AddTask("Workflows", maxValue: Math.Max(1, total));
        var drain = provider.GetRequiredService<StimulusWorker>().DrainAsync(CancellationToken.None);
        while (await Task.WhenAny(drain, Task.Delay(MeasureEvery)) != drain) workflows.Value = Math.Max(0, total - await Waiting());
        await drain;
        workflows.Value = workflows.MaxValue;
    }

    static void Show(ImportReport report, string path)
    {
        var counts = new Table().AddColumns("", "in the file", "new", "changed", "unchanged");
        foreach (var count in report.Counts)
            counts.AddRow(count.Kind, $"{count.InFile:N0}", $"{count.Added:N0}", $"{count.Changed:N0}", $"{count.Unchanged:N0}");
        AnsiConsole.Write(counts);
        if (report.Findings.Count > 0)
        {
            var findings = new Table().AddColumns("Rows that did not match", "what was done", "rows");
            foreach (var (finding, action, rows) in report.Summary()) findings.AddRow(Markup.Escape(finding), Markup.Escape(action), $"{rows:N0}");
            AnsiConsole.Write(findings);
        }
        foreach (var note in report.Notes) AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"{note}");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"Every row: {path}");
    }

    static string WriteReport(ImportReport report, Installation installation)
    {
        var path = Path.Combine(installation.Data, "import-report.csv");
        var text = new StringBuilder("file,line,finding,value,action\n");
        foreach (var finding in report.Findings)
            text.AppendJoin(',', finding.File, finding.Line, Quoted(finding.What), Quoted(finding.Value), Quoted(finding.Action)).Append('\n');
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return path;
    }

    static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static int Refuse(CrmFormatException error)
    {
        AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"[red]Nothing was imported.[/] {error.Message}");
        return 1;
    }
}
