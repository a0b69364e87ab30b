using System.Text.Json.Nodes;
using Jint;

namespace ThreeStep.Workflows.Expressions;

/// <summary>
/// Tells whether a name in a script will be there when it runs: JavaScript's own, a function of ours, or the accessor of what is declared.
/// </summary>
sealed class JavaScriptNames : IDisposable
{
    readonly Engine engine = new();

    public bool Has(string name, IEnumerable<string> variables, IEnumerable<string> inputs, FindOutput findOutput)
    {
        if (name is "variables" or "input" || engine.Global.HasProperty(name)) return true;
        return new JavaScriptGlobals(engine, new DeclaredNames(variables.ToList(), inputs.ToList(), findOutput)).Has(name);
    }

    public void Dispose() => engine.Dispose();

    /// <summary>A scope in which names exist but nothing has a value.</summary>
    sealed class DeclaredNames(List<string> variables, List<string> inputs, FindOutput findOutput) : IExpressionScope
    {
        public DateTimeOffset Now => default;
        public string InstanceId => "";
        public string? InstanceName { get; set; }
        public string? CorrelationId { get; set; }
        public string DefinitionId => "";
        public string DefinitionVersionId => "";
        public int DefinitionVersion => 0;
        public JsonNode? LastResult => null;
        public IEnumerable<string> VariableNames => variables;
        public IReadOnlyDictionary<string, JsonNode?> Inputs => inputs.Distinct().ToDictionary(name => name, _ => (JsonNode?)null);
        public IEnumerable<string> InputNames => inputs;
        public (string ActivityId, string Output)? FindOutput(string activity, string output) => findOutput(activity, output);
        public string NewId() => "";
        public JsonNode? ReadRecord(string kind, string id) => null;
        public JsonNode? GetVariable(string name) => null;
        public void SetVariable(string name, JsonNode? value) { }
        public JsonNode? GetOutput(string activityId, string? outputName) => null;
        public void SetOutcomes(IReadOnlyList<string> outcomes) { }
    }
}

/// <summary>Looks up an activity and its output as scripts name them; null where there is none.</summary>
delegate (string ActivityId, string Output)? FindOutput(string activity, string output);
