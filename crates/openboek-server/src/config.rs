//! What the server is told, and the check that it may be so.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use openboek_engine::Options;
use openboek_proof::entry::Origin;
use openboek_store_postgres::DatabaseUrl;

use crate::limits::Limits;
use crate::webhooks::Webhooks;

/// The port of gRPC when none is given.
pub const GRPC_PORT: u16 = 7443;
/// The port of the reading room when none is given.
pub const HTTP_PORT: u16 = 7480;

/// Where the ledgers are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreChoice {
    /// In memory: gone when the server stops.
    Memory,
    /// In a data folder: the store in `store`, the log keys in `keys`.
    Sled(PathBuf),
    /// In a PostgreSQL database, which several servers may share; the log keys in a folder that must be named.
    Postgres(DatabaseUrl),
}

/// What the server is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the gRPC services; port 0 takes a free one. HTTP/2 without TLS, so loopback only.
    pub grpc: SocketAddr,
    /// Address of the reading room; port 0 takes a free one. HTTP/1.1 and HTTP/2 without TLS, so loopback only.
    pub http: SocketAddr,
    /// Address of the metrics; port 0 takes a free one. Left out, they are not served.
    pub metrics: Option<SocketAddr>,
    /// Where the ledgers are kept.
    pub store: StoreChoice,
    /// Folder of the log keys; left out, `keys` in the data folder, or memory for a store in memory. Servers that share a database share
    /// the keys too.
    pub keys: Option<PathBuf>,
    /// Folder of the static logs: the archive that is written after each publication. Left out, none is written.
    pub static_logs: Option<PathBuf>,
    /// First part of every origin (`ledger.example.nl`): a name for ever, which stays when the machine moves.
    pub host: String,
    /// Address at which readers find the reading room (`https://openboek.example.nl`), for links in files that are opened elsewhere. Without
    /// it these hold paths.
    pub public_url: Option<String>,
    /// Who answers questions about the interface; left out, the OpenAPI document names nobody.
    pub contact: Option<Contact>,
    /// The *organisatie-identificatienummer* of who runs the server, 20 digits: the events it tells of name it as their source. Left out, they
    /// name the origin of their log.
    pub oin: Option<String>,
    /// The program `openboek-pdf`, which makes PDF of paragraphs; left out, none is made.
    pub pdf_program: Option<PathBuf>,
    /// Who is told of every event, where anybody is.
    pub webhooks: Option<Webhooks>,
    /// How the engine works; its `host` and `static_logs` are set from those here.
    pub engine: Options,
    /// Limits of the server itself.
    pub limits: Limits,
}

impl Default for Config {
    /// Loopback, in memory.
    fn default() -> Self {
        let engine = Options::default();
        Self {
            grpc: (Ipv4Addr::LOCALHOST, GRPC_PORT).into(),
            http: (Ipv4Addr::LOCALHOST, HTTP_PORT).into(),
            metrics: None,
            store: StoreChoice::Memory,
            keys: None,
            static_logs: None,
            host: engine.host.clone(),
            public_url: None,
            contact: None,
            oin: None,
            pdf_program: None,
            webhooks: None,
            engine,
            limits: Limits::default(),
        }
    }
}

/// Who answers questions about the interface: all three (NLGov REST API Design Rules, `/core/doc-openapi-contact`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name of the organisation.
    pub name: String,
    /// Address of a page.
    pub url: String,
    /// E-mail address.
    pub email: String,
}

/// A configuration that the server does not start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Stable code, in kebab-case.
    pub code: &'static str,
    /// What is wrong and what to do, in English.
    pub english: String,
    /// The same in Dutch.
    pub dutch: String,
}

impl Refused {
    /// In Dutch or in English, with the code.
    #[must_use]
    pub fn told(&self, in_dutch: bool) -> String {
        if in_dutch { format!("{}\n  code: {}", self.dutch, self.code) } else { self.to_string() }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.english)
    }
}

impl std::error::Error for Refused {}

