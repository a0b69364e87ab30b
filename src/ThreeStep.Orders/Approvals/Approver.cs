using System.Globalization;
using System.Text.Json.Serialization;

namespace ThreeStep.Orders.Approvals;

/// <summary>Whom a table calls for.</summary>
/// <param name="Value">
/// The position, how many levels up the owner's manager stands (1 is the manager), the id of the person, the name of the group.
/// </param>
public sealed record Approver(ApproverKind Kind, string Value)
{
    public static Approver Of(string position) => new(ApproverKind.Position, position);

    /// <summary>How many levels above the owner, for a manager; 1 to 9.</summary>
    [JsonIgnore]
    public int Level => int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? Math.Clamp(level, 1, 9) : 1;

    /// <summary>In plain words.</summary>
    public string Said(Func<string, string> nameOf) => Kind switch
    {
        ApproverKind.Person => nameOf(Value),
        ApproverKind.Manager => Level == 1 ? "manager" : $"manager {Level} levels up",
        _ => Value,
    };
}

public enum ApproverKind { Position, Manager, Person, Group }

/// <summary>People who are asked together, say a committee.</summary>
/// <param name="Members">Ids of people.</param>
public sealed record ApproverGroup(string Name, IReadOnlyList<string> Members);
