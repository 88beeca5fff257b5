//! The five cases of the demonstration: statement files, and what of their paragraphs is shown.

/// A case.
pub(super) struct Case {
    /// Its name.
    pub(super) name: &'static str,
    /// The statement file.
    pub(super) file: &'static str,
    /// The paragraphs to show.
    pub(super) shown: &'static [Shown],
}

/// A paragraph to show, with some of its figures.
pub(super) struct Shown {
    pub(super) arrangement: &'static str,
    pub(super) holder: &'static str,
    pub(super) year: i32,
    /// Figures: what they are in Dutch and in English, table, row, column.
    pub(super) figures: &'static [Figure],
}

/// A figure by its permanent address.
pub(super) struct Figure {
    pub(super) dutch: &'static str,
    pub(super) english: &'static str,
    pub(super) table: &'static str,
    pub(super) row: &'static str,
    pub(super) column: &'static str,
}

const fn figure(
    dutch: &'static str,
    english: &'static str,
    table: &'static str,
    row: &'static str,
    column: &'static str,
) -> Figure {
    Figure { dutch, english, table, row, column }
}

/// The cases, in the order in which they are recorded.
pub(super) const CASES: &[Case] = &[
    Case {
        name: "Dalfsen 2013",
        file: include_str!("../../cases/dalfsen-2013.yaml"),
        shown: &[Shown {
            arrangement: "ijsselland",
            holder: "GM0148",
            year: 2013,
            figures: &[
                figure("Wmo, lasten", "Wmo, expenditure", "indications-by-pillar", "wmo", "expenditure"),
                figure(
                    "Jeugd, toekomstig budget",
                    "Youth, future means",
                    "indications-by-pillar",
                    "youth",
                    "future-means",
                ),
            ],
        }],
    },
    Case {
        name: "Dalfsen 2020",
        file: include_str!("../../cases/dalfsen-2020.yaml"),
        shown: &[Shown {
            arrangement: "ijsselland",
            holder: "GM0148",
            year: 2021,
            figures: &[
                figure("DAL-5 2021", "DAL-5 2021", "cut-lanes", "DAL-5", "2021"),
                figure("Verzoek R1", "Request R1", "requests", "R1", "status"),
            ],
        }],
    },
    Case {
        name: "Stichtse Vecht",
        file: include_str!("../../cases/stichtse-vecht.yaml"),
        shown: &[Shown {
            arrangement: "stichtse-vecht",
            holder: "GM1904",
            year: 2021,
            figures: &[
                figure("SV-20 2021", "SV-20 2021", "cut-lanes", "SV-20", "2021"),
                figure("SV-20 2022", "SV-20 2022", "cut-lanes", "SV-20", "2022"),
            ],
        }],
    },
    Case {
        name: "Drechtsteden",
        file: include_str!("../../cases/drechtsteden.yaml"),
        shown: &[Shown {
            arrangement: "drechtsteden",
            holder: "GM0505",
            year: 2020,
            figures: &[
                figure(
                    "Zienswijze ZW-DOR, beantwoord",
                    "Formal view ZW-DOR, answered",
                    "views",
                    "ZW-DOR",
                    "answered-of",
                ),
                figure("DS-5 2020 (regio)", "DS-5 2020 (region)", "cut-lanes", "DS-5", "2020"),
            ],
        }],
    },
    Case {
        name: "Lochem en Zutphen",
        file: include_str!("../../cases/lochem-zutphen.yaml"),
        shown: &[Shown {
            arrangement: "lochem-zutphen",
            holder: "GM0262",
            year: 2013,
            figures: &[figure("Voorstel JP-LZ", "Proposal JP-LZ", "proposals", "JP-LZ", "joint-state")],
        }],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;

    #[test]
    fn every_case_is_a_sound_file() {
        let mut statements = 0;
        for case in CASES {
            let file = file::read(case.file).unwrap_or_else(|faults| panic!("{}: {faults:#?}", case.name));
            for command in &file.commands {
                assert_eq!(command.malformed(), Vec::new(), "{}", case.name);
                statements += command.statements.len();
            }
        }
        // Among them the 35 figures and indicators of the Dalfsen paper.
        assert!(statements >= 100, "{statements}");
        let paper = CASES[0].file;
        for number in 1..=35 {
            assert!(paper.contains(&format!(": A{number:02}\n")), "A{number:02}");
        }
    }

    #[test]
    fn the_rules_take_every_command_in_order() {
        let mut ledgers: std::collections::BTreeMap<String, (openboek_rules::State, u64)> =
            std::collections::BTreeMap::new();
        for case in CASES {
            let file = file::read(case.file).unwrap();
            let (state, next) = ledgers.entry(file.arrangement.clone()).or_default();
            for command in &file.commands {
                let statements: Vec<_> = command
                    .statements
                    .iter()
                    .map(|statement| openboek_wire::to_statement(statement, "").unwrap())
                    .collect();
                openboek_rules::decide_all(state, &statements)
                    .unwrap_or_else(|refusals| panic!("{}: {refusals:#?}", case.name));
                for statement in &statements {
                    state.evolve(*next, statement);
                    *next += 1;
                }
            }
        }
        assert_eq!(ledgers.len(), 4);
    }

    #[test]
    fn every_command_has_an_identifier_of_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for case in CASES {
            for command in file::read(case.file).unwrap().commands {
                assert!(seen.insert(command.request.clone()), "{}: {}", case.name, command.request);
            }
        }
    }
}
