namespace ThreeStep.Orders.Interactions;

/// <summary>Any touch with the account (拜访 / 互动): by whom, in which direction, what was said, what comes next.</summary>
public sealed class Interaction
{
    public required string Id { get; init; }
    /// <summary>Null only for a deal that has no account yet.</summary>
    public string? AccountId { get; init; }
    public string? ContactId { get; init; }
    public string? DealId { get; init; }
    public string? CaseId { get; init; }
    public required InteractionKind Kind { get; init; }
    public InteractionDirection Direction { get; init; } = InteractionDirection.Outbound;
    public required DateTimeOffset At { get; init; }
    public string? ByUserId { get; init; }
    public string? Note { get; init; }
    public string? NextStep { get; init; }
    /// <summary>On which day.</summary>
    public DateOnly? NextStepAt { get; init; }
}

public enum InteractionKind { Visit, Call, Mail, Meeting, Message }

public enum InteractionDirection { Outbound, Inbound }
