using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Expressions;

/// <summary>What an expression can see and, in scripts, change: the place in the workflow where it is evaluated.</summary>
public interface IExpressionScope
{
    DateTimeOffset Now { get; }
    string InstanceId { get; }
    string? InstanceName { get; set; }
    string? CorrelationId { get; set; }
    string DefinitionId { get; }
    string DefinitionVersionId { get; }
    int DefinitionVersion { get; }
    JsonNode? LastResult { get; }

    /// <summary>Variables in sight, the innermost first where names repeat.</summary>
    IEnumerable<string> VariableNames { get; }
    JsonNode? GetVariable(string name);
    void SetVariable(string name, JsonNode? value);
    IReadOnlyDictionary<string, JsonNode?> Inputs { get; }
    /// <summary>Inputs that are declared, given or not, and those that are given all the same.</summary>
    IEnumerable<string> InputNames { get; }
    JsonNode? GetOutput(string activityIdOrName, string? outputName);
    /// <summary>
    /// The activity whose name, or else its id, reads like <paramref name="activity"/> in a script, and its output of that name; null where there is
    /// none.
    /// </summary>
    (string ActivityId, string Output)? FindOutput(string activity, string output);
    /// <summary>Reads a domain record; the read is kept with the burst.</summary>
    JsonNode? ReadRecord(string kind, string id);
    string NewId();
    /// <summary>The outcomes a script chose for its activity.</summary>
    void SetOutcomes(IReadOnlyList<string> outcomes);
}
