//! The database behind the servers: bringing its schema up to this version, and what keeps it from being opened, for people.

use openboek_store_postgres::{AddressFault, DatabaseTrouble, PostgresOptions, PostgresStore, SchemaFault};
pub use openboek_store_postgres::{DatabaseUrl, Migration};

use crate::config::Refused;

/// What [`migrate`] would do, in order. Nothing is changed.
///
/// # Errors
/// Why the database could not be opened; see [`explain`].
pub fn plan(url: &DatabaseUrl) -> Result<Vec<Migration>, Refused> {
    PostgresStore::plan(url.secret(), &PostgresOptions::default()).map_err(|trouble| explain(&trouble, url))
}

/// Brings the schema up to this version, all or nothing, and says what was done. Done twice, there is nothing to do.
///
/// # Errors
/// Why the database could not be opened or changed; see [`explain`].
pub fn migrate(url: &DatabaseUrl) -> Result<Vec<Migration>, Refused> {
    PostgresStore::migrate(url.secret(), &PostgresOptions::default())
        .map_err(|trouble| explain(&trouble, url))
}

/// Opens the store in a database that is of this version. Another version's program may still be serving: a schema is changed by an operator
/// who says so.
pub(crate) fn open(url: &DatabaseUrl) -> Result<PostgresStore, DatabaseTrouble> {
    PostgresStore::open(url.secret(), &PostgresOptions { migrate: false, ..PostgresOptions::default() })
}

/// What keeps a database from being opened, with a stable code and what to do. Of the address only database and host are shown.
#[must_use]
pub fn explain(trouble: &DatabaseTrouble, url: &DatabaseUrl) -> Refused {
    match trouble {
        DatabaseTrouble::Address(fault) => address(*fault),
        DatabaseTrouble::Schema(fault) => schema(fault, url),
        DatabaseTrouble::Unreachable(why) => Refused {
            code: "database-unreachable",
            english: format!(
                "The database {url} does not answer: {why}. See whether PostgreSQL runs there and takes connections, and start again."
            ),
            dutch: format!(
                "De database {url} geeft geen antwoord: {why}. Kijk of PostgreSQL daar draait en verbindingen aanneemt. Start daarna opnieuw."
            ),
        },
        DatabaseTrouble::Denied(why) => Refused {
            code: "database-denied",
            english: format!(
                "The database {url} does not let us do this: {why}. Check user and password, and that the user owns the schema openboek."
            ),
            dutch: format!(
                "De database {url} staat dit niet toe: {why}. Controleer gebruiker en wachtwoord, en of het schema openboek van deze \
                 gebruiker is."
            ),
        },
        DatabaseTrouble::NoDatabase(why) => Refused {
            code: "database-missing",
            english: format!(
                "The server has no database {url}: {why}. Make it with createdb, then run openboek migrate."
            ),
            dutch: format!(
                "De server heeft geen database {url}: {why}. Maak hem met createdb, en geef daarna de opdracht openboek migrate."
            ),
        },
        DatabaseTrouble::Unfit(why) => Refused {
            code: "database-unfit",
            english: format!("The database {url} cannot keep what a ledger promises: {why}."),
            dutch: format!("De database {url} kan niet waarmaken wat een grootboek belooft: {why}."),
        },
        DatabaseTrouble::Damaged(why) => Refused {
            code: "database-damaged",
            english: format!(
                "What the database {url} holds is damaged: {why}. Change nothing in it; put a copy back."
            ),
            dutch: format!(
                "Wat in de database {url} staat, is beschadigd: {why}. Verander er niets in. Zet een kopie terug."
            ),
        },
        DatabaseTrouble::Failed(why) => Refused {
            code: "database-failed",
            english: format!("The database {url} failed: {why}. See the log of PostgreSQL."),
            dutch: format!("Het ging mis bij de database {url}: {why}. Kijk in het logboek van PostgreSQL."),
        },
    }
}

