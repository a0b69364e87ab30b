using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Retention;

/// <summary>How long is kept what is only needed for a while, in days; null: for ever, as everything is until somebody says otherwise.</summary>
/// <param name="MessageDays">Messages that were sent or set aside, and notices that were seen.</param>
/// <param name="SignInDays">Lines of the audit log about sign-ins. All its other lines stay for ever.</param>
public sealed record RetentionRules(int? MessageDays = null, int? SignInDays = null)
{
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

/// <summary>What may be said about how long things are kept; what is left out stays.</summary>
public sealed record RetentionInput
{
    public Given<int?> MessageDays { get; init; }
    public Given<int?> SignInDays { get; init; }
}

/// <summary>An administrator says how long things are kept.</summary>
public static class SaveRetention
{
    public static RetentionRules Apply(Change change, RetentionInput input)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        var former = RetentionRules.Of(change.Database);
        var rules = new RetentionRules(
            input.MessageDays.Or(former.MessageDays, days => Days(days, "messageDays")),
            input.SignInDays.Or(former.SignInDays, days => Days(days, "signInDays")));
        rules.Save(change.Database);
        change.Audit(AuditAction.RetentionChanged, "retention", $"messages {Said(former.MessageDays)} → {Said(rules.MessageDays)}, "
            + $"sign-ins {Said(former.SignInDays)} → {Said(rules.SignInDays)}");
        return rules;
    }

    static int? Days(int? days, string field) => days is null ? null
        : NumberField.Between(days.Value, RetentionRules.Shortest, RetentionRules.Longest, field);

    static string Said(int? days) => days is null ? "∞" : FormattableString.Invariant($"{days} d");
}
