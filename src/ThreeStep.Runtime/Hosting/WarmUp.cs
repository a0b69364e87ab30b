using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Hosting;

/// <summary>
/// Runs a small workflow in memory for a moment after the start, at low priority, so that the just-in-time compiler has the engine ready
/// when work comes. A burst is a function: nothing of this is written or seen anywhere.
/// </summary>
sealed class WarmUp(CompiledDefinitions definitions, TimeProvider clock) : BackgroundService
{
    const int Bursts = 2_000;

    const string Workflow = """
        {
          "definitionId": "warm-up", "variables": [{ "id": "n", "name": "N", "typeName": "Int32", "value": "0" }],
          "root": {
            "id": "Flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              { "id": "Start", "type": "Elsa.Start", "version": 1 },
              { "id": "Set", "type": "Elsa.SetVariable", "version": 1, "variable": { "id": "n", "name": "N" }, "value": { "expression": { "type": "JavaScript", "value": "getInput('Seed') + 1" } } },
              { "id": "Decide", "type": "Elsa.FlowDecision", "version": 1, "condition": { "expression": { "type": "JavaScript", "value": "getN() > 10" } } },
              { "id": "Write", "type": "Elsa.WriteLine", "version": 1, "text": { "expression": { "type": "Liquid", "value": "{{ Variables.N }}" } } },
              { "id": "Wait", "type": "Elsa.Event", "version": 1, "eventName": { "expression": { "type": "Literal", "value": "warm-up" } } }
            ],
            "connections": [
              { "source": { "activity": "Start", "port": "Done" }, "target": { "activity": "Set", "port": "In" } },
              { "source": { "activity": "Set", "port": "Done" }, "target": { "activity": "Decide", "port": "In" } },
              { "source": { "activity": "Decide", "port": "True" }, "target": { "activity": "Write", "port": "In" } },
              { "source": { "activity": "Write", "port": "Done" }, "target": { "activity": "Wait", "port": "In" } }
            ]
          }
        }
        """;

    protected override Task ExecuteAsync(CancellationToken stopping)
    {
        new Thread(() => Run(stopping)) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "warm-up" }.Start();
        return Task.CompletedTask;
    }

    void Run(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var workflow = new WorkflowCompiler(definitions.Registry, definitions)
            .Compile(new WorkflowDefinition("warm-up", "warm-up", 1, true, true, now, (JsonObject)JsonNode.Parse(Workflow)!));
        var environment = new BurstEnvironment(now, new CountingIds(), new NoRecords(), definitions);
        for (var number = 0; number < Bursts && !stopping.IsCancellationRequested; number++)
        {
            var first = Burst.Start(workflow, "warm-up", new Stimulus.Start(new Dictionary<string, JsonNode?> { ["Seed"] = number }, null, null),
                environment);
            BurstDocument.Write(first);
            var state = JsonSerializer.Deserialize<InstanceState>(JsonSerializer.Serialize(first.State, Json.Options), Json.Options)!;
            if (state.Bookmarks is [var bookmark, ..])
                Burst.Continue(workflow, state, new Stimulus.EventReceived(bookmark.Id, "warm-up", null), environment);
        }
    }
}
