using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class MailLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "allows_mail_answers",
                table: "companies",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "mail_link_days",
                table: "companies",
                type: "INTEGER",
                nullable: false,
                defaultValue: 3);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "allows_mail_answers",
                table: "companies");

            migrationBuilder.DropColumn(
                name: "mail_link_days",
                table: "companies");
        }
    }
}
