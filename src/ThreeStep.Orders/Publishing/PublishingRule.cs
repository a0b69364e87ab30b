using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Reviews;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Orders.Publishing;

/// <summary>
/// Where the company wants it (<see cref="Company.PublishingNeedsYes"/>), a workflow is published only with the yes of a second person: a process
/// owner, an administrator or a manager. Every way of publishing comes through here; files of the installation do not.
/// </summary>
public static class PublishingRule
{
    /// <summary>The workflow that asks; a process owner may change it, but whose yes counts is decided here.</summary>
    public const string Workflow = "publishing-request";

    static readonly Role[] mayAgree = [Role.ProcessOwner, Role.Admin, Role.Manager];

    public static bool IsOn(ProcessDatabase database) => database.Companies.Any(company => company.PublishingNeedsYes);

    /// <summary>Where the company wants it, nothing is published without a word about what has changed, by whichever way.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public static void RequireComment(ProcessDatabase database, WorkflowDefinition definition)
    {
        if (database.Companies.Any(company => company.PublishingNeedsComment)
            && string.IsNullOrWhiteSpace(database.Definitions.Find(definition.Id)?.Comment))
            WorkflowDrafts.RequireComment(null);
    }

    /// <summary>Asks for the yes that is missing.</summary>
    /// <returns>Why the version stays a draft for now; null when it may be published, which uses the yes up.</returns>
    public static Message? HoldBack(Change change, WorkflowDefinition definition)
    {
        if (!IsOn(change.Database)) return null;
        if (Unagreed(change, definition) is { } draft)
            return $"It uses version {draft.Version} of “{draft.Shown}”, which was never published. Publish that first. It stays a draft.";
        var (database, revision) = (change.Database, DefinitionStore.RevisionOf(definition));
        foreach (var open in database.PublishingQuestions.AsTracking()
            .Where(question => question.DefinitionId == definition.DefinitionId && question.ClosedAt == null).ToList())
        {
            var asked = QuestionOf(database, open.Id);
            if (open.Revision == revision && asked is not null && HasYes(database, open, asked))
            {
                open.ClosedAt = change.Now;
                return null;
            }
            if (open.Revision == revision && IsUnderWay(database, open, asked)) return Waits(asked, database);
            Close(change, open, asked);
        }
        return Ask(change, definition, revision);
    }

    /// <summary>A version of another workflow that it uses as an activity, and that nobody has agreed to.</summary>
    static WorkflowDefinition? Unagreed(Change change, WorkflowDefinition definition)
    {
        var used = change.Definitions.Compile(definition).Nodes.Select(node => node.Composite).OfType<WorkflowDefinition>()
            .DistinctBy(composite => composite.Id).ToList();
        var ids = used.ConvertAll(composite => composite.Id);
        var agreed = change.Database.Definitions.Where(row => ids.Contains(row.Id) && row.PublishedAt != null).Select(row => row.Id).ToHashSet();
        return used.Find(composite => !agreed.Contains(composite.Id));
    }

    /// <summary>Whose yes a draft waits for; null where it waits for nobody's.</summary>
    public static Message? Waiting(ProcessDatabase database, string definitionId, string revision) =>
        database.PublishingQuestions.FirstOrDefault(question => question.DefinitionId == definitionId && question.Revision == revision
            && question.ClosedAt == null) is { } open ? Waits(QuestionOf(database, open.Id), database) : null;

    /// <summary>
    /// Why a version does not run: nobody has agreed to it, or whoever lets it run does not publish this workflow, and running a draft would be
    /// publishing by another name. Null when it may, as every version that was published ever.
    /// </summary>
    /// <param name="rights">Of whoever lets it run.</param>
    public static Message? RunRefusal(ProcessDatabase database, WorkflowRights rights, string versionId)
    {
        var workflow = database.Definitions.Where(row => row.Id == versionId && row.PublishedAt == null).Select(row => row.DefinitionId)
            .FirstOrDefault();
        if (workflow is null) return null;
        if (!rights.Allows(workflow, WorkflowRight.Publish)) return Requirements.WhyNot(WorkflowRight.Publish);
        return IsOn(database)
            ? "This version was never published, and the company publishes only with a second person's yes: it is not run before." : null;
    }

    /// <summary>As <see cref="RunRefusal"/>, for instances that are to go over to a version of their workflow.</summary>
    public static Message? MigrationRefusal(ProcessDatabase database, WorkflowRights rights, IReadOnlyCollection<string> instanceIds,
        int version)
    {
        var versions = database.Instances.Where(row => instanceIds.Contains(row.Id)).Select(row => row.DefinitionId).Distinct()
            .SelectMany(id => database.Definitions.Where(row => row.DefinitionId == id && row.Version == version).Select(row => row.Id)).ToList();
        return versions.Select(id => RunRefusal(database, rights, id)).FirstOrDefault(refusal => refusal is not null);
    }

