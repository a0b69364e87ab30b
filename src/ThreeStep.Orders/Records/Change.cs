using ThreeStep.Orders.People;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Records;

/// <summary>
/// A change to records while it is made: who makes it, when, and what it leads to. Each change is one static function beside its records that takes
/// this; pages, REST, imports and the commands of workflows call the same ones, so that a rule, a right and a line in the audit log stand once.
/// </summary>
public sealed class Change(Transaction transaction, Actor by, RecordKinds kinds, CompiledDefinitions definitions, WorkingCalendars calendars)
{
    readonly Lazy<RecordAccess> access = new(() => RecordAccess.Of(by, transaction.Database));

    /// <summary>Tracked: what is changed here is saved when the change is done.</summary>
    public ProcessDatabase Database => transaction.Database;

    public Actor By => by;

    /// <summary>Whose records the actor may see and work on.</summary>
    public RecordAccess Access => access.Value;

    /// <summary>UTC; the same for the whole change.</summary>
    public DateTimeOffset Now => transaction.Now;

    public RecordKinds Kinds => kinds;
    public CompiledDefinitions Definitions => definitions;
    public WorkingCalendars Calendars => calendars;
    public Transaction Transaction => transaction;

    public string NewId() => transaction.NewId();

    /// <summary>Tells workflows: carried out after the commit.</summary>
    public void Queue(QueuedStimulus stimulus) => transaction.Queue(stimulus);

    /// <summary>Adds a line to the audit log, in the transaction of what it tells of.</summary>
    /// <param name="subject">The id of what it was done to.</param>
    public void Audit(AuditAction action, string? subject = null, string? detail = null) =>
        Database.Audit.Add(new AuditRow { At = Now, UserId = by.UserId, Action = action.ToString(), Subject = subject, Detail = detail });
}
