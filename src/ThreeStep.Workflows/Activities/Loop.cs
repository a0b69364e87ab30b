using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>What loops have in common: one body, run again until there is no next time or something breaks out.</summary>
public abstract class Loop : Activity
{
    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome)) context.Complete();
        else Next(context);
    }

    protected abstract void Next(ActivityContext context);

    /// <summary>Runs the body with the given loop variables, or goes on at once where there is no body.</summary>
    protected void RunBody(ActivityContext context, Dictionary<string, JsonNode?>? variables = null)
    {
        if (Node.Child("body") is { } body) context.Schedule(body, variables);
        else Next(context);
    }
}
