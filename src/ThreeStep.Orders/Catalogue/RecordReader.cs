using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Records as workflows see them: by kind and id, as JSON with camelCase names; and what our own activities ask of the rules.</summary>
/// <param name="delivery">The webhooks of the settings file, where nobody has said otherwise.</param>
public sealed class RecordReader(
    ProcessStore store, RecordKinds kinds, WorkingCalendars calendars, CompiledDefinitions definitions, DeliverySettings delivery,
    TimeProvider clock) : IRecordReader
{
    public IReadOnlyCollection<string>? FieldsOf(string kind) => OrderKinds.FieldsOf(kind);

    public IReadOnlyCollection<string> Events => OrderEvents.Names;

    public JsonNode? Read(string kind, string id)
    {
        using var database = store.Query();
        object? record = kind switch
        {
            WorkingTime.Kind => When(WorkingTime.Read(id), database),
            "Webhook" => Webhooks.Names(database, delivery).Contains(id) ? id : null,
            "Position" => Positions.Own(database).Contains(id) ? id : null,
            "TimeZone" => calendars.Of(id, database).Zone,
            "Calendar" => Calendar(database, id),
            "UsersByPosition" => Users(database, user => user.Position == id),
            "UsersByRole" => Enum.TryParse<Role>(id, true, out var role) ? Users(database, user => user.Role == role) : [],
            "OpenApproval" =>
                database.Approvals.Include(request => request.Steps).OrderBy(request => request.CreatedAt)
                .FirstOrDefault(request => request.DealId == id && request.Status == ApprovalStatus.Pending),
            "CampaignApproval" => CampaignApproval(database, ApprovalSubject.Campaign(id).ToString()),
            "ApprovalStanding" => Standing(database, id),
            "ApprovalMatrix" => MatrixVersion.InForce(database),
            "Workflow" => database.Definitions.Where(row => row.DefinitionId == id && row.IsLatest)
                .Select(row => new { Name = row.Name ?? row.DefinitionId }).FirstOrDefault(),
            "StageRefusal" => StageRefusal(database, id),
            _ when kinds.Find(kind) is { } known => known.Read(database, id),
            _ => throw new ExpressionException($"There is no kind of record “{kind}”."),
        };
        return record is null ? null : JsonSerializer.SerializeToNode(record, record.GetType(), Json.Options);
    }

    DateTimeOffset When(WorkingTime counted, ProcessDatabase database) =>
        SlaClocks.When(counted, calendars.Of(counted.Calendar, database), database);

    /// <summary>Whether people work now, and when they do next, for conditions: <c>getRecord("Calendar", "company").isOpen</c>.</summary>
    object Calendar(ProcessDatabase database, string name)
    {
        var (calendar, now) = (calendars.Of(name, database), clock.GetUtcNow());
        return new { calendar.Zone, IsOpen = calendar.IsOpen(now), NextOpening = calendar.NextOpening(now) };
    }

    static List<User> Users(ProcessDatabase database, Expression<Func<User, bool>> condition) =>
        database.Users.Where(user => user.IsActive).Where(condition).OrderBy(user => user.Id).ToList();

    /// <summary>The question about a campaign's budget that is open, else the last one that was answered by yes.</summary>
    static ApprovalRequest? CampaignApproval(ProcessDatabase database, string subject) =>
        database.Approvals.Include(request => request.Steps)
            .Where(request => request.Subject == subject && request.Kind == ApprovalKind.CampaignBudget
                && (request.Status == ApprovalStatus.Pending || request.Status == ApprovalStatus.Approved))
            .OrderByDescending(request => request.Status == ApprovalStatus.Pending).ThenByDescending(request => request.CreatedAt).FirstOrDefault();

    /// <summary>Where a deal's terms stand, for conditions: <c>getRecord("ApprovalStanding", dealId).maySign</c>.</summary>
    object? Standing(ProcessDatabase database, string dealId)
    {
        if (database.Deals.FirstOrDefault(row => row.Id == dealId) is not { } deal) return null;
        var standing = ApprovalStanding.Of(deal, database, definitions);
        return new
        {
            standing.MaySign,
            standing.IsCovered,
            standing.Rule,
            standing.Needed,
            standing.WaitsFor,
            Refusal = standing.Refusal?.ToString()
        };
    }

    /// <summary>Why a workflow cannot move a deal to a stage.</summary>
    /// <param name="asked">The deal's id and the stage, with a colon between.</param>
    string? StageRefusal(ProcessDatabase database, string asked)
    {
        var colon = asked.LastIndexOf(':');
        var dealId = asked[..colon];
        if (database.Deals.FirstOrDefault(row => row.Id == dealId) is not { } deal) return null;
        return StageRules.Refusal(deal, Enum.Parse<Stage>(asked[(colon + 1)..]), mayReopen: true,
            ApprovalStanding.Of(deal, database, definitions))?.ToString();
    }
}
