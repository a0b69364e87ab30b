using System.Text;

namespace ThreeStep.Workflows.Values;

/// <summary>Names as Elsa makes them of what people write.</summary>
public static class Names
{
    /// <summary>
    /// Words joined, each with a capital: "deal approval" is <c>DealApproval</c>, "Logging 3 - Child" is <c>Logging3-Child</c>. Words end at
    /// spaces and at an underscore; everything else stays as it is.
    /// </summary>
    public static string Pascal(string name)
    {
        var result = new StringBuilder(name.Length);
        var atWord = true;
        foreach (var letter in name)
        {
            if (letter is ' ' or '_') atWord = true;
            else
            {
                result.Append(atWord ? char.ToUpperInvariant(letter) : letter);
                atWord = false;
            }
        }
        return result.ToString();
    }
}
