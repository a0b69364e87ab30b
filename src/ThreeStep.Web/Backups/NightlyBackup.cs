using System.Globalization;
using Quartz;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Retention;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Backups;

/// <summary>From the Backup section of the settings file; hour and number as an administrator has said since.</summary>
sealed record BackupSettings
{
    /// <summary>Where backups go, relative to the data folder; blank for none.</summary>
    public string Folder { get; init; } = "";
    /// <summary>The hour of the day in the company's zone, 0 to 23.</summary>
    public int Hour { get; init; } = 3;
    /// <summary>How many are kept.</summary>
    public int Keep { get; init; } = 14;

    /// <exception cref="InvalidOperationException">A value makes no sense.</exception>
    public static BackupSettings Read(IConfiguration settings)
    {
        var backup = settings.GetSection("Backup").Get<BackupSettings>() ?? new();
        if (backup.Hour is < 0 or > 23) throw new InvalidOperationException("Backup: Hour must be between 0 and 23.");
        if (backup.Keep < 1) throw new InvalidOperationException("Backup: Keep must be at least 1.");
        return backup;
    }

    /// <summary>As they are now.</summary>
    public static BackupSettings Read(IConfiguration settings, ProcessStore store)
    {
        using var database = store.Query();
        var (backup, rules) = (Read(settings), RetentionRules.Of(database));
        return backup with { Hour = rules.BackupHour ?? backup.Hour, Keep = rules.Backups ?? backup.Keep };
    }
}

/// <summary>
/// Makes a backup each night, by the real clock, and deletes the oldest of its own. One that fails is told to administrators, and the next night
/// tries again.
/// </summary>
[DisallowConcurrentExecution]
sealed class NightlyBackup(Installation installation, ProcessStore store, NodeBeat node, OrderRecords records, ILogger<NightlyBackup> log) : IJob
{
    const string Prefix = "threestep-", Suffix = ".zip";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // A copy to try things on has the same settings, and would push the backups of the real one out.
        if (!node.IsLeader || store.Snapshot(StoreCopy.Read) is not null) return;
        try
        {
            var settings = BackupSettings.Read(installation.Settings, store);
            log.LogInformation("Backup written: {Path}", await Make(settings, TimeProvider.System.GetUtcNow(), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { throw; }
        catch (Exception error)
        {
            log.LogError(error, "The nightly backup failed");
            await TellAdministrators(error);
        }
    }

    async Task TellAdministrators(Exception failure)
    {
        try { await records.Record(Actor.Server, change => Tell(change, failure)); }
        // A store that cannot be written to is told by itself.
        catch (Exception error) { log.LogError(error, "Administrators could not be told that the nightly backup failed"); }
    }

    /// <returns>How many were told: who has not seen the last failure yet is not told again.</returns>
    static int Tell(Change change, Exception failure)
    {
        Message why = "The server's log says why. It is tried again the next night.";
        if (failure is IOException or UnauthorizedAccessException) why = $"{failure.Message} It is tried again the next night.";
        var told = change.Database.Notices.Where(notice => notice.Kind == NoticeKind.BackupFailed && notice.SeenAt == null)
            .Select(notice => notice.UserId).ToList();
        var unaware = change.Database.Users.Where(user => user.IsActive && user.Role == Role.Admin && !told.Contains(user.Id))
            .Select(user => user.Id).ToList();
        foreach (var id in unaware) Notice.Add(change, id, NoticeKind.BackupFailed, "备份 · Backup", why, "/logs");
        return unaware.Count;
    }

    /// <returns>The file that was written.</returns>
    public async Task<string> Make(BackupSettings settings, DateTimeOffset now, CancellationToken token)
    {
        var folder = Path.GetFullPath(settings.Folder, installation.Data);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{now:yyyyMMdd-HHmmss}{Suffix}"));
        await BackupFile.Write(installation, store, path, token);
        foreach (var old in Superfluous(Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"), settings.Keep)) File.Delete(old);
        return path;
    }

    /// <summary>All but the newest; their names say when they were made.</summary>
    public static IEnumerable<string> Superfluous(IEnumerable<string> files, int keep) => files.OrderDescending(StringComparer.Ordinal).Skip(keep);

    /// <summary>Every day at the hour, as clocks in the zone show it.</summary>
    public static CronExpression At(int hour, TimeZoneInfo zone) => new($"0 0 {hour} * * ?", zone);
}
