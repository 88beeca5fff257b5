-- The logs, one per arrangement, with `arrangement` first in every primary key: so the tables partition or distribute by it.
-- Bytes are kept as they were given. Each row carries a digest over itself and its key, so that a flipped bit or a row that
-- was moved shows when it is read.
-- Numbers of 64 bits without a sign stand in BIGINT with the same bits; positions and sizes of logs stay below 2^63.
-- There are no foreign keys: every write holds the lock of the log's row in `head`, which is there before anything else.

CREATE TABLE IF NOT EXISTS openboek.log (
    arrangement TEXT COLLATE "C" NOT NULL,
    description BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement)
);

-- Where a log stands. Its row is locked during an append: what makes two writers take turns. Narrow, and pages half full, so that
-- an update stays on its page and touches no index.
CREATE TABLE IF NOT EXISTS openboek.head (
    arrangement TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS openboek.entry (
    arrangement TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 0),
    entry BYTEA NOT NULL,
    salt BYTEA CHECK (octet_length(salt) = 32),
    payload BYTEA,
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement, position),
    CHECK ((salt IS NULL) = (payload IS NULL))
);

-- Which entry has which revision in a stream.
CREATE TABLE IF NOT EXISTS openboek.stream_position (
    arrangement TEXT COLLATE "C" NOT NULL,
    stream TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 0),
    position BIGINT NOT NULL CHECK (position >= 0),
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement, stream, revision)
);

-- Where the answer to a command is found again, for ever.
CREATE TABLE IF NOT EXISTS openboek.request (
    arrangement TEXT COLLATE "C" NOT NULL,
    request BYTEA NOT NULL CHECK (octet_length(request) = 16),
    first_position BIGINT NOT NULL CHECK (first_position >= 0),
    entries BIGINT NOT NULL CHECK (entries > 0),
    body_digest BYTEA NOT NULL CHECK (octet_length(body_digest) = 32),
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement, request)
);

-- The newest publication.
CREATE TABLE IF NOT EXISTS openboek.checkpoint (
    arrangement TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0),
    note BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement)
);

CREATE TABLE IF NOT EXISTS openboek.tile (
    arrangement TEXT COLLATE "C" NOT NULL,
    level SMALLINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement, level, number)
);

CREATE TABLE IF NOT EXISTS openboek.stream_head (
    arrangement TEXT COLLATE "C" NOT NULL,
    stream TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    frontier BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement, stream)
);

-- Caches. A name may hold any character, NUL too, which TEXT does not take.
CREATE TABLE IF NOT EXISTS openboek.snapshot (
    arrangement TEXT COLLATE "C" NOT NULL,
    name BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (arrangement, name)
);

-- Hashes and packed bytes do not get smaller.
ALTER TABLE openboek.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
ALTER TABLE openboek.snapshot ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What was recorded is never changed or removed, by whatever program.
CREATE OR REPLACE FUNCTION openboek.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on openboek.%: what was recorded is never changed or removed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON openboek.log
    FOR EACH STATEMENT EXECUTE FUNCTION openboek.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON openboek.entry
    FOR EACH STATEMENT EXECUTE FUNCTION openboek.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON openboek.stream_position
    FOR EACH STATEMENT EXECUTE FUNCTION openboek.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON openboek.request
    FOR EACH STATEMENT EXECUTE FUNCTION openboek.refuse_change();
