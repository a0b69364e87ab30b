namespace ThreeStep.Workflows.Model;

[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;
}
