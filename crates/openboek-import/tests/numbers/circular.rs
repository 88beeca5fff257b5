//! Circulars that overwrite each other, from their source files (domain 4.3).

use openboek_import::circular::{self, Circular, Settings};
use openboek_import::{Outcome, Plan, Source};
use openboek_rules::Body;
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::{gm, org, year};
use crate::support::print::{at, cell};
use crate::{counted, findings, held, is_sound, of, real, record};

const CLUSTERS: [&str; 4] = ["sociale-basis", "participatie", "wmo", "jeugd"];

/// Circular, its name, the clusters in cents, the sum of the rounded amounts, the rounded sum, IU Participatie, IU Beschermd wonen.
type Row = (&'static str, &'static str, [i64; 4], i64, i64, i64, Option<i64>);

/// Worked out by hand for 2024 (domain 4.3); the integration grants as the SIUDU files have them.
const DALFSEN: [Row; 3] = [
    (
        "M2023",
        "meicirculaire 2023",
        [640_980_666, 325_860_196, 703_665_322, 986_054_769],
        2_656_560_953,
        2_656_560_952,
        291_919_400,
        None,
    ),
    (
        "S2023",
        "septembercirculaire 2023",
        [650_417_457, 336_066_973, 712_682_559, 1_003_352_602],
        2_702_519_591,
        2_702_519_591,
        295_984_000,
        None,
    ),
    (
        "M2024",
        "meicirculaire 2024",
        [646_255_546, 327_218_325, 697_362_614, 1_031_817_180],
        2_702_653_665,
        2_702_653_665,
        325_972_200,
        None,
    ),
];

const DORDRECHT: [Row; 3] = [
    (
        "M2023",
        "meicirculaire 2023",
        [3_738_557_215, 3_921_605_075, 4_608_874_077, 5_457_543_671],
        17_726_580_038,
        17_726_580_038,
        1_939_002_800,
        Some(4_223_086_300),
    ),
    (
        "S2023",
        "septembercirculaire 2023",
        [3_804_476_858, 3_958_413_284, 4_729_277_966, 5_579_874_702],
        18_072_042_810,
        18_072_042_811,
        1_965_282_400,
        Some(4_212_074_700),
    ),
    (
        "M2024",
        "meicirculaire 2024",
        [3_793_478_855, 3_881_991_012, 4_723_813_435, 5_527_233_567],
        17_926_516_869,
        17_926_516_869,
        2_163_681_200,
        Some(4_443_179_000),
    ),
];

/// The files of one circular about 2024.
pub(crate) struct Files {
    circular: Circular,
    pub(crate) factors: Vec<u8>,
    pub(crate) weights: Vec<u8>,
    pub(crate) volumes: Vec<u8>,
    pub(crate) siudu: Vec<u8>,
    pub(crate) published: Vec<u8>,
}

impl Files {
    fn real(code: &str) -> Option<Self> {
        let file = |name: &str| real(&format!("gemeentefonds/GF_{code}_2024{name}"));
        Some(Self {
            circular: Circular::parse(code).unwrap(),
            factors: real("gemeentefonds/Uitkeringsfactor.csv")?,
            weights: file("_Gewichten.csv")?,
            volumes: file("_Volumina.csv.gz")?,
            siudu: file("_SIUDU.csv")?,
            published: file(".csv")?,
        })
    }

    /// Small files with the defects of the real ones: headings in other case, a code twice, a column without a weight, dashes, a total
    /// that is not the sum, cents in SIUDU, a negative correction. Amounts can be done in the head: the factor is 2.
    pub(crate) fn small(code: &str) -> Self {
        Self {
            circular: Circular::parse(code).unwrap(),
            factors: format!("Circulaire,Jaar,Uitkeringsfactor\n{code},2024,2\nM1999,2024,x\n").into_bytes(),
            weights: include_bytes!("../fixtures/circular/gewichten.csv").to_vec(),
            volumes: include_bytes!("../fixtures/circular/volumina.csv").to_vec(),
            siudu: include_bytes!("../fixtures/circular/siudu.csv").to_vec(),
            published: include_bytes!("../fixtures/circular/resultaat.csv").to_vec(),
        }
    }

    fn lines(&self, published: bool) -> usize {
        let files = [
            Some(&self.weights),
            Some(&self.volumes),
            Some(&self.siudu),
            published.then_some(&self.published),
        ];
        files.into_iter().flatten().map(|bytes| crate::lines(bytes)).sum()
    }

