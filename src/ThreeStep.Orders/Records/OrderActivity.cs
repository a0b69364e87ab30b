using ThreeStep.Orders.People;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Records;

/// <summary>What domain activities share: reading records and working time.</summary>
public abstract class OrderActivity : Activity
{
    /// <summary>Who owns a deal, account, lead or case; null when there is none or it belongs to nobody.</summary>
    protected static string? OwnerOf(ActivityContext context, string kind, string? id) =>
        string.IsNullOrEmpty(id) ? null : context.ReadRecord<Owned>(kind, id)?.OwnerId;

    sealed record Owned(string? OwnerId);

    protected static User? FindUser(ActivityContext context, string? id) => string.IsNullOrEmpty(id) ? null : context.ReadRecord<User>("User", id);

    /// <summary>The managers above a person, nearest first.</summary>
    protected static List<User> ManagersOf(ActivityContext context, string? userId)
    {
        var managers = new List<User>();
        for (var user = FindUser(context, userId); user?.ManagerId is { } managerId && FindUser(context, managerId) is { } manager
            && managers.TrueForAll(known => known.Id != manager.Id); user = manager)
            managers.Add(manager);
        return managers;
    }

    /// <summary>When a length of time is over; null without one.</summary>
    /// <param name="inWorkingTime">A length on the clock is meant in working time, too.</param>
    /// <param name="personId">By whose calendar; null by the company's.</param>
    /// <param name="from">From when it is counted (UTC); null from now.</param>
    /// <param name="clock">Whose pauses do not count; null where there are none.</param>
    protected static DueTime? Due(ActivityContext context, Duration? given, bool inWorkingTime, string? personId = null, string? clock = null,
        DateTimeOffset? from = null)
    {
        if (given is not { IsNothing: false } length) return null;
        if (inWorkingTime) length = length.InWorkingTime();
        if (!length.IsWorkingTime && clock is null) return new DueTime(length.After(from ?? context.Now));
        var calendar = personId is null ? null : CalendarName.OfPerson(personId);
        var counted = new WorkingTime(from ?? context.Now, length.ToString(), calendar, Clock: clock);
        return new DueTime(context.When(counted), counted);
    }

    /// <summary>Waits until a due time, and follows it when its calendar changes.</summary>
    protected static void WaitUntil(ActivityContext context, DueTime due, string purpose)
    {
        if (due.Counted is { } counted) context.WaitUntil(counted, purpose);
        else context.WaitUntil(due.At, purpose);
    }

    /// <summary>An empty text is no value.</summary>
    protected static string? Text(ActivityContext context, Input<string> input) =>
        context.Get(input) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
