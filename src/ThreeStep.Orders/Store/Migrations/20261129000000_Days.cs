using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Days : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What was a moment, the writer's midnight, becomes the day at the company; OrdersDatabase brings the function.
            foreach (var (table, column) in new[]
            {
                ("deals", "expected_close_at"), ("deals", "next_activity_at"), ("deliveries", "promised_at"),
                ("interactions", "next_step_at"), ("campaigns", "starts_at"), ("campaigns", "ends_at"),
            })
                migrationBuilder.Sql($"UPDATE {table} SET {column} = company_day({column}, (SELECT zone FROM companies LIMIT 1)) WHERE {column} IS NOT NULL;");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "next_step_at",
                table: "interactions",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateOnly>(
                name: "promised_at",
                table: "deliveries",
                type: "TEXT",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "next_activity_at",
                table: "deals",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateOnly>(
                name: "expected_close_at",
                table: "deals",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateOnly>(
                name: "starts_at",
                table: "campaigns",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateOnly>(
                name: "ends_at",
                table: "campaigns",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "match_key",
                table: "accounts",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_match_key",
                table: "accounts",
                column: "match_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_accounts_match_key",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "match_key",
                table: "accounts");

            migrationBuilder.AlterColumn<long>(
                name: "next_step_at",
                table: "interactions",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "promised_at",
                table: "deliveries",
                type: "INTEGER",
                nullable: false,
                oldClrType: typeof(DateOnly),
                oldType: "TEXT");

            migrationBuilder.AlterColumn<long>(
                name: "next_activity_at",
                table: "deals",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "expected_close_at",
                table: "deals",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "starts_at",
                table: "campaigns",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "ends_at",
                table: "campaigns",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
