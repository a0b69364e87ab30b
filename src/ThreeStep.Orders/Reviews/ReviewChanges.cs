using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Reviews;

/// <summary>
/// Whoever sees workflows says something about a step, and answers; whoever began a thread, or may change the workflow, says that it is settled.
/// Nothing of it touches the workflow. Who is mentioned as @name is told, and so are those who took part.
/// </summary>
public static class ReviewChanges
{
    /// <summary>As long as somebody writes about one step.</summary>
    const int LongestRemark = 2_000;

    /// <summary>More open ones are not a review any more.</summary>
    const int MostOpen = 500;

    static readonly Role[] readers = [Role.Manager, Role.ProcessOwner, Role.Admin];

    /// <param name="version">The version that is looked at; null for the newest.</param>
    /// <exception cref="RefusalException">There is no such workflow, version or step, or nothing is said.</exception>
    public static StepThread Begin(Change change, string definitionId, string? step, int? version, string? text)
    {
        RequireReader(change);
        var said = Said(text);
        var versions = change.Database.Definitions.Where(row => row.DefinitionId == definitionId);
        if (!versions.Any()) throw RefusalException.NotFound("workflow", definitionId);
        var looked = versions.Where(row => version == null ? row.IsLatest : row.Version == version).Select(row => new { row.Id, row.Version })
            .FirstOrDefault() ?? throw RefusalException.Invalid("version", $"There is no version {version} of this workflow.");
        if (change.Database.StepThreads.Count(thread => thread.DefinitionId == definitionId && thread.ResolvedAt == null) >= MostOpen)
            throw RefusalException.Conflict($"There are {MostOpen} open comments already. Settle some of them first.");
        var node = change.Definitions.FindVersion(looked.Id)?.Nodes.FirstOrDefault(node => node.Id == step)
            ?? throw RefusalException.Invalid("step", $"There is no step '{step}' in version {looked.Version}.");
        var thread = change.Database.StepThreads.Add(new StepThread
        {
            Id = change.NewId(),
            DefinitionId = definitionId,
            StepId = node.Id,
            StepName = node.Source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown : node.Name ?? node.Id,
            Version = looked.Version,
        }).Entity;
        Add(change, thread, said);
        return thread;
    }

    /// <exception cref="RefusalException">There is no such thread, or nothing is said.</exception>
    public static StepThread Answer(Change change, string definitionId, string threadId, string? text)
    {
        RequireReader(change);
        var thread = Find(change, definitionId, threadId);
        Add(change, thread, Said(text));
        return thread;
    }

    /// <summary>Settles a thread, or opens it again.</summary>
    /// <exception cref="RefusalException">There is no such thread, or it is not theirs to settle.</exception>
    public static StepThread Settle(Change change, string definitionId, string threadId, bool isResolved)
    {
        RequireReader(change);
        var thread = Find(change, definitionId, threadId);
        if (change.By.UserId != thread.Remarks[0].ById) change.Access.Workflows.Require(definitionId, WorkflowRight.Edit);
        if (thread.IsOpen != isResolved) return thread;
        thread.ResolvedAt = isResolved ? change.Now : null;
        thread.ResolvedById = isResolved ? change.By.UserId : null;
        return thread;
    }

    static void RequireReader(Change change)
    {
        if (!change.By.Is(readers)) throw RefusalException.Forbidden("Your role does not allow this.");
    }

    static string Said(string? text) => TextField.Note(text, "text", LongestRemark)
        ?? throw RefusalException.Invalid("text", "There is nothing in this comment.");

    static StepThread Find(Change change, string definitionId, string threadId)
    {
        var thread = change.Database.StepThreads.AsTracking().Include(row => row.Remarks)
            .FirstOrDefault(row => row.Id == threadId && row.DefinitionId == definitionId) ?? throw RefusalException.NotFound("comment", threadId);
        thread.Remarks.Sort((one, other) => one.At.CompareTo(other.At));
        return thread;
    }

    static void Add(Change change, StepThread thread, string said)
    {
        var part = thread.Remarks.Select(remark => remark.ById).OfType<string>().Distinct().ToList();
        thread.Remarks.Add(change.Database.StepRemarks.Add(new StepRemark
        {
            Id = change.NewId(),
            ThreadId = thread.Id,
            ById = change.By.UserId,
            At = change.Now,
            Text = said,
        }).Entity);
        var people = change.Database.Users.Where(user => user.IsActive).ToList();
        var mentioned = CommentOnApproval.Mentioned(said, people);
        foreach (var id in mentioned) Tell(id, NoticeKind.StepMentioned);
        foreach (var id in part.Except(mentioned)) Tell(id, NoticeKind.StepAnswered);

        void Tell(string id, NoticeKind kind)
        {
            if (id == change.By.UserId || people.Find(user => user.Id == id) is not { } person) return;
            // The others read what was said, but workflows are not theirs to look at.
            var address = readers.Contains(person.Role) ? Address(thread) : null;
            Notice.Add(change, id, kind, $"{WorkflowName(change, thread.DefinitionId)}: {thread.StepName}", said, address);
        }
    }

    static string WorkflowName(Change change, string definitionId) => change.Database.Definitions
        .Where(row => row.DefinitionId == definitionId && row.IsLatest).Select(row => row.Name).FirstOrDefault() ?? definitionId;

    /// <summary>The page that shows the thread.</summary>
    public static string Address(StepThread thread) => $"/process/{Uri.EscapeDataString(thread.DefinitionId)}#thread-{thread.Id}";
}
