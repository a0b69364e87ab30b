using System.Runtime.CompilerServices;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Web.Approvals;

/// <summary>What came of one of several questions that were approved together.</summary>
/// <param name="Status">How the question stands since; null where nothing was answered.</param>
/// <param name="Refusal">Why nothing was answered; null where it was.</param>
sealed record SmallAnswer(string Id, ApprovalStatus? Status, Message? Refusal);

/// <summary>Approves several small questions, each in a transaction of its own: what is refused takes nothing else with it.</summary>
static class SmallApprovals
{
    /// <summary>Questions in one call.</summary>
    public const int Most = 100;

    /// <returns>One after the other as they are answered: what is done stays done whatever happens to the next.</returns>
    /// <exception cref="RefusalException">The comment cannot be one; nothing was answered.</exception>
    public static async IAsyncEnumerable<SmallAnswer> Approve(OrderRecords records, Actor by, string approverId, IReadOnlyList<string> ids,
        string? comment, [EnumeratorCancellation] CancellationToken token = default)
    {
        foreach (var id in ids)
        {
            token.ThrowIfCancellationRequested();
            SmallAnswer answer;
            try { answer = new(id, await records.Write(by, change => ApproveSmall.Apply(change, id, approverId, comment).Status), null); }
            catch (RefusalException refusal) when (refusal.Kind != RefusalKind.Invalid) { answer = new(id, null, refusal.Words); }
            yield return answer;
        }
    }
}
