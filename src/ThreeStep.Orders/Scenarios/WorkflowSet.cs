using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Orders.Scenarios;

/// <summary>Workflows, published once in a database that each story gets a copy of.</summary>
public sealed class WorkflowSet : IAsyncDisposable
{
    /// <summary>Before any story begins.</summary>
    static readonly DateTimeOffset Long = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly string folder;

    WorkflowSet(string folder, IReadOnlyDictionary<string, Message> refused) => (this.folder, Refused) = (folder, refused);

    /// <summary>The database with the workflows.</summary>
    internal string Template => Path.Combine(folder, "workflows.db");

    /// <summary>What could not be published, by id, with the first reason.</summary>
    public IReadOnlyDictionary<string, Message> Refused { get; }

    /// <summary>The workflow files of a folder.</summary>
    /// <exception cref="DefinitionException">A file cannot be read.</exception>
    public static Task<WorkflowSet> OfFolder(string folder) => Of(WorkflowFiles.Models(folder));

    /// <summary>
    /// Workflows as they are somewhere else, say on the server with a draft in place of what is published. They are not checked: whom they name is
    /// not here, and what is wrong with one shows when it is played.
    /// </summary>
    /// <exception cref="DefinitionException">One of them is no workflow definition.</exception>
    public static async Task<WorkflowSet> Of(IReadOnlyList<JsonObject> models)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-workflows-").FullName;
        try
        {
            await using var company = new PrivateCompany(Long, CalendarDefinition.Usual);
            // All are there before the first is published, so that workflows that start each other find each other.
            var saved = new List<string>();
            foreach (var model in models) saved.Add((await company.Definitions.Save(model, publish: false)).Definition.DefinitionId);
            var refused = new Dictionary<string, Message>();
            foreach (var id in saved)
                try { await company.Definitions.PublishUnchecked(id); }
                catch (TriggerException error) { refused[id] = error.Words; }
                catch (Exception error) when (error is InvalidOperationException or FormatException or JsonException) { refused[id] = error.Message; }
            var set = new WorkflowSet(folder, refused);
            company.Store.CopyTo(set.Template);
            return set;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
