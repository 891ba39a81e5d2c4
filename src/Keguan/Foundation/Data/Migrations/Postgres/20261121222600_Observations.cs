using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Keguan.Foundation.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Observations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "observations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator = table.Column<string>(type: "text", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    area = table.Column<string>(type: "text", nullable: false),
                    micro = table.Column<long>(type: "bigint", nullable: false),
                    hedge = table.Column<string>(type: "text", nullable: false),
                    as_read = table.Column<string>(type: "text", nullable: false),
                    garbled = table.Column<bool>(type: "boolean", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    page = table.Column<string>(type: "text", nullable: false),
                    document_on = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    explanation = table.Column<string>(type: "text", nullable: false),
                    revises = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "work_reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    template = table.Column<string>(type: "text", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    free = table.Column<string>(type: "text", nullable: false),
                    frozen_at = table.Column<long>(type: "bigint", nullable: true),
                    frozen = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    state_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_reports", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_observations_indicator_until",
                table: "observations",
                columns: new[] { "indicator", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_observations_recorded_at",
                table: "observations",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_observations_until",
                table: "observations",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ux_observations_standing",
                table: "observations",
                columns: new[] { "indicator", "period", "area", "state" },
                unique: true,
                filter: "state IN ('confirmed', 'provisional')");

            migrationBuilder.CreateIndex(
                name: "ix_work_reports_created_at",
                table: "work_reports",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_work_reports_state_created_at",
                table: "work_reports",
                columns: new[] { "state", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "observations");

            migrationBuilder.DropTable(
                name: "work_reports");
        }
    }
}
