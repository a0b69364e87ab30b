using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Runtime.Store.Migrations
{
    /// <inheritdoc />
    public partial class AccountList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_accounts_name",
                table: "accounts");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_list",
                table: "accounts",
                columns: new[] { "name", "id", "owner_id", "tier", "sector", "search_text" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_accounts_list",
                table: "accounts");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_name",
                table: "accounts",
                column: "name");
        }
    }
}
