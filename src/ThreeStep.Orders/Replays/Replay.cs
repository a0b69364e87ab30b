using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Replays;

public enum ReplayStatus { Waiting, Running, Paused, Done, Cancelled, Failed }

/// <summary>Somebody tries something over the past of a workflow. Kept with what was tried, and what came out. Times are UTC.</summary>
public sealed class Replay
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required ReplayInput Input { get; init; }
    /// <summary>The version that is tried, as it was when it was asked for: a draft may have changed since. Null where none is.</summary>
    public string? Model { get; init; }
    /// <summary>Null for the server's key.</summary>
    public string? AskedById { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>Until when the cases are followed.</summary>
    public DateTimeOffset Until { get; init; }
    public ReplayStatus Status { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public Message? Failure { get; set; }
    public int Cases { get; set; }
    /// <summary>What came out, packed; null while it is not done.</summary>
    public byte[]? Report { get; set; }

    public ReplayReport? ReadReport() =>
        Report is null ? null : JsonSerializer.Deserialize<ReplayReport>(PackedText.Unpack(Report), Json.Options);

    public static byte[] Pack(ReplayReport report) => PackedText.Pack(JsonSerializer.SerializeToUtf8Bytes(report, Json.Options));
}

/// <summary>Replays in the database.</summary>
public static class ReplayTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Replay> Replays => database.Set<Replay>();
    }

    internal static void Configure(ModelBuilder model) => model.Entity<Replay>(table =>
    {
        table.ToTable("replays");
        table.HasIndex(replay => new { replay.DefinitionId, replay.AskedAt });
        table.Property(replay => replay.Status).HasConversion<string>();
        table.Property(replay => replay.Input).HasConversion(input => Json.Write(JsonSerializer.SerializeToNode(input, Json.Options)),
            text => JsonSerializer.Deserialize<ReplayInput>(text, Json.Options)!);
    });
}
