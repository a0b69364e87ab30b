using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Coverage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "taken_over_by_id",
                table: "users",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_held",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "needs_approved_terms",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "approval_id",
                table: "deals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "approved_at",
                table: "deals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "approved_by_id",
                table: "deals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "approved_by_rule",
                table: "deals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "approved_currency",
                table: "deals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "approved_is_multi_year",
                table: "deals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "closed_because",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_multi_year",
                table: "approvals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "replaced_by",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_as_manager",
                table: "approval_steps",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "reminded_at",
                table: "approval_steps",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    about = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_subject",
                table: "audit",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_notices_user_id",
                table: "notices",
                column: "user_id",
                filter: "seen_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropIndex(
                name: "IX_audit_subject",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "taken_over_by_id",
                table: "users");

            migrationBuilder.DropColumn(
                name: "is_held",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "needs_approved_terms",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "approval_id",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_at",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_by_id",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_by_rule",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_currency",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "approved_is_multi_year",
                table: "deals");

            migrationBuilder.DropColumn(
                name: "closed_because",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "is_multi_year",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "replaced_by",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "is_as_manager",
                table: "approval_steps");

            migrationBuilder.DropColumn(
                name: "reminded_at",
                table: "approval_steps");
        }
    }
}
