using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Something is said about a question; who is mentioned as @name is told and may see it from then on.</summary>
public static class CommentOnApproval
{
    public static ApprovalEvent Apply(Change change, string id, string? text)
    {
        var said = TextField.Note(text, "text") ?? throw RefusalException.Invalid("text", "There is nothing in this comment.");
        var request = Taking.Part(change, id);
        var mentioned = Mentioned(said, change.Database.Users.Where(user => user.IsActive).ToList())
            .Where(person => person != change.By.UserId).ToList();
        foreach (var person in mentioned) CopyApproval.Add(change, request, person);
        var comment = ApprovalEvent.Note(change, request, ApprovalEventKind.Commented, said, to: mentioned);
        foreach (var person in mentioned) Notice.Add(change, person, NoticeKind.ApprovalMentioned, request.Title, said, Addresses.Approval(id));
        return comment;
    }

    /// <summary>Who is mentioned, by id or name; a name in two languages by either half of it.</summary>
    internal static IReadOnlyList<string> Mentioned(string text, IEnumerable<User> people)
    {
        var names = people.SelectMany(user => NamesOf(user).Select(name => (Name: name, user.Id)))
            .OrderByDescending(known => known.Name.Length).ToList();
        var found = new List<string>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var rest = text[(at + 1)..];
            var meant = names.Find(known => rest.StartsWith(known.Name, StringComparison.OrdinalIgnoreCase) && IsWhole(known.Name, rest));
            if (meant.Id is { } id && !found.Contains(id)) found.Add(id);
        }
        return found;
    }

    /// <summary>"@Li Na" is not meant by "@Li Nathan"; Chinese goes on without a blank.</summary>
    static bool IsWhole(string name, string text) =>
        text.Length == name.Length || !char.IsAsciiLetterOrDigit(name[^1]) || !char.IsAsciiLetterOrDigit(text[name.Length]);

    static IEnumerable<string> NamesOf(User user)
    {
        yield return user.Id;
        yield return user.Name;
        var space = user.Name.IndexOf(' ', StringComparison.Ordinal);
        if (space < 1 || char.IsAscii(user.Name[0])) yield break;
        yield return user.Name[..space];
        if (user.Name[(space + 1)..].Trim() is { Length: > 0 } other) yield return other;
    }
}
