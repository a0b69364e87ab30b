using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Reviews;

/// <summary>What whoever is asked to agree to a publishing reads of the comments that are not settled.</summary>
public static class OpenComments
{
    const int Told = 10, LongestTold = 200;

    /// <returns>A line for each of the first; null where all are settled.</returns>
    public static string? Summary(ProcessDatabase database, string definitionId)
    {
        var open = database.StepThreads.Where(thread => thread.DefinitionId == definitionId && thread.ResolvedAt == null)
            .Select(thread => new { thread.StepName, First = thread.Remarks.OrderBy(remark => remark.At).First() }).ToList()
            .OrderBy(thread => thread.First.At).ToList();
        if (open.Count == 0) return null;
        var lines = open.Take(Told).Select(thread => $"{thread.StepName}: {Cut(thread.First.Text)}");
        return $"{open.Count} 条未解决 · {open.Count} open\n{string.Join('\n', lines)}";
    }

    static string Cut(string text) => text.Length <= LongestTold ? text : $"{text[..LongestTold]}…";
}
