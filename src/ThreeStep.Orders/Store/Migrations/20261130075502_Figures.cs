using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ThreeStep.Orders.Store.Migrations
{
    /// <inheritdoc />
    public partial class Figures : Migration
    {
        const string Add = """
            INSERT INTO step_figures (definition_id, day, version, step_id, ended, outcome, bucket, stays, seconds, met, missed, again, reworked)
            SELECT NEW.definition_id, NEW.day, NEW.version, NEW.step_id, NEW.ended, COALESCE(NEW.outcome, ''), NEW.bucket, 1, NEW.seconds,
                COALESCE(NEW.is_met, 0), COALESCE(1 - NEW.is_met, 0), NEW.visit > 1, NEW.visit = 2
            WHERE NEW.left_at IS NOT NULL
            ON CONFLICT (definition_id, step_id, ended, outcome, bucket, version, day) DO UPDATE SET stays = stays + 1,
                seconds = seconds + excluded.seconds, met = met + excluded.met, missed = missed + excluded.missed,
                again = again + excluded.again, reworked = reworked + excluded.reworked;
            """;
        const string Remove = """
            UPDATE step_figures SET stays = stays - 1, seconds = seconds - OLD.seconds, met = met - COALESCE(OLD.is_met, 0),
                missed = missed - COALESCE(1 - OLD.is_met, 0), again = again - (OLD.visit > 1), reworked = reworked - (OLD.visit = 2)
            WHERE OLD.left_at IS NOT NULL AND definition_id = OLD.definition_id AND day = OLD.day AND version = OLD.version
                AND step_id = OLD.step_id AND ended = OLD.ended AND outcome = COALESCE(OLD.outcome, '') AND bucket = OLD.bucket;
            DELETE FROM step_figures WHERE OLD.left_at IS NOT NULL AND definition_id = OLD.definition_id AND day = OLD.day
                AND version = OLD.version AND step_id = OLD.step_id AND ended = OLD.ended AND outcome = COALESCE(OLD.outcome, '')
                AND bucket = OLD.bucket AND stays = 0;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Their keys are what they are found and summed up by, the days last: the rows lie in that order, without another tree beside it, and are
            // summed up as they lie.
            migrationBuilder.Sql("""
                CREATE TABLE step_figures (
                    definition_id TEXT NOT NULL, day INTEGER NOT NULL, version INTEGER NOT NULL, step_id TEXT NOT NULL, ended INTEGER NOT NULL,
                    outcome TEXT NOT NULL, bucket INTEGER NOT NULL, stays INTEGER NOT NULL, seconds INTEGER NOT NULL, met INTEGER NOT NULL,
                    missed INTEGER NOT NULL, again INTEGER NOT NULL, reworked INTEGER NOT NULL,
                    CONSTRAINT PK_step_figures PRIMARY KEY (definition_id, step_id, ended, outcome, bucket, version, day)) WITHOUT ROWID;
                CREATE TABLE step_stays (
                    instance_id TEXT NOT NULL, execution INTEGER NOT NULL, definition_id TEXT NOT NULL, version INTEGER NOT NULL,
                    step_id TEXT NOT NULL, visit INTEGER NOT NULL, came_at INTEGER NOT NULL, left_at INTEGER NULL, ended INTEGER NULL,
                    outcome TEXT NULL, is_met INTEGER NULL, day INTEGER NULL, seconds INTEGER NULL, bucket INTEGER NULL,
                    CONSTRAINT PK_step_stays PRIMARY KEY (instance_id, execution)) WITHOUT ROWID;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_clocks_instance_id",
                table: "clocks",
                column: "instance_id",
                filter: "instance_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_step_stays_definition_id_step_id_left_at",
                table: "step_stays",
                columns: new[] { "definition_id", "step_id", "left_at" });

            // Figures are the sum of the stays, whoever adds, ends, moves or removes those.
            migrationBuilder.Sql($"CREATE TRIGGER step_stays_come AFTER INSERT ON step_stays BEGIN {Add} END");
            migrationBuilder.Sql($"CREATE TRIGGER step_stays_change AFTER UPDATE ON step_stays BEGIN {Remove} {Add} END");
            migrationBuilder.Sql($"CREATE TRIGGER step_stays_go AFTER DELETE ON step_stays BEGIN {Remove} END");

            // Whose history is gone has no stays. A later burst may get the rowid of one that was the last, and is not followed up yet then.
            migrationBuilder.Sql("""
                CREATE TRIGGER bursts_go AFTER DELETE ON bursts BEGIN
                    DELETE FROM step_stays WHERE instance_id = OLD.instance_id;
                    UPDATE settings SET value = json_set(value, '$.followed', (SELECT COALESCE(MAX(rowid), 0) FROM bursts), '$.instanceId', NULL)
                    WHERE key = 'figures' AND json_extract(value, '$.followed') > (SELECT COALESCE(MAX(rowid), 0) FROM bursts);
                END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER bursts_go");

            migrationBuilder.DropTable(
                name: "step_figures");

            migrationBuilder.DropTable(
                name: "step_stays");

            migrationBuilder.DropIndex(
                name: "IX_clocks_instance_id",
                table: "clocks");
        }
    }
}
