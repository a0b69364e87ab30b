using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Import;

/// <summary>
/// Takes a CRM export into the database: all of it or nothing, and a second time without effect. Every open deal gets a running
/// <c>big-order</c> instance, queued in the same transaction under an id made from the deal's.
/// </summary>
public sealed class CrmImport
{
    const string Workflow = "big-order";
    const string Currency = "USD";
    /// <summary>Deals from this share of all amounts on are large, when none reaches the company's own limit.</summary>
    const double LargeShare = 0.99;
    const int LongestTold = 60;

    readonly Change change;
    readonly ProcessDatabase database;
    readonly CrmFiles files;
    readonly DateTimeOffset now;
    readonly List<ImportFinding> findings = [];
    readonly HashSet<(CsvTable.Row Row, string Column)> told = [];
    readonly List<string> notes = [];
    readonly List<ImportCount> counts = [];
    int begun;

    CrmImport(Change change, CrmFiles files) => (this.change, database, this.files, now) = (change, change.Database, files, change.Now);

    /// <summary>Reads, checks and stores; to be called inside of a commit.</summary>
    /// <exception cref="CrmFormatException">A row cannot be understood; nothing is kept.</exception>
    public static ImportReport Run(Change change, CrmFiles files)
    {
        var import = new CrmImport(change, files);
        var users = import.People();
        var products = import.Products();
        var accounts = import.Accounts();
        var deals = import.Deals(users, products, accounts);
        import.SetUpCompany(deals);
        change.Audit(AuditAction.Imported, Workflow, string.Join(", ", import.counts.Select(count => $"{count.Kind} +{count.Added}")));
        return new ImportReport(import.counts, import.findings, import.notes);
    }

    HashSet<string> People()
    {
        var existing = database.Users.ToDictionary(user => user.Id);
        var teams = database.Teams.Select(team => team.Id).ToHashSet();
        var (added, people, addedTeams) = (0, new HashSet<string>(), 0);
        foreach (var row in files.TeamRows.Rows)
        {
            var (agent, manager) = (Name(row, "sales_agent"), Name(row, "manager"));
            if (agent == "") throw row.Wrong("sales_agent", "The agent has no name.");
            if (manager == "") throw row.Wrong("manager", "The agent has no manager.");
            var (agentId, managerId) = (NameMatching.ToId(agent), NameMatching.ToId(manager));
            var teamId = $"team-{managerId}";
            if (teams.Add(teamId))
            {
                database.Teams.Add(new Team { Id = teamId, Name = $"{Name(row, "regional_office")} · {manager}", ManagerId = managerId });
                addedTeams++;
            }
            if (people.Add(managerId))
                Add(new User { Id = managerId, Name = manager, Role = Role.Manager, Position = "SalesManager", TeamId = teamId });
            if (!people.Add(agentId)) throw row.Wrong("sales_agent", $"'{agent}' stands twice.");
            Add(new User { Id = agentId, Name = agent, Role = Role.Rep, ManagerId = managerId, TeamId = teamId });
        }
        counts.Add(new ImportCount("people", people.Count, added, 0, people.Count - added));
        counts.Add(new ImportCount("teams", people.Count(id => teams.Contains($"team-{id}")), addedTeams, 0,
            people.Count(id => teams.Contains($"team-{id}")) - addedTeams));
        return people;

        void Add(User user)
        {
            if (!existing.TryAdd(user.Id, user)) return;
            database.Users.Add(user);
            added++;
        }
    }

    Dictionary<string, Product> Products()
    {
        var existing = database.Products.Select(product => product.Id).ToHashSet();
        var products = new Dictionary<string, Product>();
        var added = 0;
        foreach (var row in files.ProductRows.Rows)
        {
            var price = row.Number("sales_price") ?? throw row.Wrong("sales_price", "The product has no price.");
            if (price < 0) throw row.Wrong("sales_price", "A price is not negative.");
            var name = Name(row, "product");
            var series = Name(row, "series");
            var product = new Product { Id = NameMatching.ToId(name), Name = name, Series = series, ListPrice = price, Currency = Currency };
            if (!products.TryAdd(product.Name, product)) throw row.Wrong("product", $"'{product.Name}' stands twice.");
            if (!existing.Add(product.Id)) continue;
            database.Products.Add(product);
            added++;
        }
        counts.Add(new ImportCount("products", products.Count, added, 0, products.Count - added));
        return products;
    }

