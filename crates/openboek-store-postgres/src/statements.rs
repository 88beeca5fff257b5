//! Every statement the store sends, prepared once for each connection.

use tokio_postgres::{Client, Error, Statement};

/// A field per statement, and one function that prepares them all.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        /// The statements of one connection.
        pub(crate) struct Statements {
            $($(#[$doc])* pub(crate) $name: Statement,)*
        }

        impl Statements {
            pub(crate) async fn prepare(client: &Client) -> Result<Self, Error> {
                Ok(Self { $($name: client.prepare($sql).await?,)* })
            }
        }
    };
}

statements! {
    logs = "SELECT arrangement, description, digest FROM openboek.log ORDER BY arrangement";
    create_log = "INSERT INTO openboek.log (arrangement, description, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    create_head = "INSERT INTO openboek.head (arrangement, size, digest) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING";
    description = "SELECT description FROM openboek.log WHERE arrangement = $1";

    /// Waits for whoever holds a log, and says whether recording here is durable at all: settings may change under a running server.
    /// How long another process has the claim is judged on the row as it is once it is locked.
    lock = "SELECT size, digest, openboek.held_ms(writer, writer_until, $2), current_setting('fsync'),
            current_setting('full_page_writes'), current_setting('synchronous_commit'), current_setting('data_sync_retry')
        FROM openboek.head WHERE arrangement = $1 FOR UPDATE";
    /// Where the claim stands: whether it is ours for at least as long, and how long it is another's.
    claimed = "SELECT size, digest, writer = $2 AND writer_until > clock_timestamp() + $3::bigint * interval '1 millisecond',
            openboek.held_ms(writer, writer_until, $2)
        FROM openboek.head WHERE arrangement = $1";
    /// Waits for an append under way, and judges the row as that left it.
    claim = "UPDATE openboek.head SET writer = $2, writer_until = clock_timestamp() + $3::bigint * interval '1 millisecond'
        WHERE arrangement = $1 AND openboek.held_ms(writer, writer_until, $2) = 0";
    release = "UPDATE openboek.head SET writer_until = clock_timestamp() WHERE writer = $1 AND writer_until > clock_timestamp()";
    /// Waits for appends under way. A row lock is written to the journal: its COMMIT is behind theirs, here and at the standby.
    settle_one = "SELECT 1 FROM openboek.head WHERE arrangement = $1 FOR SHARE";
    /// In an order, or two openings could wait for each other.
    settle_all = "SELECT size, digest, arrangement FROM openboek.head ORDER BY arrangement FOR SHARE";
    last_revisions = "SELECT s.stream, (SELECT p.revision FROM openboek.stream_position p
            WHERE p.arrangement = $1 AND p.stream = s.stream ORDER BY p.revision DESC LIMIT 1)
        FROM unnest($2::text[]) AS s (stream)";
    known_requests = "SELECT request FROM openboek.request WHERE arrangement = $1 AND request = ANY ($2)";

    add_entries = "INSERT INTO openboek.entry (arrangement, position, entry, salt, payload, digest)
        SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[])";
    add_positions = "INSERT INTO openboek.stream_position (arrangement, stream, revision, position, digest)
        SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bytea[])";
    add_requests = "INSERT INTO openboek.request (arrangement, request, first_position, entries, body_digest, digest)
        SELECT $1, * FROM unnest($2::bytea[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[])";
    /// Each append renews the claim of its process; a claim that lapsed becomes its own.
    set_head = "UPDATE openboek.head SET size = $2, digest = $3, writer = $4,
            writer_until = clock_timestamp() + $5::bigint * interval '1 millisecond' WHERE arrangement = $1";
    set_checkpoint = "INSERT INTO openboek.checkpoint (arrangement, size, note, digest) VALUES ($1, $2, $3, $4)
        ON CONFLICT (arrangement) DO UPDATE SET size = excluded.size, note = excluded.note, digest = excluded.digest";
    set_tiles = "INSERT INTO openboek.tile (arrangement, level, number, hashes, digest)
        SELECT $1, * FROM unnest($2::smallint[], $3::bigint[], $4::bytea[], $5::bytea[])
        ON CONFLICT (arrangement, level, number) DO UPDATE SET hashes = excluded.hashes, digest = excluded.digest";
    set_stream_heads = "INSERT INTO openboek.stream_head (arrangement, stream, size, frontier, digest)
        SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bytea[], $5::bytea[])
        ON CONFLICT (arrangement, stream) DO UPDATE
            SET size = excluded.size, frontier = excluded.frontier, digest = excluded.digest";

    // Each read is one statement, so it sees one moment; no row at all means: no such log.
    extents = "SELECT h.arrangement, h.size, h.digest, coalesce(c.size, 0)
        FROM openboek.head h LEFT JOIN openboek.checkpoint c USING (arrangement) ORDER BY h.arrangement";
    head = "SELECT h.size, h.digest, c.size, c.note, c.digest
        FROM openboek.head h LEFT JOIN openboek.checkpoint c USING (arrangement) WHERE h.arrangement = $1";
    /// Rows of a range as long as those before them are within the bytes: the last may go over.
    entries = "SELECT h.size, e.position, e.entry, e.salt, e.payload, e.digest
        FROM openboek.head h LEFT JOIN LATERAL (
            SELECT w.* FROM (
                SELECT r.position, r.entry, r.salt, r.payload, r.digest, coalesce(sum(
                        octet_length(r.entry) + coalesce(octet_length(r.salt) + octet_length(r.payload), 0)
                    ) OVER (ORDER BY r.position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS before
                FROM openboek.entry r
                WHERE r.arrangement = h.arrangement AND r.position >= $2 AND r.position < $3 AND r.position < h.size
            ) w WHERE w.before <= $4
        ) e ON true
        WHERE h.arrangement = $1 ORDER BY e.position";
    stream = "SELECT p.revision, p.position, p.digest
        FROM openboek.head h LEFT JOIN LATERAL (
            SELECT s.revision, s.position, s.digest FROM openboek.stream_position s
            WHERE s.arrangement = h.arrangement AND s.stream = $2 AND s.revision >= $3
            ORDER BY s.revision LIMIT $4
        ) p ON true
        WHERE h.arrangement = $1 ORDER BY p.revision";
    request = "SELECT r.first_position, r.entries, r.body_digest, r.digest
        FROM openboek.head h LEFT JOIN openboek.request r ON r.arrangement = h.arrangement AND r.request = $2
        WHERE h.arrangement = $1";
    tile = "SELECT t.hashes, t.digest
        FROM openboek.head h
        LEFT JOIN openboek.tile t ON t.arrangement = h.arrangement AND t.level = $2 AND t.number = $3
        WHERE h.arrangement = $1";
    stream_heads = "SELECT s.stream, s.size, s.frontier, s.digest
        FROM openboek.head h LEFT JOIN openboek.stream_head s USING (arrangement)
        WHERE h.arrangement = $1 ORDER BY s.stream";
    snapshot = "SELECT s.bytes, s.digest
        FROM openboek.head h LEFT JOIN openboek.snapshot s ON s.arrangement = h.arrangement AND s.name = $2
        WHERE h.arrangement = $1";
    put_snapshot = "INSERT INTO openboek.snapshot (arrangement, name, bytes, digest)
        SELECT h.arrangement, $2, $3, $4 FROM openboek.head h WHERE h.arrangement = $1
        ON CONFLICT (arrangement, name) DO UPDATE SET bytes = excluded.bytes, digest = excluded.digest";
}
