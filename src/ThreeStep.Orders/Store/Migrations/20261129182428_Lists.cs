using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Lists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_instances_created_at",
                table: "instances",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_instances_definition_id_sub_status_created_at",
                table: "instances",
                columns: new[] { "definition_id", "sub_status", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_instances_definition_version_id",
                table: "instances",
                column: "definition_version_id");

            migrationBuilder.CreateIndex(
                name: "IX_instances_finished_at",
                table: "instances",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "IX_instances_name_id",
                table: "instances",
                columns: new[] { "name", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_instances_parent_instance_id",
                table: "instances",
                column: "parent_instance_id",
                filter: "parent_instance_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_instances_sub_status_created_at",
                table: "instances",
                columns: new[] { "sub_status", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_instances_updated_at",
                table: "instances",
                column: "updated_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_instances_created_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_definition_id_sub_status_created_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_definition_version_id",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_finished_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_name_id",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_parent_instance_id",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_sub_status_created_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "IX_instances_updated_at",
                table: "instances");
        }
    }
}
