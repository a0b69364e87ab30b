using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Definitions;

/// <summary>Several definitions in one ZIP file, a JSON file each.</summary>
static class DefinitionArchive
{
    /// <summary>More than this many bytes a file is no workflow definition but an attack.</summary>
    const long LargestFile = 32 * 1024 * 1024;

    public static async Task<List<JsonObject>> Read(Stream content, CancellationToken token)
    {
        var models = new List<JsonObject>();
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, token);
        try
        {
            using var archive = new ZipArchive(copy, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                if (entry.Length > LargestFile) throw RefusalException.Invalid("files", $"'{entry.Name}' is too large.");
                await using var file = entry.Open();
                models.Add(await ReadModel(file, entry.Name, token));
            }
        }
        catch (InvalidDataException error) { throw RefusalException.Invalid("files", $"The ZIP file cannot be read: {error.Message}"); }
        return models;
    }

    public static async Task<JsonObject> ReadModel(Stream content, string name, CancellationToken token)
    {
        try
        {
            return await JsonNode.ParseAsync(content, cancellationToken: token) as JsonObject
                ?? throw RefusalException.Invalid("files", $"'{name}' holds no JSON object.");
        }
        catch (JsonException error) { throw RefusalException.Invalid("files", $"'{name}' is not valid JSON: {error.Message}"); }
    }

    public static byte[] Write(IEnumerable<(string Name, JsonObject Model)> files)
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, model) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                JsonSerializer.Serialize(entry, model, Json.Indented);
            }
        return target.ToArray();
    }
}
