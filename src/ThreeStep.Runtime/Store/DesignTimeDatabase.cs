using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ThreeStep.Runtime.Store;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model without a running server.</summary>
public sealed class DesignTimeDatabase : IDesignTimeDbContextFactory<ProcessDatabase>
{
    public ProcessDatabase CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ProcessDatabase>().UseSqlite("Data Source=design.db").Options);
}
