-- Who writes a log, when several processes serve one database. In the row that an append locks, so that an append and a claim take turns
-- and each judges what the other left. By the database's clock only: the processes' own need not agree.
ALTER TABLE openboek.head ADD COLUMN IF NOT EXISTS writer TEXT COLLATE "C";
ALTER TABLE openboek.head ADD COLUMN IF NOT EXISTS writer_until TIMESTAMPTZ;

-- For how many more milliseconds somebody else than `me` has the claim of a log; 0 when it is free, lapsed or mine.
CREATE OR REPLACE FUNCTION openboek.held_ms(writer TEXT, writer_until TIMESTAMPTZ, me TEXT) RETURNS BIGINT
LANGUAGE sql VOLATILE AS $$
    SELECT CASE
        WHEN writer IS NULL OR writer = me OR writer_until IS NULL OR writer_until <= clock_timestamp() THEN 0
        ELSE greatest(1, ceil(extract(epoch FROM writer_until - clock_timestamp()) * 1000))::bigint
    END
$$;
