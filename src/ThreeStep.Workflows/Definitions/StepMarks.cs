using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>What became of a step from one version to another.</summary>
public enum StepMark { Added, Removed, Changed, Moved }

/// <summary>Which steps of two versions differ, by their ids: what a drawing of both shows.</summary>
public static class StepMarks
{
    sealed record Drawn(JsonObject Step, string Place);

    /// <summary>Steps that are the same in both, and stand in the same place, have no mark.</summary>
    public static IReadOnlyDictionary<string, StepMark> Of(JsonObject before, JsonObject after)
    {
        var (former, present) = (Steps(before), Steps(after));
        var marks = new Dictionary<string, StepMark>();
        foreach (var id in former.Keys.Union(present.Keys))
            if (!present.TryGetValue(id, out var now)) marks[id] = StepMark.Removed;
            else if (!former.TryGetValue(id, out var was)) marks[id] = StepMark.Added;
            else if (!JsonNode.DeepEquals(was.Step, now.Step)) marks[id] = StepMark.Changed;
            else if (was.Place != now.Place) marks[id] = StepMark.Moved;
        return marks;
    }

    static Dictionary<string, Drawn> Steps(JsonObject model)
    {
        var steps = new Dictionary<string, Drawn>();
        if (model.Object("root") is { } root) Add(root, steps);
        return steps;
    }

    /// <summary>A step by itself: what it holds are steps of their own.</summary>
    static void Add(JsonObject step, Dictionary<string, Drawn> steps)
    {
        var alone = (JsonObject)step.DeepClone();
        foreach (var inside in (string[])["activities", "connections", "nodeId"]) alone.Remove(inside);
        var place = Json.Write(alone.Object("metadata")?["designer"]);
        alone.Object("metadata")?.Remove("designer");
        if (step.Text("id") is { } id) steps.TryAdd(id, new(alone, place));
        foreach (var value in step)
            switch (value.Value)
            {
                case JsonArray list when value.Key == "activities":
                    foreach (var child in list.OfType<JsonObject>()) Add(child, steps);
                    break;
                case JsonObject child when child.ContainsKey("type") && child.ContainsKey("id"):
                    Add(child, steps);
                    break;
            }
    }
}
