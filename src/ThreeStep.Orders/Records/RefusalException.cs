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
    /// <summary>What speaks against each field, where several are looked at together; empty where one alone is refused.</summary>
    public IReadOnlyList<RefusalException> Mistakes { get; private init; } = [];

    /// <summary>Several fields are refused at once, so that nobody mends them one after the other.</summary>
    public static RefusalException Several(IReadOnlyList<RefusalException> mistakes)
    {
        Message? all = null;
        foreach (var mistake in mistakes) all = all is null ? Named(mistake) : $"{all} {Named(mistake)}";
        return new(RefusalKind.Invalid, all!, mistakes[0].Field) { Mistakes = mistakes };

        static Message Named(RefusalException mistake) => $"{mistake.Field?.Split('.')[^1]}: {mistake.Words}";
    }

    public static RefusalException Duplicate(string field, Message text, IReadOnlyList<LikelyDuplicate> candidates) =>
        new(RefusalKind.Conflict, text, field) { Candidates = candidates };
    public static RefusalException Forbidden(Message text) => new(RefusalKind.Forbidden, text);
}

/// <summary>
/// What was asked cannot be so; is about something that is not there; is not for this person; does not fit the present state; or nobody is signed in.
/// </summary>
public enum RefusalKind { Invalid, NotFound, Forbidden, Conflict, NotSignedIn }
