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

    /// <summary>Refuses who may not do this with a workflow.</summary>
    /// <param name="startedBy">Where it is about starting: the roles that the workflow says itself.</param>
    /// <exception cref="RefusalException">It is not theirs.</exception>
    public static void Require(this WorkflowRights rights, string definitionId, WorkflowRight right, IReadOnlyCollection<Role>? startedBy = null)
    {
        if (!rights.Allows(definitionId, right, startedBy)) throw RefusalException.Forbidden(WhyNot(right));
    }

    /// <summary>Refuses who may not change what runs of a workflow.</summary>
    /// <exception cref="RefusalException">Its cases are hidden from them, or it is not theirs to change.</exception>
    public static void RequireMending(this WorkflowRights rights, string definitionId)
    {
        rights.Require(definitionId, WorkflowRight.SeeData);
        rights.Require(definitionId, WorkflowRight.Edit);
    }

    /// <summary>What somebody is told whom a right is not granted.</summary>
    public static Message WhyNot(WorkflowRight right) => right switch
    {
        WorkflowRight.Edit => "Others change this workflow. You may look at it.",
        WorkflowRight.Publish => "Others say when this workflow is published.",
        WorkflowRight.Start => "This workflow is not for you to start.",
        _ => "The cases of this workflow are not shown to you.",
    };
}
