using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class SecondFactor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "recovery_codes",
                table: "credentials",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "second_factor_secret",
                table: "credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "second_factor_since",
                table: "credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "second_factor_step",
                table: "credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "second_factor_roles",
                table: "companies",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "recovery_codes",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "second_factor_secret",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "second_factor_since",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "second_factor_step",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "second_factor_roles",
                table: "companies");
        }
    }
}
