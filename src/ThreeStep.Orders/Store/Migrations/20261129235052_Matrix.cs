using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Matrix : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "is_multi_year",
                table: "deals",
                newName: "years");

            migrationBuilder.RenameColumn(
                name: "approved_is_multi_year",
                table: "deals",
                newName: "approved_years");

            migrationBuilder.RenameColumn(
                name: "is_multi_year",
                table: "approvals",
                newName: "years");

            migrationBuilder.AddColumn<int>(
                name: "approved_free_service_months",
                table: "deals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "approved_payment_days",
                table: "deals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "approved_product_line",
                table: "deals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "payment_days",
                table: "deals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "free_service_months",
                table: "deals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "product_line",
                table: "deals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "free_service_months",
                table: "approvals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "matrix_row",
                table: "approvals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "matrix_version",
                table: "approvals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "nudged_at",
                table: "approvals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "payment_days",
                table: "approvals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "product_line",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "added_by_id",
                table: "approval_steps",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "of_step_id",
                table: "approval_steps",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "approval_steps",
                type: "TEXT",
                nullable: false,
                defaultValue: "Asked");

            migrationBuilder.CreateTable(
                name: "approval_copies",
                columns: table => new
                {
                    request_id = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    by_id = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_copies", x => new { x.request_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "approval_documents",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    request_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    size = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    by_id = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    request_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    by_id = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<string>(type: "TEXT", nullable: true),
                    for_id = table.Column<string>(type: "TEXT", nullable: true),
                    to = table.Column<string>(type: "TEXT", nullable: false),
                    waiting = table.Column<string>(type: "TEXT", nullable: false),
                    decision = table.Column<string>(type: "TEXT", nullable: true),
                    reason_code = table.Column<string>(type: "TEXT", nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                    from = table.Column<string>(type: "TEXT", nullable: true),
                    terms = table.Column<string>(type: "TEXT", nullable: false),
                    matrix_version = table.Column<long>(type: "INTEGER", nullable: true),
                    matrix_row = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_matrices",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    matrix = table.Column<string>(type: "TEXT", nullable: false),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    saved_by_id = table.Column<string>(type: "TEXT", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_matrices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "step_undos",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    instance_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    record_id = table.Column<string>(type: "TEXT", nullable: false),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: false),
                    after = table.Column<string>(type: "TEXT", nullable: false),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_undos", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_approval_copies_user_id",
                table: "approval_copies",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_approval_documents_request_id",
                table: "approval_documents",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "IX_approval_events_request_id",
                table: "approval_events",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "IX_step_undos_instance_id",
                table: "step_undos",
                column: "instance_id");

            // What bound for several years binds for two; how many was not asked. A yes of before lines were kept was to the deal's own.
            migrationBuilder.Sql("UPDATE deals SET years = years + 1, approved_years = approved_years + 1");
            migrationBuilder.Sql("UPDATE approvals SET years = years + 1");
            migrationBuilder.Sql("""
                UPDATE deals SET product_line = coalesce(
                    (SELECT coalesce(nullif(trim(series), ''), name) FROM products WHERE products.name = deals.product LIMIT 1), product)
                """);
            migrationBuilder.Sql("UPDATE deals SET approved_product_line = product_line WHERE approved_amount IS NOT NULL");
            migrationBuilder.Sql(
                "UPDATE approvals SET product_line = (SELECT product_line FROM deals WHERE deals.id = approvals.deal_id)");
            foreach (var change in new[] { "UPDATE", "DELETE" })
                migrationBuilder.Sql($"""
                    CREATE TRIGGER approval_events_no_{change.ToLowerInvariant()} BEFORE {change} ON approval_events
                    BEGIN SELECT RAISE(ABORT, 'the record of an approval is only added to'); END
                    """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE deals SET years = years > 1, approved_years = approved_years > 1");
            migrationBuilder.Sql("UPDATE approvals SET years = years > 1");

            migrationBuilder.DropTable(
                name: "approval_copies");

            migrationBuilder.DropTable(
                name: "approval_documents");

            migrationBuilder.DropTable(
                name: "approval_events");

            migrationBuilder.DropTable(
                name: "approval_matrices");

            migrationBuilder.DropTable(
                name: "step_undos");

            migrationBuilder.DropColumn(
                name: "approved_free_service_months",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_payment_days",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_product_line",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "payment_days",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "free_service_months",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "product_line",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "free_service_months",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "matrix_row",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "matrix_version",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "nudged_at",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "payment_days",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "product_line",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "added_by_id",
                table: "approval_steps");

            migrationBuilder.DropColumn(
                name: "of_step_id",
                table: "approval_steps");

            migrationBuilder.DropColumn(
                name: "place",
                table: "approval_steps");

            migrationBuilder.RenameColumn(
                name: "years",
                table: "deals",
                newName: "is_multi_year");

            migrationBuilder.RenameColumn(
                name: "approved_years",
                table: "deals",
                newName: "approved_is_multi_year");

            migrationBuilder.RenameColumn(
                name: "years",
                table: "approvals",
                newName: "is_multi_year");
        }
    }
}
