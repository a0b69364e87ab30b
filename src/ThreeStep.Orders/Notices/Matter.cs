namespace ThreeStep.Orders.Notices;

/// <summary>Something that has come up for a person, wherever it stands in the records, and that they may want to hear of.</summary>
/// <param name="Key">The same for the same thing for as long as it is open: nobody is told it twice.</param>
/// <param name="About">What it is about, as that is called; may be in both languages.</param>
/// <param name="Since">UTC. From when on it is to be told; still to come for what is put off and for what is not late yet.</param>
public sealed record Matter(string UserId, string Key, MatterKind Kind, string About, DateTimeOffset Since)
{
    /// <summary>What somebody said, or what happened; null where the kind says all.</summary>
    public Message? Text { get; init; }
    /// <summary>The rule behind it, in plain words; may be in both languages.</summary>
    public string? Why { get; init; }
    /// <summary>What else one should know to act on it, a line each; may be in both languages. Never said in a group.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];
    /// <summary>The page that shows it.</summary>
    public string? Address { get; init; }
    /// <summary>What it is about: messages about the same are one conversation in a mail program.</summary>
    public string? Record { get; init; }
    /// <summary>The approval that waits for this person's answer: a mail may lead straight to it.</summary>
    public string? Question { get; init; }
    /// <summary>UTC; by when it should be done.</summary>
    public DateTimeOffset? DueAt { get; init; }
    /// <summary>The key of what this says again, such as that a task is late: told at the same time, they are one line.</summary>
    public string? Again { get; init; }
    /// <summary>It cannot wait for the next digest.</summary>
    public bool IsUrgent { get; init; }
}

/// <summary>
/// What people are told of, by kinds that they can stop each: asked for a yes, the answer to what one asked, a task or call, a reminder, an
/// escalation, a task that is late, work that is handed over, a workflow that stopped or was cancelled, the server itself, one's
/// own sign-in.
/// </summary>
public enum MatterKind { Approval, ApprovalAnswer, Task, Reminder, Escalation, Late, HandedOver, Workflow, Server, SignIn }
