namespace ThreeStep.Orders.Records;

/// <summary>What the checks before publishing say of our activities.</summary>
public static class OrderFindings
{
    public const string ApprovalWithoutAnswer = "Nothing happens when the approval is {0}. Draw an arrow from that outcome.";
    public const string CustomerWithoutLimit = "Nothing happens when the customer stays quiet. Draw an arrow from the outcome {0}, and say after how long it is taken.";
    public const string QuietAtOnce = "The customer would count as quiet at once. Give a time, e.g. 7.00:00:00 for seven days.";
    public const string Missing = "{0} is missing. Without it the workflow stops here with an incident.";
    public const string OutcomeLeadsNowhere = "Nothing happens after the outcome {0}. Draw an arrow from it, or end the flow with Finish.";
}
