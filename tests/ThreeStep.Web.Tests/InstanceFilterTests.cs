using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Instances;

namespace ThreeStep.Web.Tests;

/// <summary>A list of instances has what its filter says and nothing else, in whichever of Elsa's ways it is said.</summary>
public sealed class InstanceFilterTests
{
    static readonly List<InstanceRow> Rows =
    [
        Row("a", "Running", "Suspended", "42", "First", 1),
        Row("b", "Finished", "Finished", "43", "7", 2),
        Row("c", "Finished", "Faulted", null, null, 2, incidents: 1, parent: "a"),
    ];

    static InstanceRow Row(
        string id, string status, string subStatus, string? correlationId, string? name, int version,
        int incidents = 0, string? parent = null) => new()
        {
            Id = id,
            DefinitionId = $"definition-{id}",
            DefinitionVersionId = $"version-{id}",
            DefinitionVersion = version,
            Status = status,
            SubStatus = subStatus,
            CorrelationId = correlationId,
            Name = name,
            IncidentCount = incidents,
            ParentInstanceId = parent,
            Document = [],
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };

    static string Found(JsonObject filter) => string.Concat(InstanceFilter.Apply(Rows.AsQueryable(), filter).Select(row => row.Id));

    [Theory]
    [InlineData("status=Running", "a")]
    [InlineData("statuses=Running", "a")]
    [InlineData("statuses=Running&statuses=Finished", "abc")]
    [InlineData("status=Running&status=Finished", "abc")]
    [InlineData("Status=Finished&SubStatus=Faulted", "c")]
    [InlineData("subStatuses=Suspended&subStatuses=Faulted", "ac")]
    [InlineData("status=Nonsense", "")]
    [InlineData("correlationId=42", "a")]
    [InlineData("name=7", "b")]
    [InlineData("version=2", "bc")]
    [InlineData("definitionId=definition-b", "b")]
    [InlineData("definitionIds=definition-a&definitionIds=definition-b", "ab")]
    [InlineData("definitionVersionId=version-c", "c")]
    [InlineData("hasIncidents=true", "c")]
    [InlineData("hasIncidents=false", "ab")]
    [InlineData("isSystem=true", "")]
    [InlineData("isSystem=false", "abc")]
    [InlineData("parentWorkflowInstanceIds=a", "c")]
    [InlineData("status=", "abc")]
    [InlineData("", "abc")]
    public void A_query_is_taken_at_its_word(string query, string found) =>
        Assert.Equal(found, Found(InstanceFilter.FromQuery(new QueryCollection(QueryHelpers.ParseQuery(query)))));

    [Theory]
    [InlineData("""{"status":"Running"}""", "a")]
    [InlineData("""{"status":["Running"]}""", "a")]
    [InlineData("""{"statuses":"Running"}""", "a")]
    [InlineData("""{"statuses":["Running","Finished"],"subStatuses":["Faulted"]}""", "c")]
    [InlineData("""{"correlationId":42}""", "a")]
    [InlineData("""{"version":"2"}""", "bc")]
    [InlineData("""{"hasIncidents":true}""", "c")]
    [InlineData("""{"status":null,"statuses":[]}""", "abc")]
    public void So_is_a_body(string body, string found) => Assert.Equal(found, Found((JsonObject)JsonNode.Parse(body)!));

    [Fact]
    public void A_version_that_is_no_number_is_refused() =>
        Assert.Equal("version", Assert.Throws<RefusalException>(() => Found(new JsonObject { ["version"] = "two" })).Field);
}
