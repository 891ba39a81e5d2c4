using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Keguan.Foundation.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_projects_state_number",
                table: "projects",
                columns: new[] { "state", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_organisations_registered_at",
                table: "organisations",
                column: "registered_at");

            migrationBuilder.CreateIndex(
                name: "ix_applications_state_number",
                table: "applications",
                columns: new[] { "state", "number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_projects_state_number",
                table: "projects");

            migrationBuilder.DropIndex(
                name: "ix_organisations_registered_at",
                table: "organisations");

            migrationBuilder.DropIndex(
                name: "ix_applications_state_number",
                table: "applications");
        }
    }
}
