using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Store;

/// <summary>The present state of one workflow instance: a few columns to find it by, one compact document, a version.</summary>
public sealed class InstanceRow
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public int DefinitionVersion { get; init; }
    public required string Status { get; init; }
    public required string SubStatus { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public string? ParentInstanceId { get; init; }
    public int IncidentCount { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    /// <summary>Counts the bursts; a commit that expects another number has lost a race.</summary>
    public long RowVersion { get; init; }
    /// <summary>See <see cref="InstanceDocument"/>.</summary>
    public required byte[] Document { get; init; }

    /// <summary>The row of an instance that comes from elsewhere: its columns say what its state says.</summary>
    public static InstanceRow Of(InstanceState state, long rowVersion) => new()
    {
        Id = state.Id,
        DefinitionId = state.DefinitionId,
        DefinitionVersionId = state.DefinitionVersionId,
        DefinitionVersion = state.DefinitionVersion,
        Status = state.Status.ToString(),
        SubStatus = state.SubStatus.ToString(),
        CorrelationId = state.CorrelationId,
        Name = state.Name,
        ParentInstanceId = state.ParentInstanceId,
        IncidentCount = state.Incidents.Count,
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        FinishedAt = state.FinishedAt,
        RowVersion = rowVersion,
        Document = InstanceDocument.Write(state),
    };
}

/// <summary>What a running instance waits for. With <see cref="DueAt"/> it is a timer.</summary>
public sealed class BookmarkRow
{
    public required string Id { get; init; }
    public required string InstanceId { get; init; }
    public required string Name { get; init; }
    public required string Hash { get; init; }
    public string? CorrelationId { get; init; }
    public required string ActivityId { get; init; }
    public DateTimeOffset? DueAt { get; set; }
    /// <summary>
    /// How the due time was counted in working time, as <see cref="Workflows.Instances.WorkingTime.Question"/> writes it; null on the clock.
    /// </summary>
    public string? Counted { get; init; }
    /// <summary>The node that fires it, where nodes share the store.</summary>
    public string? ClaimedBy { get; init; }
}

/// <summary>Append-only history, one row a burst: its stimulus, what happened, what it read and what it asked for.</summary>
public sealed class BurstRow
{
    public required string InstanceId { get; init; }
    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Document { get; init; }
}

/// <summary>A stimulus that was accepted but is not carried out yet. It goes away in the transaction of the burst that carries it out.</summary>
public sealed class StimulusRow
{
    public long Id { get; init; }
    public required string Document { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Attempts { get; set; }
    public Message? LastError { get; set; }
    /// <summary>UTC. Set aside since then: a person lets it run again or discards it.</summary>
    public DateTimeOffset? FailedAt { get; set; }
    /// <summary>The node that carries it out, where nodes share the store.</summary>
    public string? ClaimedBy { get; init; }
}

/// <summary>What must leave the building, once, under its idempotency key.</summary>
public sealed class OutboxRow
{
    public long Id { get; init; }
    public required string Key { get; init; }
    public required string Channel { get; init; }
    public required string Recipient { get; init; }
    public required string Document { get; set; }
    public string? InstanceId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public Message? LastError { get; set; }
    /// <summary>How often it was tried without success.</summary>
    public int Attempts { get; set; }
    /// <summary>UTC. Set aside since then, after too many tries or one that said that no other will help: a person lets it be tried again.</summary>
    public DateTimeOffset? FailedAt { get; set; }
    /// <summary>The span that asked for it, as W3C's traceparent; null where nobody recorded spans.</summary>
    public string? TraceParent { get; init; }
    /// <summary>The node that delivers it, where nodes share the store.</summary>
    public string? ClaimedBy { get; set; }
}

/// <summary>One version of a workflow definition, as Elsa 3 JSON.</summary>
public sealed class DefinitionRow
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public int Version { get; init; }
    public bool IsLatest { get; set; }
    public bool IsPublished { get; set; }
    public string? Name { get; set; }
    public string? ActivityTypeName { get; set; }
    public required string Model { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>SHA-256 of the file this version was loaded from; null for one that a person saved.</summary>
    public string? FileHash { get; set; }
    /// <summary>Who saved the content last; null for a file and for the server's key.</summary>
    public string? SavedById { get; set; }
    /// <summary>UTC.</summary>
    public DateTimeOffset? SavedAt { get; set; }
    /// <summary>What has changed, in the words of whoever published or restored it.</summary>
    public string? Comment { get; set; }
    public string? PublishedById { get; set; }
    /// <summary>When it was published last (UTC); null for one that never was.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    public WorkflowDefinition ToDefinition() =>
        new(Id, DefinitionId, Version, IsLatest, IsPublished, CreatedAt, (JsonObject)JsonNode.Parse(Model)!);
}

/// <summary>What starts instances of a published definition: an event's hash or a due time.</summary>
public sealed class TriggerRow
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required string NodeId { get; init; }
    public required string Kind { get; init; }
    public required string Hash { get; init; }
    public DateTimeOffset? DueAt { get; set; }
}

/// <summary>A value the server keeps for itself, such as the simulated time.</summary>
public sealed class SettingRow
{
    public required string Key { get; init; }
    public required string Value { get; set; }
}

/// <summary>Alterations that were asked for all instances that fitted a filter at that time. How far it got stands in their histories.</summary>
public sealed class AlterationPlanRow
{
    public required string Id { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public required string Document { get; init; }
}
