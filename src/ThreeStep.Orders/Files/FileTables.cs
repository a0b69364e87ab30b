using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Files;

public static class FileTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<StoredFile> Files => database.Set<StoredFile>();
        public DbSet<FileContent> FileContents => database.Set<FileContent>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<StoredFile>(table =>
        {
            table.ToTable("files");
            table.HasIndex(file => file.TaskId);
        });
        model.Entity<FileContent>(table =>
        {
            table.ToTable("file_contents");
            table.HasOne<StoredFile>().WithOne().HasForeignKey<FileContent>(content => content.Id);
        });
    }
}
