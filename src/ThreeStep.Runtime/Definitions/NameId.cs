using System.Globalization;
using System.Text;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Definitions;

/// <summary>The id of a new workflow, made from its name: "大订单 Big order" is big-order, the next of that name big-order-2.</summary>
static class NameId
{
    const int Longest = 60;

    /// <summary>
    /// What stands in addresses where an id stands in others, of pages, of Studio's rooms and of Elsa's API: a workflow of such an id could not be
    /// opened.
    /// </summary>
    static readonly string[] Reserved =
    [
        "by-definition-id", "by-id", "definitions", "endpoints", "import", "import-files", "instances", "many-by-id", "outbox", "query", "set-aside",
        "subgraph", "validation",
    ];

    public static bool IsReserved(string id) => Reserved.Contains(id, StringComparer.OrdinalIgnoreCase);

    /// <returns>Null where the name has no Latin letters or digits to make one of.</returns>
    public static string? Of(string? name)
    {
        var id = new StringBuilder();
        foreach (var letter in (name ?? "").Normalize(NormalizationForm.FormD))
        {
            // "é" is an "e" and its accent.
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsAsciiLetterOrDigit(letter)) id.Append(char.ToLowerInvariant(letter));
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        }
        var whole = id.ToString();
        return (whole.Length > Longest ? whole[..Longest] : whole).Trim('-') is { Length: > 0 } made ? made : null;
    }

    /// <summary>
    /// The first of NAME, NAME-2, NAME-3 that no workflow has and none that was deleted had: what was said of that one is not said of it.
    /// </summary>
    public static string Free(string wished, ProcessDatabase database)
    {
        var known = database.Definitions.Where(row => row.DefinitionId.StartsWith(wished)).Select(row => row.DefinitionId)
            .Concat(database.Audit.Where(row => (row.Action == WorkflowAudit.Deleted || row.Action == WorkflowAudit.VersionDeleted)
                && row.Subject!.StartsWith(wished)).Select(row => row.Subject!))
            .Concat(Reserved).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!known.Contains(wished)) return wished;
        return Enumerable.Range(2, known.Count).Select(number => $"{wished}-{number}").First(id => !known.Contains(id));
    }
}
