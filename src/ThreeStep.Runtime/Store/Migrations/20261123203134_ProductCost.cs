using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Runtime.Store.Migrations
{
    /// <inheritdoc />
    public partial class ProductCost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "cost",
                table: "products",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "cost",
                table: "products");
        }
    }
}
