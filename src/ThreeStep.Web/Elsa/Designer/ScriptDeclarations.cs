using System.Globalization;
using System.Text;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Designer;

/// <summary>
/// TypeScript declarations for the code editor: the functions of scripts, and those that a workflow's variables, inputs and activities bring.
/// </summary>
static class ScriptDeclarations
{
    const string Functions = """
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function getWorkflowInstanceId(): string;
        declare function getWorkflowInstanceName(): string;
        declare function setWorkflowInstanceName(value: string): void;
        declare function getCorrelationId(): string;
        declare function setCorrelationId(value: string): void;
        declare function getVariable(name: string): any;
        declare function setVariable(name: string, value: any): void;
        declare function getInput(name: string): any;
        declare function getOutputFrom(activityId: string, outputName?: string): any;
        declare function getLastResult(): any;
        /** A record of the company: "Deal", "Account", "Contact", "Lead", "Case", "Campaign", "Task", "Approval", "Delivery", "User", "Company". */
        declare function getRecord(kind: string, id: string): any;
        declare function setOutcome(outcome: string): void;
        declare function setOutcomes(outcomes: string[]): void;
        declare function isNullOrWhiteSpace(value: string): boolean;
        declare function isNullOrEmpty(value: string): boolean;
        declare function toJson(value: any): string;
        declare function parseGuid(value: string): string;
        declare function getGuid(): string;
        declare function getGuidString(): string;
        declare function getShortGuid(): string;
        declare function bytesToString(value: Uint8Array | string): string;
        declare function bytesFromString(value: string): Uint8Array;
        declare function bytesToBase64(value: Uint8Array | string): string;
        declare function bytesFromBase64(value: string): Uint8Array;
        declare function stringToBase64(value: string): string;
        declare function stringFromBase64(value: string): string;
        declare function streamToBytes(value: Uint8Array | string): Uint8Array;
        declare function streamToBase64(value: Uint8Array | string): string;

        """;

    /// <param name="workflow">Null where nothing of that name has been saved.</param>
    public static string Of(CompiledWorkflow? workflow)
    {
        var text = new StringBuilder(Functions);
        if (workflow is null) return text.ToString();
        foreach (var variable in workflow.Definition.Variables)
        {
            var (name, type) = (Names.Pascal(variable.Name), ScriptType(variable.TypeName));
            text.Append(CultureInfo.InvariantCulture, $"declare function get{name}(): {type};\ndeclare function set{name}(value: {type}): void;\n");
        }
        foreach (var input in workflow.Definition.Inputs)
            text.Append(CultureInfo.InvariantCulture, $"declare function get{Names.Pascal(input.Name)}(): {ScriptType(input.Type)};\n");
        foreach (var node in workflow.Nodes)
            foreach (var output in node.OutputNames.Where(output => !output.Contains(' ')))
                text.Append(CultureInfo.InvariantCulture,
                    $"declare function get{Names.Pascal(output)}From{Names.Pascal(node.Name is { Length: > 0 } given ? given : node.Id)}(): any;\n");
        return text.ToString();
    }

    static string ScriptType(string typeName) => typeName switch
    {
        "String" or "TimeSpan" or "DateTime" or "DateTimeOffset" or "Guid" => "string",
        "Boolean" => "boolean",
        "Int32" or "Long" or "Int64" or "Single" or "Double" or "Decimal" => "number",
        _ => "any",
    };
}
