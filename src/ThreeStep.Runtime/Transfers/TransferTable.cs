using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using NpgsqlTypes;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Transfers;

/// <summary>A table that goes from one store to another, with its columns.</summary>
sealed record TransferTable(string Name, IReadOnlyList<TransferColumn> Columns, string Order)
{
    /// <summary>
    /// All that hold what was entered or done, those first to which others point. What a store makes by itself stays behind: sums of stays, and which
    /// server has what.
    /// </summary>
    /// <param name="model">Of the server's context.</param>
    public static List<TransferTable> All(IRelationalModel model)
    {
        var left = model.Tables.Where(table => table.Name is not ("step_figures" or "nodes" or "leases")).OrderBy(table => table.Name).ToList();
        var ordered = new List<ITable>();
        while (left.Count > 0)
        {
            var free = left.First(table => table.ForeignKeyConstraints.All(key => ordered.Contains(key.PrincipalTable)));
            ordered.Add(free);
            left.Remove(free);
        }
        return ordered.ConvertAll(table => new TransferTable(table.Name,
            table.Columns.Where(column => column.Name != "claimed_by").Select(column => new TransferColumn(column.Name, column.StoreType)).ToList(),
            // Bursts are followed in the order in which they came.
            table.Name == "bursts" ? "transaction, rowid" : string.Join(", ", table.PrimaryKey!.Columns.Select(column => $"\"{column.Name}\""))));
    }

    public string ColumnNames => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));
}

/// <param name="Type">PostgreSQL's.</param>
sealed record TransferColumn(string Name, string Type)
{
    public NpgsqlDbType ServerType => Type switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "boolean" => NpgsqlDbType.Boolean,
        "text" => NpgsqlDbType.Text,
        "text[]" => NpgsqlDbType.Array | NpgsqlDbType.Text,
        "bytea" => NpgsqlDbType.Bytea,
        "date" => NpgsqlDbType.Date,
        "double precision" => NpgsqlDbType.Double,
        _ => throw new InvalidOperationException($"No transfer of {Type} is known, which {Name} is."),
    };

    /// <summary>What SQLite has, as the server's column takes it.</summary>
    public object ToServer(object value) => Type switch
    {
        "bigint" => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        "integer" => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        "boolean" => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0,
        "text" => PlainTexts.Of(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        "text[]" => JsonSerializer.Deserialize<string[]>((string)value)!,
        "bytea" => value as byte[] ?? Encoding.UTF8.GetBytes((string)value),
        "date" => DateOnly.Parse((string)value, CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    /// <summary>What the server has, as SQLite keeps it.</summary>
    public static object ToFile(object value) => value switch
    {
        bool truth => truth ? 1L : 0L,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string[] texts => JsonSerializer.Serialize(texts),
        _ => value,
    };
}