    Dictionary<string, string> Accounts()
    {
        var existing = database.Accounts.Select(account => account.Id).ToHashSet();
        var ids = new Dictionary<string, string>();
        foreach (var row in files.AccountRows.Rows)
        {
            var name = Name(row, "account");
            if (name == "") throw row.Wrong("account", "The account has no name.");
            if (!ids.TryAdd(name, NameMatching.ToId(name))) throw row.Wrong("account", $"'{name}' stands twice.");
        }
        var added = 0;
        foreach (var row in files.AccountRows.Rows)
        {
            var account = ReadAccount(row, ids);
            if (!existing.Add(account.Id)) continue;
            database.Accounts.Add(account);
            added++;
        }
        counts.Add(new ImportCount("accounts", ids.Count, added, 0, ids.Count - added));
        return ids;
    }

    Account ReadAccount(CsvTable.Row row, Dictionary<string, string> ids)
    {
        var (name, parent) = (Name(row, "account"), Name(row, "subsidiary_of"));
        var parentName = parent == "" ? null : NameMatching.Find(parent, ids.Keys);
        if (parent != "" && parentName is null) Found(row, "parent company not in the file", parent, "kept without a parent");
        return new Account
        {
            Id = ids[name],
            Name = name,
            Sector = Corrected(row, "sector", NameMatching.Sectors),
            Location = Corrected(row, "office_location", NameMatching.Countries),
            YearEstablished = row.Whole("year_established"),
            Revenue = Kept(row, "revenue", () => NumberField.Amount(row.Number("revenue"), "revenue")),
            Employees = Kept(row, "employees", () => NumberField.Count(row.Whole("employees"), "employees")),
            ParentAccountId = parentName is null ? null : ids[parentName],
            CreatedAt = now,
        };
    }

    string? Corrected(CsvTable.Row row, string column, IReadOnlyCollection<string> known)
    {
        var value = Name(row, column);
        if (value == "" || NameMatching.Find(value, known) is not { } meant || meant == value) return value == "" ? null : value;
        Found(row, $"{column} misspelt", value, $"taken as '{meant}'");
        return meant;
    }

    List<Deal> Deals(HashSet<string> users, Dictionary<string, Product> products, Dictionary<string, string> accounts)
    {
        var existing = database.Deals.ToDictionary(deal => deal.Id);
        var (deals, seen, added, changed) = (new List<Deal>(), new HashSet<string>(), 0, 0);
        foreach (var row in files.PipelineRows.Rows)
        {
            var deal = ReadDeal(row, users, products, accounts);
            if (!seen.Add(deal.Id)) throw row.Wrong("opportunity_id", $"'{deal.Id}' stands twice.");
            deals.Add(deal);
            if (!existing.TryGetValue(deal.Id, out var known))
            {
                database.Deals.Add(deal);
                added++;
                if (deal.IsOpen) Begin(deal);
            }
            else if (known.IsOpen && !deal.IsOpen)
            {
                // Closed in the other system since the last import; everything else people changed here is left alone.
                if (MoveDeal.CloseElsewhere(change, known, deal.Stage, deal.Amount, deal.ClosedAt ?? now) is { } refusal)
                    Found(row, "closed without the approval it needs here", deal.Id, $"kept open: {refusal}");
                else changed++;
            }
        }
        counts.Add(new ImportCount("deals", deals.Count, added, changed, deals.Count - added - changed));
        notes.Add($"{begun} open deals get a running {Workflow} workflow.");
        return deals;
    }

    void Begin(Deal deal)
    {
        begun++;
        change.Queue(new QueuedStimulus.StartInstance($"{Workflow}-{deal.Id}", Workflow,
            new() { ["DealId"] = deal.Id, ["Stage"] = deal.Stage.ToString() }, deal.Id));
    }

