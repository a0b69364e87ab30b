namespace ThreeStep.Workflows.Model;

/// <summary>What the checks say of any workflow.</summary>
public static class Messages
{
    public const string UnknownType = "This server does not know the activity type {0}. The workflow will stop here with an incident. Remove the activity, or install what provides it.";
    public const string Unreachable = "No arrow leads here, so it never runs. Connect it, or delete it.";
    public const string DanglingConnection = "An arrow leads from {0} to {1}, and one of them is not there any more. Delete the arrow.";
    public const string UnknownOutcome = "An arrow leaves from the outcome {0}, which this activity does not have. Draw it again from one of: {1}.";
    public const string SameId = "{0} activities have this id. Give each an id of its own.";
    public const string EndlessLoop = "These activities run in a circle without a way out and without waiting: {0}. Add a wait or a way out.";
    public const string LoopWithoutWait = "These activities run in a circle without waiting: {0}. If the way out is never taken, the workflow is stopped with an incident. A wait in the circle makes it safe.";
    public const string ScriptDoesNotParse = "The script in {0} is not valid: {1}";
    public const string ScriptDoesNotParseInLine = "The script in {0} is not valid, line {1}: {2}";
    public const string UnknownLanguage = "{0} is written in {1}, which this server does not know. Use one of: {2}.";
    public const string UnknownVariable = "{0} uses the variable {1}, which the workflow does not have. Add it under Variables, or choose another.";
    public const string UnknownInput = "{0} uses the input {1}, which the workflow does not declare. Add it under Inputs, or choose another.";
    public const string UnknownFunction = "The script in {0} calls {1}, which is neither a function nor a variable or input of this workflow. Look for a typing error.";
    public const string NoVariableChosen = "No variable is chosen. Choose the one that gets the value.";
    public const string NoWorkflowChosen = "No workflow is chosen. Choose the one to start.";
    public const string UnknownWorkflow = "There is no workflow {0}. Choose another, or create it first.";
    public const string WorkflowNotPublished = "The workflow {0} is not published. Publish it before this step is reached.";
    public const string TriggerRefused = "It cannot start the workflow: {0}";
    public const string NothingToWaitFor = "It has no event name, so nothing can wake it. Give the event a name.";
    public const string NoUrl = "It has no URL, so there is nothing to call. Give it one.";
    public const string NotAnUrl = "“{0}” is no address that begins with http:// or https://. Write the whole address.";
    public const string NotAStatus = "“{0}” is no HTTP status. Choose one, or write a number from 200 to 599.";
    public const string NoPath = "It has no path, so nobody can call it. Give it one, such as orders/{{id}}.";
    public const string OpenToAnybody =
        "Anybody who can reach this server may call this endpoint, without signing in and without a key. Switch Authorize on, unless that is meant.";
}
