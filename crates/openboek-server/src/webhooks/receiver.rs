//! Who is told of events, and what of.

use std::fmt;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use openboek_proof::entry::Event;

/// Somebody who is told of events.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Its name, of lower-case letters, digits and hyphens: the name of its folder too.
    pub name: String,
    /// Where events go.
    pub target: Target,
    /// What they are signed with.
    pub secrets: Secrets,
    /// Only these arrangements; all, also those that are founded later, when empty.
    pub arrangements: Vec<String>,
    /// Only events that concern one of these municipalities, or the region, by their codes; all when empty.
    pub municipalities: Vec<String>,
    /// Only these kinds of statements (`cut-suspended`); all when empty.
    pub kinds: Vec<String>,
    /// Whether a receiver that is new is told of everything there is, and not only of what is published from now on.
    pub from_first: bool,
}

impl Receiver {
    pub(super) fn follows(&self, arrangement: &str) -> bool {
        is_in(&self.arrangements, arrangement)
    }

    pub(super) fn wants(&self, event: &Event) -> bool {
        let concerned = event.streams.iter().map(|stream| stream.code.to_string());
        is_in(&self.kinds, event.statement.kind.name())
            && (self.municipalities.is_empty()
                || concerned.into_iter().any(|code| self.municipalities.contains(&code)))
    }
}

/// Whether something is in a list; an empty list leaves nothing out.
fn is_in(list: &[String], one: &str) -> bool {
    list.is_empty() || list.iter().any(|known| known == one)
}

/// An address that events go to.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Uri);

/// Why a text is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTarget {
    /// It is no address of the web.
    NoAddress,
    /// It is not encrypted and leads to another machine.
    NotEncrypted,
    /// There is a name or password in it.
    Credentials,
}

impl Target {
    /// Reads an address: `https://…`, or `http://…` on this machine.
    ///
    /// # Errors
    /// [`BadTarget`].
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        let uri: Uri = text.parse().map_err(|_| BadTarget::NoAddress)?;
        let authority = uri.authority().filter(|of| !of.host().is_empty()).ok_or(BadTarget::NoAddress)?;
        if authority.as_str().contains('@') {
            return Err(BadTarget::Credentials);
        }
        match uri.scheme_str() {
            Some("https") => Ok(Self(uri)),
            Some("http") if is_loopback(authority.host()) => Ok(Self(uri)),
            Some("http") => Err(BadTarget::NotEncrypted),
            _ => Err(BadTarget::NoAddress),
        }
    }

    /// Whether it is encrypted.
    pub(super) fn is_secure(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

    /// Host as a name or an address, without brackets, and port.
    pub(super) fn place(&self) -> (&str, u16) {
        let port = if self.is_secure() { 443 } else { 80 };
        (plain(self.0.host().unwrap_or_default()), self.0.port_u16().unwrap_or(port))
    }

    /// For the header `host`.
    pub(super) fn authority(&self) -> &str {
        self.0.authority().map_or("", |authority| authority.as_str())
    }

    /// What is asked for: path and query.
    pub(super) fn path(&self) -> &str {
        self.0.path_and_query().map_or("/", |path| path.as_str())
    }
}

/// Without what stands behind the question mark: some put a key there.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.0.scheme_str().unwrap_or_default(), self.authority(), self.0.path())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn plain(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || plain(host).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Secrets that are shared with a receiver. They are shown nowhere.
#[derive(Clone)]
pub struct Secrets(pub(super) Vec<Vec<u8>>);

/// Why a text holds no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSecret {
    /// There is none in it.
    Missing,
    /// A line is not `whsec_` and base64.
    Form,
    /// One is shorter than 24 bytes or longer than 64.
    Length,
}

impl Secrets {
    /// Reads secrets, one a line: `whsec_` and the base64 of 24 to 64 bytes. With two of them everything is signed twice, until the receiver has
    /// gone over to the new one.
    ///
    /// # Errors
    /// [`BadSecret`].
    pub fn read(text: &str) -> Result<Self, BadSecret> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let secret = |line: &str| {
            let digits = line.strip_prefix("whsec_").ok_or(BadSecret::Form)?;
            let key = STANDARD.decode(digits).map_err(|_| BadSecret::Form)?;
            if (24..=64).contains(&key.len()) { Ok(key) } else { Err(BadSecret::Length) }
        };
        let keys = lines.map(secret).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(BadSecret::Missing) } else { Ok(Self(keys)) }
    }

    pub(super) fn keys(&self) -> &[Vec<u8>] {
        &self.0
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} secret(s)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_go_over_https_or_stay_on_this_machine() {
        use BadTarget::{Credentials, NoAddress, NotEncrypted};
        // address, host and port, or why not
        type Place<'a> = Result<(&'a str, u16), BadTarget>;
        let table: [(&str, Place<'_>); 13] = [
            ("https://zaken.example.nl/notificaties?x=1", Ok(("zaken.example.nl", 443))),
            ("https://zaken.example.nl:8443", Ok(("zaken.example.nl", 8443))),
            ("http://127.0.0.1:9000/in", Ok(("127.0.0.1", 9000))),
            ("http://localhost/in", Ok(("localhost", 80))),
            ("http://[::1]:9000/in", Ok(("::1", 9000))),
            ("http://zaken.example.nl/in", Err(NotEncrypted)),
            ("http://127.0.0.1.example.nl/in", Err(NotEncrypted)),
            ("http://[::ffff:10.0.0.1]/in", Err(NotEncrypted)),
            ("https://jan:geheim@zaken.example.nl/in", Err(Credentials)),
            ("ftp://zaken.example.nl/in", Err(NoAddress)),
            ("/in", Err(NoAddress)),
            ("zaken.example.nl", Err(NoAddress)),
            ("https://", Err(NoAddress)),
        ];
        for (text, expected) in table {
            let target = Target::parse(text);
            assert_eq!(target.as_ref().map(Target::place).map_err(|bad| *bad), expected, "{text}");
        }
        let target = Target::parse("https://zaken.example.nl/in?sleutel=geheim").unwrap();
        assert_eq!(format!("{target} {target:?}").matches("geheim").count(), 0);
        assert_eq!((target.path(), target.authority()), ("/in?sleutel=geheim", "zaken.example.nl"));
    }

    #[test]
    fn secrets_have_a_form_and_a_length_and_are_not_shown() {
        let line = |bytes: usize| format!("whsec_{}\n", STANDARD.encode(vec![7; bytes]));
        let read = |text: &str| Secrets::read(text).map(|secrets| secrets.keys().len());
        let table = [
            (line(24), Ok(1)),
            (line(64), Ok(1)),
            (format!("\n{}\n{}", line(24), line(32)), Ok(2)),
            (line(23), Err(BadSecret::Length)),
            (line(65), Err(BadSecret::Length)),
            (" \n".to_owned(), Err(BadSecret::Missing)),
            ("geheim".to_owned(), Err(BadSecret::Form)),
            ("whsec_geheim!".to_owned(), Err(BadSecret::Form)),
        ];
        for (text, expected) in table {
            assert_eq!(read(&text), expected, "{text}");
        }
        assert_eq!(format!("{:?}", Secrets::read(&line(24)).unwrap()), "1 secret(s)");
    }
}
