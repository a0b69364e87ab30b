using System.Globalization;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Sends an HTTP request; the arrow that leads on is named by the answer's status.</summary>
[Activity("Elsa", "HTTP", "Send an HTTP request.", DisplayName = "HTTP Request (flow)", Kind = "Task", WaitsFor = WaitsFor.Program)]
public sealed class FlowSendHttpRequest : SendHttpRequestBase
{
    [Input("A list of expected status codes to handle.", DisplayName = "Expected Status Codes", UiHint = "multitext", TypeName = "List<Int32>")]
    public Input<int[]> ExpectedStatusCodes { get; } = new();

    protected override void Answered(ActivityContext context, int statusCode)
    {
        var expected = context.Get(ExpectedStatusCodes) ?? [];
        if (expected.Length == 0) context.Complete();
        else context.Complete([expected.Contains(statusCode) ? statusCode.ToString(CultureInfo.InvariantCulture) : "Unmatched status code", "Done"]);
    }

    protected override void FailedToConnect(ActivityContext context) => context.Complete("Failed to connect");

    protected override void TimedOut(ActivityContext context) => context.Complete("Timeout");
}
