using System.Text;
using System.Text.Json;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Store;

/// <summary>An instance's state as it lies in its row. It says in which format it is written, so that an older server does not misread what a newer
/// one wrote.</summary>
public static class InstanceDocument
{
    public static byte[] Write(InstanceState state) => PackedText.Pack(JsonSerializer.SerializeToUtf8Bytes(state, Json.Options));

    /// <summary>The document as JSON, unread.</summary>
    /// <exception cref="UnreadableDocumentException">It is damaged.</exception>
    public static string Text(byte[] document) => Encoding.UTF8.GetString(PackedText.Unpack(document));

    /// <exception cref="UnreadableDocumentException">It is damaged, or of a newer server.</exception>
    public static InstanceState Read(byte[] document)
    {
        var text = PackedText.Unpack(document);
        try
        {
            var state = JsonSerializer.Deserialize<InstanceState>(text, Json.Options)!;
            DocumentFormat.Require(state.Format, InstanceState.PresentFormat);
            return state;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            DocumentFormat.Require(DocumentFormat.Of(Encoding.UTF8.GetString(text)), InstanceState.PresentFormat);
            throw new UnreadableDocumentException($"The document of the instance cannot be read: {error.Message}");
        }
    }
}

/// <summary>The format that a document names.</summary>
static class DocumentFormat
{
    /// <exception cref="UnreadableDocumentException">A newer server wrote it.</exception>
    public static void Require(int format, int known)
    {
        if (format <= known) return;
        throw new UnreadableDocumentException(
            $"The document was written by a newer version of the server: it is of format {format}, and this version reads up to {known}.");
    }

    /// <summary>From a document that cannot be read otherwise; 0 where it names none.</summary>
    public static int Of(string document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("format", out var format)
                && format.TryGetInt32(out var number) ? number : 0;
        }
        catch (JsonException) { return 0; }
    }
}

/// <summary>What lies in the store cannot be read; its words say why.</summary>
public sealed class UnreadableDocumentException(Message words) : WordedException(words);
