using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>
/// What people and records of a case are called in a story: people by what they do, records by their kind, each with a number. No name of a person
/// or a company leaves the server in a file.
/// </summary>
sealed partial class CaseNames
{
    readonly Dictionary<string, string> byId = [];
    /// <summary>What stands in titles and notes, the longest first, and what stands there instead.</summary>
    readonly List<(string Real, string Told)> words;

    public CaseNames(ProcessDatabase database, CaseHistory history)
    {
        People = Concerned(database, history);
        // Whoever comes first by their id does so in the story, too: some rules take the first.
        foreach (var role in People.GroupBy(person => person.Role))
            foreach (var (person, index) in role.OrderBy(person => person.Id, StringComparer.Ordinal).Select((person, index) => (person, index)))
                byId[person.Id] = $"{role.Key} {index + 1:00}";
        var all = People.ConvertAll(person => (person.Name, byId[person.Id]));
        var accounts = AccountsOf(database, history);
        Records = accounts.ConvertAll(row => ("Account", row.Id));
        Number("Customer", accounts.ConvertAll(row => (row.Id, row.Name)), all);
        Number("Campaign", Of(database.Campaigns, CampaignsOf(history), row => (row.Id, row.Name)), all, "Campaign");
        Number("Lead", Of(database.Leads, history.Ids("Lead"), row => (row.Id, row.CompanyName)), all, "Lead");
        Number("Deal", Of(database.Deals, history.Ids("Deal"), row => (row.Id, row.Name)), all, "Deal");
        Number("Case", Of(database.Cases, history.Ids("Case"), row => (row.Id, row.Title)), all, "Case");
        // People at the customers, and the other colleagues, have no part of their own, but may stand in a note.
        var ids = accounts.ConvertAll(row => row.Id);
        all.AddRange(database.Contacts.Where(contact => ids.Contains(contact.AccountId)).Select(contact => contact.Name).AsEnumerable()
            .Select(name => (name, "Contact")));
        all.AddRange(Of(database.Leads, history.Ids("Lead"), row => (row.ContactName ?? "", "Contact")));
        all.AddRange(database.Users.Select(user => user.Name).AsEnumerable().Select(name => (name, "Colleague")));
        words = all.Where(pair => pair.Item1.Length > 1).DistinctBy(pair => pair.Item1).OrderByDescending(pair => pair.Item1.Length).ToList();
    }

    public List<User> People { get; }

    /// <summary>The records of the case by kind and id, in the order in which they are made.</summary>
    public List<(string Kind, string Id)> Records { get; }

    public string? Of(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    /// <summary>A text without the names that are in it, on one line, as it may stand in quotes.</summary>
    public string Told(string text)
    {
        foreach (var (real, told) in words) text = text.Replace(real, told, StringComparison.Ordinal);
        return text.ReplaceLineEndings(" ").Replace('"', '\'').Replace('\\', '/').Trim();
    }

    /// <summary>Mail addresses and telephone numbers are nobody's business but of those who wrote them down.</summary>
    public static string WithoutAddresses(string text) => Telephone().Replace(Mail().Replace(text, "mail"), "number");

    [GeneratedRegex(@"[^\s@<>""]+@[^\s@<>""]+")] private static partial Regex Mail();
    [GeneratedRegex(@"\+?\d[\d ()-]{5,}\d")] private static partial Regex Telephone();

    void Number(string kind, List<(string Id, string Name)> rows, List<(string, string)> all, string? recordKind = null)
    {
        foreach (var ((id, name), index) in rows.Select((row, index) => (row, index)))
        {
            byId[id] = $"{kind} {index + 1}";
            all.Add((name, byId[id]));
            if (recordKind is not null) Records.Add((recordKind, id));
        }
    }

    static List<(string, string)> Of<T>(IQueryable<T> rows, List<string> ids, Func<T, (string, string)> say) where T : class =>
        rows.Where(row => ids.Contains(EF.Property<string>(row, "Id"))).OrderBy(row => EF.Property<string>(row, "Id")).AsEnumerable()
            .Select(say).ToList();

    /// <summary>Those that were read, and those whose the deals, leads and cases are.</summary>
    static List<Account> AccountsOf(ProcessDatabase database, CaseHistory history)
    {
        var ids = history.Ids("Account").Concat(((string[])["Deal", "Lead", "Case"]).SelectMany(kind => Named(history, kind, "accountId")))
            .ToHashSet();
        return database.Accounts.Where(row => ids.Contains(row.Id)).OrderBy(row => row.Id).ToList();
    }

    static IEnumerable<string> Named(CaseHistory history, string kind, string field) =>
        history.Reads.Where(read => read.Kind == kind).Select(read => (read.Value as JsonObject)?.Text(field)).OfType<string>();

    static List<string> CampaignsOf(CaseHistory history) =>
        history.Ids("Campaign").Concat(Named(history, "Lead", "campaignId")).Distinct().ToList();

    /// <summary>Everybody who is named in what was read or asked, with their managers.</summary>
    static List<User> Concerned(ProcessDatabase database, CaseHistory history)
    {
        var everybody = database.Users.ToDictionary(user => user.Id);
        var found = new HashSet<string>();
        foreach (var read in history.Reads) Named(read.Value, found, everybody);
        foreach (var burst in history.Bursts)
            foreach (var command in burst.Document.Commands ?? []) Named(command, found, everybody);
        foreach (var step in history.Approvals.SelectMany(request => request.Steps)) Add(step.DecidedById ?? step.ApproverId);
        foreach (var id in AccountsOf(database, history).Select(account => account.OwnerId)) Add(id);
        foreach (var id in CampaignsOf(history)) Add(database.Campaigns.FirstOrDefault(row => row.Id == id)?.OwnerId);
        foreach (var id in found.ToList())
            for (var person = everybody[id]; person.ManagerId is { } manager && everybody.ContainsKey(manager) && found.Add(manager);)
                person = everybody[manager];
        foreach (var role in history.Tasks.Where(task => task.AssigneeId is null).Select(task => task.Role).Distinct())
            Add(everybody.Values.Where(user => user.Role.ToString() == role).OrderBy(user => user.Id).FirstOrDefault()?.Id);
        return found.Select(id => everybody[id]).OrderBy(person => person.Id, StringComparer.Ordinal).ToList();

        void Add(string? id)
        {
            if (id is not null && everybody.ContainsKey(id)) found.Add(id);
        }
    }

    static void Named(JsonNode? node, HashSet<string> found, Dictionary<string, User> everybody)
    {
        switch (node)
        {
            case JsonObject values:
                foreach (var (_, value) in values) Named(value, found, everybody);
                break;
            case JsonArray list:
                foreach (var item in list) Named(item, found, everybody);
                break;
            case JsonValue value when value.TryGetValue(out string? text) && everybody.ContainsKey(text):
                found.Add(text);
                break;
        }
    }
}
