using Microsoft.EntityFrameworkCore.Migrations;

namespace ThreeStep.Orders.Store.Migrations.Postgres;

/// <summary>What PostgreSQL keeps by itself: the order of bursts, figures that are the sum of the stays, names that are found with slips.</summary>
static class BeyondTheModel
{
    public static void Create(MigrationBuilder migration)
    {
        migration.Sql("""
            ALTER TABLE bursts ADD COLUMN rowid bigint GENERATED ALWAYS AS IDENTITY,
                ADD COLUMN transaction bigint NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS text) AS bigint);
            CREATE UNIQUE INDEX "IX_bursts_rowid" ON bursts (rowid);
            CREATE INDEX "IX_bursts_transaction_rowid" ON bursts (transaction, rowid);

            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX "IX_accounts_name_trigrams" ON accounts USING gin (lower(name) gin_trgm_ops);

            CREATE INDEX "IX_instances_name_trigrams" ON instances USING gin (lower(name) gin_trgm_ops);

            CREATE FUNCTION step_stays_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'INSERT' AND OLD.left_at IS NOT NULL THEN
                    UPDATE step_figures SET stays = stays - 1, seconds = seconds - OLD.seconds, met = met - COALESCE(OLD.is_met::int, 0),
                        missed = missed - COALESCE(1 - OLD.is_met::int, 0), again = again - (OLD.visit > 1)::int,
                        reworked = reworked - (OLD.visit = 2)::int
                    WHERE definition_id = OLD.definition_id AND day = OLD.day AND version = OLD.version AND step_id = OLD.step_id
                        AND ended = OLD.ended AND outcome = COALESCE(OLD.outcome, '') AND bucket = OLD.bucket;
                    DELETE FROM step_figures WHERE definition_id = OLD.definition_id AND day = OLD.day AND version = OLD.version
                        AND step_id = OLD.step_id AND ended = OLD.ended AND outcome = COALESCE(OLD.outcome, '') AND bucket = OLD.bucket
                        AND stays = 0;
                END IF;
                IF TG_OP <> 'DELETE' AND NEW.left_at IS NOT NULL THEN
                    INSERT INTO step_figures AS sum (definition_id, day, version, step_id, ended, outcome, bucket, stays, seconds, met, missed,
                        again, reworked)
                    VALUES (NEW.definition_id, NEW.day, NEW.version, NEW.step_id, NEW.ended, COALESCE(NEW.outcome, ''), NEW.bucket, 1,
                        NEW.seconds, COALESCE(NEW.is_met::int, 0), COALESCE(1 - NEW.is_met::int, 0), (NEW.visit > 1)::int, (NEW.visit = 2)::int)
                    ON CONFLICT (definition_id, step_id, ended, outcome, bucket, version, day) DO UPDATE SET stays = sum.stays + 1,
                        seconds = sum.seconds + excluded.seconds, met = sum.met + excluded.met, missed = sum.missed + excluded.missed,
                        again = sum.again + excluded.again, reworked = sum.reworked + excluded.reworked;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER step_stays_changed AFTER INSERT OR UPDATE OR DELETE ON step_stays
                FOR EACH ROW EXECUTE FUNCTION step_stays_changed();

            CREATE FUNCTION approval_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the record of an approval is only added to';
            END $$;
            CREATE TRIGGER approval_events_stay BEFORE UPDATE OR DELETE ON approval_events
                FOR EACH ROW EXECUTE FUNCTION approval_events_stay();

            CREATE FUNCTION bursts_go() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                DELETE FROM step_stays WHERE instance_id = OLD.instance_id
                    AND NOT EXISTS (SELECT 1 FROM archived_instances WHERE id = OLD.instance_id);
                RETURN NULL;
            END $$;
            CREATE TRIGGER bursts_go AFTER DELETE ON bursts FOR EACH ROW EXECUTE FUNCTION bursts_go();
            """);
    }

    public static void Drop(MigrationBuilder migration) => migration.Sql("""
        DROP TRIGGER bursts_go ON bursts;
        DROP TRIGGER step_stays_changed ON step_stays;
        DROP TRIGGER approval_events_stay ON approval_events;
        DROP FUNCTION approval_events_stay();
        DROP FUNCTION bursts_go();
        DROP FUNCTION step_stays_changed();
        """);
}
