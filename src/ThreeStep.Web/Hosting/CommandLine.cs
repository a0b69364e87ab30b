using System.CommandLine;
using System.Globalization;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Web.Arranging;
using ThreeStep.Web.Backups;
using ThreeStep.Web.Imports;
using ThreeStep.Web.Replays;
using ThreeStep.Web.Scenarios;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Web.Transfers;

namespace ThreeStep.Web.Hosting;

/// <summary>The commands of the program. Without one it is the server.</summary>
static class CommandLine
{
    static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to listen on, e.g. http://127.0.0.1:5080", Recursive = true };
    static readonly Option<string?> Data = new("--data") { Description = "Folder of the database, logs and outbox", Recursive = true };
    static readonly Option<bool> Empty = new("--empty") { Description = "No demo company in a new database", Recursive = true };
    static readonly Option<double?> Clock = new("--clock")
    {
        Description = "Accelerated time, e.g. 1440x: a day a minute",
        Recursive = true,
        CustomParser = result => Parsed<double?>(result, text => ClockSetup.ParseSpeed(text)),
    };
    static readonly Option<DateTimeOffset?> Start = new("--start")
    {
        Description = "Simulated date at which a new database begins, e.g. 2018-01-01",
        Recursive = true,
        CustomParser = result =>
            Parsed<DateTimeOffset?>(result, text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
    };

    public static async Task<int> Run(string[] arguments)
    {
        var root = new RootCommand("ThreeStep runs a company's key-account order process: marketing, sales and service as one flow.") { Urls, Data,
            Empty, Clock, Start };
        var folder = new Argument<string>("DIR") { Description = "Folder with accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv" };
        var import = new Command("import", "Imports a CRM export and starts the workflow of every open deal.") { folder };
        import.SetAction((parsed, _) => ImportCommand.Run(Read(parsed), parsed.GetValue(folder)!));
        root.Add(import);
        var target = new Argument<string>("DIR") { Description = "Folder to write, a file for each workflow" };
        var export = new Command("export", "Writes the workflows as JSON files, always the same for the same workflows, to keep in git.") { target };
        export.SetAction((parsed, _) => WorkflowFileCommands.Export(Read(parsed), parsed.GetValue(target)!));
        root.Add(export);
        var source = new Argument<string>("DIR") { Description = "Folder with workflow files" };
        var importWorkflows =
            new Command("import-workflows", "Takes the workflow files of a folder over and publishes those that have changed.") { source };
        importWorkflows.SetAction((parsed, _) => WorkflowFileCommands.Import(Read(parsed), parsed.GetValue(source)!));
        root.Add(importWorkflows);
        var files = new Argument<string[]>("FILE") { Description = "Workflow files", Arity = ArgumentArity.OneOrMore };
        var layout = new Command("layout", "Gives the steps of workflow files new places: in rows, the usual way straight.") { files };
        layout.SetAction((parsed, _) => LayoutCommand.Run(Read(parsed), parsed.GetValue(files)!));
        root.Add(layout);
        root.Add(Test());
        foreach (var command in BackupCommands.All(Read)) root.Add(command);
        root.Add(MigrateCommand.Make(Read));
        root.Add(ReplayCommand.Make(Read));
        var person = new Argument<string>("NAME") { Description = "The sign-in name of a person" };
        var reset = new Command("reset-second-factor",
            "Takes a person's second factor away, say the only administrator's who has lost it. The server may run meanwhile.") { person };
        reset.SetAction((parsed, _) => ResetCommand.Run(Read(parsed), parsed.GetValue(person)!));
        root.Add(reset);
        root.SetAction((parsed, _) => Serve(Read(parsed)));
        // The host has a handler of its own for signals; a second one ends the process while the first still closes.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try { return await root.Parse(arguments).InvokeAsync(invocation); }
        catch (Exception error) when (error is DataFolderInUseException or StoreNotInUseException) { return await Refuse(error.Message); }
        catch (Exception error) when (Unavailability.Of(error) is { } reason) { return await Refuse(Unavailability.Explain(reason)); }
        catch (Exception error) { return await Refuse(error.ToString()); }
    }

    static Command Test()
    {
        var folder = new Argument<string?>("DIR")
        {
            Description = "Folder of workflow files, with scenarios in its folder tests; the installation's unless told",
            DefaultValueFactory = _ => null,
        };
        var junit = new Option<string?>("--junit") { Description = "Writes the results into a file as JUnit XML" };
        var language = new Option<string?>("--language") { Description = "zh-CN or en: the language of what was otherwise" };
        var test = new Command("test", "Plays the scenarios of workflows, each in a company of its own, and says which went another way.")
            { folder, junit, language };
        test.SetAction((parsed, _) =>
            TestCommand.Run(Read(parsed), parsed.GetValue(folder), parsed.GetValue(junit), parsed.GetValue(language)));
        return test;
    }

    static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }

    static ServerOptions Read(ParseResult parsed) =>
        new(parsed.GetValue(Urls), parsed.GetValue(Data), parsed.GetValue(Empty), parsed.GetValue(Clock), parsed.GetValue(Start));

    static async Task Prepare(WebApplication app, Installation installation, bool isNewDemo)
    {
        await app.Services.GetRequiredService<WorkflowFiles>().Load(installation.WorkflowFolder);
        // Told before the server listens: nobody signs in before the passwords are made, and they are not lost when the port is taken.
        if (await FirstSignIns.Make(app.Services, isNewDemo) is { } signIns) Banner.PrintSignIns(signIns);
    }

    static async Task<int> Serve(ServerOptions options)
    {
        var installation = Installation.Find(options);
        using var folder = DataFolderLock.Take(installation.Data, "server");
        var isNewDemo = await DemoSetup.CreateIfNew(options, installation);
        await using var app = Server.Build(options);
        using (app.Services.GetRequiredService<ProcessStore>().Alone()) await Prepare(app, installation, isNewDemo);
        if (installation.HasNoWorkflowFiles)
            app.Logger.LogError("{Message} It is {Folder}", Installation.NoWorkflowFiles, installation.WorkflowFolder);
        try { await app.StartAsync(); }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return await Refuse($"{taken.Message} Stop what runs there, or choose another address with --urls.");
        }
        Banner.Print(app.Urls, app.Services.GetRequiredService<ProcessStore>(), app.Services.GetRequiredService<ProcessClock>());
        await app.WaitForShutdownAsync();
        return 0;
    }

    static T? Parsed<T>(System.CommandLine.Parsing.ArgumentResult result, Func<string, T> parse)
    {
        try { return parse(result.Tokens[0].Value); }
        catch (FormatException error)
        {
            result.AddError(error.Message);
            return default;
        }
    }
}
