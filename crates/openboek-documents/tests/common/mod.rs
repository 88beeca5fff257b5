//! What the tests of this crate share: a realistic paragraph and a generator of any paragraph.
#![allow(dead_code, reason = "each test uses its own part")]

pub(crate) mod charts;
pub(crate) mod generate;
pub(crate) mod sample;

use openboek_documents::{Link, Links, Provenance};

/// A provenance as a server would give it.
pub(crate) fn provenance(published: u64) -> Provenance {
    Provenance {
        origin: "ledger.example.nl/stichtse-vecht".into(),
        size: 21,
        root: Some("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into()),
        published_size: published,
        last_recorded_at_ms: 1_606_122_900_373,
        last_event_hash: Some(format!("b3:{}", "0123456789abcdef".repeat(4))),
        receipt: None,
    }
}

/// Addresses as a server would give them.
pub(crate) fn links() -> Links {
    Links {
        home: "/".into(),
        entry_base: "/stichtse-vecht/boeking/".into(),
        figure_base: "/stichtse-vecht/GM1904/2021/cijfer/21/".into(),
        latest: Some("/stichtse-vecht/GM1904/2021".into()),
        compare: None,
        since: None,
        check: None,
        open: None,
        permanent: "/stichtse-vecht/GM1904/2021?stand=21".into(),
        moments: vec![Link::new("Stand van 1 november 2020", "/stichtse-vecht/GM1904/2021?stand=12")],
        years: vec![Link::new("2022", "/stichtse-vecht/GM1904/2022")],
        downloads: vec![
            Link::new("CSV", "/stichtse-vecht/GM1904/2021.csv?stand=21"),
            Link::new("JSON", "/stichtse-vecht/GM1904/2021.json?stand=21"),
        ],
        follow: Vec::new(),
        other_language: Some(Link::new("English", "/stichtse-vecht/GM1904/2021?stand=21&taal=en")),
    }
}
