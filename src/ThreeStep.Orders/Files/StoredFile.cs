namespace ThreeStep.Orders.Files;

/// <summary>A file that somebody gave to a task. Its content stands in a table of its own, so that lists do not read it.</summary>
public sealed class StoredFile
{
    public required string Id { get; init; }
    public required string TaskId { get; init; }
    public required string Name { get; init; }
    /// <summary>In bytes.</summary>
    public int Size { get; init; }
    public string? ById { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>What is in a file, by the file's id.</summary>
public sealed class FileContent
{
    public required string Id { get; init; }
    public required byte[] Content { get; init; }
}
