using System.Text.Json.Nodes;
using Jint;

namespace ThreeStep.Workflows.Expressions;

/// <summary>Tells which accessors (<c>getX</c>, <c>setX</c>) a script calls that will not be there when it runs.</summary>
sealed class JavaScriptNames : IDisposable
{
    readonly Engine engine = new();

    /// <exception cref="ExpressionException">The script does not parse.</exception>
    public IEnumerable<string> Unknown(string code, IEnumerable<string> variables, IEnumerable<string> inputs, FindOutput findOutput)
    {
        var (called, declared) = JavaScript.CalledNames(code);
        var globals = new JavaScriptGlobals(engine, new DeclaredNames(variables.ToList(), inputs.ToList(), findOutput));
        return called.Where(name => IsAccessor(name) && !declared.Contains(name) && !globals.Has(name)).Distinct();
    }

    static bool IsAccessor(string name) => name.Length > 3 && name[..3] is "get" or "set" && char.IsUpper(name[3]);

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