    Deal ReadDeal(CsvTable.Row row, HashSet<string> users, Dictionary<string, Product> products, Dictionary<string, string> accounts)
    {
        if (row["opportunity_id"] is not { Length: > 0 } id) throw row.Wrong("opportunity_id", "The deal has no id.");
        if (!Enum.TryParse<Stage>(row["deal_stage"], out var stage) || !Enum.IsDefined(stage))
            throw row.Wrong("deal_stage", $"'{row["deal_stage"]}' is no stage. Use {string.Join(", ", Enum.GetNames<Stage>())}.");
        var (engaged, closed, value) = (Day(row, "engage_date"), Day(row, "close_date"), row.Number("close_value"));
        if (value < 0) throw row.Wrong("close_value", "A deal is not worth less than nothing.");
        if (closed < engaged) throw row.Wrong("close_date", "The deal was closed before it was engaged.");
        var isOpen = stage is not (Stage.Won or Stage.Lost);
        if (isOpen && engaged is null) Found(row, "deal without dates", id, "kept without dates");
        var product = Match(row, "product", products.Keys, "kept with the product's name only");
        var account = Name(row, "account") == "" ? null : Match(row, "account", accounts.Keys, "kept without an account");
        if (Name(row, "account") == "") Found(row, "deal without an account", id, "kept without an account");
        var owner = NameMatching.ToId(Name(row, "sales_agent"));
        if (!users.Contains(owner))
        {
            Found(row, "sales agent not in the teams", Name(row, "sales_agent"), "kept without an owner");
            owner = null;
        }
        var deal = new Deal
        {
            Id = id,
            ExternalId = id,
            Name = TextField.Mended($"{product ?? Name(row, "product")} · {account ?? id}"),
            AccountId = account is null ? null : accounts[account],
            OwnerId = owner,
            Stage = stage,
            StageSince = closed ?? engaged ?? now,
            Amount = stage == Stage.Won && value is { } won ? won : product is null ? value ?? 0 : products[product].ListPrice,
            Currency = Currency,
            Product = product ?? Name(row, "product"),
            ProductLine = product is null ? Name(row, "product") : products[product].Line,
            EngagedAt = engaged,
            ClosedAt = isOpen ? null : closed ?? now,
            LastInteractionAt = closed ?? engaged,
            CreatedAt = engaged ?? now,
        };
        if (deal.Stage == Stage.Won) deal.Approved = new ApprovedTerms(deal.Terms, null, deal.ClosedAt!.Value, MoveDeal.ImportedRule, null);
        return deal;
    }

    string? Match(CsvTable.Row row, string column, IReadOnlyCollection<string> known, string otherwise)
    {
        var value = Name(row, column);
        var meant = NameMatching.Find(value, known);
        if (meant is null) Found(row, $"{column} not known", value, otherwise);
        else if (meant != value) Found(row, $"{column} misspelt: {value}", value, $"taken as '{meant}'");
        return meant;
    }

    /// <summary>
    /// A company that begins with an import: if no deal reaches the usual limit for large deals, its own largest ones count as large.
    /// </summary>
    void SetUpCompany(List<Deal> deals)
    {
        if (database.Companies.Any()) return;
        var company = new Company { Name = "Imported company", Currency = Currency };
        var amounts = deals.Where(deal => deal.Stage != Stage.Lost).Select(deal => deal.Amount).Order().ToList();
        if (amounts.Count > 0 && amounts[^1] < company.LargeDealAmount)
        {
            var limit = amounts[(int)(amounts.Count * LargeShare)];
            notes.Add($"No deal reaches {company.LargeDealAmount:N0} {Currency}; deals from {limit:N0} {Currency} on (the largest 1 %) are treated as large. Change it with PATCH /api/company.");
            company.LargeDealAmount = limit;
        }
        database.Companies.Add(company);
    }

    /// <summary>A name as it can be kept; where something had to be taken out of it, the report says so once.</summary>
    string Name(CsvTable.Row row, string column)
    {
        var (value, mended) = (row[column], TextField.Mended(row[column]));
        if (mended != value && told.Add((row, column)))
            Found(row, $"{column} too long, or with what cannot be seen", Short(value), $"taken as '{Short(mended)}'");
        return mended;
    }

    /// <summary>A value that keeps the rules of its field; another one is left out, and told.</summary>
    T? Kept<T>(CsvTable.Row row, string column, Func<T?> rule)
    {
        try { return rule(); }
        catch (RefusalException refusal)
        {
            Found(row, refusal.Message, Short(row[column]), $"kept without {column}");
            return default;
        }
    }

    DateTimeOffset? Day(CsvTable.Row row, string column) => Kept(row, column, () => DayField.Moment(row.Date(column), column));

    static string Short(string text) => text.Length <= LongestTold ? text : $"{text[..LongestTold]}…";

    void Found(CsvTable.Row row, string what, string value, string action) =>
        findings.Add(new ImportFinding(row.Table.File, row.Line, what, value, action));
}
