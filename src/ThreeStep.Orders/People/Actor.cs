namespace ThreeStep.Orders.People;

/// <summary>Who makes a change: a person, a program with the server's own key, or a workflow.</summary>
/// <param name="UserId">Null for the server's key and for workflows.</param>
/// <param name="Role">What the person may do; the server's key may what an administrator may. Null for a workflow, which asks no one's
/// rights.</param>
/// <param name="InstanceId">The workflow instance that asks.</param>
/// <param name="From">By which way, and from which address, for the record: "page 10.0.0.7".</param>
public sealed record Actor(string? UserId, Role? Role, string? InstanceId = null, string? From = null)
{
    /// <summary>The server itself: first sign-ins, imports on the command line.</summary>
    public static readonly Actor Server = new(null, People.Role.Admin);

    public static Actor Workflow(string instanceId) => new(null, null, instanceId);

    public bool IsWorkflow => InstanceId is not null;

    public bool Is(params ReadOnlySpan<Role> roles) => Role is { } own && roles.Contains(own);
}