    fn plan(&self, municipalities: &[&str], published: bool, ledger: &Ledger) -> Plan {
        let source = |name: &'static str, bytes| Source { name, bytes };
        let factors = source("factoren.csv", self.factors.as_slice());
        let settings = Settings {
            circular: self.circular,
            year: year(2024),
            factor: circular::listed(factors, self.circular, year(2024)).unwrap(),
            volumes: source("volumina.csv", self.volumes.as_slice()),
            siudu: source("siudu.csv", self.siudu.as_slice()),
            published: published.then(|| source("resultaat.csv", self.published.as_slice())),
            municipalities: municipalities.iter().map(|code| gm(code)).collect(),
            giver: org("rijk"),
        };
        let plan = circular::plan(source("gewichten.csv", &self.weights), &settings, &held(ledger));
        is_sound(&plan, self.lines(published));
        plan
    }
}

fn figure(code: &str, cluster: &str, municipality: &str) -> String {
    format!("GF2024.{code}.{cluster}.{municipality}")
}

/// What the paragraph says the clusters come to together.
fn total(ledger: &Ledger, municipality: &str, moment: crate::support::At) -> String {
    let shown = ledger.paragraph(municipality, 2024, moment);
    at(&shown, TableId::FundingSources, "total:earmark-indicative-cluster", "amount")
}

/// Done by hand:
/// Dalfsen basis 2 × 1,25 × 30.051 − 100.000,37 = −24.872,87; participatie −0,00089 × 1.000.000 = −890; wmo 2 × 100,004 = 200,008;
/// jeugd 2 × 1.000,005 × 10,5 = 21.000,105. Rounded −24.872,87 − 890,00 + 200,01 + 21.000,11 (half away from zero) = −4.562,75;
/// exact −4.562,757, so the rounded sum is −4.562,76.
/// Dordrecht basis 2 × 1,25 × 122.847 = 307.117,50; participatie −0,00089 × 2.000.000,5 = −1.780,000445; wmo 200,008 + 7.213,37 =
/// 7.413,378; jeugd 2 × (1.000,005 × 20 − 0,5 × 4) = 39.996,20.
#[test]
fn small_files_with_the_same_defects() {
    let files = Files::small("M2023");
    let mut ledger = of(&[("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")]);
    let plan = files.plan(&[], true, &ledger);
    assert_eq!(record(&mut ledger, &plan), 1 + 4 + 4 + 2, "{}", findings(&plan));
    let shown = |code: &str| ledger.paragraph(code, 2024, ledger.now("2023-06-01"));
    let amounts = |code: &str, lines: &[&str]| -> Vec<String> {
        let amount =
            |line: &&str| at(&shown(code), TableId::FundingSources, &figure("M2023", line, code), "amount");
        lines.iter().map(amount).collect()
    };
    let all = ["sociale-basis", "participatie", "wmo", "jeugd"];
    assert_eq!(
        amounts("GM0148", &all),
        ["-2487287", "-89000", "20001", "2100011"].map(|it| format!("{it} (circular)"))
    );
    assert_eq!(
        amounts("GM0505", &all),
        ["30711750", "-178000", "741338", "3999620"].map(|it| format!("{it} (circular)"))
    );
    assert_eq!(amounts("GM0148", &["iu-participatie"]), ["291919400 (circular)"]);
    assert_eq!(amounts("GM0505", &["iu-beschermd-wonen"]), ["4223086300 (circular)"]);
    let said = findings(&plan);
    for expected in [
        "circular-weight-total | gewichten.csv 3 Totaal | jongeren: 1.000,00 | 1000,005",
        "circular-dash | gewichten.csv 4 omgevingsadressendichtheid | 1 keer | 0",
        "circular-dash | volumina.csv 2 oadw | 1 keer | 0",
        "circular-code | volumina.csv 5 CBS | x1 Vreemd | ",
        "circular-column-unused | siudu.csv 1 ART.12 | ART.12 | ",
        "circular-rounded-sum | volumina.csv 2 | Dalfsen: € -4.562,75 | € -4.562,76",
        "circular-published-without-siudu | resultaat.csv 2 sociale basisvoorzieningen | Dalfsen: 75127.5 | € -24.872,87",
        "circular-published-differs | resultaat.csv 3 individuele voorzieningen jeugd | Dordrecht: 40000.0 | € 39.996,20",
    ] {
        assert!(said.contains(&format!("{expected}\n")), "{expected}\n--\n{said}");
    }
    // The participation grant is beside the cluster; the published file counts it in, or leaves it out with the rest of SIUDU.
    let expected = [
        ("circular-code", 1),
        ("circular-column-unused", 1),
        ("circular-dash", 2),
        ("circular-published-differs", 1),
        ("circular-published-without-siudu", 3),
        ("circular-rounded-sum", 1),
        ("circular-weight-total", 1),
    ];
    assert_eq!(counted(&plan).into_iter().collect::<Vec<_>>(), expected, "{said}");
    // Again: nothing, and every row says so.
    let again = files.plan(&[], false, &ledger);
    assert!(again.proposals.is_empty());
    assert!(!again.rows.iter().any(|row| row.outcome == Outcome::Recorded));
}

