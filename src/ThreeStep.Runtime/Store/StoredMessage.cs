using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Store;

/// <summary>A message in a column of text: as it reads, where it is the same in all languages; else its parts as JSON, to be said in any.</summary>
public sealed class StoredMessage() : ValueConverter<Message, string>(message => Written(message), stored => Read(stored))
{
    static string Written(Message message)
    {
        var plain = message.ToString();
        return message.Values.Count == 0 && plain is not ['{' or '"', ..] ? plain : JsonSerializer.Serialize(message, Json.Options);
    }

    /// <summary>What was written before messages were kept apart is a text like any other.</summary>
    static Message Read(string stored)
    {
        if (stored is not ['{' or '"', ..]) return stored;
        try { return JsonSerializer.Deserialize<Message>(stored, Json.Options)!; }
        catch (Exception error) when (error is JsonException or KeyNotFoundException) { return stored; }
    }
}
