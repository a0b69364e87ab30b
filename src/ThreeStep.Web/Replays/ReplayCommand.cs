using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Replays;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Clock;
using ThreeStep.Web.Process;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Replays;

/// <summary><c>replay WORKFLOW</c>: what an edit would have done to the cases of the past. Reads only; the server may run meanwhile.</summary>
static class ReplayCommand
{
    /// <param name="read">The options that every command takes.</param>
    public static Command Make(Func<ParseResult, ServerOptions> read)
    {
        var workflow = new Argument<string>("WORKFLOW") { Description = "The id of a workflow, such as quiet-customer" };
        var version = new Option<int?>("--version-number") { Description = "The version that is tried, be it a draft; without it the latest" };
        var file = new Option<string?>("--file") { Description = "A workflow file that is tried" };
        var matrix = new Option<string?>("--matrix") { Description = "An approval matrix (JSON) that is tried" };
        var calendar = new Option<string?>("--calendar") { Description = "A calendar of the company (JSON) that is tried" };
        var from = new Option<DateOnly?>("--from") { Description = "Cases that began on this day or later, e.g. 2026-07-01" };
        var to = new Option<DateOnly?>("--to") { Description = "Cases that began on this day or earlier" };
        var assume = new Option<Assumption>("--assume")
        {
            Description = "What is assumed of questions that nobody was asked then: usual, never, atOnce",
            DefaultValueFactory = _ => Assumption.Usual,
        };
        var json = new Option<bool>("--json") { Description = "The whole report as JSON" };
        var command = new Command("replay", "Says what an edit of a workflow, a table or the calendar would have done to the cases of the past.")
            { workflow, version, file, matrix, calendar, from, to, assume, json };
        command.SetAction((parsed, token) =>
        {
            var input = new ReplayInput(parsed.GetValue(version), parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(assume));
            return Run(read(parsed), parsed.GetValue(workflow)!, input, parsed.GetValue(file), parsed.GetValue(matrix), parsed.GetValue(calendar),
                parsed.GetValue(json), token);
        });
        return command;
    }

    static async Task<int> Run(ServerOptions options, string definitionId, ReplayInput input, string? file, string? matrix, string? calendar,
        bool asJson, CancellationToken token)
    {
        var installation = Installation.Find(options);
        if (!installation.HasStore) return await Refuse($"There is no database in {installation.Data}.");
        var database = installation.Store();
        var services = new ServiceCollection().AddLogging().AddSingleton<WorkflowWords>().AddSingleton<ReplayWords>();
        RuntimeSetup.AddRuntime(services, installation, database, ClockSetup.Choose(options, database).Frozen());
        await using var provider = services.BuildServiceProvider();
        Replay replay;
        try
        {
            input = input with { Matrix = await Read<ApprovalMatrix>(matrix, token), Calendar = await Read<CalendarDefinition>(calendar, token) };
            replay = await Asked(provider, database, definitionId, input, file, token);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            return await Refuse(error.Message);
        }
        var run = provider.GetRequiredService<ReplayRun>();
        var report = run.Run(definitionId, replay.Input, run.TriedBy(replay), replay.Until,
            (done, cases) => { if (!asJson && !Console.IsErrorRedirected) Console.Error.Write($"\r{done} / {cases} "); }, token);
        if (asJson) Console.WriteLine(JsonSerializer.Serialize(report, Json.Indented));
        else
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            await using var reading = database.Query();
            foreach (var sentence in provider.GetRequiredService<ReplayWords>().Say(replay, report, await ReplayWords.Names(reading, token)))
                Console.WriteLine(sentence);
        }
        return 0;
    }

    /// <exception cref="FormatException">There is no such workflow or version.</exception>
    static async Task<Replay> Asked(ServiceProvider provider, Runtime.Store.ProcessStore database, string definitionId, ReplayInput input,
        string? file, CancellationToken token)
    {
        await using var reading = database.Query();
        var versions = reading.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version).ToList();
        if (versions.Count == 0) throw new FormatException($"There is no workflow {definitionId}.");
        var model = file is null ? null : await File.ReadAllTextAsync(file, token);
        if (model is null && (input.Version is not null || input.Matrix is null && input.Calendar is null))
        {
            var chosen = input.Version is { } number ? versions.Find(row => row.Version == number) : versions[0];
            model = chosen?.Model ?? throw new FormatException($"There is no version {input.Version} of {definitionId}.");
            input = input with { Version = chosen.Version };
        }
        if (model is not null) _ = JsonNode.Parse(model);
        var now = provider.GetRequiredService<ProcessClock>().GetUtcNow();
        return new Replay { Id = "command", DefinitionId = definitionId, Input = input, Model = model, AskedAt = now, Until = now };
    }

    static async Task<T?> Read<T>(string? path, CancellationToken token) where T : class =>
        path is null ? null : JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(path, token), Json.Options);

    static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
