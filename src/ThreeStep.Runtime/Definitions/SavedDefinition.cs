using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Runtime.Definitions;

/// <param name="Findings">What the checks said when it was to be published; with an error among them it was not.</param>
public sealed record SavedDefinition(WorkflowDefinition Definition, bool AlreadyPublished, IReadOnlyList<Finding> Findings)
{
    public IEnumerable<Finding> Errors => Findings.Where(finding => finding.Severity == Severity.Error);
}
