using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.People;

/// <summary>The id of a person.</summary>
public sealed class PersonId : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var id = ValueConversion.AsText(value).Trim();
        if (around.Records.Read("User", id) is not JsonObject person)
            return Objection.Certain($"There is nobody with the id “{id}”. Choose a person from the list.");
        return person["isActive"]?.GetValue<bool>() == false ? Objection.Doubt($"{person.Text("name")} has left. Whoever took over gets it.") : null;
    }
}
