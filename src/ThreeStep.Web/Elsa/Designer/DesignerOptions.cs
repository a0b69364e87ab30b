using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Designer;

/// <summary>Choices that only the running system knows. Read when the designer opens, so a new colleague is there at once.</summary>
sealed class DesignerOptions
{
    readonly IReadOnlyList<(string Text, string Value)> users, events;

    DesignerOptions(IReadOnlyList<(string, string)> users, IReadOnlyList<(string, string)> events) => (this.users, this.events) = (users, events);

    public static async Task<DesignerOptions> Read(ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return new(await Users(database, token), await Events(database, token));
    }

    /// <summary>Text and value; the first of people is nobody.</summary>
    public IReadOnlyList<(string Text, string Value)> Of(OptionSource source) => source switch
    {
        OptionSource.Users => users,
        OptionSource.Events => events,
        _ => [],
    };

    static async Task<List<(string, string)>> Users(ProcessDatabase database, CancellationToken token) =>
        (await database.Users.Where(user => user.IsActive).OrderBy(user => user.Role).ThenBy(user => user.Name)
            .Select(user => new { user.Id, user.Name, user.Role, user.Position }).ToListAsync(token))
            .Select(user => ($"{user.Name} · {user.Position ?? user.Role.ToString()}", user.Id)).Prepend(("—", "")).ToList();

    static async Task<List<(string, string)>> Events(ProcessDatabase database, CancellationToken token)
    {
        var drawn = (await database.Definitions.Where(row => row.IsLatest).Select(row => row.Model).ToListAsync(token))
            .SelectMany(model => EventNames(JsonNode.Parse(model)));
        return OrderEvents.Names.Concat(drawn).Distinct().Order(StringComparer.Ordinal).Select(name => (name, name)).ToList();
    }

    static IEnumerable<string> EventNames(JsonNode? node) => node switch
    {
        JsonObject source => source.SelectMany(property => EventNames(property.Value)).Concat(
            source.Object("eventName")?.Object("expression") is { } expression && expression.Text("type") == "Literal"
                && expression.Text("value") is { Length: > 0 } name ? [name] : []),
        JsonArray list => list.SelectMany(EventNames),
        _ => [],
    };
}
