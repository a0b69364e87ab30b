using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Demo;

/// <summary>The invented company that a newcomer finds: its people, products, customers and campaign. The same seed gives the same company.</summary>
sealed class DemoCompany
{
    const string Currency = "CNY";
    const string Zone = "Asia/Shanghai";
    /// <summary>Of the list price.</summary>
    const decimal CostShare = 0.62m;

    static readonly (string Id, string Name, Role Role, string? Position, string? ManagerId, string? TeamId, string Language)[] PeopleList =
    [
        ("chen-jianguo", "陈建国 Chen Jianguo", Role.Manager, "CEO", null, null, "zh-CN"),
        ("liu-min", "刘敏 Liu Min", Role.Manager, "CFO", "chen-jianguo", null, "zh-CN"),
        ("sun-li", "孙丽 Sun Li", Role.Manager, "Finance", "liu-min", null, "zh-CN"),
        ("zhou-haitao", "周海涛 Zhou Haitao", Role.Manager, "SalesHead", "chen-jianguo", null, "zh-CN"),
        ("emily-carter", "Emily Carter", Role.Manager, "Director", "zhou-haitao", null, "en"),
        ("wang-qiang", "王强 Wang Qiang", Role.Manager, "SalesManager", "emily-carter", "team-east", "zh-CN"),
        ("daniel-reed", "Daniel Reed", Role.Manager, "SalesManager", "emily-carter", "team-international", "en"),
        ("li-na", "李娜 Li Na", Role.Rep, null, "wang-qiang", "team-east", "zh-CN"),
        ("zhang-wei", "张伟 Zhang Wei", Role.Rep, null, "wang-qiang", "team-east", "zh-CN"),
        ("chen-jing", "陈静 Chen Jing", Role.Rep, null, "wang-qiang", "team-east", "zh-CN"),
        ("wu-lei", "吴磊 Wu Lei", Role.Rep, null, "wang-qiang", "team-east", "zh-CN"),
        ("sophie-martin", "Sophie Martin", Role.Rep, null, "daniel-reed", "team-international", "en"),
        ("james-cole", "James Cole", Role.Rep, null, "daniel-reed", "team-international", "en"),
        ("he-xiaoyan", "何晓燕 He Xiaoyan", Role.Marketing, null, "zhou-haitao", null, "zh-CN"),
        ("xu-dan", "徐丹 Xu Dan", Role.Service, null, "zhou-haitao", null, "zh-CN"),
        ("tom-becker", "Tom Becker", Role.Service, null, "zhou-haitao", null, "en"),
        ("ma-jun", "马军 Ma Jun", Role.ProcessOwner, null, "zhou-haitao", null, "zh-CN"),
        ("admin", "管理员 Administrator", Role.Admin, null, null, null, "zh-CN"),
    ];

    static readonly (string Id, string Name, decimal ListPrice)[] ProductList =
    [
        ("line", "包装生产线 Packaging line", 860_000), ("robot", "码垛机器人 Palletising robot", 420_000), ("scale", "检重系统 Checkweigher", 150_000),
        ("service-plan", "三年维保 Three-year service plan", 240_000), ("software", "产线管理软件 Line software", 320_000),
    ];

    static readonly string[] ChineseCities = ["苏州 Suzhou", "宁波 Ningbo", "青岛 Qingdao", "成都 Chengdu", "东莞 Dongguan", "武汉 Wuhan", "合肥 Hefei", "无锡 Wuxi"];
    static readonly string[] ChineseBrands = ["华康", "瑞丰", "天合", "金谷", "百川", "新亚", "宏泰", "海盛", "佳禾", "远航", "东方明", "绿源"];
    static readonly string[] ChineseTrades = ["食品", "制药", "饮料", "日化", "物流", "电子"];
    static readonly string[] EnglishBrands = ["Northwind", "Alder & Sons", "Bluewater", "Kestrel", "Meridian", "Oakfield", "Pacifica", "Redstone"];
    static readonly string[] EnglishTrades = ["Foods", "Pharma", "Beverages", "Logistics", "Home Care"];
    static readonly string[] EnglishPlaces = ["Singapore", "Rotterdam", "Melbourne", "Hamburg", "Chicago"];
    static readonly string[] ChineseFamilies = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"];
    static readonly string[] ChineseGiven = ["建华", "丽萍", "志强", "晓梅", "国栋", "雅文", "海燕", "立新"];
    static readonly string[] EnglishGiven = ["Anna", "Peter", "Grace", "Martin", "Helen", "Oscar"];
    static readonly string[] EnglishFamilies = ["Walker", "Tan", "Visser", "Schmidt", "Novak", "Okafor"];

    public List<User> People { get; } = [];
    public List<Team> Teams { get; } = [];
    public List<Product> Products { get; } = [];
    public List<Account> Accounts { get; } = [];
    public List<Contact> Contacts { get; } = [];
    public List<Deal> Deals { get; } = [];
    public required Campaign Campaign { get; init; }

