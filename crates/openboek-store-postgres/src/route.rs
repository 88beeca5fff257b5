//! Which of the servers of an address is the primary: the one that takes writes and has all that was answered.
//!
//! An address may name several servers (`host=one,two`), a primary and its standbys. When the primary dies and a standby is promoted,
//! the next connection finds the new one. The old one may come back and take writes as well: it does not know that it was replaced. What
//! tells the two apart is the timeline, which PostgreSQL raises by one at each promotion. So of those that take writes the newest is taken,
//! and no connection is ever made to an older one than was seen before, nor to another database altogether.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinSet;
use tokio_postgres::config::{Host, TargetSessionAttrs};
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Socket};

use crate::address::local;
use crate::connection::{Warnings, within};
use crate::failure::{AddressFault, Failure, is_answer};
use crate::options::PostgresOptions;

/// Where a server stands. The name of the journal's file begins with the timeline; unlike what the control file says, it is right from
/// the moment of promotion on.
const STANDING: &str = "SELECT (SELECT system_identifier FROM pg_control_system()),
    ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int, pg_postmaster_start_time()::text,
    current_setting('synchronous_standby_names'), (SELECT count(*) FROM pg_stat_replication)";

/// The servers of an address, and what was seen of them.
pub(crate) struct Route {
    servers: Vec<Config>,
    options: PostgresOptions,
    known: Mutex<Option<Known>>,
    signs: Arc<Signs>,
}

/// The primary: which server of the address, and where it stood.
#[derive(Clone, Debug)]
struct Known {
    server: usize,
    standing: Standing,
    /// Counts the primaries, and their starts.
    era: u64,
}

/// A connection, ready to be asked.
pub(crate) struct Made {
    pub(crate) client: Client,
    pub(crate) warnings: Arc<Warnings>,
    pub(crate) era: u64,
}

/// What makes a server this one and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    /// The database cluster, from its making on; a standby has its primary's.
    system: i64,
    timeline: i32,
    started: String,
}

/// Connections, as far as they tell that the server may have started anew or be another one.
#[derive(Default)]
struct Signs {
    alive: AtomicU64,
    lost: AtomicU64,
}

/// A connection that was made.
struct Reached {
    client: Client,
    warnings: Arc<Warnings>,
    known: Known,
    /// What waits for a standby, if anything, and whether there is one.
    awaited: String,
    replicas: i64,
}

impl Route {
    pub(crate) fn new(url: &str, options: &PostgresOptions) -> Result<Self, Failure> {
        let servers = servers(&local(url).map_err(Failure::Address)?, options)?;
        Ok(Self { servers, options: options.clone(), known: Mutex::default(), signs: Arc::default() })
    }

    /// Connects to the primary, and sees to it that somebody listens to it.
    pub(crate) async fn connect(&self) -> Result<Made, Failure> {
        if self.signs.alive.load(Ordering::SeqCst) == 0 {
            // Nobody would have noticed.
            self.note_loss();
        }
        // `connect_timeout` bounds the socket of each address, not what the server does after it.
        let reached = within("connecting", self.options.answer_time, self.reach_primary()).await?;
        Ok(Made { client: reached.client, warnings: reached.warnings, era: reached.known.era })
    }

    /// How often a connection was lost so far. A connection that was made before this was read is not of an earlier server.
    pub(crate) fn losses(&self) -> u64 {
        self.signs.lost.load(Ordering::SeqCst)
    }

    /// Changes when another server became the primary, or the primary started anew: a connection of before is not used again.
    pub(crate) fn era(&self) -> u64 {
        self.known().as_ref().map_or(0, |known| known.era)
    }

    fn note_loss(&self) {
        self.signs.lost.fetch_add(1, Ordering::SeqCst);
    }

    /// Looks at all servers again: another may have been promoted while the old one still answers. Whether one was.
    pub(crate) async fn look_again(&self) -> bool {
        if self.servers.len() < 2 {
            return false;
        }
        let before = self.known().clone();
        let found = within("connecting", self.options.answer_time, self.find()).await;
        found.is_ok_and(|found| before.is_some_and(|before| before.server != found.known.server))
    }

    async fn reach_primary(&self) -> Result<Reached, Failure> {
        let known = self.known().clone();
        if let Some(known) = known {
            let reached = reach(self.servers.clone(), known.server, Arc::clone(&self.signs)).await;
            match reached.and_then(|reached| self.newest(vec![reached])) {
                Ok(reached) => return Ok(reached),
                Err(failure) if self.servers.len() < 2 => return Err(failure),
                Err(_) => {}
            }
        }
        self.find().await
    }

