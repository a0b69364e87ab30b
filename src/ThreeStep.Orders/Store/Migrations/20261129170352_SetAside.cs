using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class SetAside : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "failed_at",
                table: "stimuli",
                type: "INTEGER",
                nullable: true);

            // What failed five times was set aside already; it only had no time.
            migrationBuilder.Sql("UPDATE stimuli SET failed_at = created_at WHERE attempts >= 5");

            migrationBuilder.CreateIndex(
                name: "IX_stimuli_failed_at",
                table: "stimuli",
                column: "failed_at",
                filter: "failed_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stimuli_failed_at",
                table: "stimuli");

            migrationBuilder.DropColumn(
                name: "failed_at",
                table: "stimuli");
        }
    }
}
