namespace ThreeStep.Orders.Import;

/// <summary>The four files of a CRM export: accounts, products, sales teams and the sales pipeline.</summary>
public sealed class CrmFiles
{
    public const string Accounts = "accounts.csv";
    public const string Products = "products.csv";
    public const string Teams = "sales_teams.csv";
    public const string Pipeline = "sales_pipeline.csv";
    public static readonly IReadOnlyList<string> Names = [Accounts, Products, Teams, Pipeline];

    internal CsvTable AccountRows { get; }
    internal CsvTable ProductRows { get; }
    internal CsvTable TeamRows { get; }
    internal CsvTable PipelineRows { get; }

    /// <param name="contents">The files' bytes by name.</param>
    /// <exception cref="CrmFormatException">A file is missing or cannot be read.</exception>
    public CrmFiles(IReadOnlyDictionary<string, byte[]> contents)
    {
        byte[] Content(string name) =>
            contents.TryGetValue(name, out var content) ? content : throw new CrmFormatException(name, 1, 1, null, "The file is missing.");
        AccountRows = CsvTable.Read(Accounts, Content(Accounts), "account", "sector", "year_established", "revenue", "employees", "office_location",
            "subsidiary_of");
        ProductRows = CsvTable.Read(Products, Content(Products), "product", "series", "sales_price");
        TeamRows = CsvTable.Read(Teams, Content(Teams), "sales_agent", "manager", "regional_office");
        PipelineRows = CsvTable.Read(Pipeline, Content(Pipeline), "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
            "close_date", "close_value");
    }

    public static CrmFiles FromFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new CrmFormatException(folder, 1, 1, null, "There is no such folder.");
        return new CrmFiles(Names.Where(name => File.Exists(Path.Combine(folder, name)))
            .ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(folder, name))));
    }
}
