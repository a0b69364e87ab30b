using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>
/// JavaScript expressions in a sandbox: no CLR, limits on time, memory, recursion and statements, the clock of the burst.
/// Each evaluation has an engine of its own; only the globals that a script names are put into it.
/// </summary>
public static partial class JavaScript
{
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);
    const long MemoryLimit = 64 * 1024 * 1024;
    const int RecursionLimit = 200;
    const int StatementLimit = 5_000_000;
    const int PreparedLimit = 10_000;

    static readonly ConcurrentDictionary<string, PreparedScript> prepared = new(StringComparer.Ordinal);

    sealed record PreparedScript(Prepared<Script> Script, HashSet<string> Names);

    /// <summary>Checks the syntax only.</summary>
    /// <exception cref="ExpressionException">The script does not parse.</exception>
    public static void Check(string code) => Prepare(code);

    /// <summary>The script as a tree.</summary>
    /// <exception cref="ExpressionException">The script does not parse.</exception>
    internal static Script Parse(string code) => Prepare(code).Script.Program!;

    public static JsonNode? Evaluate(string code, IExpressionScope scope)
    {
        if (string.IsNullOrWhiteSpace(code)) return null;
        var script = Prepare(code);
        using var engine = new Engine(options =>
        {
            options.TimeoutInterval(TimeLimit).LimitMemory(MemoryLimit).LimitRecursion(RecursionLimit).MaxStatements(StatementLimit).Strict(false);
            options.Constraints.RegexTimeout = TimeLimit;
            options.Interop.Enabled = false;
        });
        try
        {
            var globals = new JavaScriptGlobals(engine, scope);
            globals.Define(script.Names);
            var result = Settled(engine, engine.Evaluate(script.Script));
            globals.WriteBack();
            return JavaScriptValues.ToJson(result);
        }
        catch (JavaScriptException error)
        {
            throw new ExpressionException(Words(error.Message), error.Location.Start.Line is > 0 and var line ? line : null, error);
        }
        catch (Exception error) when (error is TimeoutException or StatementsCountOverflowException)
        {
            throw new ExpressionException($"The script ran for more than {TimeLimit.TotalSeconds:0} seconds or {StatementLimit:N0} statements and was stopped.", null, error);
        }
        catch (MemoryLimitExceededException error)
        {
            throw new ExpressionException($"The script used more than {MemoryLimit / 1024 / 1024} MiB and was stopped.", null, error);
        }
        catch (RecursionDepthOverflowException error)
        {
            throw new ExpressionException($"The script calls itself more than {RecursionLimit} levels deep.", null, error);
        }
        catch (JintException error)
        {
            throw new ExpressionException(error.Message, null, error);
        }
    }

    /// <summary>What a promise came to. Nothing outside answers to a script, so whatever it waits for has run by now, or never will.</summary>
    static JsValue Settled(Engine engine, JsValue result)
    {
        if (!result.IsPromise()) return result;
        JsValue? kept = null, broken = null;
        JsValue Keep(JsValue[] values) => kept = values is [var value, ..] ? value : JsValue.Undefined;
        JsValue Break(JsValue[] values) => broken = values is [var value, ..] ? value : JsValue.Undefined;
        engine.Invoke(result.Get("then"), result, [Function(engine, Keep), Function(engine, Break)]);
        engine.Advanced.ProcessTasks();
        if (kept is not null) return kept;
        if (broken is null)
            throw new ExpressionException("The script returned a promise that is never kept: nothing outside of the script can answer to it.");
        throw new ExpressionException(broken.IsObject() && broken.Get("message") is JsString message ? message.ToString() : broken.ToString());
    }

    /// <summary>What scripts fail of most often can be said in other languages too; the rest stays as JavaScript says it.</summary>
    static Message Words(string message)
    {
        if (NotDefined().Match(message) is { Success: true } unknown) return $"{unknown.Groups[1].Value} is not defined";
        if (OfNothing().Match(message) is { Success: true } nothing)
            return $"Cannot read properties of {nothing.Groups[1].Value} (reading '{nothing.Groups[2].Value}')";
        if (NoFunction().Match(message) is { Success: true } called) return $"{called.Groups[1].Value} is not a function";
        return message;
    }

    [GeneratedRegex("^(.+) is not defined$")] private static partial Regex NotDefined();
    [GeneratedRegex(@"^Cannot read properties of (undefined|null) \(reading '(.+)'\)$")] private static partial Regex OfNothing();
    [GeneratedRegex("^(.+) is not a function$")] private static partial Regex NoFunction();

    static ClrFunction Function(Engine engine, Func<JsValue[], JsValue> body) => new(engine, "", (_, values) => body(values));

    static PreparedScript Prepare(string code)
    {
        if (prepared.TryGetValue(code, out var known)) return known;
        try
        {
            var script = Engine.PrepareScript(code);
            var names = new HashSet<string>(StringComparer.Ordinal);
            new IdentifierCollector(names).Visit(script.Program!);
            if (prepared.Count > PreparedLimit) prepared.Clear();
            return prepared[code] = new PreparedScript(script, names);
        }
        catch (ScriptPreparationException error)
        {
            var parse = error.InnerException as ParseErrorException;
            throw new ExpressionException(parse?.Description ?? error.Message, parse?.LineNumber, error);
        }
    }

    sealed class IdentifierCollector(HashSet<string> names) : AstVisitor
    {
        protected override object? VisitIdentifier(Identifier node)
        {
            names.Add(node.Name);
            return base.VisitIdentifier(node);
        }
    }
}