    /// Connects to every server, and keeps the connection to the primary.
    async fn find(&self) -> Result<Reached, Failure> {
        let mut looking = JoinSet::new();
        for server in 0..self.servers.len() {
            looking.spawn(reach(self.servers.clone(), server, Arc::clone(&self.signs)));
        }
        let (mut reached, mut failures) = (Vec::new(), Vec::new());
        while let Some(looked) = looking.join_next().await {
            match looked.unwrap_or(Err(Failure::Late("connecting"))) {
                Ok(one) => reached.push(one),
                Err(failure) => failures.push(failure),
            }
        }
        if reached.is_empty() {
            // What a server answers says more than that another is not there.
            let answer =
                failures.iter().position(|f| matches!(f, Failure::Server(error) if is_answer(error)));
            let telling = answer.unwrap_or(0);
            return Err(if failures.is_empty() {
                Failure::Late("connecting")
            } else {
                failures.swap_remove(telling)
            });
        }
        self.newest(reached)
    }

    /// Of the servers that take writes the newest, if it is not older than what was seen; that is remembered.
    fn newest(&self, reached: Vec<Reached>) -> Result<Reached, Failure> {
        let mut known = self.known();
        let standings: Vec<&Standing> = reached.iter().map(|r| &r.known.standing).collect();
        let chosen = choose(&standings, known.as_ref().map(|known| &known.standing))?;
        let old = reached.len() - 1;
        let mut reached = reached.into_iter().nth(chosen).ok_or(Failure::Late("connecting"))?;
        let (same, era) =
            known.as_ref().map_or((false, 0), |k| (k.standing == reached.known.standing, k.era));
        if same {
            reached.known.era = era;
        } else {
            reached.known.era = era.saturating_add(1);
            self.note_loss();
            warn(&reached, old, self.servers.len());
        }
        *known = Some(reached.known.clone());
        Ok(reached)
    }

    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which of several servers that take writes may be written to, when `seen` was before.
fn choose(standings: &[&Standing], seen: Option<&Standing>) -> Result<usize, Failure> {
    let Some((chosen, newest)) = standings.iter().enumerate().max_by_key(|(_, s)| s.timeline) else {
        return Err(Failure::Late("connecting"));
    };
    if standings.iter().chain(seen.iter()).any(|other| other.system != newest.system) {
        return Err(Failure::Setting(
            "the server has another database than the one before it, or than the other server of the address: it was not made \
             as its standby. Let the address name a primary and its own standbys only"
                .to_owned(),
        ));
    }
    if standings.iter().any(|other| other.timeline == newest.timeline && other.started != newest.started) {
        return Err(Failure::Setting(format!(
            "two servers of the address take writes on timeline {}. Stop the one that was not promoted",
            newest.timeline
        )));
    }
    match seen {
        Some(seen) if seen.timeline > newest.timeline => Err(Failure::Setting(format!(
            "the server is on timeline {}, and timeline {} was seen: it was replaced by a standby and lacks what was recorded \
             since. Stop it, and let it come back only as a standby of the new primary (pg_rewind or pg_basebackup)",
            newest.timeline, seen.timeline
        ))),
        _ => Ok(chosen),
    }
}

/// Tells the operator what is odd about a primary that was found, once.
fn warn(reached: &Reached, old: usize, servers: usize) {
    let timeline = reached.known.standing.timeline;
    if old > 0 {
        tracing::warn!(
            timeline,
            "another server of the address takes writes as well, on an older timeline: it was replaced, and is not used. Stop it"
        );
    }
    if unprotected(&reached.awaited, reached.replicas, servers) {
        tracing::warn!(
            timeline,
            "PostgreSQL waits for no standby (synchronous_standby_names is empty): what was answered last is lost when a standby takes \
             over. Set synchronous_standby_names on the primary"
        );
    }
}

/// Whether there is a standby that may lack what was answered.
fn unprotected(awaited: &str, replicas: i64, servers: usize) -> bool {
    awaited.trim().is_empty() && (replicas > 0 || servers > 1)
}

/// Connects to one server that takes writes.
async fn reach(servers: Vec<Config>, server: usize, signs: Arc<Signs>) -> Result<Reached, Failure> {
    let config = servers.get(server).ok_or(Failure::Late("connecting"))?;
    let (client, connection) = config.connect(NoTls).await?;
    let warnings = Arc::new(Warnings::default());
    signs.alive.fetch_add(1, Ordering::SeqCst);
    tokio::spawn(listen(connection, Arc::clone(&warnings), signs));
    let row = client.query_one(STANDING, &[]).await?;
    let standing = Standing { system: row.try_get(0)?, timeline: row.try_get(1)?, started: row.try_get(2)? };
    let (awaited, replicas) = (row.try_get(3)?, row.try_get(4)?);
    Ok(Reached { client, warnings, known: Known { server, standing, era: 0 }, awaited, replicas })
}

/// Ends when the client is dropped, or the server is gone: then every question fails.
async fn listen(mut connection: Connection<Socket, NoTlsStream>, warnings: Arc<Warnings>, signs: Arc<Signs>) {
    while let Some(message) = std::future::poll_fn(|cx| connection.poll_message(cx)).await {
        match message {
            Ok(AsyncMessage::Notice(notice)) => warnings.take(&notice),
            Ok(_) => {}
            Err(error) => {
                tracing::debug!(%error, "a connection to PostgreSQL ended");
                signs.lost.fetch_add(1, Ordering::SeqCst);
                break;
            }
        }
    }
    signs.alive.fetch_sub(1, Ordering::SeqCst);
}

/// An address apart for each of its servers, with what the store adds to it.
fn servers(config: &Config, options: &PostgresOptions) -> Result<Vec<Config>, Failure> {
    let (hosts, addresses, ports) = (hosts(config), config.get_hostaddrs(), config.get_ports());
    let count = hosts.len().max(addresses.len());
    let fits = |length: usize| length <= 1 || length == count;
    if !fits(ports.len()) || (!hosts.is_empty() && !addresses.is_empty() && hosts.len() != addresses.len()) {
        return Err(Failure::Address(AddressFault::Unreadable));
    }
    let servers = (0..count).map(|index| {
        let mut server = without_server(config, options);
        match hosts.get(index) {
            Some(Host::Tcp(name)) => drop(server.host(name)),
            Some(Host::Unix(path)) => drop(server.host_path(path)),
            None => {}
        }
        if let Some(address) = addresses.get(index) {
            server.hostaddr(*address);
        }
        if let Some(port) = ports.get(index).or_else(|| ports.first()) {
            server.port(*port);
        }
        server
    });
    Ok(servers.collect())
}

/// The library takes `?host=/one,/two` for one folder; PostgreSQL's own programs take it for two.
fn hosts(config: &Config) -> Vec<Host> {
    let apart = |host: &Host| match host {
        Host::Unix(path) => {
            path.to_string_lossy().split(',').map(|path| Host::Unix(path.into())).collect::<Vec<_>>()
        }
        Host::Tcp(_) => vec![host.clone()],
    };
    config.get_hosts().iter().flat_map(apart).collect()
}

fn without_server(config: &Config, options: &PostgresOptions) -> Config {
    let mut server = Config::new();
    server
        .application_name(config.get_application_name().unwrap_or("openboek"))
        .ssl_mode(config.get_ssl_mode())
        .channel_binding(config.get_channel_binding())
        .keepalives(config.get_keepalives())
        .connect_timeout(options.connect_time)
        .tcp_user_timeout(options.answer_time)
        .keepalives_idle(options.answer_time)
        // Not a standby, nor a primary that became one.
        .target_session_attrs(TargetSessionAttrs::ReadWrite);
    if let Some(user) = config.get_user() {
        server.user(user);
    }
    if let Some(password) = config.get_password() {
        server.password(password);
    }
    if let Some(database) = config.get_dbname() {
        server.dbname(database);
    }
    if let Some(words) = config.get_options() {
        server.options(words);
    }
    server
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use super::*;

    fn standing(text: &str) -> Standing {
        let words: Vec<&str> = text.split(' ').collect();
        let number = |word: &str| word.parse::<i32>().unwrap();
        Standing { system: number(words[0]).into(), timeline: number(words[1]), started: words[2].to_owned() }
    }

    /// A server is written as: database, timeline, when it started.
    #[test]
    fn the_newest_primary_is_taken_and_never_an_older_one_than_was_seen() {
        /// Who takes writes, who was seen before, which is taken or what is said.
        type Case<'a> = (&'a [&'a str], Option<&'a str>, Result<usize, &'a str>);
        let table: [Case<'_>; 12] = [
            (&["7 1 mon"], None, Ok(0)),
            (&["7 1 mon"], Some("7 1 mon"), Ok(0)),
            // Started anew, or promoted.
            (&["7 1 tue"], Some("7 1 mon"), Ok(0)),
            (&["7 2 sun"], Some("7 1 mon"), Ok(0)),
            // The old one came back beside the new one, in whatever order the address names them.
            (&["7 1 wed", "7 2 sun"], Some("7 1 mon"), Ok(1)),
            (&["7 2 sun", "7 1 wed"], None, Ok(0)),
            // Only the old one is there.
            (&["7 1 wed"], Some("7 2 sun"), Err("timeline 2 was seen")),
            // Named twice.
            (&["7 1 mon", "7 1 mon"], None, Ok(1)),
            (&["7 1 mon", "7 1 tue"], None, Err("two servers")),
            (&["7 2 mon", "7 2 tue", "7 1 mon"], Some("7 1 mon"), Err("two servers")),
            (&["8 1 mon"], Some("7 1 mon"), Err("another database")),
            (&["8 2 mon", "7 1 mon"], None, Err("another database")),
        ];
        for (there, seen, expected) in table {
            let standings: Vec<Standing> = there.iter().map(|text| standing(text)).collect();
            let chosen = choose(&standings.iter().collect::<Vec<_>>(), seen.map(standing).as_ref());
            match (&chosen, expected) {
                (Ok(chosen), Ok(expected)) => assert_eq!(*chosen, expected, "{there:?} {seen:?}"),
                (Err(failure), Err(words)) => assert!(failure.to_string().contains(words), "{failure}"),
                _ => panic!("{there:?} {seen:?}: {chosen:?}"),
            }
        }
    }

    #[test]
    fn a_standby_that_nobody_waits_for_is_told_of() {
        // synchronous_standby_names, standbys that are connected, servers of the address, whether something may be lost
        let table = [
            ("", 0, 1, false),
            ("", 1, 1, true),
            ("", 0, 2, true),
            (" ", 1, 2, true),
            ("*", 0, 2, false),
            ("ANY 1 (a, b)", 2, 3, false),
        ];
        for (awaited, replicas, servers, expected) in table {
            assert_eq!(unprotected(awaited, replicas, servers), expected, "{awaited:?} {replicas} {servers}");
        }
    }

    #[test]
    fn each_server_of_an_address_has_its_own_host_and_port() {
        // address, servers as host, address and port
        let table = [
            ("postgres://jan@localhost/x", "localhost - 5432"),
            ("postgres://jan@localhost:5433/x", "localhost - 5433"),
            ("postgres://jan@localhost:5433,127.0.0.1:5434/x", "localhost - 5433; 127.0.0.1 - 5434"),
            ("postgres://jan@/x?host=/run/a,/run/b", "/run/a - -; /run/b - -"),
            ("postgres://jan@/x?host=/run/a,/run/b&port=5433", "/run/a - 5433; /run/b - 5433"),
            ("postgres://jan@/x?host=/run/a,/run/b&port=1,2", "/run/a - 1; /run/b - 2"),
            ("postgres://jan@localhost/x?hostaddr=127.0.0.1", "localhost 127.0.0.1 5432"),
            ("postgres://jan@localhost/x?hostaddr=127.0.0.1,127.0.0.2", "unreadable"),
            ("postgres://jan@/x?host=/run/a,/run/b&port=1,2,3", "unreadable"),
        ];
        for (url, expected) in table {
            let config = local(url).unwrap();
            let said = match servers(&config, &PostgresOptions::default()) {
                Err(_) => "unreadable".to_owned(),
                Ok(servers) => {
                    let words = servers.iter().map(|server| {
                        assert_eq!(server.get_user(), Some("jan"));
                        assert_eq!(server.get_dbname(), Some("x"));
                        let host = server.get_hosts().first().map(|host| match host {
                            Host::Tcp(name) => name.clone(),
                            Host::Unix(path) => path.display().to_string(),
                        });
                        let address = server.get_hostaddrs().first().map(ToString::to_string);
                        let port = server.get_ports().first().map(ToString::to_string);
                        [host, address, port].map(|word| word.unwrap_or("-".to_owned())).join(" ")
                    });
                    words.collect::<Vec<_>>().join("; ")
                }
            };
            assert_eq!(said, expected, "{url}");
        }
    }
}
