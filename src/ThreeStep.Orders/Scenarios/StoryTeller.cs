using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Scenarios;

/// <summary>Notes what happens in a story, a line for each sentence and each time that a workflow moves.</summary>
sealed class StoryTeller(ScenarioWorld world)
{
    /// <summary>A story that goes round in a circle is not told to its end.</summary>
    const int Most = 400;

    readonly Lock gate = new();
    readonly List<StoryLine> lines = [];

    public IReadOnlyList<StoryLine> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    public void Say(string sentence) => Add(new StoryLine(world.Shown(world.Now), sentence) { IsSentence = true });

    /// <summary>Called where bursts are committed.</summary>
    public void Tell(BurstResult burst)
    {
        Add(Moved(burst));
        foreach (var command in burst.Commands)
            if (Asked(burst, command) is { } asked) Add(asked);
    }

    void Add(StoryLine line)
    {
        lock (gate)
            if (lines.Count < Most) lines.Add(line);
    }

    StoryLine Moved(BurstResult burst)
    {
        var workflow = world.Company.Definitions.Compiled.FindVersion(burst.State.DefinitionVersionId);
        var done = burst.Journal.Where(entry => entry.Event == JournalEvents.Completed).Select(entry => workflow?.Find(entry.NodeId))
            .Where(node => node is { Children.Count: 0 }).Select(node => ScenarioWorld.NameOf(node, node!.Id)).ToList();
        var incident = burst.State.Incidents.LastOrDefault(incident => incident.At == burst.Now);
        return new StoryLine(world.Shown(burst.Now), workflow?.Definition.Shown ?? burst.State.DefinitionId)
        {
            Steps = done.Count > 12 ? [.. done.Take(6), "…", .. done.TakeLast(5)] : done,
            WaitsAt = incident is not null ? []
                : burst.State.Bookmarks.Select(wait => ScenarioWorld.NameOf(workflow?.Find(wait.NodeId), wait.ActivityId)).Distinct().ToList(),
            What = incident is not null ? incident.Told : $"{burst.State.SubStatus}",
        };
    }

    StoryLine? Asked(BurstResult burst, Command command) => command switch
    {
        CreateTaskCommand { Task: var task } =>
            new StoryLine(world.Shown(burst.Now), task.Title) { What = $"{task.Kind} for {task.AssigneeId ?? task.Role}" },
        RequestApprovalCommand { Request: var request } => new StoryLine(world.Shown(burst.Now), request.Title)
        {
            What = $"{string.Join(", ", request.Steps.Select(step => step.ApproverId))} is asked",
        },
        _ => null,
    };
}
