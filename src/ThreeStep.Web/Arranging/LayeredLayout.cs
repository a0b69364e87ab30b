using System.Text.Json.Nodes;
using Jint;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Arranging;

/// <summary>
/// The Eclipse Layout Kernel (elkjs from npm, never changed): puts the boxes of a graph into layers so that few lines cross. It is a program of
/// JavaScript; we run it in the script engine that is here anyway, so that it works without a browser, without Node.js and without the internet.
/// Reading it takes some seconds: keep one for all graphs of a workflow, and let it go afterwards.
/// </summary>
sealed class LayeredLayout : IDisposable
{
    readonly Engine engine = new(options => options.LimitRecursion(10_000).TimeoutInterval(TimeSpan.FromMinutes(2)));

    /// <exception cref="NotInstalledException">The build has not fetched it.</exception>
    public LayeredLayout(Installation installation)
    {
        if (installation.LayoutProgram is not { } program) throw new NotInstalledException();
        // It expects to be a browser's worker: what it posts is its answer.
        engine.Execute("""
            var self = globalThis, window = globalThis, answer = null;
            function postMessage(message) { answer = message; }
            function setTimeout(work) { work(); return 1; }
            function clearTimeout() { }
            """);
        engine.Execute(File.ReadAllText(program));
        engine.Execute("self.onmessage({ data: { cmd: 'register', id: 0, algorithms: ['layered'] } });");
    }

    /// <summary>The same graph (ELK's JSON) with places; null when it cannot be placed in this way.</summary>
    public JsonObject? Place(JsonObject graph)
    {
        engine.SetValue("given", graph.ToJsonString(Json.Options));
        engine.Execute("""
            answer = null;
            self.onmessage({ data: { cmd: 'layout', id: 1, graph: JSON.parse(given), layoutOptions: {}, options: {} } });
            """);
        return engine.Evaluate("answer && answer.data ? JSON.stringify(answer.data) : ''").ToString() is { Length: > 0 } placed
            ? JsonNode.Parse(placed) as JsonObject : null;
    }

    public void Dispose() => engine.Dispose();
}

/// <summary>The build had no npm, so the layout library is not there.</summary>
sealed class NotInstalledException() : Exception("The layout library is not installed. Install Node.js 20 or later and build again: the build fetches it with npm.");
