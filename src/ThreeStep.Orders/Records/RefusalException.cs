using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Records;

/// <summary>
/// A change that is not made, and why: in words for people, with the field it is about if there is one. Nothing of the change is kept.
/// </summary>
public sealed class RefusalException(RefusalKind kind, Message text, string? field = null) : WordedException(text)
{
    public RefusalKind Kind { get; } = kind;
    /// <summary>The field as callers name it (camelCase).</summary>
    public string? Field { get; } = field;

    /// <summary>What is likely the same already, where that is the reason: whoever means another one says so with <c>confirmDuplicate</c>.</summary>
    public IReadOnlyList<LikelyDuplicate> Candidates { get; private init; } = [];

    public static RefusalException NotFound(string what, string id) => new(RefusalKind.NotFound, $"There is no {what} '{id}'.");
    public static RefusalException Invalid(string field, Message text) => new(RefusalKind.Invalid, text, field);
    public static RefusalException Conflict(Message text, string? field = null) => new(RefusalKind.Conflict, text, field);
    public static RefusalException Duplicate(string field, Message text, IReadOnlyList<LikelyDuplicate> candidates) =>
        new(RefusalKind.Conflict, text, field) { Candidates = candidates };
    public static RefusalException Forbidden(Message text) => new(RefusalKind.Forbidden, text);
}

/// <summary>
/// What was asked cannot be so; is about something that is not there; is not for this person; does not fit the present state; or nobody is signed in.
/// </summary>
public enum RefusalKind { Invalid, NotFound, Forbidden, Conflict, NotSignedIn }
