using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ThreeStep.Orders.Store;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model without a running server.</summary>
public sealed class DesignTimeDatabase : IDesignTimeDbContextFactory<OrdersDatabase>
{
    public OrdersDatabase CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<OrdersDatabase>().UseSqlite("Data Source=design.db").Options);
}

/// <inheritdoc cref="DesignTimeDatabase"/>
public sealed class DesignTimeServer : IDesignTimeDbContextFactory<PostgresOrdersDatabase>
{
    public PostgresOrdersDatabase CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresOrdersDatabase>().UseNpgsql("Host=design").Options);
}
