using Quartz;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits until a moment; one that is past lets it go on at once.</summary>
[Activity("Elsa", "Scheduling", "Execute the workflow at a specific time.", DisplayName = "Start At", Kind = "Trigger", WaitsFor = WaitsFor.Time)]
public sealed class StartAt : Activity
{
    [Input("The moment at which the workflow is to go on.", DisplayName = "Date Time", IsNeeded = true)]
    public Input<DateTimeOffset?> DateTime { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var moment = context.Get(DateTime)!.Value;
        if (context.IsTrigger || moment <= context.Now) context.Complete();
        else context.WaitUntil(moment);
    }

    public override StartTrigger? Trigger(ActivityContext context)
    {
        var moment = context.Get(DateTime)!.Value;
        return Times.Trigger(Node.TypeName, moment, new() { ["dateTime"] = moment });
    }
}
