//! Files that importers read: the project's own, and pieces of those in `../shared/data`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A file with its name.
pub(crate) type File = (String, Vec<u8>);
/// Files that an importer is given together.
pub(crate) type Given = Vec<File>;

/// The files of a circular in the order in which they are given.
pub(crate) const CIRCULAR: &[&str] = &[
    "circular/gewichten.csv",
    "circular/volumina.csv",
    "circular/siudu.csv",
    "circular/resultaat.csv",
    "circular/factoren.csv",
];
/// Rows of a register that are kept: thousands of changed copies of it are read.
const ROWS: usize = 50;
/// The members whose rows are kept: those with the known defects, and the largest.
const NAMED: [&str; 7] =
    ["Dalfsen", "Dordrecht", "Hardenberg", "Ommen", "Sliedrecht", "Staphorst", "Zwartewaterland"];

/// The project's own files, by their places among the fixtures.
pub(crate) fn of(all: &[&[&str]]) -> Vec<Given> {
    let one = |place: &&str| file(&fixtures().join(place));
    all.iter().map(|together| together.iter().map(one).collect()).collect()
}

/// Each of the project's own files in a folder.
pub(crate) fn each(folder: &str) -> Vec<Given> {
    let entries = std::fs::read_dir(fixtures().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| ["csv", "ods", "xlsx", "json"].iter().any(|form| path.extension().unwrap() == *form));
    paths.sort();
    paths.iter().map(|path| vec![file(path)]).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A file by its name without folders, unpacked when it is packed.
fn file(path: &Path) -> File {
    let name = path.file_name().unwrap().to_str().unwrap();
    let mut bytes = std::fs::read(path).unwrap();
    if bytes.starts_with(b"\x1f\x8b") {
        let packed = std::mem::take(&mut bytes);
        flate2::read::GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
    }
    (name.strip_suffix(".gz").unwrap_or(name).to_owned(), bytes)
}

/// Real files, when they are there; said aloud when they are not.
fn shared(places: &[&str]) -> Option<Given> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !folder.is_dir() {
        eprintln!(
            "../shared/data is not there: {} runs on the project's own fixtures only",
            places.join(", ")
        );
        return None;
    }
    Some(places.iter().map(|place| file(&folder.join(place))).collect())
}

/// The lines of a file that are kept, each with its end.
fn keep(bytes: &[u8], mut wanted: impl FnMut(usize, &[u8]) -> bool) -> Vec<u8> {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
    lines.filter(|(at, line)| wanted(*at, line)).flat_map(|(_, line)| line.to_vec()).collect()
}

/// The heading, and the rows in which one of those members is named.
fn named((name, bytes): File) -> File {
    let is_named = |line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        line.split([';', '\t']).take(3).any(|cell| NAMED.contains(&cell))
    };
    (name, keep(&bytes, |at, line| at == 0 || is_named(line)))
}

pub(crate) fn shared_iv3() -> Vec<Given> {
    let files = ["iv3/2023_begroting.csv.gz", "iv3/2023_jaarrekening.csv.gz"];
    shared(&files).into_iter().flatten().map(|file| vec![named(file)]).collect()
}

/// The same figures in the form in which a municipality delivers them; no such delivery is in the folder.
pub(crate) fn shared_iv3_as_deliveries() -> Vec<Given> {
    let Some(files) = shared(&["iv3/2023_begroting.csv.gz"]) else { return Vec::new() };
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    let delivery = |(name, number): (&str, &str)| {
        let rows = text.lines().map(|line| line.split(';').collect::<Vec<_>>()).filter(|row| row[0] == name);
        let mut sides: [Vec<Value>; 2] = [Vec::new(), Vec::new()];
        for row in rows {
            for (items, amount) in sides.iter_mut().zip([row[4], row[3]]) {
                let thousands = amount.strip_suffix(".0").unwrap_or(amount);
                let code = row[1].split(' ').next();
                items.push(json!({ "taakveld": code, "categorie": "", "bedrag": format!("{thousands}000") }));
            }
        }
        let [expenditure, income] = sides;
        let metadata = json!({
            "overheidslaag": "Gemeente", "overheidsnummer": number, "boekjaar": 2023, "periode": 0,
        });
        let data = json!({ "lasten": expenditure, "baten": income, "balans_lasten": [] });
        let root = json!({ "metadata": metadata, "data": data });
        vec![(format!("{number}.json"), serde_json::to_vec_pretty(&root).unwrap())]
    };
    [("Dalfsen", "0148"), ("Sliedrecht", "0610"), ("Zwartewaterland", "1896")].map(delivery).into()
}

/// The first rows of each register, with the number of rows that it then has below it.
pub(crate) fn shared_registers() -> Vec<Given> {
    let files = shared(&[
        "amsterdam-subsidies/subsidies-2019-06-11-6a97e96.csv.gz",
        "amsterdam-subsidies/subsidies-2019-07-29-6b74bac.csv.gz",
        "amsterdam-subsidies/subsidies-2019-11-04-b695865.csv.gz",
        "amsterdam-subsidies/subsidies-2020-03-09-998441b.csv.gz",
    ]);
    let piece = |(name, bytes): File| {
        // Headings and dashes come before the rows.
        let mut bytes = keep(&bytes, |at, _| at < ROWS + 2);
        bytes.extend_from_slice(format!(",,,,,,,,,,,\n({ROWS} rows affected),,,,,,,,,,,\n").as_bytes());
        vec![(name, bytes)]
    };
    files.into_iter().flatten().map(piece).collect()
}

/// Registers of days that follow each other.
pub(crate) fn shared_register_pairs() -> Vec<Given> {
    let files: Given = shared_registers().into_iter().flatten().collect();
    files.windows(2).map(<[File]>::to_vec).collect()
}

pub(crate) fn shared_circulars() -> Vec<Given> {
    let files = shared(&[
        "gemeentefonds/GF_M2023_2024_Gewichten.csv",
        "gemeentefonds/GF_M2023_2024_Volumina.csv.gz",
        "gemeentefonds/GF_M2023_2024_SIUDU.csv",
        "gemeentefonds/GF_M2023_2024.csv",
        "gemeentefonds/Uitkeringsfactor.csv",
    ]);
    let piece = |(at, file): (usize, File)| if (1..4).contains(&at) { named(file) } else { file };
    files.into_iter().map(|files| files.into_iter().enumerate().map(piece).collect()).collect()
}

pub(crate) fn shared_population() -> Vec<Given> {
    let files = ["gemeenteklassen/2023.csv", "gemeenteklassen/2024.csv", "gemeenteklassen/2025.csv"];
    shared(&files).into_iter().flatten().map(|file| vec![file]).collect()
}
