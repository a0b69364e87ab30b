namespace ThreeStep.Orders.Forms;

/// <summary>Kinds of records that a form may ask for.</summary>
public static class FormRecords
{
    public static readonly IReadOnlyList<string> Kinds = ["Account", "Deal", "Contact", "Lead", "Case", "Campaign"];
}
