using System.Text.Json.Nodes;
using Jint;
using Jint.Runtime;
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

    /// <summary>It calls itself deeply: in bytes, far more than it needs for what people draw.</summary>
    const int StackSize = 256 * 1024 * 1024;

    /// <summary>Uses it on a thread of its own, with room for its calls.</summary>
    /// <exception cref="NotInstalledException">The build has not fetched it.</exception>
    /// <exception cref="NotArrangedException">The graph is too large for it.</exception>
    public static Task Use(Installation installation, Action<LayeredLayout> work)
    {
        if (installation.LayoutProgram is not { } program) throw new NotInstalledException();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using var layout = new LayeredLayout(program);
                work(layout);
                done.SetResult();
            }
            catch (Exception error) when (error is TimeoutException or JintException) { done.SetException(new NotArrangedException(error)); }
            catch (Exception error) { done.SetException(error); }
        }, StackSize)
        { IsBackground = true, Name = "Layout" };
        thread.Start();
        return done.Task;
    }

    LayeredLayout(string program)
    {
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

/// <summary>The layout library could not place the steps in the time it has.</summary>
sealed class NotArrangedException(Exception inner) : Exception("The workflow is too large to be arranged by itself.", inner);
