using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Reading;

/// <summary>Domain records as workflows see them: by kind and id, as JSON with camelCase names.</summary>
public sealed class RecordReader(DatabaseFile file, JsonNode calendar) : IRecordReader
{
    /// <summary>Queries compiled once: a workflow may read in every burst.</summary>
    static readonly Dictionary<string, Func<ProcessDatabase, string, object?>> ById = new()
    {
        ["Deal"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Deals.FirstOrDefault(record => record.Id == id)),
        ["Account"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Accounts.FirstOrDefault(record => record.Id == id)),
        ["Contact"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Contacts.FirstOrDefault(record => record.Id == id)),
        ["Lead"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Leads.FirstOrDefault(record => record.Id == id)),
        ["Case"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Cases.FirstOrDefault(record => record.Id == id)),
        ["Campaign"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Campaigns.FirstOrDefault(record => record.Id == id)),
        ["Task"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Tasks.FirstOrDefault(record => record.Id == id)),
        ["Approval"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Approvals.Include(record => record.Steps).FirstOrDefault(record => record.Id == id)),
        ["Delivery"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Deliveries.FirstOrDefault(record => record.Id == id)),
        ["User"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Users.FirstOrDefault(record => record.Id == id)),
        ["Company"] = EF.CompileQuery((ProcessDatabase database, string id) => database.Companies.FirstOrDefault(record => record.Id == id)),
    };

    public JsonNode? Read(string kind, string id)
    {
        if (kind == "Calendar") return calendar.DeepClone();
        using var database = file.Query();
        object? record = kind switch
        {
            "UsersByPosition" => Find(database, user => user.Position == id),
            "UsersByRole" => Enum.TryParse<Role>(id, true, out var role) ? Find(database, user => user.Role == role) : [],
            _ when ById.TryGetValue(kind, out var read) => read(database, id),
            _ => throw new ArgumentException($"There is no kind of record '{kind}'."),
        };
        return record is null ? null : JsonSerializer.SerializeToNode(record, record.GetType(), Json.Options);
    }

    static List<User> Find(ProcessDatabase database, System.Linq.Expressions.Expression<Func<User, bool>> condition) =>
        database.Users.Where(user => user.IsActive).Where(condition).OrderBy(user => user.Id).ToList();
}
