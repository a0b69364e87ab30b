using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Retention;

/// <summary>How long is kept what is only needed for a while, in days; null: for ever, as everything is until somebody says otherwise.</summary>
/// <param name="MessageDays">Messages that were sent or set aside, and notices that were seen.</param>
/// <param name="SignInDays">Lines of the audit log about sign-ins. All its other lines stay for ever.</param>
/// <param name="BackupHour">Of the night's backup, 0 to 23 in the company's zone; null: as the settings file says.</param>
/// <param name="Backups">How many of those are kept; null: as the settings file says.</param>
public sealed record RetentionRules(int? MessageDays = null, int? SignInDays = null, int? BackupHour = null, int? Backups = null)
{
    /// <summary>Workflows that are over, after their end, unless <see cref="Workflows"/> says otherwise. They go into the archive.</summary>
    public int? InstanceDays { get; init; }
    /// <summary>The same for single workflows, by their ids.</summary>
    public IReadOnlyDictionary<string, int?> Workflows { get; init; } = new Dictionary<string, int?>();

    internal bool KeepsEveryInstance => InstanceDays is null && Workflows.Values.All(days => days is null);

    /// <param name="definitionId">The workflow whose rule counts.</param>
    internal bool IsOld(string definitionId, DateTimeOffset finishedAt, DateTimeOffset now) =>
        Workflows.GetValueOrDefault(definitionId, InstanceDays) is { } days && finishedAt < now.AddDays(-days);

    const string Key = "retention";
    public const int Shortest = 30, Longest = 36_500;

    /// <summary>Rows in one transaction: others that want to write are not kept waiting.</summary>
    const int Step = 500;

    static readonly string[] signIns =
        [nameof(AuditAction.SignedIn), nameof(AuditAction.SignedOut), nameof(AuditAction.SignInRefused), nameof(AuditAction.LockedOut)];

    public static RetentionRules Of(ProcessDatabase database) => database.Setting<RetentionRules>(Key) ?? new();

    internal void Save(ProcessDatabase database) => database.SetSetting(Key, this);

    /// <summary>Removes some of what is older than the rules say.</summary>
    /// <returns>How many rows went; 0 when nothing is left to remove.</returns>
    internal static int Apply(Change change)
    {
        var (database, rules, removed) = (change.Database, Of(change.Database), 0);
        if (rules.MessageDays is { } days)
        {
            var before = change.Now.AddDays(-days);
            removed += Remove(database.Messages, database.Messages.Where(row => row.At < before).Select(row => row.Id));
            removed += Remove(database.Notices, database.Notices.Where(row => row.At < before && row.SeenAt != null).Select(row => row.Id));
            var sent = database.Outbox.Where(row => row.CreatedAt < before && (row.DeliveredAt != null || row.FailedAt != null))
                .OrderBy(row => row.Id).Select(row => row.Id).Take(Step).ToList();
            removed += database.Outbox.Where(row => sent.Contains(row.Id)).ExecuteDelete();
        }
        if (rules.SignInDays is { } kept)
        {
            var before = change.Now.AddDays(-kept);
            var lines = database.Audit.Where(row => row.At < before && signIns.Contains(row.Action)).OrderBy(row => row.Id).Select(row => row.Id)
                .Take(Step).ToList();
            removed += database.Audit.Where(row => lines.Contains(row.Id)).ExecuteDelete();
        }
        return removed;
    }

    static int Remove<T>(DbSet<T> rows, IQueryable<string> old) where T : class
    {
        var ids = old.Order().Take(Step).ToList();
        return rows.Where(row => ids.Contains(EF.Property<string>(row, "Id"))).ExecuteDelete();
    }
}