/// File, what stands in it, what comes in its place, what is said. Nothing is recorded of a file that is no good; a municipality whose
/// number is missing is left out as a whole, and the others are not.
#[test]
fn what_is_wrong_is_said_and_not_guessed() {
    let nothing = 0;
    let one = 1 + 5;
    let table = [
        ("weights", "1,25", "", "circular-weight", nothing),
        ("weights", "1,25", "een", "circular-weight", nothing),
        ("weights", "Participatie|", "Werk|", "circular-heading", nothing),
        ("weights", "jong|jongeren", "inwo|inwoners", "circular-twice", nothing),
        ("weights", "jong|jongeren", "jeugdigen|jongeren", "circular-unmatched", nothing),
        ("volumes", "|jong|", "|inwo|", "circular-twice", nothing),
        ("volumes", "148|Dalfsen", "505|Dalfsen", "circular-twice", nothing),
        ("volumes", "CBS|Naam", "Naam|CBS", "circular-heading", nothing),
        ("volumes", "30.051,00", "", "circular-cell", one),
        ("volumes", "30.051,00", "30.05x", "circular-cell", one),
        ("volumes", "148|Dalfsen", "149|Dalfsen", "circular-municipality-missing", one),
        ("volumes", "10,5", "99999999999999999", "circular-too-large", one),
        ("siudu", "2919194", "", "circular-cell", one),
        ("siudu", "Vrouwenopvang", "Vrouwen", "circular-unmatched", nothing),
    ];
    for (file, was, is, code, statements) in table {
        let mut files = Files::small("M2023");
        let (was, is) = (was.replace('|', "\t"), is.replace('|', "\t"));
        let bytes = match file {
            "weights" => &mut files.weights,
            "volumes" => &mut files.volumes,
            _ => &mut files.siudu,
        };
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(&was), "{was}");
        *bytes = text.replacen(&was, &is, 1).into_bytes();
        let ledger = of(&[("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")]);
        let plan = files.plan(&[], false, &ledger);
        assert!(counted(&plan).contains_key(code), "{file}, {was}: {}", findings(&plan));
        assert_eq!(plan.proposals.len(), statements, "{file}, {was}: {}", findings(&plan));
        assert_eq!(plan.is_unusable(), statements == nothing, "{file}, {was}");
        assert!(statements == nothing || plan.leaves_out(), "{file}, {was}");
    }
    let plan = Files::small("M2023").plan(&[], false, &Ledger::default());
    assert_eq!(counted(&plan).get("circular-nobody"), Some(&1));
}

/// Only what was asked for; a grant that comes to nothing in a next circular is said, one that never was is not.
#[test]
fn a_grant_that_ends_is_said() {
    let mut ledger = of(&[("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")]);
    let plan = Files::small("M2023").plan(&["GM0505"], false, &ledger);
    assert_eq!(record(&mut ledger, &plan), 1 + 5);
    let mut next = Files::small("S2023");
    next.siudu = String::from_utf8(next.siudu).unwrap().replace("42230863", "0").into_bytes();
    let plan = next.plan(&["GM0505"], false, &ledger);
    assert_eq!(record(&mut ledger, &plan), 5);
    let shown = ledger.paragraph("GM0505", 2024, ledger.now("2023-10-01"));
    assert_eq!(
        at(&shown, TableId::FundingSources, "GF2024.S2023.iu-beschermd-wonen.GM0505", "amount"),
        "0 (circular)"
    );
    assert!(
        shown
            .table(TableId::FundingSources)
            .unwrap()
            .cell("GF2024.S2023.iu-participatie.GM0505", "amount")
            .is_none()
    );
}

