using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Sends an HTTP request and runs the embedded activity that stands for what came of it.</summary>
[Activity("Elsa", "HTTP", "Send an HTTP request.", DisplayName = "HTTP Request", Kind = "Task",
    Embedded = ["UnmatchedStatusCode", "FailedToConnect", "Timeout"], WaitsFor = WaitsFor.Program)]
public sealed class SendHttpRequest : SendHttpRequestBase
{
    protected override void Answered(ActivityContext context, int statusCode)
    {
        var expected = Node.Source.Array("expectedStatusCodes")?.OfType<JsonObject>()
            .FirstOrDefault(item => item["statusCode"]?.ToString() == $"{statusCode}");
        var activity = expected?.Object("activity")?.Text("id");
        Run(context, expected is null ? Node.Child("unmatchedStatusCode") : Node.Children.FirstOrDefault(child => child.Id == activity));
    }

    protected override void FailedToConnect(ActivityContext context) => Run(context, Node.Child("failedToConnect"));

    protected override void TimedOut(ActivityContext context) => Run(context, Node.Child("timeout"));

    static void Run(ActivityContext context, ActivityNode? activity)
    {
        if (activity is null) context.Complete();
        else context.Schedule(activity);
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) =>
        context.Complete(outcomes.Contains(Break.Outcome) ? Break.Outcome : "Done");
}