    /// <param name="began">When the company began to work with ThreeStep, UTC.</param>
    public static DemoCompany Create(Random random, DateTimeOffset began, int days)
    {
        var company = new DemoCompany
        {
            Campaign = new Campaign
            {
                Id = "spring-show",
                Name = "包装展 · Packaging trade show",
                Objective = "30 条合格线索 · 30 qualified leads",
                OwnerId = "he-xiaoyan",
                Budget = 200_000,
                Currency = Currency,
                CreatedAt = began,
                StartsAt = Day(began.AddDays(10)),
                EndsAt = Day(began.AddDays(14)),
            },
        };
        company.People.AddRange(PeopleList.Select(person => new User
        {
            Id = person.Id,
            Name = person.Name,
            Role = person.Role,
            Position = person.Position,
            ManagerId = person.ManagerId,
            TeamId = person.TeamId,
            Language = person.Language,
            Zone = Zone,
        }));
        company.Teams.Add(new Team { Id = "team-east", Name = "华东大客户 Key accounts East", ManagerId = "wang-qiang" });
        company.Teams.Add(new Team { Id = "team-international", Name = "国际大客户 Key accounts International", ManagerId = "daniel-reed" });
        company.Products.AddRange(ProductList.Select(product =>
            new Product
            {
                Id = product.Id,
                Name = product.Name,
                ListPrice = product.ListPrice,
                Cost = Math.Round(product.ListPrice * CostShare),
                Currency = Currency
            }));
        company.CreateAccounts(random, began);
        company.CreateDeals(random, began, days);
        return company;
    }

    void CreateAccounts(Random random, DateTimeOffset began)
    {
        foreach (var (brand, index) in ChineseBrands.Select((brand, index) => (brand, index)))
        {
            var city = Pick(random, ChineseCities);
            Add(new Account
            {
                Id = $"account-{index + 1}",
                Name = $"{city[..2]}{brand}{Pick(random, ChineseTrades)}有限公司",
                Location = city,
                OwnerId = Pick(random, "li-na", "zhang-wei", "chen-jing", "wu-lei"),
                CreatedAt = began
            },
                () => Pick(random, ChineseFamilies) + Pick(random, ChineseGiven));
        }
        foreach (var (brand, index) in EnglishBrands.Select((brand, index) => (brand, index)))
            Add(new Account
            {
                Id = $"account-{ChineseBrands.Length + index + 1}",
                Name = $"{brand} {Pick(random, EnglishTrades)}",
                Location = Pick(random, EnglishPlaces),
                OwnerId = Pick(random, "sophie-martin", "james-cole"),
                CreatedAt = began
            },
                () => $"{Pick(random, EnglishGiven)} {Pick(random, EnglishFamilies)}");

        void Add(Account account, Func<string> name)
        {
            account.Employees = random.Next(80, 4_000);
            account.Revenue = random.Next(50, 3_000);
            account.Tier = random.Next(3) == 0 ? AccountTier.Key : AccountTier.Standard;
            Accounts.Add(account);
            foreach (var (role, title) in new[] { (BuyingRole.EconomicBuyer, "总经理 General manager"),
                (BuyingRole.Technical, "技术总监 Technical director"), (BuyingRole.Purchasing, "采购经理 Purchasing manager") }.Take(random.Next(1, 4)))
                Contacts.Add(new Contact { Id = $"contact-{Contacts.Count + 1}", AccountId = account.Id, Name = name(), Role = role, Title = title });
        }
    }

    /// <summary>Deals that come one after the other over the days; where they get to is for the workflows.</summary>
    void CreateDeals(Random random, DateTimeOffset began, int days)
    {
        const int count = 32;
        for (var number = 1; number <= count; number++)
        {
            var account = Pick(random, Accounts.ToArray());
            var product = Pick(random, Products.ToArray());
            var created = began.AddDays((days - 1) * (number - 1) / (double)count).AddHours(random.Next(1, 9));
            Deals.Add(new Deal
            {
                Id = $"deal-{number}",
                Name = $"{account.Name} · {product.Name}",
                AccountId = account.Id,
                OwnerId = account.OwnerId,
                Amount = product.ListPrice * random.Next(1, 4),
                Currency = Currency,
                Product = product.Name,
                ProductLine = product.Line,
                CreatedAt = created,
                StageSince = created,
                ExpectedCloseAt = Day(created.AddDays(random.Next(60, 160))),
                Competitor = random.Next(3) == 0 ? "Krones" : null,
            });
        }
    }

    /// <summary>Everything that is there from the first day; deals come later.</summary>
    public void Store(ProcessDatabase database)
    {
        if (!database.Companies.Any()) database.Companies.Add(new Company { Name = "三步曲示范公司 ThreeStep Demo Co.", Currency = Currency });
        database.AddRange(People);
        database.AddRange(Teams);
        database.AddRange(Products);
        database.AddRange(Accounts);
        database.AddRange(Contacts);
        database.Add(Campaign);
    }

    static DateOnly Day(DateTimeOffset time) => CompanyDays.Of(time, CompanyDays.Zone(Company.UsualZone));

    static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
