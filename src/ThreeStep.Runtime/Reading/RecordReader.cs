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
    public JsonNode? Read(string kind, string id)
    {
        if (kind == "Calendar") return calendar.DeepClone();
        using var database = file.Query();
        object? record = kind switch
        {
            "Deal" => database.Deals.FirstOrDefault(record => record.Id == id),
            "Account" => database.Accounts.FirstOrDefault(record => record.Id == id),
            "Contact" => database.Contacts.FirstOrDefault(record => record.Id == id),
            "Lead" => database.Leads.FirstOrDefault(record => record.Id == id),
            "Case" => database.Cases.FirstOrDefault(record => record.Id == id),
            "Campaign" => database.Campaigns.FirstOrDefault(record => record.Id == id),
            "Task" => database.Tasks.FirstOrDefault(record => record.Id == id),
            "Approval" => database.Approvals.Include(record => record.Steps).FirstOrDefault(record => record.Id == id),
            "Delivery" => database.Deliveries.FirstOrDefault(record => record.Id == id),
            "User" => WithoutSecrets(database.Users.FirstOrDefault(record => record.Id == id)),
            "Company" => database.Companies.FirstOrDefault(),
            "UsersByPosition" => database.Users.Where(user => user.IsActive && user.Position == id).OrderBy(user => user.Id).AsEnumerable().Select(WithoutSecrets).ToList(),
            "UsersByRole" => Enum.TryParse<Role>(id, true, out var role) ? database.Users.Where(user => user.IsActive && user.Role == role).OrderBy(user => user.Id).AsEnumerable().Select(WithoutSecrets).ToList() : [],
            _ => throw new ArgumentException($"There is no kind of record '{kind}'."),
        };
        return record is null ? null : JsonSerializer.SerializeToNode(record, record.GetType(), Json.Options);
    }

    static User? WithoutSecrets(User? user)
    {
        if (user is not null) user.ApiKeyHash = null;
        return user;
    }
}
