using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ThreeStep.Orders.Import;

/// <summary>
/// A CSV file in memory, strict: UTF-8, a header, as many fields in each line as the header has. Knows line and column of each value.
/// </summary>
sealed class CsvTable
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>More than any company turns over; the database keeps ten-thousandths.</summary>
    const decimal LargestNumber = 900_000_000_000m;

    readonly Dictionary<string, int> columns;

    CsvTable(string file, string[] header, List<Row> rows)
    {
        (File, Rows) = (file, rows);
        columns = header.Select((name, index) => (name, index))
            .ToDictionary(column => column.name, column => column.index, StringComparer.OrdinalIgnoreCase);
    }

    public string File { get; }
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>One line. <see cref="Line"/> counts from 1, the header included.</summary>
    public sealed class Row(int line, string[] values)
    {
        internal CsvTable Table { get; set; } = null!;
        public int Line => line;

        /// <summary>The trimmed value of a column; empty when nothing stands there.</summary>
        public string this[string column] => values[Table.columns[column]].Trim();

        public CrmFormatException Wrong(string column, string message) => new(Table.File, line, Table.columns[column] + 1, column, message);

        public DateTimeOffset? Date(string column) => this[column] is "" ? null
            : DateOnly.TryParseExact(this[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : throw Wrong(column, $"'{this[column]}' is not a date like 2017-03-01.");

        public decimal? Number(string column) => this[column] is "" ? null
            : decimal.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= LargestNumber
                ? number
            : throw Wrong(column, $"'{this[column]}' is not a number up to {LargestNumber:N0}.");

        public int? Whole(string column) => Number(column) is not { } number ? null
            : number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number
            : throw Wrong(column, $"'{this[column]}' is not a whole number.");
    }

    /// <exception cref="CrmFormatException">The bytes are not UTF-8, a column is missing, or a line has too few or too many fields.</exception>
    public static CsvTable Read(string file, byte[] content, params string[] required)
    {
        var text = Decode(file, content);
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        if (!parser.Read() || parser.Record is not { } header) throw new CrmFormatException(file, 1, 1, null, "The file is empty.");
        header = header.Select(name => name.Trim()).ToArray();
        foreach (var name in required)
            if (!header.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new CrmFormatException(file, 1, header.Length, name,
                    $"The column '{name}' is missing. There are: {string.Join(", ", header)}.");
        if (header.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new CrmFormatException(file, 1, Array.IndexOf(header, twice.Key) + 1, twice.Key, $"The column '{twice.Key}' stands twice.");
        var rows = new List<Row>();
        var table = new CsvTable(file, header, rows);
        while (parser.Read())
        {
            if (parser.Record is not { } values || values is [""]) continue;
            if (values.Length != header.Length)
                throw new CrmFormatException(file, parser.RawRow, Math.Min(values.Length, header.Length), null,
                    $"The line has {values.Length} fields, the header {header.Length}.");
            rows.Add(new Row(parser.RawRow, values) { Table = table });
        }
        return table;
    }

    static string Decode(string file, byte[] content)
    {
        var bytes = content.AsSpan();
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        try { return StrictUtf8.GetString(bytes); }
        catch (DecoderFallbackException error)
        {
            var before = bytes[..Math.Clamp(error.Index, 0, bytes.Length)];
            var line = before.Count((byte)'\n') + 1;
            var field = before[(before.LastIndexOf((byte)'\n') + 1)..].Count((byte)',') + 1;
            throw new CrmFormatException(file, line, field, null, "The file is not UTF-8. Save it as UTF-8 and import it again.");
        }
    }
}

/// <summary>A file cannot be imported: where (line and column from 1) and why. Nothing of the import is kept.</summary>
public sealed class CrmFormatException(string file, int line, int column, string? columnName, string reason)
    : Exception($"{file}, line {line}, column {column}{(columnName is null ? "" : $" ({columnName})")}: {reason}")
{
    public string File { get; } = file;
    public int Line { get; } = line;
    public int Column { get; } = column;
    public string? ColumnName { get; } = columnName;
    public string Reason { get; } = reason;
}
