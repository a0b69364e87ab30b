using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Figures;

namespace ThreeStep.Orders.Store;

/// <summary>The same tables in PostgreSQL, with migrations of their own and what is said there in other words.</summary>
public sealed class PostgresOrdersDatabase(DbContextOptions<PostgresOrdersDatabase> options) : OrdersDatabase(options)
{
    private protected override BurstOrder BurstsAreFollowed => BurstOrder.ByTransaction;

    private protected override string NamesAreFound => """
        SELECT id AS "AccountId", lower(name) AS "Name" FROM accounts WHERE {0} <> '' AND {1} <% lower(name)
        ORDER BY word_similarity({1}, lower(name)) DESC LIMIT 200
        """;

    protected override void BeforeMigration(DbConnection connection) { }
}
