namespace ThreeStep.Workflows.Model;

/// <summary>What the checks say of any workflow.</summary>
public static class Messages
{
    public const string UnknownType =
        "This server does not know the activity type {0}. The workflow will stop here with an incident. Remove the activity, or install what provides it.";
    public const string MissingModule =
        "This server does not have the activity type {0}: it is misspelt, or belongs to a module of Elsa that is not installed. The workflow is " +
        "published all the same, but every instance that gets here stops with an incident. Remove the activity, or install what provides it.";
    public const string Unreachable = "No arrow leads here, so it never runs. Connect it, or delete it.";
    public const string DanglingConnection = "An arrow leads from {0} to {1}, and one of them is not there any more. Delete the arrow.";
    public const string UnknownOutcome = "An arrow leaves from the outcome {0}, which this activity does not have. Draw it again from one of: {1}.";
    public const string SameId = "{0} activities have this id. Give each an id of its own.";
    public const string EndlessLoop = "These activities run in a circle without a way out and without waiting: {0}. Add a wait or a way out.";
    public const string LoopWithoutWait =
        "These activities run in a circle without waiting: {0}. If the way out is never taken, the workflow is stopped with an incident. A wait in the circle makes it safe.";
    public const string ScriptDoesNotParse = "The script in {0} is not valid: {1}";
    public const string ScriptDoesNotParseInLine = "The script in {0} is not valid, line {1}: {2}";
    public const string UnknownLanguage = "{0} is written in {1}, which this server does not know. Use one of: {2}.";
    public const string UnknownVariable = "{0} uses the variable {1}, which the workflow does not have. Add it under Variables, or choose another.";
    public const string UnknownInput = "{0} uses the input {1}, which the workflow does not declare. Add it under Inputs, or choose another.";
    public const string UnknownFunction =
        "The script in {0} calls {1}, which is neither a function nor a variable or input of this workflow. Look for a typing error.";
    public const string ValueRefused = "{0}: {1}";
    public const string DefaultRefused = "{0}, which the variable {1} gives: {2}";
    public const string VariableRefused = "The variable {0} begins with what it does not take: {1}";
    public const string InputRefused = "The default of the input {0} is not what it takes: {1}";
    public const string SettingRefused = "The setting {0}: {1}";
    public const string SettingWithoutLimit = "The range of the setting {0} cannot be read, so every value is allowed. Mend it under customProperties.";
    public const string SettingOfNothing =
        "{0} is marked as a setting but is none: it needs a variable of that name, a name for people and a kind. Nobody sees it in the form.";
    public const string UnknownName = "The script in {0} names {1}, which is not there. Look for a typing error.";
    public const string UnknownOutputActivity = "{0} asks for what {1} has put out, but no step has this id or name. Look for a typing error.";
    public const string UnknownRecordKind = "{0} reads a record of the kind {1}, which there is not. Look for a typing error.";
    public const string UnknownField = "{0} reads {2} of a {1}, which it does not have. It has: {3}.";
    public const string NoVariableChosen = "No variable is chosen. Choose the one that gets the value.";
    public const string InputNotGiven = "The workflow {0} is not started without the input {1}. Give it a value.";
    public const string TriggerRefused = "It cannot start the workflow: {0}";
    public const string NoUrl = "It has no URL, so there is nothing to call. Give it one.";
    public const string NotAnUrl = "“{0}” is no address that begins with http:// or https://. Write the whole address.";
    public const string NotAStatus = "“{0}” is no HTTP status. Choose one, or write a number from 200 to 599.";
    public const string NoPath = "It has no path, so nobody can call it. Give it one, such as orders/{{id}}.";
    public const string OpenToAnybody =
        "Anybody who can reach this server may call this endpoint, without signing in and without a key. Switch Authorize on, unless that is meant.";
    public const string NoCondition = "It has no condition, so it always takes the same way. Write one.";
    public const string NoBody = "There is nothing to repeat. Put a step into it.";
    public const string CaseWithoutCondition = "The case {0} has no condition, so it is never taken. Write one.";
    public const string CaseRefused = "The condition of the case {0}: {1}";
    public const string OutcomeLeadsNowhere = "Nothing happens after the outcome {0}. Draw an arrow from it, or end the flow with Finish.";
}
