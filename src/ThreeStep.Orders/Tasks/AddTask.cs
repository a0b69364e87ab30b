using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tasks;

public sealed record TaskInput
{
    public string? Title { get; init; }
    public string? Description { get; init; }
    /// <summary>Whoever makes it, unless told.</summary>
    public string? AssigneeId { get; init; }
    public string? AccountId { get; init; }
    public string? DealId { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>Somebody makes a task by hand.</summary>
public static class AddTask
{
    public static WorkTask Apply(Change change, TaskInput input)
    {
        var task = new WorkTask
        {
            Id = change.NewId(),
            Kind = WorkTaskKind.Task,
            Title = TextField.Required(input.Title, "title", "A title is needed.", TextField.LongestLine),
            Description = TextField.Note(input.Description, "description"),
            AssigneeId = input.AssigneeId ?? change.By.UserId,
            AccountId = input.AccountId,
            DealId = input.DealId,
            DueAt = DayField.Moment(input.DueAt, "dueAt"),
            CreatedAt = change.Now,
        };
        change.RequireUser(task.AssigneeId, "assigneeId");
        change.Require("Account", task.AccountId, "accountId");
        change.Require("Deal", task.DealId, "dealId");
        change.Database.Tasks.Add(task);
        return task;
    }
}