/// The same circular with another amount is a correction with a reason that names the file, of a first circular and of a next one.
#[test]
fn a_corrected_file_is_a_correction() {
    let mut ledger = of(&[("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")]);
    for code in ["M2023", "S2023"] {
        let mut files = Files::small(code);
        let plan = files.plan(&[], false, &ledger);
        record(&mut ledger, &plan);
        // Of Dordrecht 1 inhabitant more: 2 × 1,25 more.
        files.volumes = String::from_utf8(files.volumes).unwrap().replace("122.847", "122.848").into_bytes();
        let plan = files.plan(&[], false, &ledger);
        let [proposal] = plan.proposals.as_slice() else { panic!("{}", findings(&plan)) };
        let Body::EntryCorrected(body) = &proposal.statement.body else { panic!("{proposal:?}") };
        assert!(body.reason.as_str().contains("gewichten.csv"), "{}", body.reason);
        record(&mut ledger, &plan);
        let shown = ledger.paragraph("GM0505", 2024, ledger.now("2023-10-01"));
        let amount = at(&shown, TableId::FundingSources, &figure(code, "sociale-basis", "GM0505"), "amount");
        assert_eq!(amount, "30712000 (circular)", "{code}");
        assert!(shown.table(TableId::Corrections).is_some());
        assert!(files.plan(&[], false, &ledger).proposals.is_empty(), "the corrected file again: nothing");
    }
}

/// An older circular that comes later is recorded as what it is: it does not replace the newer one, and does not count.
#[test]
fn an_older_circular_that_comes_later_does_not_count() {
    let mut ledger = of(&[("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")]);
    for (code, statements, older) in
        [("S2023", 11, 0), ("M2023", 10, 10), ("M2024", 10, 0), ("D2023", 10, 10)]
    {
        let plan = Files::small(code).plan(&[], false, &ledger);
        assert_eq!(record(&mut ledger, &plan), statements, "{code}: {}", findings(&plan));
        assert_eq!(counted(&plan).get("circular-older").copied().unwrap_or_default(), older, "{code}");
    }
    let shown = ledger.paragraph("GM0148", 2024, ledger.now("2024-06-01"));
    let counting =
        |code: &str| at(&shown, TableId::FundingSources, &figure(code, "jeugd", "GM0148"), "counting");
    assert_eq!(
        ["M2023", "S2023", "D2023", "M2024"].map(counting),
        [
            "counting-memo".to_owned(),
            "counting-superseded; GF2024.M2024.jeugd.GM0148".to_owned(),
            "counting-memo".to_owned(),
            "counted".to_owned(),
        ]
    );
}

/// A figure of the same money that a clerk typed is not replaced, and that both count is said.
#[test]
fn a_figure_that_was_typed_before_is_pointed_out() {
    use openboek_rules::statement::{FundingIndicated, Statement};
    let mut ledger = of(&[("GM0148", "Dalfsen")]);
    let plan = Files::small("M2023").plan(&[], false, &ledger);
    let Statement { concerns, body } = &plan.proposals[1].statement;
    let Body::FundingIndicated(imported) = body else { panic!("{body:?}") };
    let mut typed: FundingIndicated = imported.clone();
    typed.act.organisation = org("GM0148");
    typed.act.documents.clear();
    typed.figure.figure = crate::support::build::figure("AU-basis");
    assert_eq!(concerns.len(), 1);
    ledger.say(&["GM0148"], Body::FundingIndicated(typed));
    let plan = Files::small("M2023").plan(&[], false, &ledger);
    assert_eq!(counted(&plan).get("circular-other-figure"), Some(&1), "{}", findings(&plan));
    assert!(findings(&plan).contains("AU-basis"));
}

