using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace ThreeStep.Orders.Records;

/// <summary>Patterns for LIKE of what people type: a percent sign or an underscore in it is just that.</summary>
public static class LikePattern
{
    const string Escape = @"\";

    public static string Containing(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)
            // SQLite reads a pattern up to a NUL, and PostgreSQL takes none: what is left of it would fit everything.
            .Replace('\0', '\uFFFD')}%";

    /// <summary>In queries only: capital and small letters of ASCII are the same.</summary>
    /// <param name="pattern">Made by <see cref="Containing"/>.</param>
    public static bool Fits(string? text, string pattern) => throw new InvalidOperationException("Only a database answers this.");

    internal static void Configure(ModelBuilder model, DatabaseFacade database)
    {
        var like = model.HasDbFunction(typeof(LikePattern).GetMethod(nameof(Fits))!);
        // To SQLite's LIKE they are the same anyway.
        if (database.IsSqlite()) like.HasTranslation(values => Like(values[0], values[1]));
        else like.HasTranslation(values => Like(Small(values[0]), Small(values[1])));
    }

    static LikeExpression Like(SqlExpression text, SqlExpression pattern) =>
        new(text, pattern, new SqlConstantExpression(Escape, pattern.TypeMapping), null);

    static SqlFunctionExpression Small(SqlExpression text) =>
        new("lower", [text], nullable: true, argumentsPropagateNullability: [true], typeof(string), text.TypeMapping);
}
