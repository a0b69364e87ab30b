using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Moves;

/// <summary>
/// Running instances take over another version of their workflow, or are mended in another way. Kept, with what each was before. Times are UTC.
/// </summary>
public sealed class VersionMove
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required MoveInput Input { get; init; }
    /// <summary>Null for the server's key.</summary>
    public string? AskedById { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? UndoneById { get; set; }
    /// <summary>When it was asked to be taken back.</summary>
    public DateTimeOffset? UndoneAt { get; set; }
}

public enum MovedStatus
{
    Waiting,
    Moved,
    /// <summary>It could not take the version over, or was over when its turn came.</summary>
    Refused,
    /// <summary>To be brought back.</summary>
    Undoing,
    Undone,
    /// <summary>It has gone on since, and so cannot be brought back.</summary>
    MovedOn,
}

/// <summary>One instance of a move.</summary>
public sealed class MovedInstance
{
    public required string MoveId { get; init; }
    public required string InstanceId { get; init; }
    public MovedStatus Status { get; set; }
    public Message? Why { get; set; }
    /// <summary>What it was before, as its row kept it. Null as well where the change has told people or other systems something.</summary>
    public byte[]? Before { get; set; }
    /// <summary>The row version that the move made; another one says that it has gone on.</summary>
    public long Version { get; set; }
}

/// <param name="Version">The one to take over; null where they are mended in another way.</param>
/// <param name="InstanceIds">These; null is all that run, on another version than the one to take over.</param>
/// <param name="FromVersion">Only those that run on it.</param>
/// <param name="Step">Only those that wait at this activity.</param>
/// <param name="Reason">Why, for those who come later.</param>
public sealed record MoveInput(int? Version = null, IReadOnlyList<string>? InstanceIds = null, int? FromVersion = null, string? Step = null,
    string? Reason = null)
{
    /// <summary>How they are mended, where they keep their version.</summary>
    public Mend? Mend { get; init; }
    /// <summary>Settings that nobody changed in the instance follow the version.</summary>
    public bool WithSettings { get; init; } = true;
    /// <summary>Waits that are nothing but waits are due when they would be by the version.</summary>
    public bool WithTimes { get; init; } = true;
    /// <summary>What has failed is tried again when it has taken the version over.</summary>
    public bool RetriesFailed { get; init; } = true;
    /// <summary>Activity ids of then, and what stands for them in the version.</summary>
    public Dictionary<string, string>? Mapping { get; init; }

    [JsonIgnore]
    public IReadOnlyList<Alteration> Alterations => Mend?.Alterations
        ?? [new Alteration.Migrate(Version ?? 0, WithSettings, WithTimes, Mapping is { Count: > 0 } ? Mapping : null)];
}

/// <summary>Moves in the database.</summary>
public static class MoveTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<VersionMove> VersionMoves => database.Set<VersionMove>();
        public DbSet<MovedInstance> MovedInstances => database.Set<MovedInstance>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<VersionMove>(table =>
        {
            table.ToTable("version_moves");
            table.HasIndex(move => new { move.DefinitionId, move.AskedAt });
            table.Property(move => move.Input).HasConversion(input => Json.Write(JsonSerializer.SerializeToNode(input, Json.Options)),
                text => JsonSerializer.Deserialize<MoveInput>(text, Json.Options)!);
        });
        model.Entity<MovedInstance>(table =>
        {
            table.ToTable("moved_instances");
            table.HasKey(moved => new { moved.MoveId, moved.InstanceId });
            table.HasIndex(moved => moved.InstanceId);
            table.Property(moved => moved.Status).HasConversion<string>();
            table.HasIndex(moved => moved.Status).HasFilter("status IN ('Waiting', 'Undoing')");
        });
    }
}
