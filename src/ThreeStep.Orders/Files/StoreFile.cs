using System.Collections.Frozen;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Files;

/// <summary>Takes a file in: of a kind that people work with, and not too large. Nothing of it is run or shown; who opens it saves it.</summary>
public static class StoreFile
{
    /// <summary>In bytes.</summary>
    public const int Largest = 10_000_000;
    const int MostOfATask = 20;

    /// <summary>What is not here is a program, or can hold one that runs when it is opened.</summary>
    static readonly FrozenSet<string> Allowed = """
        pdf doc docx xls xlsx ppt pptx odt ods odp wps et dps rtf txt csv md png jpg jpeg gif webp heic bmp tif tiff mp3 m4a wav mp4 mov zip eml msg
        dwg dxf step stp
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>As a browser's choice of files wants it: .pdf,.docx,….</summary>
    public static string Accepted { get; } = string.Join(',', Allowed.Order(StringComparer.Ordinal).Select(extension => $".{extension}"));

    /// <exception cref="RefusalException">It is empty, too large, of another kind, or the task has too many.</exception>
    internal static StoredFile Add(Change change, string taskId, string? name, byte[] content)
    {
        var called = TextField.Required(Path.GetFileName(name?.Replace('\\', '/')), "name", "A name is needed.");
        var extension = Path.GetExtension(called).TrimStart('.');
        if (!Allowed.Contains(extension))
            throw RefusalException.Invalid("name", $"Files of the kind “.{extension}” are not taken. Documents, tables, pictures and zip files are.");
        if (content.Length is 0 or > Largest) throw RefusalException.Invalid("file", $"A document has between 1 byte and {Largest / 1_000_000} MB.");
        if (change.Database.Files.Count(file => file.TaskId == taskId) >= MostOfATask)
            throw RefusalException.Conflict($"A task has {MostOfATask} files at most.", "file");
        var added = change.Database.Files.Add(new StoredFile
        {
            Id = change.NewId(),
            TaskId = taskId,
            Name = called,
            Size = content.Length,
            ById = change.By.UserId,
            At = change.Now,
        }).Entity;
        change.Database.FileContents.Add(new FileContent { Id = added.Id, Content = content });
        return added;
    }

    /// <summary>Of what was given to a task, only what its answers name stays.</summary>
    internal static void KeepOnly(Change change, string taskId, IReadOnlySet<string> ids)
    {
        foreach (var file in change.Database.Files.Where(file => file.TaskId == taskId).ToList().Where(file => !ids.Contains(file.Id)))
        {
            if (change.Database.FileContents.Find(file.Id) is { } content) change.Database.Remove(content);
            change.Database.Remove(file);
        }
    }
}
