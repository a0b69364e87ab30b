using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Messages;

/// <summary>
/// Knows whom to look at next, and lets a <see cref="MessageRound"/> look. Whoever is concerned by a commit is looked at soon after it, and
/// everybody once after
/// a start: the database says what was told, nothing here must survive.
/// </summary>
public sealed class MessageChore : Chore
{
    /// <summary>People in one transaction: others that want to write are not kept waiting long.</summary>
    const int Batch = 50;

    /// <summary>Somebody whose message cannot be made, which is a mistake of ours, is tried again after this.</summary>
    static readonly TimeSpan PauseAfterMistake = TimeSpan.FromHours(1);

    readonly OrderRecords records;
    readonly MessageRound round;
    readonly ProcessStore store;
    readonly TimeProvider clock;
    readonly ILogger<MessageChore> log;
    readonly Lock gate = new();
    readonly Dictionary<string, DateTimeOffset> looks = [];
    /// <summary>Those whose role may do something new.</summary>
    readonly HashSet<string> roles = [];
    DateTimeOffset? everybodyAt;
    DateTimeOffset? rolesAt;

    public MessageChore(OrderRecords records, MessageRound round, ProcessStore store, WorkflowRuntime runtime, TimeProvider clock,
        ILogger<MessageChore> log)
    {
        (this.records, this.round, this.store, this.clock, this.log) = (records, round, store, clock, log);
        everybodyAt = clock.GetUtcNow();
        runtime.RecordsChanged += Notice;
    }

    public override DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                DateTimeOffset? next = looks.Count > 0 ? looks.Values.Min() : null;
                foreach (var at in (DateTimeOffset?[])[everybodyAt, rolesAt])
                    if (at < (next ?? DateTimeOffset.MaxValue)) next = at;
                return next;
            }
        }
    }

    /// <summary>Called on the committing thread: it only notes whom to look at.</summary>
    void Notice(IReadOnlyList<object> changed)
    {
        var at = clock.GetUtcNow() + MessagePlan.Settling;
        var isConcerned = false;
        lock (gate)
            foreach (var record in changed)
                isConcerned |= record switch
                {
                    WorkTask { AssigneeId: { } assignee } => Look(assignee, at),
                    WorkTask { Role: { } role } => LookAtRole(role, at),
                    ApprovalStep step => Look(step.ApproverId, at),
                    ApprovalRequest request => request.Steps.Aggregate(false, (any, step) => Look(step.ApproverId, at) || any),
                    Notices.Notice notice => Look(notice.UserId, at),
                    MessageChoicesRow choices => Look(choices.UserId, at),
                    PushDevice device => Look(device.UserId, at),
                    User person => Look(person.Id, at),
                    CalendarVersion or Company or ChatChannel or Leave => LookAtEverybody(at),
                    _ => false,
                };
        if (isConcerned) Tell(at);
    }

    public override void LookAgain()
    {
        var now = clock.GetUtcNow();
        lock (gate) LookAtEverybody(now);
        Tell(now);
    }

    bool Look(string userId, DateTimeOffset at)
    {
        if (!looks.TryGetValue(userId, out var known) || at < known) looks[userId] = at;
        return true;
    }

    bool LookAtRole(string role, DateTimeOffset at)
    {
        roles.Add(role);
        rolesAt ??= at;
        return true;
    }

    bool LookAtEverybody(DateTimeOffset at)
    {
        everybodyAt ??= at;
        return true;
    }

    public override async Task Do(CancellationToken stopping)
    {
        var left = new Queue<string[]>((await WithStandIns(await Due(clock.GetUtcNow(), stopping), stopping)).Chunk(Batch));
        try
        {
            for (; left.Count > 0; left.Dequeue())
            {
                stopping.ThrowIfCancellationRequested();
                await LookAt(left.Peek());
            }
        }
        finally
        {
            // Whom an outage has kept it from looking at is due when it is over.
            lock (gate)
                foreach (var id in left.SelectMany(people => people)) Look(id, clock.GetUtcNow());
        }
    }

    /// <summary>Whom to look at now; they are looked at again if something comes up meanwhile.</summary>
    async Task<List<string>> Due(DateTimeOffset now, CancellationToken stopping)
    {
        HashSet<string> due, ofRoles;
        bool isEverybody;
        lock (gate)
        {
            due = looks.Where(look => look.Value <= now).Select(look => look.Key).ToHashSet();
            isEverybody = everybodyAt <= now;
            ofRoles = rolesAt <= now ? [.. roles] : [];
            foreach (var id in due) looks.Remove(id);
            if (isEverybody) everybodyAt = null;
            if (ofRoles.Count > 0)
            {
                roles.Clear();
                rolesAt = null;
            }
        }
        if (!isEverybody && ofRoles.Count == 0) return due.Order(StringComparer.Ordinal).ToList();
        try
        {
            await using var database = store.Query();
            var people = await database.Users.Where(user => user.IsActive).Select(user => new { user.Id, user.Role }).ToListAsync(stopping);
            due.UnionWith(people.Where(person => isEverybody || ofRoles.Contains(person.Role.ToString())).Select(person => person.Id));
            return due.Order(StringComparer.Ordinal).ToList();
        }
        catch
        {
            lock (gate) everybodyAt = now;
            throw;
        }
    }

    /// <summary>What has come up for somebody who is away is told to who stands in.</summary>
    async Task<List<string>> WithStandIns(List<string> due, CancellationToken stopping)
    {
        await using var database = store.Query();
        var standIns = database.StandIns();
        var away = due.Where(standIns.IsAway).ToList();
        if (away.Count == 0) return due;
        var managers = await database.Users.Where(user => away.Contains(user.Id)).Select(user => user.ManagerId).ToListAsync(stopping);
        var others = away.SelectMany(id => Enum.GetValues<WorkKind>().Select(kind => standIns.For(id, kind))).Concat(managers).OfType<string>();
        return due.Union(others).Order(StringComparer.Ordinal).ToList();
    }

    async Task LookAt(string[] people)
    {
        try
        {
            var again = await records.Record(Actor.Server, change => round.Apply(change, people));
            lock (gate)
                foreach (var (id, at) in again) Look(id, at);
        }
        catch (Exception error) when (Unavailability.Of(error) is null && people.Length > 1)
        {
            log.LogWarning(error, "The messages of some people could not be made together and are made one by one");
            foreach (var id in people) await LookAt([id]);
        }
        catch (Exception error) when (Unavailability.Of(error) is null)
        {
            log.LogError(error, "The messages of {UserId} could not be made", people[0]);
            lock (gate) Look(people[0], clock.GetUtcNow() + PauseAfterMistake);
        }
    }
}
