using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Subjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "facts",
                table: "approvals",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "approvals",
                type: "TEXT",
                nullable: false,
                defaultValue: "Deal");

            migrationBuilder.AddColumn<string>(
                name: "subject",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_approvals_subject",
                table: "approvals",
                column: "subject",
                filter: "subject IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_approvals_subject",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "facts",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "approvals");
        }
    }
}
