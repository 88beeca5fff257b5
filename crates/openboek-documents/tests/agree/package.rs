//! The data package describes the CSV that is in it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use openboek_documents::{COLUMNS, Lang, csv, data_package};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::common;

fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_description_fits_the_table() {
    let (paragraph, provenance) = (common::sample::paragraph(), common::provenance(21));
    for lang in Lang::ALL {
        let bytes = data_package(&paragraph, &provenance, lang).unwrap();
        assert_eq!(bytes, data_package(&paragraph, &provenance, lang).unwrap(), "the same twice");
        let files = files(&bytes);
        let [(first, description), (path, table)] = files.as_slice() else { panic!("{}", files.len()) };
        assert_eq!(
            (first.as_str(), path.as_str()),
            ("datapackage.json", "paragraaf-stichtse-vecht-gm1904-2021.csv")
        );
        assert_eq!(table, &csv(&paragraph, &provenance, lang));
        let package: Json = serde_json::from_slice(description).unwrap();
        assert_eq!(package["profile"], "tabular-data-package");
        assert_eq!(package["licenses"][0]["name"], "CC0-1.0");
        assert_eq!(package["stand"]["size"], 21);
        assert_eq!(package["stand"]["last_event_hash"], provenance.last_event_hash.clone().unwrap());
        let resource = &package["resources"][0];
        assert_eq!(resource["path"], path.as_str());
        assert_eq!(resource["bytes"], table.len());
        let digest: String = Sha256::digest(table).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(resource["hash"], format!("sha256:{digest}"));
        follows(&resource["schema"], table);
    }
}

/// Every row of the table keeps the rules of the schema.
fn follows(schema: &Json, table: &[u8]) {
    let fields = schema["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(names, COLUMNS);
    assert!(
        fields.iter().all(|field| field["description"].as_str().unwrap().ends_with('.')),
        "each has a meaning"
    );
    let at = |name: &str| names.iter().position(|known| *known == name).unwrap();
    let key = schema["primaryKey"].as_array().unwrap();
    let key: Vec<usize> = key.iter().map(|name| at(name.as_str().unwrap())).collect();
    let mut seen = BTreeSet::new();
    for record in crate::csv_reader(&table[3..]).records().map(|record| record.unwrap()) {
        let values: Vec<String> = key.iter().map(|place| record[*place].to_owned()).collect();
        assert!(seen.insert(values), "{record:?} stands twice");
        for (value, field) in record.iter().zip(fields) {
            let rules = &field["constraints"];
            assert!(!value.is_empty() || rules["required"] != true, "{field} {record:?}");
            if field["type"] == "integer" && !value.is_empty() {
                value.parse::<i64>().unwrap();
            }
        }
        let entries = &record[at("entries")];
        assert!(entries.is_empty() || entries.split(' ').all(|entry| entry.parse::<u64>().is_ok()));
    }
    assert!(!seen.is_empty());
}
