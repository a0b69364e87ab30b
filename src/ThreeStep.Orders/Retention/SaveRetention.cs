using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Retention;

/// <summary>What may be said about how long things are kept; what is left out stays.</summary>
public sealed record RetentionInput
{
    public Given<int?> MessageDays { get; init; }
    public Given<int?> SignInDays { get; init; }
    /// <summary>Workflows that are over.</summary>
    public Given<int?> InstanceDays { get; init; }
    /// <summary>Those that have a time of their own, by their ids; null: for ever. One that is left out of it is like all others.</summary>
    public IReadOnlyDictionary<string, int?>? Workflows { get; init; }
    /// <summary>Of the night's backup, 0 to 23 in the company's zone.</summary>
    public Given<int?> BackupHour { get; init; }
    /// <summary>How many backups are kept.</summary>
    public Given<int?> Backups { get; init; }
}

/// <summary>An administrator says how long things are kept.</summary>
public static class SaveRetention
{
    const int MostBackups = 1_000;

    public static RetentionRules Apply(Change change, RetentionInput input)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        var former = RetentionRules.Of(change.Database);
        var rules = new RetentionRules(
            input.MessageDays.Or(former.MessageDays, days => Days(days, "messageDays")),
            input.SignInDays.Or(former.SignInDays, days => Days(days, "signInDays")),
            input.BackupHour.Or(former.BackupHour, hour => Between(hour, 0, 23, "backupHour")),
            input.Backups.Or(former.Backups, count => Between(count, 1, MostBackups, "backups")))
        {
            InstanceDays = input.InstanceDays.Or(former.InstanceDays, days => Days(days, "instanceDays")),
            Workflows = input.Workflows is null ? former.Workflows : Named(change.Database, input.Workflows, former),
        };
        rules.Save(change.Database);
        change.Audit(AuditAction.RetentionChanged, "retention", $"messages {Said(former.MessageDays)} → {Said(rules.MessageDays)}, "
            + $"sign-ins {Said(former.SignInDays)} → {Said(rules.SignInDays)}, "
            + $"workflows {Said(former)} → {Said(rules)}, "
            + FormattableString.Invariant($"backups {former.BackupHour}:00 × {former.Backups} → {rules.BackupHour}:00 × {rules.Backups}"));
        return rules;
    }

    static Dictionary<string, int?> Named(ProcessDatabase database, IReadOnlyDictionary<string, int?> workflows, RetentionRules former)
    {
        // A workflow may be deleted; its cases are still there.
        var known = database.Definitions.Where(row => workflows.Keys.Contains(row.DefinitionId)).Select(row => row.DefinitionId).ToHashSet();
        if (workflows.Keys.FirstOrDefault(id => !known.Contains(id) && !former.Workflows.ContainsKey(id)) is { } unknown)
            throw RefusalException.Invalid("workflows", $"There is no workflow '{unknown}'.");
        return workflows.ToDictionary(each => each.Key, each => Days(each.Value, "workflows"));
    }

    static int? Days(int? days, string field) => Between(days, RetentionRules.Shortest, RetentionRules.Longest, field);

    static int? Between(int? number, int least, int most, string field) =>
        number is null ? null : NumberField.Between(number.Value, least, most, field);

    static string Said(RetentionRules rules) =>
        string.Join(' ', rules.Workflows.Select(each => $"{each.Key}: {Said(each.Value)}").Prepend(Said(rules.InstanceDays)));

    static string Said(int? days) => days is null ? "∞" : FormattableString.Invariant($"{days} d");
}
