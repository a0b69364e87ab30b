using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Archive;

/// <summary>
/// Finished instances outside of the database: files of JSON lines, compressed with gzip, beside it in the folder <c>archive</c>. A line is a
/// case: an instance and those it started. A file is written once, whole, and never changed.
/// </summary>
public sealed class ArchiveFolder(ProcessStore store)
{
    const int Format = 1;
    const string Extension = ".jsonl.gz";
    static readonly JsonWriterOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Path { get; } = System.IO.Path.Combine(store.Folder, "archive");

    /// <summary>Writes cases into a file of their own; it is on the disk when this returns.</summary>
    /// <param name="cases">Each with the instances it started; not empty.</param>
    /// <returns>The file's name within the folder. The same cases make the same file, so that one left by a crash is written again.</returns>
    public string Write(IReadOnlyList<IReadOnlyList<ArchivedInstance>> cases)
    {
        var first = cases[0][0].Instance;
        var name = FormattableString.Invariant($"{first.FinishedAt:yyyy-MM}/{first.FinishedAt:yyyyMMdd'T'HHmmss}-{MarkOf(cases)}{Extension}");
        var path = System.IO.Path.Combine(Path, name);
        MakePrivate(Path);
        MakePrivate(System.IO.Path.GetDirectoryName(path)!);
        var half = path + ".half";
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write))
        {
            using (var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
                foreach (var instances in cases)
                {
                    using (var json = new Utf8JsonWriter(packed, readable)) WriteCase(json, instances);
                    packed.Write("\n"u8);
                }
            file.Flush(flushToDisk: true);
        }
        File.Move(half, path, overwrite: true);
        return name;
    }

    static void WriteCase(Utf8JsonWriter json, IReadOnlyList<ArchivedInstance> instances)
    {
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteStartArray("instances");
        foreach (var instance in instances) instance.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The cases of a file, one after the other.</summary>
    /// <exception cref="UnreadableDocumentException">The file is gone, damaged, or of a newer server.</exception>
    public IEnumerable<IReadOnlyList<ArchivedInstance>> Read(string name)
    {
        using var lines = Open(name);
        while (Next() is { } line) yield return line;

        IReadOnlyList<ArchivedInstance>? Next()
        {
            try
            {
                if (lines.ReadLine() is not { } text) return null;
                using var line = JsonDocument.Parse(text);
                DocumentFormat.Require(line.RootElement.GetProperty("format").GetInt32(), Format);
                return [.. line.RootElement.GetProperty("instances").EnumerateArray().Select(ArchivedInstance.Read)];
            }
            catch (Exception error) when (error is JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException)
            {
                throw new UnreadableDocumentException($"The file {name} of the archive is damaged: {error.Message}");
            }
        }
    }

    StreamReader Open(string name)
    {
        try { return new(new GZipStream(File.OpenRead(System.IO.Path.Combine(Path, name)), CompressionMode.Decompress)); }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableDocumentException($"The file {name} of the archive is not there.");
        }
    }

    /// <summary>What people wrote stands in it.</summary>
    static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>By which instances it holds: no file with others is ever written over.</summary>
    static string MarkOf(IReadOnlyList<IReadOnlyList<ArchivedInstance>> cases) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', cases.SelectMany(together => together).Select(each => each.Instance.Id)))))[..16];
}
