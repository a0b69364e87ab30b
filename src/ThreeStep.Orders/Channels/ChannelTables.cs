using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Channels;

/// <summary>Channels, devices and the mail server in the database.</summary>
public static class ChannelTables
{
    const string MailKey = "mail", PushKey = "push";

    extension(ProcessDatabase database)
    {
        public DbSet<ChatChannel> Channels => database.Set<ChatChannel>();
        public DbSet<PushDevice> Devices => database.Set<PushDevice>();

        /// <summary>How mail leaves, as an administrator has said; null where the settings file says it.</summary>
        public MailServer? MailServer => Setting<MailServer>(database, MailKey);

        /// <summary>The pair of keys by which push services know this server; null until it is needed.</summary>
        public PushKeys? PushKeys => Setting<PushKeys>(database, PushKey);
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<ChatChannel>().ToTable("channels");
        model.Entity<PushDevice>(table =>
        {
            table.ToTable("push_devices");
            table.HasIndex(device => device.UserId);
            table.HasIndex(device => device.Endpoint).IsUnique();
        });
    }

    internal static void SetMailServer(ProcessDatabase database, MailServer? server) => Set(database, MailKey, server);

    internal static void SetPushKeys(ProcessDatabase database, PushKeys keys) => Set(database, PushKey, keys);

    static T? Setting<T>(ProcessDatabase database, string key) where T : class =>
        database.Settings.AsNoTracking().FirstOrDefault(row => row.Key == key) is { } row
            ? JsonSerializer.Deserialize<T>(row.Value, Json.Options) : null;

    static void Set<T>(ProcessDatabase database, string key, T? value) where T : class
    {
        var row = database.Settings.Find(key);
        if (value is null)
        {
            if (row is not null) database.Settings.Remove(row);
            return;
        }
        var text = JsonSerializer.Serialize(value, Json.Options);
        if (row is null) database.Settings.Add(new SettingRow { Key = key, Value = text });
        else row.Value = text;
    }
}
