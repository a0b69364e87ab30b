using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Calendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "counted",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "counted",
                table: "bookmarks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "counted",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calendars",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    calendar = table.Column<string>(type: "TEXT", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: true),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    saved_by_id = table.Column<string>(type: "TEXT", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: true),
                    moved = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calendars", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_calendars_calendar_id",
                table: "calendars",
                columns: new[] { "calendar", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendars");

            migrationBuilder.DropColumn(
                name: "counted",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "counted",
                table: "bookmarks");

            migrationBuilder.DropColumn(
                name: "counted",
                table: "approvals");
        }
    }
}
