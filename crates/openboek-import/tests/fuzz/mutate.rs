//! Files that nobody made on purpose.

use std::io::{Cursor, Read as _, Write as _};

use serde_json::{Value, json};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::seeds::File;

/// What stands in files and breaks readers.
const PIECES: &[&str] = &[
    "\"",
    ";",
    ",",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\"\"",
    "NULL",
    ".00",
    "-",
    "n.n.b.",
    "#DIV/0!",
    "€ ",
    "\u{feff}",
    "99999999999999999999",
    "1E308",
    "-99998",
    "1.234,56",
    "1,234.56",
    "31-12-2025",
    "6.60",
    "Totaal",
    "(3 rows affected)",
    "<",
    ">",
    "&#0;",
    "&amp;",
    " table:number-rows-repeated=\"999999999\"",
    " r=\"XFD9\"",
    "[",
    "{",
    "null",
    "-99998.0",
    "148",
    "GM0505",
    "(Particulier)",
    "SBA-000101",
    "]]>",
];

/// Numbers that are the same for the same seed: splitmix64.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// The files of one case: one of those that are given together is changed, and each other sometimes too.
pub(crate) fn case(given: &[File], dice: &mut Dice) -> Vec<File> {
    let changed = dice.below(given.len());
    let one = |(at, (name, bytes)): (usize, &File)| {
        let bytes = if at == changed || dice.below(4) == 0 { spoiled(bytes, dice) } else { bytes.clone() };
        (name.clone(), bytes)
    };
    given.iter().enumerate().map(one).collect()
}

/// Mostly a changed copy, sometimes bytes from nowhere.
fn spoiled(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    if dice.below(10) == 0 {
        return (0..dice.below(400)).map(|_| dice.byte()).collect();
    }
    // A zip with a changed byte is mostly just a broken zip: go inside.
    if bytes.starts_with(b"PK") && dice.below(8) > 0 {
        return inside(bytes, dice).unwrap_or_else(|| bytes.to_vec());
    }
    // And of JSON nothing is left when a mark is gone: change a value of it.
    if bytes.starts_with(b"{") && dice.below(4) > 0 {
        return other_value(bytes, dice).unwrap_or_else(|| bytes.to_vec());
    }
    let mut bytes = bytes.to_vec();
    change(&mut bytes, dice);
    bytes
}

/// Puts something else in the place of one to three values.
fn other_value(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut root: Value = serde_json::from_slice(bytes).ok()?;
    for _ in 0..=dice.below(3) {
        let mut places = Vec::new();
        values(&root, String::new(), &mut places);
        let place = &places[dice.below(places.len())];
        let at = root.pointer_mut(place)?;
        *at = match dice.below(8) {
            0 => Value::Null,
            1 => json!([]),
            2 => json!({}),
            3 => json!(-99_998),
            4 => json!(i64::MIN),
            5 => json!(f64::from_bits(dice.next())),
            6 => json!(dice.below(100_000)),
            _ => json!(PIECES[dice.below(PIECES.len())]),
        };
    }
    serde_json::to_vec(&root).ok()
}

/// Where the values are, as JSON pointers. No key of the format needs an escape in one.
fn values(at: &Value, place: String, places: &mut Vec<String>) {
    match at {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(key, item)| values(item, format!("{place}/{key}"), places));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, item)| values(item, format!("{place}/{key}"), places));
        }
        _ => {}
    }
    places.push(place);
}

/// Changes one of the parts of a zip.
fn inside(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let changed = dice.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).ok()?;
        let (name, mut part) = (file.name().ok()?.into_owned(), Vec::new());
        file.read_to_end(&mut part).ok()?;
        if at == changed || name.ends_with("content.xml") || name.ends_with("sheet1.xml") {
            change(&mut part, dice);
        }
        writer.start_file(name, SimpleFileOptions::default()).ok()?;
        writer.write_all(&part).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// One to three changes.
fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] = dice.byte(),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            _ => {
                let piece = PIECES[dice.below(PIECES.len())];
                // In the place of as many bytes, or between them.
                let over = if dice.below(2) == 0 { (at + piece.len()).min(bytes.len()) } else { at };
                bytes.splice(at..over, piece.bytes());
            }
        }
    }
}
