using Microsoft.Extensions.Configuration;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Setup;

/// <summary>Where this installation's files are: the folder with appsettings.json and workflows, beside the solution or beside the program.</summary>
sealed class Installation
{
    Installation(string root, IConfiguration settings, string data)
    {
        (Root, Settings, Data) = (root, settings, data);
    }

    public string Root { get; }
    public IConfiguration Settings { get; }
    public string Data { get; }
    public string DatabasePath => Path.Combine(Data, "threestep.db");

    /// <summary>
    /// The database server of the setting <c>ConnectionStrings:ThreeStep</c>; null where the database is a file in the data folder.
    /// </summary>
    public string? DatabaseServer => Settings.GetConnectionString("ThreeStep") is { Length: > 0 } server ? server : null;

    /// <summary>Where everything is kept. Nothing is opened yet.</summary>
    public ProcessStore Store() => DatabaseServer is { } server ? OrdersDatabase.Server(server, SharedFolder) : OrdersDatabase.File(DatabasePath);

    /// <summary>Where files lie that belong to a database server, for all nodes.</summary>
    string SharedFolder => Path.GetFullPath(Settings["SharedFolder"] is { Length: > 0 } shared ? shared : ".", Data);

    /// <summary>There is something in it, or a server that says whether.</summary>
    public bool HasStore => DatabaseServer is not null || File.Exists(DatabasePath);
    public string WorkflowFolder => Path.GetFullPath(Settings["Workflows"] ?? "workflows", Root);
    /// <summary>Nothing was taken over from files at this start, and nothing can be.</summary>
    public bool HasNoWorkflowFiles => !Directory.Exists(WorkflowFolder) || !Directory.EnumerateFiles(WorkflowFolder, "*.json").Any();

    /// <summary>In English to translate.</summary>
    public const string NoWorkflowFiles =
        "The folder of workflow files is missing or empty: no workflow was loaded at the start. See the setting Workflows.";

    public string LogFolder => Path.Combine(Data, "logs");
    public string MailFolder => Path.Combine(Data, "outbox");

    /// <summary>Elsa Studio's files: beside a published program, or where npm put them; null when neither is there.</summary>
    public string? StudioFolder { get; } = new[]
        {
            Path.Combine(AppContext.BaseDirectory, "studio"),
            Path.Combine(FindRoot(), "src", "ThreeStep.Web", "Studio", "node_modules", "@elsa-workflows", "elsa-studio-wasm"),
        }.FirstOrDefault(Directory.Exists);

    /// <summary>The layout library's program, found likewise.</summary>
    public string? LayoutProgram { get; } = new[]
        {
            Path.Combine(AppContext.BaseDirectory, "layout", "elk-worker.min.js"),
            Path.Combine(FindRoot(), "src", "ThreeStep.Web", "Studio", "node_modules", "elkjs", "lib", "elk-worker.min.js"),
        }.FirstOrDefault(File.Exists);

    public static Installation Find(ServerOptions options)
    {
        var root = FindRoot();
        var settings = new ConfigurationBuilder().SetBasePath(root).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables()
            .AddInMemoryCollection(options.Database is { } database ? [new("ConnectionStrings:ThreeStep", database)] : []).Build();
        var data = options.Data is { } given ? Path.GetFullPath(given) : Path.GetFullPath(settings["Data"] ?? "data", root);
        Directory.CreateDirectory(data);
        return new Installation(root, settings, data);
    }

    /// <summary>A published program has its settings beside it; one that is being developed has them beside the solution.</summary>
    static string FindRoot()
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))) return AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Process.sln"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
