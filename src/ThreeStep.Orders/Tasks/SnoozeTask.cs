using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tasks;

/// <summary>Somebody puts a task out of sight for a while; its due time stands.</summary>
public static class SnoozeTask
{
    /// <param name="until">UTC.</param>
    public static WorkTask Apply(Change change, string id, DateTimeOffset? until)
    {
        var task = change.OpenTask(id);
        if (until is null || until <= change.Now) throw RefusalException.Invalid("until", "Until when? Give a time to come.");
        task.SnoozedUntil = DayField.Moment(until, "until");
        return task;
    }
}
