using ThreeStep.Orders.People;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Model;

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

    /// <summary>The due time (UTC) a span from now, in working time or on the clock; null without a span.</summary>
    protected static DateTimeOffset? Due(ActivityContext context, TimeSpan? span, bool inWorkingTime)
    {
        if (span is not { } length || length <= TimeSpan.Zero) return null;
        return inWorkingTime ? Calendar(context).Add(context.Now, length) : context.Now + length;
    }

    protected static WorkCalendar Calendar(ActivityContext context) =>
        context.ReadRecord<WorkCalendar>("Calendar", "company") is { WorkingDays.Count: > 0 } calendar ? calendar : WorkCalendar.Default;

    /// <summary>An empty text is no value.</summary>
    protected static string? Text(ActivityContext context, Input<string> input) =>
        context.Get(input) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
