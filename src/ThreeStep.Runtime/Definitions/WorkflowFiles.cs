using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <summary>
/// The workflow files that come with the product. A new or changed file becomes a new published version at the next start; a definition
/// that somebody has edited since is left alone, and the log says so.
/// </summary>
public sealed class WorkflowFiles
{
    readonly DefinitionStore definitions;
    readonly DefinitionChecks checks;
    readonly ProcessStore store;
    readonly ILogger<WorkflowFiles> log;

    internal WorkflowFiles(DefinitionStore definitions, DefinitionChecks checks, ProcessStore store, ILogger<WorkflowFiles> log) =>
        (this.definitions, this.checks, this.store, this.log) = (definitions, checks, store, log);

    /// <summary>Takes over the files that come with the product.</summary>
    /// <returns>How many files became a new version.</returns>
    public async Task<int> Load(string folder)
    {
        if (!Directory.Exists(folder)) return 0;
        var changed = new List<(JsonObject Model, string Hash)>();
        foreach (var path in Files(folder))
        {
            try
            {
                var file = Read(path);
                if (IsNew(file.Model, file.Hash, Path.GetFileName(path))) changed.Add(file);
            }
            catch (DefinitionException error) { log.LogError("A workflow file was left out: {File}: {Reason}", error.Field, error.Message); }
        }
        foreach (var saved in await Save(changed))
            foreach (var finding in saved.Findings)
                log.Log(finding.Severity == Severity.Error ? LogLevel.Error : LogLevel.Warning, "The workflow {DefinitionId}: {Finding}",
                    saved.Definition.DefinitionId, finding.Text(english => english));
        return changed.Count;
    }

    /// <summary>
    /// Takes over all files of a folder, whatever was edited meanwhile. A file that says what is published already changes nothing.
    /// </summary>
    /// <returns>What was saved: each published, unless its file says <c>"isPublished": false</c> or the checks found an error.</returns>
    /// <exception cref="DefinitionException">A file cannot be read; nothing was saved.</exception>
    public async Task<IReadOnlyList<SavedDefinition>> Import(string folder)
    {
        var changed = new List<(JsonObject Model, string Hash)>();
        foreach (var path in Files(folder))
        {
            var file = Read(path);
            if (await definitions.Find(file.Model.Text("definitionId")!, "LatestOrPublished") is { } known
                && DefinitionText.Of(known.Model) == DefinitionText.Of(file.Model) && known.IsPublished == IsToPublish(file.Model)) continue;
            changed.Add(file);
        }
        return await Save(changed);
    }

    /// <summary>Writes each definition into a file of its own: the published version, or the draft where none is published.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> Export(string folder)
    {
        Directory.CreateDirectory(folder);
        List<string> ids;
        await using (var database = store.Query()) ids = await database.Definitions.Select(row => row.DefinitionId).Distinct().Order().ToListAsync();
        foreach (var id in ids)
        {
            if (await definitions.Find(id, "LatestOrPublished") is not { } definition) continue;
            var model = (JsonObject)definition.Model.DeepClone();
            var text = DefinitionText.Of(model);
            if (!definition.IsPublished) text = text.Insert(text.IndexOf('\n') + 1, "  \"isPublished\": false,\n");
            File.WriteAllText(Path.Combine(folder, FileName(definition.DefinitionId)), text);
        }
        return ids.Count;
    }

    /// <summary>What the files of a folder say, in the order of their names.</summary>
    /// <exception cref="DefinitionException">A file cannot be read.</exception>
    public static IReadOnlyList<JsonObject> Models(string folder) => Files(folder).Select(path => Read(path).Model).ToList();

    static string FileName(string definitionId) =>
        string.Concat(definitionId.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter)) + ".json";

    static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal);

    static bool IsToPublish(JsonObject model) => model["isPublished"] is not JsonValue flag || flag.GetValueKind() != JsonValueKind.False;

    static (JsonObject Model, string Hash) Read(string path)
    {
        var content = File.ReadAllBytes(path);
        try
        {
            var model = JsonNode.Parse(content) as JsonObject
                ?? throw new DefinitionException(Path.GetFileName(path), "The file holds no JSON object.");
            model["definitionId"] ??= Path.GetFileNameWithoutExtension(path);
            DefinitionChecks.Require(model);
            return (model, Convert.ToHexString(SHA256.HashData(content)));
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new DefinitionException(Path.GetFileName(path),
            $"The file is not valid JSON: {error.Message}");
        }
        catch (DefinitionException error) { throw new DefinitionException($"{Path.GetFileName(path)}: {error.Field}", error.Message); }
    }

    bool IsNew(JsonObject model, string hash, string name)
    {
        var definitionId = model.Text("definitionId");
        using var database = store.Query();
        var versions = database.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version)
            .Select(row => new { row.Version, row.FileHash }).ToList();
        if (versions.Exists(version => version.FileHash == hash)) return false;
        if (versions is not [{ FileHash: null }, ..]) return true;
        log.LogWarning("The workflow file {File} has changed, but version {Version} of {DefinitionId} was edited in the designer and is kept. Export it, or revert to version {FileVersion} first, to take the file over.",
            name, versions[0].Version, definitionId, versions.Find(version => version.FileHash is not null)?.Version);
        return false;
    }

    /// <summary>All are drafts before the first is published, so that workflows that start each other find each other.</summary>
    async Task<IReadOnlyList<SavedDefinition>> Save(List<(JsonObject Model, string Hash)> files)
    {
        var drafts = new List<SavedDefinition>();
        foreach (var (model, hash) in files) drafts.Add(await definitions.Save(model, publish: false, fileHash: hash));
        var saved = drafts.ToList();
        var open = Enumerable.Range(0, files.Count).Where(index => IsToPublish(files[index].Model)).ToList();
        // One that uses another as an activity is published after it, so what was refused gets another chance while others get through.
        for (var before = open.Count + 1; open.Count < before && open.Count > 0;)
        {
            before = open.Count;
            foreach (var index in open) saved[index] = (await definitions.Publish(drafts[index].Definition.DefinitionId))!;
            open.RemoveAll(index => !saved[index].Errors.Any());
        }
        // What was not published when it was looked at may be by now.
        return saved.Select(item => item.Findings.Count == 0 ? item : item with { Findings = checks.Of(item.Definition.Model) }).ToList();
    }
}
