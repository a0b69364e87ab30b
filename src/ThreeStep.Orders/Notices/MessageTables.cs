using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Notices;

/// <summary>Messages, what was told, and what people have chosen, in the database.</summary>
public static class MessageTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<PersonMessage> Messages => database.Set<PersonMessage>();
        public DbSet<ToldRow> Told => database.Set<ToldRow>();
        public DbSet<MessageChoicesRow> MessageChoices => database.Set<MessageChoicesRow>();

        /// <summary>What a person has chosen, or the usual.</summary>
        public MessageChoices ChoicesOf(string userId) =>
            database.Set<MessageChoicesRow>().AsNoTracking().FirstOrDefault(row => row.UserId == userId)?.Choices ?? new MessageChoices();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<PersonMessage>(table =>
        {
            table.ToTable("messages");
            // What was told is not changed afterwards: compared as what it is, not by its parts.
            table.Property(message => message.Items)
                .HasConversion(items => Written(items), stored => Read<List<MessageItem>>(stored), Same<MessageItem>());
            table.Property(message => message.Departures)
                .HasConversion(ways => Written(ways), stored => Read<List<Departure>>(stored), Same<Departure>());
            table.HasIndex(message => new { message.UserId, message.At });
            table.HasIndex(message => message.UserId).HasDatabaseName("IX_messages_unseen").HasFilter("seen_at IS NULL");
        });
        model.Entity<ToldRow>(table =>
        {
            table.ToTable("told");
            table.HasKey(row => row.UserId);
            table.Property(row => row.Keys).HasConversion(keys => Written(keys), stored => Read<List<string>>(stored), Same<string>());
        });
        model.Entity<MessageChoicesRow>(table =>
        {
            table.ToTable("message_choices");
            table.HasKey(row => row.UserId);
            table.Property(row => row.Choices).HasConversion(choices => Written(choices), stored => Read<MessageChoices>(stored));
        });
    }

    static ValueComparer<IReadOnlyList<T>> Same<T>() => new((one, other) => ReferenceEquals(one, other), list => list.Count, list => list);

    static string Written<T>(T value) => JsonSerializer.Serialize(value, Json.Options);

    static T Read<T>(string stored) => JsonSerializer.Deserialize<T>(stored, Json.Options)!;
}