/// The address itself is never repeated: it may hold a password.
fn address(fault: AddressFault) -> Refused {
    let (code, english, dutch) = match fault {
        AddressFault::Unreadable => (
            "database-address",
            "The address of the database cannot be read. Write postgres://USER@localhost/DATABASE, or \
             postgres://USER@/DATABASE?host=/var/run/postgresql for a socket; in a password write @ as %40, : as %3A and / as %2F. Of \
             sslmode this version knows only disable, prefer and require.",
            "Het adres van de database is niet te lezen. Schrijf postgres://GEBRUIKER@localhost/DATABASE, of \
             postgres://GEBRUIKER@/DATABASE?host=/var/run/postgresql voor een socket. Schrijf in een wachtwoord @ als %40, : als %3A en / \
             als %2F. Van sslmode kent deze versie alleen disable, prefer en require.",
        ),
        AddressFault::Network => (
            "database-over-network",
            "The address of the database leads to another machine, and this version cannot encrypt that connection: who listens on the \
             network would read everything. It is not opened. Use a socket or localhost, or an encrypted tunnel that ends on localhost \
             (ssh -L, stunnel).",
            "Het adres van de database gaat naar een andere computer, en deze versie kan die verbinding niet versleutelen: wie meeluistert op \
             het netwerk, zou alles lezen. De verbinding wordt niet gemaakt. Gebruik een socket of localhost, of een versleutelde tunnel die \
             op localhost uitkomt (ssh -L, stunnel).",
        ),
        AddressFault::Tls => (
            "database-tls",
            "The address asks for TLS (sslmode=require), which this version cannot do. Leave sslmode out and use a socket or localhost; \
             reach another machine by an encrypted tunnel that ends on localhost.",
            "Het adres vraagt om TLS (sslmode=require). Dat kan deze versie niet. Laat sslmode weg en gebruik een socket of localhost. Staat \
             de database op een andere computer? Gebruik dan een versleutelde tunnel die op localhost uitkomt.",
        ),
    };
    Refused { code, english: english.to_owned(), dutch: dutch.to_owned() }
}

fn schema(fault: &SchemaFault, url: &DatabaseUrl) -> Refused {
    match fault {
        SchemaFault::Missing => Refused {
            code: "database-empty",
            english: format!(
                "The database {url} has no schema of Openboek yet. Run openboek migrate first; --plan shows what it does."
            ),
            dutch: format!(
                "De database {url} heeft nog geen schema van Openboek. Geef eerst de opdracht openboek migrate; met --plan ziet u wat die \
                 doet."
            ),
        },
        SchemaFault::Older(first) => Refused {
            code: "database-older",
            english: format!(
                "The database {url} is of an older version: {first} and what follows is still to be done. Stop the servers of the older \
                 version, then run openboek migrate; --plan shows what it does."
            ),
            dutch: format!(
                "De database {url} is van een oudere versie: {first} en wat daarna komt moet nog gebeuren. Stop de servers van de oudere \
                 versie en geef de opdracht openboek migrate; met --plan ziet u wat die doet."
            ),
        },
        SchemaFault::Newer(name) => Refused {
            code: "database-newer",
            english: format!(
                "The database {url} is of a newer version: this one does not know {name}. Use the newer program."
            ),
            dutch: format!(
                "De database {url} is van een nieuwere versie: deze kent {name} niet. Gebruik het nieuwere programma."
            ),
        },
        SchemaFault::Edited(name) => Refused {
            code: "database-edited",
            english: format!(
                "In the database {url} migration {name} was applied in another form than this program has. Use the program that made it, \
                 or put a copy back."
            ),
            dutch: format!(
                "In de database {url} is migratie {name} in een andere vorm toegepast dan dit programma heeft. Gebruik het programma \
                 waarmee dat gebeurde, of zet een kopie terug."
            ),
        },
    }
}
