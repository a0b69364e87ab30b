using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <param name="Findings">What the checks said when it was to be published; with an error among them it was not.</param>
public sealed record SavedDefinition(WorkflowDefinition Definition, bool AlreadyPublished, IReadOnlyList<Finding> Findings)
{
    /// <summary>Why the product has not let it be published, as for a second person's yes; it stays the draft.</summary>
    public Message? HeldBack { get; init; }

    public IEnumerable<Finding> Errors => Findings.Where(finding => finding.Severity == Severity.Error);
}
