using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Fields;

/// <summary>What a field is called in a refusal: "companyName" is "Company name", to be said in the reader's language.</summary>
public static class FieldName
{
    /// <param name="field">As callers name it (camelCase).</param>
    public static Message Of(string field)
    {
        // Of "rows[2].within" the last part is the field.
        var words = ActivityTexts.Words(field[(field.LastIndexOf('.') + 1)..]);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
