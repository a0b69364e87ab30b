namespace ThreeStep.Orders.Records;

/// <summary>What the checks before publishing say of our activities.</summary>
public static class OrderFindings
{
    public const string ApprovalWithoutAnswer = "Nothing happens when the approval is {0}. Draw an arrow from that outcome.";
    public const string NothingAsked = "It names neither a deal nor a title, so nobody would know what is asked for. Name one.";
    public const string DealWithoutId = "It asks for a deal's terms and names no deal. Name it, or choose what else is asked for.";
    public const string DealAndMore = "It names a deal, so it asks for the deal's terms: {0} does not count. Leave out one of them.";
    public const string BudgetWithoutCampaign = "It asks for a campaign's budget and does not say of which. Write what it is about as Campaign:ID.";
    public const string CustomerWithoutLimit =
        "Nothing happens when the customer stays quiet. Draw an arrow from the outcome {0}, and say after how long it is taken.";
    public const string ClockWithoutCase = "The clock belongs to no case. Name one.";
    public const string QuietAtOnce = "The customer would count as quiet at once. Give a time, such as 7 days.";
    public const string NobodyWaitedFor = "It names neither a deal nor an account, so there is nobody to wait for. Name one.";
    public const string TaskForNobody = "The task is for nobody: it names neither a person nor a role. Name one.";
    public const string EveryManager = "Nobody is named, so every manager gets it. Name a person if that is not meant.";
    public const string NothingSaid = "It has no title, so people read only “{0}”. Say in a few words what is to be done.";
    public const string OutcomeLeadsNowhere = Workflows.Model.Messages.OutcomeLeadsNowhere;
    public const string ValueRefused = Workflows.Model.Messages.ValueRefused;
}
