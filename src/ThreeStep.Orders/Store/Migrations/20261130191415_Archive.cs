using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Archive : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "archived_instances",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    correlation_id = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    file = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_archived_instances", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_archived_instances_definition_id_created_at",
                table: "archived_instances",
                columns: new[] { "definition_id", "created_at" });

            // The history of an archived instance has gone elsewhere: its stays stand, and with them the figures.
            migrationBuilder.Sql("DROP TRIGGER bursts_go");
            migrationBuilder.Sql(BurstsGo(" AND NOT EXISTS (SELECT 1 FROM archived_instances WHERE id = OLD.instance_id)"));
        }

        static string BurstsGo(string unless) => $"""
            CREATE TRIGGER bursts_go AFTER DELETE ON bursts BEGIN
                DELETE FROM step_stays WHERE instance_id = OLD.instance_id{unless};
                UPDATE settings SET value = json_set(value, '$.followed', (SELECT COALESCE(MAX(rowid), 0) FROM bursts), '$.instanceId', NULL)
                WHERE key = 'figures' AND json_extract(value, '$.followed') > (SELECT COALESCE(MAX(rowid), 0) FROM bursts);
            END
            """;

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER bursts_go");
            migrationBuilder.Sql(BurstsGo(""));

            migrationBuilder.DropTable(
                name: "archived_instances");
        }
    }
}
