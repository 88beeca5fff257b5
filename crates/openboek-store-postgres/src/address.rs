//! The address of a database: what may be said of it, and where it may lead.

use std::fmt;
use std::net::{IpAddr, ToSocketAddrs as _};

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::failure::AddressFault;

/// An address such as `postgres://user:password@host/database`. It shows itself without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Any text that begins as an address of PostgreSQL does; whether it is one is told when the store is opened. Anything else is `None`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let begins = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        begins.then(|| Self(text.to_owned()))
    }

    /// All of it, for opening the store and nothing else.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

/// What is shown of an address that cannot be taken apart without a doubt.
const UNREADABLE: &str = "postgres://…";

/// Database and hosts, for people.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(config) = self.0.parse::<Config>() else { return f.write_str(UNREADABLE) };
        let hosts = config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        let (database, hosts) = (config.get_dbname().unwrap_or("?"), hosts.collect::<Vec<_>>().join(", "));
        let plain = |c: char| c.is_alphanumeric() || " ,._-:/?".contains(c);
        if !database.chars().chain(hosts.chars()).all(plain) {
            return f.write_str(UNREADABLE);
        }
        write!(f, "{database} ({hosts})")
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// Reads an address that leads to this machine only: a socket, or loopback. The connection is not encrypted, so over a network whoever
/// listens would read it, and whoever can change it would too; none is ever made, whatever `sslmode` says.
pub(crate) fn local(url: &str) -> Result<Config, AddressFault> {
    // What the library says of an address it cannot read may repeat a piece of the password.
    let mut config: Config = url.parse().map_err(|_| AddressFault::Unreadable)?;
    if !matches!(config.get_ssl_mode(), SslMode::Disable | SslMode::Prefer) {
        return Err(AddressFault::Tls);
    }
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(AddressFault::Unreadable);
    }
    // Both are looked at: of a host with a `hostaddr` only the latter is connected to, but the former is what people read.
    let local = config.get_hostaddrs().iter().all(IpAddr::is_loopback)
        && config.get_hosts().iter().all(|host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => is_loopback(name),
        });
    if !local {
        return Err(AddressFault::Network);
    }
    config.ssl_mode(SslMode::Disable);
    Ok(config)
}

/// Whether a host is this machine: an address of loopback, or `localhost` when it leads nowhere else.
fn is_loopback(name: &str) -> bool {
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) if name == "localhost" => (name, 5432_u16)
            .to_socket_addrs()
            .is_ok_and(|mut addresses| addresses.all(|address| address.ip().is_loopback())),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use super::*;

    #[test]
    fn only_what_stays_on_this_machine_is_opened() {
        use AddressFault::{Network, Tls, Unreadable};
        // address, what is wrong with it
        let table = [
            ("postgres://openboek@localhost/openboek", None),
            ("postgresql://openboek:geheim@127.0.0.1:5433/openboek", None),
            ("postgres://openboek@[::1]/openboek", None),
            ("postgres://openboek@/openboek?host=/var/run/postgresql", None),
            ("postgres://openboek@%2Fvar%2Frun%2Fpostgresql/openboek", None),
            ("postgres://openboek@localhost,127.0.0.1/openboek?sslmode=disable", None),
            ("postgres://openboek@localhost/openboek?sslmode=prefer", None),
            ("postgres://openboek@localhost/openboek?sslmode=require", Some(Tls)),
            ("postgres://openboek@db.example.nl/openboek?sslmode=require", Some(Tls)),
            // Of these the library knows no more than that it does not know them.
            ("postgres://openboek@db.example.nl/openboek?sslmode=verify-full", Some(Unreadable)),
            ("postgres://openboek@db.example.nl/openboek", Some(Network)),
            ("postgres://openboek@db.example.nl/openboek?sslmode=disable", Some(Network)),
            ("postgres://openboek@10.0.0.5/openboek", Some(Network)),
            ("postgres://openboek@localhost,db.example.nl/openboek", Some(Network)),
            ("postgres://openboek@localhost/openboek?hostaddr=10.0.0.5", Some(Network)),
            ("postgres://openboek@localhost.example.nl/openboek", Some(Network)),
            ("postgres:///openboek", Some(Unreadable)),
            ("postgres://openboek@localhost/openboek?gehe=im", Some(Unreadable)),
            ("postgres://openboek:geheim", Some(Unreadable)),
            ("postgres://openboek:geh@eim@localhost/openboek", Some(Network)),
        ];
        for (url, fault) in table {
            assert_eq!(local(url).err(), fault, "{url}");
        }
    }

    #[test]
    fn an_address_never_shows_user_or_password() {
        let urls = [
            ("postgres://jan:geheim@localhost:5433/openboek", "openboek (localhost)"),
            ("postgres://jan@/openboek?host=/run/pg&password=geheim", "openboek (/run/pg)"),
            ("postgres://jan@localhost/openboek?gehe=im", "postgres://…"),
            ("postgres://jan:geheim", "postgres://…"),
            // A password with a sign that should have been written %40: what follows it counts as the host.
            ("postgres://jan:geh@eim@localhost/openboek", "postgres://…"),
        ];
        for (url, shown) in urls {
            let url = DatabaseUrl::new(url).unwrap();
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), format!("DatabaseUrl({shown})"));
        }
        assert_eq!(DatabaseUrl::new("mysql://localhost"), None);
    }
}
