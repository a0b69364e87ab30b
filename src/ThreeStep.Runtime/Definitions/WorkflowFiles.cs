using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <summary>
/// The workflow files that come with the product. A new or changed file becomes a new published version at the next start; a definition
/// that somebody has edited since is left alone, and the log says so.
/// </summary>
public sealed class WorkflowFiles
{
    readonly DefinitionStore definitions;
    readonly DatabaseFile file;
    readonly ILogger<WorkflowFiles> log;

    internal WorkflowFiles(DefinitionStore definitions, DatabaseFile file, ILogger<WorkflowFiles> log) => (this.definitions, this.file, this.log) = (definitions, file, log);

    /// <returns>How many files became a new version.</returns>
    public async Task<int> Load(string folder)
    {
        if (!Directory.Exists(folder)) return 0;
        var changed = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            if (await LoadFile(path)) changed++;
        return changed;
    }

    async Task<bool> LoadFile(string path)
    {
        var content = await File.ReadAllBytesAsync(path);
        var hash = Convert.ToHexString(SHA256.HashData(content));
        JsonObject model;
        try
        {
            model = JsonNode.Parse(content) as JsonObject ?? throw new JsonException("The file holds no JSON object.");
        }
        catch (JsonException error)
        {
            log.LogError("The workflow file {File} is not valid JSON and was left out: {Reason}", Path.GetFileName(path), error.Message);
            return false;
        }
        var definitionId = model.Text("definitionId") ?? Path.GetFileNameWithoutExtension(path);
        model["definitionId"] = definitionId;
        using (var database = file.Query())
        {
            var versions = database.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version).Select(row => new { row.Version, row.FileHash }).ToList();
            if (versions.Exists(version => version.FileHash == hash)) return false;
            if (versions is [{ FileHash: null }, ..])
            {
                log.LogWarning("The workflow file {File} has changed, but version {Version} of {DefinitionId} was edited in the designer and is kept. Export it, or revert to version {FileVersion} first, to take the file over.",
                    Path.GetFileName(path), versions[0].Version, definitionId, versions.Find(version => version.FileHash is not null)?.Version);
                return false;
            }
        }
        try
        {
            await definitions.Save(model, publish: true, fileHash: hash);
            return true;
        }
        catch (DefinitionException error)
        {
            log.LogError("The workflow file {File} was left out: {Field}: {Reason}", Path.GetFileName(path), error.Field, error.Message);
            return false;
        }
    }
}
