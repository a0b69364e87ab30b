using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tasks;

/// <summary>Something a named person must do by a time (任务 / 提醒), made by a workflow or by hand. Times are UTC.</summary>
public sealed class WorkTask
{
    public required string Id { get; init; }
    public required WorkTaskKind Kind { get; init; }
    public required string Title { get; set; }
    public string? Description { get; set; }
    /// <summary>Null: whoever has the role, see <see cref="Role"/>.</summary>
    public string? AssigneeId { get; set; }
    public string? Role { get; set; }
    public string? AccountId { get; init; }
    public string? DealId { get; init; }
    public string? LeadId { get; init; }
    public string? CaseId { get; init; }
    public string? CampaignId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; set; }
    /// <summary>How the due time was counted in working time; null on the clock.</summary>
    public WorkingTime? Counted { get; set; }
    /// <summary>Its clock stands still until then: somebody else must answer first.</summary>
    public DateTimeOffset? PausedUntil { get; set; }
    /// <summary>Why it stands still.</summary>
    public string? PausedBecause { get; set; }
    public WorkTaskStatus Status { get; set; } = WorkTaskStatus.Open;
    public bool IsOverdue { get; set; }
    /// <summary>Out of sight until then, by the assignee's own choice; its due time stands.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }
    /// <summary>Who said last that it is not theirs, and why.</summary>
    public string? GivenBackById { get; set; }
    public string? GivenBackBecause { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? ClosedById { get; set; }
    public string? Note { get; set; }
    /// <summary>What it asks for, as the workflow asked when it gave the task; null where it asks for nothing.</summary>
    public IReadOnlyList<TaskField>? Form { get; init; }
    /// <summary>By the keys of the form, as <see cref="FormAnswers"/> took them; null until it is done.</summary>
    public JsonObject? Answers { get; set; }
    /// <summary>Why it exists: the rule in plain words, and the workflow and activity that made it.</summary>
    public string? Reason { get; set; }
    public string? InstanceId { get; init; }
    public string? DefinitionId { get; init; }
    public string? ActivityId { get; init; }
    /// <summary>It may be done only while the deal's terms are approved, such as signing the contract.</summary>
    public bool NeedsApprovedTerms { get; init; }
    /// <summary>It waits until the deal's terms are approved; nobody can answer it before.</summary>
    public bool IsHeld { get; set; }
    /// <summary>The wait that the answer resumes; null for a reminder nobody waits for.</summary>
    public string? BookmarkId { get; set; }
}

public enum WorkTaskKind { Task, Reminder, Call, Escalation }

public enum WorkTaskStatus { Open, Done, Skipped, Withdrawn }
