using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Sets fields of a record.</summary>
[Activity("ThreeStep", "Sales", "Set fields of an account, deal, lead, case, campaign or delivery.", DisplayName = "Update record", Icon = "edit",
    Color = "#6a1b9a")]
public sealed class UpdateRecord : OrderActivity
{
    [Input("The kind of record.", UiHint = "dropdown", Options = ["Account", "Deal", "Lead", "Case", "Campaign", "Delivery"])]
    public Input<string> Kind { get; } = new("Deal");
    [Input("Its id.", DisplayName = "Record id", IsNeeded = true)] public Input<string> RecordId { get; } = new();
    [Input("An object with the new values, e.g. {\"nextActivity\": \"Visit\"}.", UiHint = "multiline", DefaultSyntax = "JavaScript",
        TypeName = "Object", IsNeeded = true)]
    public Input<JsonNode> Values { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (DrawnValue.TryOf(Kind.Expression, Node) is not { IsKnown: true } drawn) yield break;
        if (OrderKinds.All.Find(drawn.Value?.ToString() ?? Kind.DefaultValue!) is not { Settable.Count: > 0 } kind) yield break;
        var names = DrawnValue.NamesOf(Values.Expression) ?? [];
        if (NotSettable(kind, names) is { } refusal) yield return Finding.Error(Node, OrderFindings.ValueRefused, Values.Label, refusal);
        else if (DrawnValue.TryOf(Values.Expression, Node)?.Value is JsonObject values && kind.Refusal(values) is { } unreadable)
            yield return Finding.Error(Node, OrderFindings.ValueRefused, Values.Label, unreadable);
    }

    static Message? NotSettable(RecordKind kind, IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => !kind.Settable.ContainsKey(name)) is not { } unknown) return null;
        return $"“{unknown}” of a {kind.Name} cannot be set here. These can: {string.Join(", ", kind.Settable.Keys.Order())}.";
    }

    public override void Execute(ActivityContext context)
    {
        var kind = OrderKinds.All.Find(context.Get(Kind)!)!;
        var values = ValueConversion.ToNamedType(context.Get(Values), "Object") as JsonObject
            ?? throw new ExpressionException("The new values must be an object.");
        if ((NotSettable(kind, values.Select(value => value.Key)) ?? kind.Refusal(values)) is { } refusal) throw new ExpressionException(refusal);
        values = (JsonObject)values.DeepClone();
        var zone = CompanyDays.Zone(context.TimeZone);
        // Days are told at once: what reads the record later in this burst finds a day, too.
        foreach (var field in values.Select(value => value.Key).Where(kind.IsDay).ToList())
            values[field] = DayField.Written(DayField.Of(values[field], field, zone));
        context.Emit(new UpdateRecordCommand(kind.Name, Text(context, RecordId)!, values));
        context.Complete();
    }
}

/// <summary>Sets named fields (camelCase) of a record. Which may be set is the kind's to say, see <see cref="RecordKind.Settable"/>.</summary>
public sealed record UpdateRecordCommand(string Kind, string RecordId, JsonObject Values) : Command
{
    public override bool Changes(string kind, string id) => string.Equals(kind, Kind, StringComparison.OrdinalIgnoreCase) && id == RecordId;

    public override void Preview(JsonObject record)
    {
        foreach (var (name, value) in Values) record[name] = value?.DeepClone();
    }

    internal static void CarryOut(Change change, UpdateRecordCommand command)
    {
        if (change.Kinds.Find(command.Kind) is not { } kind || kind.Find(change.Database, command.RecordId) is not { } record) return;
        foreach (var (name, value) in command.Values)
        {
            if (!kind.Settable.TryGetValue(name, out var rule))
                throw new ActivityException($"'{name}' of a {kind.Name} cannot be set by a workflow.");
            var before = kind.Get(record, name);
            // Somebody else's from now on: the same, with the same consequences, as handing it over.
            if (name == "ownerId") HandOverCommand.Give(change, record, Requirements.Chosen(value?.ToString()));
            else kind.Property(name).SetValue(record, rule(change, value, name));
            StepUndo.Remember(change, kind.Name, command.RecordId, name, before, kind.Get(record, name));
        }
        Ended(change, record);
    }

    /// <summary>A question that is withdrawn puts back what its workflow has set.</summary>
    internal static void PutBack(Change change, RecordKind kind, object record, string field, JsonNode? before)
    {
        if (field == "ownerId") HandOverCommand.Give(change, record, Requirements.Chosen(before?.ToString()));
        else if (record is Deal deal && field == "stage") MoveDeal.PutBack(change, deal, before.Deserialize<Stage>(Json.Options));
        else kind.Property(field).SetValue(record, before.Deserialize(kind.Property(field).PropertyType, Json.Options));
        Ended(change, record);
    }

    static void Ended(Change change, object record)
    {
        // What is over leaves nothing behind that reminds, whoever ended it.
        if (record is ServiceCase changed) CaseClocks.Follow(change, changed);
        if (record is ServiceCase { Status: CaseStatus.Closed } item) WithdrawNotices.OfCase(change, item.Id);
        if (record is Lead { Status: LeadStatus.Accepted or LeadStatus.Returned or LeadStatus.Converted } lead)
            WithdrawNotices.OfLead(change, lead.Id);
    }
}