    static Message? Ask(Change change, WorkflowDefinition definition, string revision)
    {
        var (database, by) = (change.Database, change.By.UserId);
        var others = database.Users.Where(user => user.IsActive && user.Id != by).ToList();
        var owners = others.FindAll(user => user.Role == Role.ProcessOwner && Publishes(database, definition.DefinitionId, user));
        var asked = (owners.Count > 0 ? owners : others.FindAll(user => user.Role == Role.Admin)).Select(user => user.Id).Order().ToList();
        if (asked.Count == 0)
            return "Publishing needs a second person's yes, and there is no other process owner or administrator. It stays a draft.";
        if (change.Definitions.FindPublished(Workflow) is null)
            return $"The workflow “{Workflow}” is not published, so nobody would be asked. An administrator may end the rule in the settings.";
        var question = database.PublishingQuestions.Add(new PublishingQuestion
        {
            Id = $"publish-{change.NewId()}",
            DefinitionId = definition.DefinitionId,
            Version = definition.Version,
            Revision = revision,
            AskedById = by,
            AskedAt = change.Now,
        }).Entity;
        var former = change.Definitions.FindPublished(definition.DefinitionId)?.Definition;
        change.Queue(new QueuedStimulus.StartInstance(question.Id, Workflow, new()
        {
            ["Title"] = Title(definition),
            ["Subject"] = new ApprovalSubject("Workflow", definition.DefinitionId).ToString(),
            ["RequestedBy"] = by,
            ["Approvers"] = new JsonArray(asked.Select(id => (JsonNode)$"Person:{id}").ToArray()),
            ["Facts"] = new JsonObject
            {
                ["说明 · Comment"] = database.Definitions.Find(definition.Id)?.Comment,
                ["现在 · Now"] = former is null ? "—" : $"v{former.Version}",
                ["场景 · Scenarios"] = database.ScenarioRuns.Find(definition.DefinitionId, revision)?.Summary,
                ["评论 · Comments"] = OpenComments.Summary(database, definition.DefinitionId),
                ["改动 · Changes"] = WorkflowDifference.Text(former?.Model, definition.Model, change.Definitions.Registry.IsSecret),
            },
        }));
        change.Audit(AuditAction.PublishingAsked, definition.DefinitionId, $"v{definition.Version}");
        return $"It is saved, and published as soon as a second person has said yes: {Names(database, asked)}.";
    }

    /// <summary>In both languages, where the workflow's name is.</summary>
    static string Title(WorkflowDefinition definition)
    {
        var chinese = TwoLanguages.Name(definition.Shown, MessageTexts.Chinese);
        var english = TwoLanguages.Name(definition.Shown, MessageTexts.English);
        return chinese == english ? $"{chinese} v{definition.Version}" : $"{chinese} v{definition.Version} · {english} v{definition.Version}";
    }

    /// <summary>What the instance has asked; null while it has not.</summary>
    internal static ApprovalRequest? QuestionOf(ProcessDatabase database, string instanceId) =>
        database.Approvals.Include(request => request.Steps).AsTracking()
            .FirstOrDefault(request => request.InstanceId == instanceId && request.Kind == ApprovalKind.Publishing);

    /// <summary>A yes of somebody else who may say it, whomever the workflow has asked.</summary>
    internal static bool HasYes(ProcessDatabase database, PublishingQuestion question, ApprovalRequest asked)
    {
        if (asked.Status != ApprovalStatus.Approved) return false;
        var people = asked.Steps.Where(step => step.Decision == ApprovalDecision.Approve)
            .Select(step => step.DecidedById ?? step.ApproverId).ToList();
        return database.Users.Where(user => people.Contains(user.Id) && user.Id != question.AskedById && mayAgree.Contains(user.Role)).ToList()
            .Exists(user => user.Role == Role.Manager && !IsGranted(database, question.DefinitionId)
                || Publishes(database, question.DefinitionId, user));
    }

    /// <summary>Where it is said who publishes a workflow, nobody else agrees to it but an administrator.</summary>
    static bool IsGranted(ProcessDatabase database, string definitionId) =>
        database.WorkflowAccesses.Find(definitionId) is { Access.Publish: not null };

    static bool Publishes(ProcessDatabase database, string definitionId, User user) =>
        WorkflowRights.Of(new Actor(user.Id, user.Role), database).Allows(definitionId, WorkflowRight.Publish);

    static bool IsUnderWay(ProcessDatabase database, PublishingQuestion question, ApprovalRequest? asked) =>
        asked is not null ? asked.Status == ApprovalStatus.Pending
            // Its start may still be queued.
            : !database.Instances.Any(row => row.Id == question.Id && row.Status != "Running" || row.Id == question.Id && row.IncidentCount > 0);

    static void Close(Change change, PublishingQuestion question, ApprovalRequest? asked)
    {
        question.ClosedAt = change.Now;
        if (asked is { Status: ApprovalStatus.Pending })
            WithdrawApproval.Drop(change, asked, "草稿已另有改动 · The draft was changed since");
    }

    static Message Waits(ApprovalRequest? asked, ProcessDatabase database) => asked is null
        ? "A second person is being asked for their yes; with it, it is published."
        : $"It waits for a second person's yes: {Names(database, ApprovalRules.Waiting(asked).Select(step => step.ApproverId))}.";

    static string Names(ProcessDatabase database, IEnumerable<string> ids) =>
        string.Join(", ", ids.Select(id => database.Users.Find(id)?.Name ?? id));
}