/// The amounts of Dalfsen and Dordrecht by every circular in the folder, to the cent; each at its time, by position and by the day of
/// the act; and the name of the circular it is from.
#[test]
fn the_real_circulars_have_their_values_at_their_time() {
    let members = [("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")];
    let mut ledger = of(&members);
    let mut stands = Vec::new();
    for code in ["M2023", "S2023", "M2024"] {
        let Some(files) = Files::real(code) else { return };
        let plan = files.plan(&[], false, &ledger);
        record(&mut ledger, &plan);
        stands.push(ledger.size());
        assert!(files.plan(&[], false, &ledger).proposals.is_empty(), "{code} again: nothing");
    }
    for (municipality, rows) in [("GM0148", DALFSEN), ("GM0505", DORDRECHT)] {
        for (place, (code, name, amounts, sum, _, participation, housing)) in rows.into_iter().enumerate() {
            let day = ["2023-05-31", "2023-09-30", "2024-05-31"][place];
            let moments = [ledger.stand(stands[place], day), ledger.decided(day)];
            for moment in moments {
                let shown = ledger.paragraph(municipality, 2024, moment);
                let row = |line: &str| figure(code, line, municipality);
                let amount = |line: &str| at(&shown, TableId::FundingSources, &row(line), "amount");
                assert_eq!(
                    CLUSTERS.map(amount),
                    amounts.map(|cents| format!("{cents} (circular)")),
                    "{code}"
                );
                assert_eq!(at(&shown, TableId::FundingSources, &row("wmo"), "circular"), name);
                assert_eq!(total(&ledger, municipality, moment), sum.to_string(), "{code}");
                assert_eq!(amount("iu-participatie"), format!("{participation} (circular)"));
                let found =
                    shown.table(TableId::FundingSources).unwrap().cell(&row("iu-beschermd-wonen"), "amount");
                assert_eq!(found.is_some(), housing.is_some(), "{code}");
                if let Some(cents) = housing {
                    assert_eq!(amount("iu-beschermd-wonen"), format!("{cents} (circular)"));
                }
            }
        }
    }
    // From the figure to its papers: the rows of the municipality in the files.
    let shown = ledger.paragraph("GM0505", 2024, ledger.now("2024-06-01"));
    let found = cell(&shown, TableId::FundingSources, "GF2024.M2024.wmo.GM0505", "amount");
    let event = &ledger.events[usize::try_from(found.sources[0]).unwrap()];
    let papers = &event.statement.body.act().documents;
    let digest =
        |name: &str| *blake3::hash(&real(&format!("gemeentefonds/GF_M2024_2024{name}")).unwrap()).as_bytes();
    assert_eq!(papers[0].digest, Some(digest("_Gewichten.csv")));
    assert_eq!(papers[2].digest, Some(digest("_SIUDU.csv")));
}

/// Where rounding the parts and rounding the sum differ by a cent, that is said, and only there.
#[test]
fn the_real_sums_that_differ_by_a_cent_are_said() {
    for (municipality, rows) in [("GM0148", DALFSEN), ("GM0505", DORDRECHT)] {
        let ledger = of(&[(municipality, "De gemeente")]);
        for (code, _, _, sum, rounded, ..) in rows {
            let Some(files) = Files::real(code) else { return };
            let plan = files.plan(&[], false, &ledger);
            assert_eq!(
                counted(&plan).contains_key("circular-rounded-sum"),
                sum != rounded,
                "{municipality} {code}"
            );
        }
    }
}

/// All municipalities at once: every statement is accepted, the defects are each said by name, and the published results are the
/// amounts without SIUDU for every one of them.
#[test]
fn the_whole_country_by_the_real_circulars() {
    let Some(files) = Files::real("M2024") else { return };
    let volumes = String::from_utf8(files.volumes.clone()).unwrap();
    let named = volumes.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        (format!("GM{:0>4}", cells.next().unwrap()), cells.next().unwrap().to_owned())
    });
    let named: Vec<(String, String)> = named.collect();
    let members: Vec<(&str, &str)> =
        named.iter().map(|(code, name)| (code.as_str(), name.as_str())).collect();
    let mut ledger = of(&members);
    for (code, unused) in [("M2023", 0), ("S2023", 0), ("M2024", 1)] {
        let files = Files::real(code).unwrap();
        let plan = files.plan(&[], true, &ledger);
        let counted = counted(&plan);
        assert_eq!(
            counted.get("circular-column-unused").copied().unwrap_or_default(),
            unused,
            "{}",
            findings(&plan)
        );
        assert_eq!(counted.get("circular-weight-total"), Some(&1), "{code}");
        assert_eq!(counted.get("circular-published-differs"), None, "{code}");
        assert!(counted["circular-published-without-siudu"] > 342, "{code}: {counted:?}");
        let lines = 4 * members.len();
        assert!(record(&mut ledger, &plan) > lines, "{code}");
        let recorded = plan.rows.iter().filter(|row| row.outcome == Outcome::Recorded).count();
        assert!(recorded >= 2 * members.len(), "{code}");
    }
}
