using System.Text.Json.Nodes;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Values;

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
    public static async Task<WorkflowSet> OfFolder(string source)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-workflows-").FullName;
        try
        {
            await using var company = new PrivateCompany(Long, CalendarDefinition.Usual);
            var saved = await company.Service<WorkflowFiles>().Import(source);
            company.File.CopyTo(Path.Combine(folder, "workflows.db"));
            return new WorkflowSet(folder, saved.Where(item => item.Errors.Any())
                .ToDictionary(item => item.Definition.DefinitionId, item => (Message)item.Errors.First().Text(english => english)));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Workflows as they are somewhere else, say on the server with a draft in place of what is published.</summary>
    /// <exception cref="DefinitionException">One of them cannot be read.</exception>
    public static async Task<WorkflowSet> Of(IEnumerable<JsonObject> models)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-models-").FullName;
        try
        {
            foreach (var (model, index) in models.Select((model, index) => (model, index)))
            {
                var copy = (JsonObject)model.DeepClone();
                copy.Remove("isPublished");
                await File.WriteAllTextAsync(Path.Combine(folder, $"{index:0000}.json"), copy.ToJsonString(Json.Options));
            }
            return await OfFolder(folder);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
