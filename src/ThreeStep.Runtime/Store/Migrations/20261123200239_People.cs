using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Runtime.Store.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {

            migrationBuilder.AddColumn<long>(
                name: "snoozed_until",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "transferred_from_id",
                table: "approval_steps",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "accounts",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    rights = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    detail = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "credentials",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    must_change_password = table.Column<bool>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", nullable: true),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    lockout_end = table.Column<long>(type: "INTEGER", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credentials", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_users_email",
                table: "users",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "IX_leads_account_id",
                table: "leads",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_deliveries_account_id",
                table: "deliveries",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_cases_account_id",
                table: "cases",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_approvals_account_id",
                table: "approvals",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_hash",
                table: "api_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_user_id",
                table: "api_keys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_audit_at",
                table: "audit",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_credentials_normalized_user_name",
                table: "credentials",
                column: "normalized_user_name",
                unique: true);

            // The keys people have go on working.
            migrationBuilder.Sql("""
                INSERT INTO api_keys (id, user_id, name, hash, rights, created_at)
                SELECT lower(hex(randomblob(16))), id, 'API', api_key_hash, 'All', CAST((julianday('now') - 1721425.5) * 864000000000 AS INTEGER) FROM users WHERE api_key_hash IS NOT NULL
                """);
            migrationBuilder.DropIndex(
                name: "IX_users_api_key_hash",
                table: "users");

            migrationBuilder.DropColumn(
                name: "api_key_hash",
                table: "users");

            // Finds names with slips in them. Filled and kept by triggers, whoever writes.
            migrationBuilder.Sql("CREATE VIRTUAL TABLE account_names USING fts5(account_id UNINDEXED, name, tokenize = 'trigram')");
            migrationBuilder.Sql("INSERT INTO account_names (account_id, name) SELECT id, lower(name) FROM accounts");
            migrationBuilder.Sql("CREATE TRIGGER account_names_added AFTER INSERT ON accounts BEGIN INSERT INTO account_names (account_id, name) VALUES (new.id, lower(new.name)); END");
            migrationBuilder.Sql("CREATE TRIGGER account_names_changed AFTER UPDATE OF name ON accounts WHEN old.name <> new.name BEGIN UPDATE account_names SET name = lower(new.name) WHERE account_id = new.id; END");
            migrationBuilder.Sql("CREATE TRIGGER account_names_removed AFTER DELETE ON accounts BEGIN DELETE FROM account_names WHERE account_id = old.id; END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER account_names_added; DROP TRIGGER account_names_changed; DROP TRIGGER account_names_removed; DROP TABLE account_names");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "credentials");

            migrationBuilder.DropIndex(
                name: "IX_users_email",
                table: "users");

            migrationBuilder.DropIndex(
                name: "IX_leads_account_id",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "IX_deliveries_account_id",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "IX_cases_account_id",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_approvals_account_id",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "snoozed_until",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "transferred_from_id",
                table: "approval_steps");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "accounts");

            migrationBuilder.AddColumn<string>(
                name: "api_key_hash",
                table: "users",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_users_api_key_hash",
                table: "users",
                column: "api_key_hash");
        }
    }
}
