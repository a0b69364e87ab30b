using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Working;

/// <summary>
/// One state of a calendar, as somebody saved it. The latest of a calendar counts; the earlier ones stay, so that what was counted by them can be
/// explained.
/// </summary>
public sealed class CalendarVersion
{
    public long Id { get; init; }
    /// <summary>See <see cref="CalendarName"/>.</summary>
    public required string Calendar { get; init; }
    /// <summary>Null where it has nothing of its own any more.</summary>
    public CalendarDefinition? Definition { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset SavedAt { get; init; }
    public string? SavedById { get; init; }
    public string? Comment { get; init; }
    /// <summary>How many due times this change moved.</summary>
    public int Moved { get; set; }
}

/// <summary>Calendars in the database.</summary>
public static class CalendarTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<CalendarVersion> Calendars => database.Set<CalendarVersion>();
    }

    internal static void Configure(ModelBuilder model) => model.Entity<CalendarVersion>(table =>
    {
        table.ToTable("calendars");
        table.Property(version => version.Definition).HasConversion(
            definition => JsonSerializer.Serialize(definition, Json.Options),
            stored => JsonSerializer.Deserialize<CalendarDefinition>(stored, Json.Options)!);
        table.HasIndex(version => new { version.Calendar, version.Id });
    });
}
