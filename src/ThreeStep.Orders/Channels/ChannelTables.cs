using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

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
        public MailServer? MailServer => database.Setting<MailServer>(MailKey);

        /// <summary>The pair of keys by which push services know this server; null until it is needed.</summary>
        public PushKeys? PushKeys => database.Setting<PushKeys>(PushKey);
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

    internal static void SetMailServer(ProcessDatabase database, MailServer? server) => database.SetSetting(MailKey, server);

    internal static void SetPushKeys(ProcessDatabase database, PushKeys keys) => database.SetSetting(PushKey, keys);
}
