using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Who has to do with a question: may urge, copy, comment and add documents.</summary>
static class Taking
{
    /// <summary>
    /// The question, tracked, for whoever asked, owns the record, is asked, manages one of them, or was copied. Everybody else has no part in it.
    /// </summary>
    /// <exception cref="RefusalException">There is none that they see.</exception>
    public static ApprovalRequest Part(Change change, string id)
    {
        if (!change.Access.Approvals(change.Database).Any(request => request.Id == id)) throw RefusalException.NotFound("approval", id);
        return AnswerApproval.Find(change, id);
    }
}
