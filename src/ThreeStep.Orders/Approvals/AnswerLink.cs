namespace ThreeStep.Orders.Approvals;

/// <summary>What a link in a mail is good for: one answer of one person to one question.</summary>
/// <param name="Mail">The address it was sent to; somebody who has another one by now has lost the link with it.</param>
/// <param name="At">UTC; when it was made. Whatever its person has answered since has used it up.</param>
/// <param name="Until">UTC; from then on it is good for nothing.</param>
public sealed record AnswerLink(string RequestId, string UserId, string Mail, DateTimeOffset At, DateTimeOffset Until);
