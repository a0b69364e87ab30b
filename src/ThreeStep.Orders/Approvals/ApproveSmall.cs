using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>A yes to one of several small questions that are answered together. A large one is looked at by itself, and so is every no.</summary>
public static class ApproveSmall
{
    /// <summary>By its amount. What a workflow's publishing changes is read, whatever it costs.</summary>
    /// <param name="largeAmount">The company's limit. Amounts are compared by their number, as everywhere (decision 009).</param>
    public static bool IsSmall(ApprovalRequest request, decimal largeAmount) =>
        request.Amount < largeAmount && request.Kind != ApprovalKind.Publishing;

    /// <param name="approverId">Who answers: an approver, or who stands in for one.</param>
    /// <exception cref="RefusalException">It is not small, they do not see it, or as for any answer.</exception>
    public static ApprovalRequest Apply(Change change, string id, string approverId, string? comment)
    {
        var (request, large) = (Taking.Part(change, id), MatrixVersion.LargeAmount(change.Database));
        if (request.Kind == ApprovalKind.Publishing)
            throw RefusalException.Conflict("A workflow's publishing is answered on its own page.", "ids");
        if (!IsSmall(request, large)) throw RefusalException.Conflict($"From {large:N0} on, an approval is answered on its own page.", "ids");
        return AnswerApproval.Apply(change, id, approverId, ApprovalDecision.Approve, comment, null);
    }
}
