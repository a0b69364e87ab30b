using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Tests;

/// <summary>
/// The smallest product on the engine: workflows write notes. It has a table, a reader, an activity and a command of its own, and nothing of sales.
/// </summary>
public sealed class NoteDatabase(DbContextOptions<NoteDatabase> options) : ProcessDatabase(options)
{
    protected override void ProductTables(ModelBuilder model) => model.Entity<Note>().ToTable("notes");
}

public sealed class Note
{
    public required string Id { get; init; }
    public required string Text { get; set; }
}

public sealed class NoteReader(ProcessStore store) : IRecordReader
{
    /// <summary>What reading throws, for the story of a store that is away.</summary>
    public Exception? Failure { get; set; }

    public JsonNode? Read(string kind, string id)
    {
        if (Failure is { } failure) throw failure;
        using var database = store.Query();
        return JsonSerializer.SerializeToNode(database.Set<Note>().Find(id), Json.Options);
    }
}

/// <summary>Writes a note.</summary>
[Activity("Notes", "Notes", "Write a note.")]
public sealed class WriteNote : Activity
{
    [Input("What it says.")] public Input<string> Text { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Emit(new WriteNoteCommand(context.NewId(), context.Get(Text) ?? ""));
        context.Complete();
    }
}

public sealed record WriteNoteCommand(string NoteId, string Text) : Command;

/// <summary>Asks for something that nobody carries out.</summary>
[Activity("Notes", "Notes", "Ask for what nobody does.")]
public sealed class AskNobody : Activity
{
    public override void Execute(ActivityContext context)
    {
        context.Emit(new NobodysCommand());
        context.Complete();
    }
}

public sealed record NobodysCommand : Command;