impl Config {
    /// Whether the server may start so.
    ///
    /// # Errors
    /// `loopback-only` for an address that others can reach: there is no TLS and there are no identities yet, so everybody who reaches
    /// the port could record. `bad-host` for a host that cannot begin an origin. `bad-public-url` for an address of the
    /// reading room to which no path can be added. `bad-oin` for an organisation's number that is not 20 digits. `bad-limit` for a limit of zero. `keys-not-named` for a database without a folder of
    /// the log keys.
    pub fn check(&self) -> Result<(), Refused> {
        for address in [self.grpc, self.http].into_iter().chain(self.metrics) {
            if !address.ip().is_loopback() {
                return Err(loopback_only(address));
            }
        }
        // The longest name of an arrangement must fit behind it.
        let longest = format!("{}/{}", self.host, "a".repeat(63));
        if self.host.contains('/') || Origin::parse(&longest).is_none() {
            return Err(bad_host(&self.host));
        }
        if let Some(url) = self.public_url.as_ref().filter(|url| !takes_a_path(url)) {
            return Err(bad_public_url(url));
        }
        if let Some(oin) =
            self.oin.as_ref().filter(|oin| oin.len() != 20 || !oin.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(bad_oin(oin));
        }
        if self.webhooks.is_some() && self.public_url.is_none() {
            return Err(no_public_url());
        }
        if matches!(self.store, StoreChoice::Postgres(_)) && self.keys.is_none() {
            return Err(keys_not_named());
        }
        let counts = [self.limits.calls_in_flight, self.limits.commands_in_flight, self.limits.subscriptions];
        let limits = &self.limits;
        let times = [limits.call_time, limits.request_time, limits.heartbeat, limits.slow_reader];
        if counts.contains(&0) || times.iter().any(std::time::Duration::is_zero) {
            return Err(bad_limit());
        }
        Ok(())
    }
}

fn loopback_only(address: SocketAddr) -> Refused {
    Refused {
        code: "loopback-only",
        english: format!(
            "The address {address} can be reached from other machines, but this version has no TLS and does not know who calls: \
             everybody who reaches it could record. The server does not start. Use 127.0.0.1 or [::1], and put a proxy with TLS \
             and access control before it where others must reach it."
        ),
        dutch: format!(
            "Het adres {address} is bereikbaar vanaf andere computers. Deze versie heeft nog geen TLS en weet niet wie er aanroept: \
             iedereen die erbij kan, zou kunnen vastleggen. De server start niet. Gebruik 127.0.0.1 of [::1]. Moeten anderen erbij \
             kunnen? Zet er dan een proxy met TLS en toegangscontrole voor."
        ),
    }
}

fn bad_host(host: &str) -> Refused {
    Refused {
        code: "bad-host",
        english: format!(
            "\"{host}\" cannot be the first part of a ledger's name. Use a host name in lower case, such as ledger.example.nl. \
             Choose well: it stands in every entry for ever."
        ),
        dutch: format!(
            "\"{host}\" kan niet het eerste deel van de naam van een grootboek zijn. Gebruik een hostnaam in kleine letters, \
             bijvoorbeeld ledger.example.nl. Kies goed: de naam staat voor altijd in elke boeking."
        ),
    }
}

/// Whether an address is one of the web to which a path can be added as it is.
fn takes_a_path(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/[]%".contains(letter);
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.ends_with('/') && rest.chars().all(plain)
    })
}

fn bad_public_url(url: &str) -> Refused {
    Refused {
        code: "bad-public-url",
        english: format!(
            "\"{url}\" cannot be the address of the reading room. Use an address without a slash at the end, such as \
             https://openboek.example.nl."
        ),
        dutch: format!(
            "\"{url}\" kan niet het adres van de leeszaal zijn. Gebruik een adres zonder schuine streep aan het eind, bijvoorbeeld \
             https://openboek.example.nl."
        ),
    }
}

fn no_public_url() -> Refused {
    Refused {
        code: "no-public-url",
        english: "A webhook tells where an event can be read, so it needs an address that its receivers can reach. Give it with --public-url."
            .to_owned(),
        dutch: "Een webhook zegt waar een gebeurtenis te lezen is. Daar is een adres voor nodig dat de ontvangers kunnen bereiken. Geef het \
                met --public-url."
            .to_owned(),
    }
}

