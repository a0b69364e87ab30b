using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Tests;

/// <summary>
/// Whatever JSON comes to the routes: it is taken, or refused with a reason, and what is stored keeps the rules of its field.
/// THREESTEP_INPUTS=20000 tries more than the usual ones.
/// </summary>
public sealed class InputProperties : IAsyncLifetime
{
    const int UsualInputs = 1_500;
    static readonly JsonSerializerOptions AsRestReads = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <summary>What stands in a field, as JSON: what is right, what is nearly right, and what nobody means.</summary>
    static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "25", "100", "100.00001", "0.33333333333333333333", "1e30", "-0", "123456789012345678901234567890",
        "900000000001", "[]", "{}", "[1]", "\"\"", "\" \"", "\"瑞丰食品\"", "\"瑞丰 食品 有限公司\"", "\"Acme Co., Ltd.\"", "\"\\u0000\"", "\"a\\u0007b\"",
        "\"a\\u200bb\"", "\"\\u202eevil\"", "\"\\ud83d\"", "\"\\udc00x\"", "\"\\uffff\"", "\"e\\u0301\"", "\"👩\\u200d💻\"", "\"line\\nline\"",
        "\"' OR 1=1; --\"", "\"100% _real_\"", "\"<script>alert(1)</script>\"", "\"{0}\"", "\"{\"", "\"LONG\"", "\"ENDLESS\"", "\"CNY\"",
        "\"eur\"", "\"ABC\"", "\"li.na@example.com\"", "\"not an address\"", "\"a@b\"", "\"@\"", "\"a@[::1]\"", "\"010-6554 1234\"",
        "\"13800138000\"", "\"+\"", "\"+++86\"", "\"call me\"", "\"2026-12-01\"", "\"0001-01-01\"", "\"1899-12-31\"", "\"2200-12-31\"",
        "\"9999-12-31\"", "\"2026-13-01\"", "\"2026-02-30\"", "\"2026-12-01T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"9999-12-31T23:59:59-14:00\"", "\"2027-01-01T09:00:00+08:00\"", "\"account\"", "\"rep\"", "\"manager\"", "\"nobody-here\"",
        "\"contact\"", "\"deal\"", "\"Negotiating\"", "\"Won\"", "\"7\"", "\"Key\"", "\"Complaint\"", "\"Closed\"", "\"Call\"", "\"Admin\"",
        "\"Asia/Shanghai\"", "\"../../etc\"", "\"en\"", "\"zh-CN\"", "\"fr\"",
    ];

    /// <param name="Name">The route, for the report of a failure.</param>
    /// <param name="Carry">Reads the JSON as the route does and makes the change.</param>
    sealed record Route(string Name, string[] Fields, Action<Change, string> Carry);

    static readonly Route[] Routes =
    [
        Of<AccountInput>("POST accounts", (change, input) => CreateAccount.Apply(change, input)),
        Of<AccountInput>("PATCH accounts", (change, input) => ChangeAccount.Apply(change, "account", input)),
        Of<ContactInput>("POST contacts", (change, input) => AddContact.Apply(change, "account", input)),
        Of<DealInput>("POST deals", (change, input) => CreateDeal.Apply(change, input)),
        Of<DealInput>("PATCH deals", (change, input) => ChangeDeal.Apply(change, "deal", input)),
        Of<DeliveryInput>("POST deliveries", (change, input) => PlanDelivery.Apply(change, input)),
        Of<LeadInput>("POST leads", (change, input) => AddLead.Apply(change, input)),
        Of<LeadConversion>("POST leads convert", (change, input) => ConvertLead.Apply(change, "lead", input)),
        Of<CampaignInput>("POST campaigns", (change, input) => PlanCampaign.Apply(change, input)),
        Of<CaseInput>("POST cases", (change, input) => ReceiveCase.Apply(change, input)),
        Of<CaseInput>("PATCH cases", (change, input) => ChangeCase.Apply(change, "case", input)),
        Of<InteractionInput>("POST interactions", (change, input) => RecordInteraction.Apply(change, input)),
        Of<TaskInput>("POST tasks", (change, input) => AddTask.Apply(change, input)),
        Of<PersonInput>("POST users", (change, input) => AddPerson.Apply(change, input)),
        Of<PersonInput>("PATCH users", (change, input) => ChangePerson.Apply(change, "other-rep", input)),
        Of<CompanyInput>("PATCH company", (change, input) => ChangeCompany.Apply(change, input)),
    ];

    static Route Of<T>(string name, Action<Change, T> apply) => new(
        name, typeof(T).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToArray(),
        (change, json) => apply(change, JsonSerializer.Deserialize<T>(json, AsRestReads)!));

    readonly CompanyWorld world = new();

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        await world.Change(change => change.Database.AddRange(
            new Contact { Id = "contact", AccountId = "account", Name = "李娜" },
            new Deal
            {
                Id = "deal",
                Name = "大订单",
                AccountId = "account",
                Currency = "CNY",
                OwnerId = "rep",
                CreatedAt = world.Now,
                StageSince = world.Now,
            },
            new Lead
            {
                Id = "lead",
                CompanyName = "新公司",
                Source = LeadSource.Web,
                Status = LeadStatus.Accepted,
                OwnerId = "rep",
                CreatedAt = world.Now,
            },
            new ServiceCase { Id = "case", Kind = CaseKind.Complaint, Title = "封口不严", AccountId = "account", ReceivedAt = world.Now }));
    }

    public Task DisposeAsync() => world.DisposeAsync();

    static string Written(string value) => value switch
    {
        "\"LONG\"" => $"\"{new string('长', 3_000)}\"",
        "\"ENDLESS\"" => $"\"{new string('x', 300_000)}\"",
        _ => value,
    };

    /// <summary>Each field of a route is there or not; what is there has any value.</summary>
    static readonly Gen<(int Route, int[] Values)> Inputs =
        Gen.Int[0, Routes.Length - 1].SelectMany(route =>
            Gen.Int[-Values.Length, Values.Length - 1].Array[Routes[route].Fields.Length].Select(values => (route, values)));

    static string Json((int Route, int[] Values) input) =>
        $"{{{string.Join(",", Routes[input.Route].Fields.Zip(input.Values).Where(field => field.Second >= 0).Select(Property))}}}";

    static string Property((string Name, int Value) field) => $"\"{field.Name}\":{Written(Values[field.Value])}";

    [Fact]
    public Task Whatever_comes_is_taken_or_refused_and_what_is_stored_keeps_the_rules() =>
        Inputs.SampleAsync(Try, threads: 1,
            iter: int.TryParse(Environment.GetEnvironmentVariable("THREESTEP_INPUTS"), out var wished) ? wished : UsualInputs,
            print: input => $"{Routes[input.Route].Name} {Json(input)}");

    async Task Try((int Route, int[] Values) input)
    {
        try
        {
            await world.Records.Record(world.As("admin"), change =>
            {
                Routes[input.Route].Carry(change, Json(input));
                return true;
            });
        }
        catch (RefusalException) { return; }
        catch (JsonException) { return; }
        world.Read(database => { Keeps(database); return true; });
    }

    static void Keeps(ProcessDatabase database)
    {
        foreach (var row in database.Accounts)
        {
            Same(row.Name, TextField.Required(row.Name, "name", "name"));
            foreach (var text in new[] { row.Sector, row.Location, row.Segment }) Same(text, TextField.Line(text, "line", TextField.LongestName));
            Same(row.Revenue, NumberField.Amount(row.Revenue, "revenue"));
            Same(row.Employees, NumberField.Count(row.Employees, "employees"));
            Assert.True(Enum.IsDefined(row.Tier));
        }
        foreach (var row in database.Contacts) Reached(row.Email, row.Phone);
        foreach (var row in database.Leads) Reached(row.Email, row.Phone);
        foreach (var row in database.Users) Reached(row.Email, null);
        foreach (var row in database.Deals)
        {
            Same(row.Name, TextField.Required(row.Name, "name", "name"));
            Same(row.Currency, CurrencyField.Required(row.Currency, "currency"));
            Same(row.Amount, NumberField.Amount(row.Amount, "amount"));
            Same(row.DiscountPercent, NumberField.Percent(row.DiscountPercent, "discountPercent"));
            Same(row.ExpectedCloseAt, DayField.Of(row.ExpectedCloseAt, "expectedCloseAt"));
            Same(row.NextActivityAt, DayField.Of(row.NextActivityAt, "nextActivityAt"));
            Assert.True(Enum.IsDefined(row.Stage));
        }
        foreach (var row in database.Campaigns)
        {
            Same(row.Currency, CurrencyField.Of(row.Currency, "currency"));
            Assert.False(row.EndsAt < row.StartsAt);
        }
        foreach (var row in database.Deliveries) Same<DateOnly?>(row.PromisedAt, DayField.Of(row.PromisedAt, "promisedAt"));
        foreach (var row in database.Interactions) Same<DateTimeOffset?>(row.At, DayField.Moment(row.At, "at"));
        foreach (var row in database.Cases) Same(row.Title, TextField.Required(row.Title, "title", "title", TextField.LongestLine));
        foreach (var row in database.Companies) Same(row.Currency, CurrencyField.Required(row.Currency, "currency"));
    }

    static void Reached(string? email, string? phone)
    {
        Same(email, MailField.Of(email, "email"));
        Same(phone, PhoneField.Of(phone, "phone"));
    }

    static void Same<T>(T stored, T ruled) => Assert.Equal(ruled, stored);
}
