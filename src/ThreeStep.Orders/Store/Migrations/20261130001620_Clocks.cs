using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Clocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "paused_because",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "paused_until",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "clock_pauses",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    clock_id = table.Column<string>(type: "TEXT", nullable: true),
                    case_id = table.Column<string>(type: "TEXT", nullable: true),
                    deal_id = table.Column<string>(type: "TEXT", nullable: true),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    to = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    by_id = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<string>(type: "TEXT", nullable: true),
                    resumed_by_id = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clock_pauses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clocks",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    case_id = table.Column<string>(type: "TEXT", nullable: true),
                    deal_id = table.Column<string>(type: "TEXT", nullable: true),
                    counted = table.Column<string>(type: "TEXT", nullable: false),
                    warn_share = table.Column<double>(type: "REAL", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    warn_at = table.Column<long>(type: "INTEGER", nullable: false),
                    met_when = table.Column<string>(type: "TEXT", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    is_withdrawn = table.Column<bool>(type: "INTEGER", nullable: false),
                    instance_id = table.Column<string>(type: "TEXT", nullable: true),
                    definition_id = table.Column<string>(type: "TEXT", nullable: true),
                    activity_id = table.Column<string>(type: "TEXT", nullable: true),
                    bookmark_id = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clocks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_clock_pauses_case_id",
                table: "clock_pauses",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_clock_pauses_clock_id",
                table: "clock_pauses",
                column: "clock_id");

            migrationBuilder.CreateIndex(
                name: "IX_clock_pauses_deal_id",
                table: "clock_pauses",
                column: "deal_id");

            migrationBuilder.CreateIndex(
                name: "IX_clocks_case_id",
                table: "clocks",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_clocks_deal_id",
                table: "clocks",
                column: "deal_id");

            migrationBuilder.CreateIndex(
                name: "IX_clocks_definition_id_activity_id",
                table: "clocks",
                columns: new[] { "definition_id", "activity_id" });

            migrationBuilder.CreateIndex(
                name: "IX_clocks_due_at",
                table: "clocks",
                column: "due_at",
                filter: "ended_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "clock_pauses");

            migrationBuilder.DropTable(
                name: "clocks");

            migrationBuilder.DropColumn(
                name: "paused_because",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "paused_until",
                table: "tasks");
        }
    }
}
