using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>The functions and objects a script sees, with the names Elsa gives them. Only those that the script mentions are made.</summary>
sealed class JavaScriptGlobals(Engine engine, IExpressionScope scope)
{
    JsObject? variables;

    public void Define(HashSet<string> names)
    {
        foreach (var name in names)
        {
            if (name == "variables") engine.SetValue(name, variables = MakeVariables());
            else if (name == "input") engine.SetValue(name, JavaScriptValues.FromJson(engine, InputsAsObject()));
            else if (name == "Date")
                engine.Execute($"(() => {{ const Real = Date, now = {scope.Now.ToUnixTimeMilliseconds()}; Date = class extends Real {{ constructor(...a) {{ a.length ? super(...a) : super(now); }} static now() {{ return now; }} }}; }})()");
            else if (name == "Math")
                engine.Evaluate("Math").AsObject().Set("random", new ClrFunction(engine, "random", (_, _) => Chance()));
            else if (Find(name) is { } function) engine.SetValue(name, new ClrFunction(engine, name, (_, arguments) => function(arguments)));
        }
    }

    /// <summary>Assignments to <c>variables.X</c>, and changes inside of them, become the variables' values.</summary>
    public void WriteBack()
    {
        if (variables is null) return;
        foreach (var name in scope.VariableNames.Distinct().ToList())
        {
            var value = JavaScriptValues.ToJson(variables.Get(name));
            if (!JsonNode.DeepEquals(value, scope.GetVariable(name))) scope.SetVariable(name, value);
        }
    }

    /// <summary>True where a script finds a function of that name.</summary>
    public bool Has(string name) => Find(name) is not null;

    Func<JsValue[], JsValue>? Find(string name) => name switch
    {
        "getVariable" => arguments => ToScript(scope.GetVariable(Text(arguments, 0))),
        "setVariable" => arguments => SetVariable(Text(arguments, 0), At(arguments, 1)),
        "getInput" => arguments => ToScript(scope.Inputs.GetValueOrDefault(Text(arguments, 0))),
        "getOutputFrom" => arguments => ToScript(scope.GetOutput(Text(arguments, 0), arguments.Length > 1 ? Text(arguments, 1) : null)),
        "getLastResult" => _ => ToScript(scope.LastResult),
        "getRecord" => arguments => ToScript(scope.ReadRecord(Text(arguments, 0), arguments.Length > 1 ? Text(arguments, 1) : "")),
        "setOutcome" => arguments => { scope.SetOutcomes([Text(arguments, 0)]); return JsValue.Undefined; }
        ,
        "setOutcomes" => arguments =>
            {
                scope.SetOutcomes((JavaScriptValues.ToJson(At(arguments, 0)) as JsonArray)?.Select(item => item?.ToString() ?? "").ToList() ?? []);
                return JsValue.Undefined;
            }
        ,
        "getWorkflowDefinitionId" => _ => scope.DefinitionId,
        "getWorkflowDefinitionVersionId" => _ => scope.DefinitionVersionId,
        "getWorkflowDefinitionVersion" => _ => scope.DefinitionVersion,
        "getWorkflowInstanceId" => _ => scope.InstanceId,
        "getWorkflowInstanceName" => _ => OrNull(scope.InstanceName),
        "setWorkflowInstanceName" => arguments => { scope.InstanceName = Text(arguments, 0); return JsValue.Undefined; }
        ,
        "getCorrelationId" => _ => OrNull(scope.CorrelationId),
        "setCorrelationId" => arguments => { scope.CorrelationId = Text(arguments, 0); return JsValue.Undefined; }
        ,
        "isNullOrWhiteSpace" => arguments => string.IsNullOrWhiteSpace(TextOrNull(At(arguments, 0))) ? JsBoolean.True : JsBoolean.False,
        "isNullOrEmpty" => arguments => string.IsNullOrEmpty(TextOrNull(At(arguments, 0))) ? JsBoolean.True : JsBoolean.False,
        "getGuid" or "getGuidString" or "getShortGuid" or "newGuid" or "newGuidString" or "newShortGuid" => _ => scope.NewId(),
        "parseGuid" => arguments => Guid.Parse(Text(arguments, 0)).ToString(),
        "toJson" => arguments => Json.Write(JavaScriptValues.ToJson(At(arguments, 0))),
        _ => JavaScriptBytes.Find(name, engine) is { } function ? arguments => function(At(arguments, 0)) : Accessor(name),
    };

    /// <summary>
    /// Typed accessors: a variable N has <c>getN()</c> and <c>setN(value)</c>, an input Seed has <c>getSeed()</c>, the output Result of an
    /// activity Visit has <c>getResultFromVisit()</c>.
    /// </summary>
    Func<JsValue[], JsValue>? Accessor(string name)
    {
        if (name.Length < 4 || name[..3] is not ("get" or "set")) return null;
        var wanted = name[3..];
        var variable = scope.VariableNames.FirstOrDefault(candidate => Names.Pascal(candidate) == wanted);
        if (variable is not null && name[0] == 's') return arguments => SetVariable(variable, At(arguments, 0));
        if (variable is not null) return _ => ToScript(scope.GetVariable(variable));
        if (name[0] == 's') return null;
        var input = scope.InputNames.FirstOrDefault(candidate => candidate == wanted || Names.Pascal(candidate) == wanted);
        return input is not null ? _ => ToScript(scope.Inputs.GetValueOrDefault(input)) : OutputAccessor(wanted);
    }

    /// <summary>"From" may also be part of a name, so every place where it stands is tried.</summary>
    Func<JsValue[], JsValue>? OutputAccessor(string wanted)
    {
        const string From = "From";
        for (var at = wanted.IndexOf(From, StringComparison.Ordinal); at > 0; at = wanted.IndexOf(From, at + 1, StringComparison.Ordinal))
        {
            var (output, activity) = (wanted[..at], wanted[(at + From.Length)..]);
            if (scope.FindOutput(activity, output) is { } found) return _ => ToScript(scope.GetOutput(found.ActivityId, found.Output));
        }
        return null;
    }

    JsValue SetVariable(string name, JsValue value)
    {
        scope.SetVariable(name, JavaScriptValues.ToJson(value));
        variables?.Set(name, ToScript(scope.GetVariable(name)));
        return JsValue.Undefined;
    }

    /// <summary>From 0 to 1. It hangs on an id, so that a replay draws the same.</summary>
    double Chance() => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(scope.NewId()))) / 4294967296d;

    JsObject MakeVariables()
    {
        var target = new JsObject(engine);
        foreach (var name in scope.VariableNames.Distinct()) target.Set(name, ToScript(scope.GetVariable(name)));
        return target;
    }

    JsonObject InputsAsObject() => new(scope.Inputs.Select(input => KeyValuePair.Create(input.Key, input.Value?.DeepClone())));

    JsValue ToScript(JsonNode? value) => JavaScriptValues.FromJson(engine, value);

    static JsValue OrNull(string? text) => text is null ? JsValue.Null : new JsString(text);

    static string Text(JsValue[] arguments, int index) => TextOrNull(At(arguments, index)) ?? "";

    static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    static string? TextOrNull(JsValue value) => value.IsNull() || value.IsUndefined() ? null : value.ToString();
}
