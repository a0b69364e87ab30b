using ThreeStep.Orders.Files;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tasks;

/// <summary>Somebody gives a file to a task that asks for one; it stays when an answer names it.</summary>
public static class AttachFile
{
    /// <exception cref="RefusalException">The task is not theirs or closed, asks for no file, or the file is not of a kind that is taken.</exception>
    public static StoredFile Apply(Change change, string taskId, string? name, byte[] content)
    {
        var task = change.OpenTask(taskId);
        if (task.Form?.Any(field => field.Kind == TaskFieldKind.File) != true)
            throw RefusalException.Conflict("This task asks for no file.", "file");
        return StoreFile.Add(change, task.Id, name, content);
    }
}
