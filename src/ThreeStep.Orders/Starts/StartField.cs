using System.Text.Json.Nodes;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Starts;

/// <summary>How an input is asked for.</summary>
public enum StartFieldKind { Text, Number, YesNo, Time, Duration, Record, Person, Anything }

/// <summary>An input of a workflow as a form asks for it.</summary>
/// <param name="Name">As the workflow declares it.</param>
/// <param name="RecordKind">Deal, Account, …; null for what is no record.</param>
/// <param name="Description">In both languages maybe.</param>
/// <param name="Default">What it is where nothing is given.</param>
public sealed record StartField(string Name, StartFieldKind Kind, string? RecordKind, string? Description, bool IsNeeded, string? Default)
{
    static readonly string[] PersonNames = ["PersonId", "UserId", "OwnerId", "AssigneeId", "ManagerId", "RequestedBy", "RequestedById"];

    /// <summary>In the order in which they are declared.</summary>
    public static IReadOnlyList<StartField> Of(WorkflowDefinition definition) => definition.Inputs.Where(input => input.Name.Length > 0)
        .DistinctBy(input => input.Name, StringComparer.OrdinalIgnoreCase).Select(Of).ToList();

    static StartField Of(InputDefinition input)
    {
        var record = input.Type is "String" or "Object" && !input.IsArray
            ? SeenRecords.Kinds.FirstOrDefault(kind => input.Name.EndsWith($"{kind}Id", StringComparison.OrdinalIgnoreCase)) : null;
        var isPerson = record is null && input.Type is "String" && !input.IsArray
            && PersonNames.Contains(input.Name, StringComparer.OrdinalIgnoreCase);
        var kind = record is not null ? StartFieldKind.Record : isPerson ? StartFieldKind.Person
            : input.IsArray ? StartFieldKind.Anything : input.Type switch
            {
                "String" => StartFieldKind.Text,
                "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => StartFieldKind.Number,
                "Boolean" => StartFieldKind.YesNo,
                "DateTime" or "DateTimeOffset" => StartFieldKind.Time,
                "TimeSpan" => StartFieldKind.Duration,
                _ => StartFieldKind.Anything,
            };
        return new(input.Name, kind, record, input.Description, input.IsRequired && input.DefaultValue is null,
            input.DefaultValue is { } value ? ValueConversion.AsText(value) : null);
    }

    /// <summary>The record that an instance is about: the first that is named. Its id becomes what the instance is found by.</summary>
    public static StartField? Subject(IReadOnlyList<StartField> fields, Dictionary<string, JsonNode?> given) =>
        fields.Where(field => field.RecordKind is not null && given.GetValueOrDefault(field.Name) is not null)
            .OrderByDescending(field => field.IsNeeded).FirstOrDefault();
}
