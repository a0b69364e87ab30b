using ThreeStep.Orders.People;

namespace ThreeStep.Orders.Records;

/// <summary>What every change asks of what it is given.</summary>
public static class Requirements
{
    /// <summary>A text that may be there: blank is none.</summary>
    public static string? Chosen(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Refuses the id of a person who is not there or has left; no id is fine.</summary>
    /// <exception cref="RefusalException">There is no such person.</exception>
    public static void RequireUser(this Change change, string? id, string field)
    {
        if (id is not null && change.Database.Users.Find(id) is not { IsActive: true })
            throw RefusalException.Invalid(field, $"There is no user '{id}'.");
    }

    /// <summary>Refuses the id of a record that is not there; no id is fine.</summary>
    /// <exception cref="RefusalException">There is no such record.</exception>
    public static void Require(this Change change, string kind, string? id, string field)
    {
        if (id is not null && change.Kinds.Find(kind)!.Find(change.Database, id) is null)
            throw RefusalException.Invalid(field, $"There is no {kind.ToLowerInvariant()} '{id}'.");
    }
}