fn bad_oin(oin: &str) -> Refused {
    Refused {
        code: "bad-oin",
        english: format!(
            "\"{oin}\" is no organisatie-identificatienummer (OIN): that is 20 digits. Look it up in the OIN register."
        ),
        dutch: format!(
            "\"{oin}\" is geen organisatie-identificatienummer (OIN): dat heeft 20 cijfers. Zoek het op in het OIN-register."
        ),
    }
}

fn keys_not_named() -> Refused {
    Refused {
        code: "keys-not-named",
        english: "With a database the keys of the ledgers are kept in a folder of their own: name it with --keys. All servers over one \
                  database need the same keys; a backup of the database has none."
            .to_owned(),
        dutch: "Bij een database staan de sleutels van de grootboeken in een eigen map: noem die met --keys. Alle servers op één database \
                hebben dezelfde sleutels nodig. In een reservekopie van de database zitten ze niet."
            .to_owned(),
    }
}

fn bad_limit() -> Refused {
    Refused {
        code: "bad-limit",
        english: "A limit of zero would let nothing through. Leave the limit out, or set at least 1."
            .to_owned(),
        dutch: "Een grens van nul laat niets door. Laat de grens weg, of vul minstens 1 in.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_accepted() {
        // address, accepted
        let table = [
            ("127.0.0.1:0", true),
            ("127.0.0.2:7443", true),
            ("[::1]:0", true),
            ("0.0.0.0:7443", false),
            ("[::]:7443", false),
            ("192.168.1.10:7443", false),
            ("[fe80::1]:7443", false),
            // The kernel routes it to loopback, but the check is by form: no doubt about an address in a configuration.
            ("[::ffff:127.0.0.1]:0", false),
        ];
        for (address, accepted) in table {
            let address: SocketAddr = address.parse().unwrap();
            for config in
                [Config { grpc: address, ..Config::default() }, Config { http: address, ..Config::default() }]
            {
                let answer = config.check();
                assert_eq!(answer.is_ok(), accepted, "{address}");
                if let Err(refused) = answer {
                    assert_eq!(refused.code, "loopback-only");
                    assert!(
                        refused.dutch.contains("127.0.0.1") && refused.english.contains("proxy"),
                        "{refused:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_host_must_begin_an_origin_and_a_limit_must_let_something_through() {
        let host =
            |host: &str| Config { host: host.to_owned(), ..Config::default() }.check().map_err(|r| r.code);
        assert_eq!(host("ledger.example.nl"), Ok(()));
        for wrong in ["", "Ledger.example.nl", "ledger example", "a/b", "x\n", &"a".repeat(65)] {
            assert_eq!(host(wrong), Err("bad-host"), "{wrong:?}");
        }
        let url = |url: &str| {
            let config = Config { public_url: Some(url.to_owned()), ..Config::default() };
            config.check().map_err(|refused| refused.code)
        };
        for right in ["https://openboek.example.nl", "http://127.0.0.1:8080", "https://example.nl/boek"] {
            assert_eq!(url(right), Ok(()), "{right}");
        }
        for wrong in [
            "",
            "openboek.example.nl",
            "https://",
            "https://a/",
            "https://a?b",
            "javascript:alert(1)",
            "https://a b",
        ] {
            assert_eq!(url(wrong), Err("bad-public-url"), "{wrong:?}");
        }
        for (oin, answer) in [
            ("00000001823288444000", Ok(())),
            ("0000000182328844400", Err("bad-oin")),
            ("0000000182328844400x", Err("bad-oin")),
        ] {
            let config = Config { oin: Some(oin.to_owned()), ..Config::default() };
            assert_eq!(config.check().map_err(|refused| refused.code), answer, "{oin}");
        }
        let store =
            StoreChoice::Postgres(DatabaseUrl::new("postgres://jan:geheim@localhost/openboek").unwrap());
        let config = Config { store, ..Config::default() };
        assert_eq!(config.check().map_err(|r| r.code), Err("keys-not-named"));
        assert!(!format!("{config:?}").contains("geheim"));
        assert_eq!(Config { keys: Some("keys".into()), ..config }.check(), Ok(()));
        let limits = Limits { subscriptions: 0, ..Limits::default() };
        assert_eq!(Config { limits, ..Config::default() }.check().map_err(|r| r.code), Err("bad-limit"));
    }
}
