//! Files that nobody made on purpose.

use std::io::{Cursor, Read as _, Write as _};

use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

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

/// The bytes of one case: mostly a changed copy of a real file, sometimes bytes from nowhere.
pub(crate) fn case(seeds: &[(String, Vec<u8>)], dice: &mut Dice) -> Vec<u8> {
    if seeds.is_empty() || dice.below(10) == 0 {
        return (0..dice.below(400)).map(|_| dice.byte()).collect();
    }
    let bytes = &seeds[dice.below(seeds.len())].1;
    // A zip with a changed byte is mostly just a broken zip: go inside.
    if bytes.starts_with(b"PK") && dice.below(8) > 0 {
        return inside(bytes, dice).unwrap_or_else(|| bytes.clone());
    }
    let mut bytes = bytes.clone();
    change(&mut bytes, dice);
    bytes
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
