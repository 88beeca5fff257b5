//! The code lists and the way from one to the next, typed over from the sources (domain 3.2 to 3.8).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use openboek_rules::category::is_own_contribution;
use openboek_rules::statement::Side;
use openboek_rules::taakveld::{Comparison, Family, Mapping, Quality};
use openboek_rules::{BudgetYear, Category, CodeList, Taakveld};

/// `code | name` for every code that a list prints for the social domain.
const LISTS: [(i64, &str); 4] = [
    (
        2015,
        "610 | Bijstandsverlening en inkomensvoorzieningen en subsidies
         611 | Sociale werkvoorziening
         613 | Overige sociale zekerheidsregelingen vanuit het Rijk
         614 | Gemeentelijk armoede- en schuldenbeleid
         621 | Vreemdelingen
         623 | Re-integratie- en participatievoorzieningen Participatiewet
         641 | Tehuizen
         650 | Kinderdagopvang
         661 | Maatwerkvoorzieningen Natura materieel Wmo
         662 | Maatwerkvoorzieningen Natura immaterieel Wmo
         663 | Opvang en beschermd wonen Wmo
         667 | Eigen bijdragen maatwerkvoorzieningen en opvang Wmo
         670 | Algemene voorzieningen Wmo en Jeugd
         671 | Eerstelijnsloket Wmo en Jeugd
         672 | PGB Wmo en Jeugd
         677 | Eigen bijdragen algemene voorzieningen Wmo en Jeugd
         682 | Individuele voorzieningen Natura Jeugd
         683 | Veiligheid, jeugdreclassering en opvang Jeugd
         687 | Ouderbijdragen individuele voorzieningen en opvang Jeugd
         711 | Ambulancevervoer
         712 | Verpleeginrichtingen
         714 | Openbare gezondheidszorg
         715 | Centra voor jeugd en gezin (jeugdgezondheidszorg)
         921 | Uitkeringen gemeentefonds
         922 | Algemene baten en lasten
         923 | Integratie-uitkering Sociaal domein
         960 | Saldo van kostenplaatsen
         970 | Saldo van de rekening
         980 | Mutaties reserves",
    ),
    (
        2017,
        "6.1 | Samenkracht en burgerparticipatie
         6.2 | Wijkteams
         6.3 | Inkomensregelingen
         6.4 | Begeleide participatie
         6.5 | Arbeidsparticipatie
         6.6 | Maatwerkvoorzieningen (WMO)
         6.71 | Maatwerkdienstverlening 18+
         6.72 | Maatwerkdienstverlening 18-
         6.81 | Geëscaleerde zorg 18+
         6.82 | Geëscaleerde zorg 18-",
    ),
    (
        2023,
        "6.1 | Samenkracht en burgerparticipatie
         6.2 | Toegang en eerstelijnsvoorzieningen
         6.3 | Inkomensregelingen
         6.4 | WSW en beschut werk
         6.5 | Arbeidsparticipatie
         6.6 | Maatwerkvoorziening (WMO)
         6.71a | Huishoudelijke hulp (WMO)
         6.71b | Begeleiding (WMO)
         6.71c | Dagbesteding (WMO)
         6.71d | Overige maatwerkarrangementen (WMO)
         6.72a | Jeugdhulp begeleiding
         6.72b | Jeugdhulp behandeling
         6.72c | Jeugdhulp dagbesteding
         6.72d | Jeugdhulp zonder verblijf overig
         6.73a | Pleegzorg
         6.73b | Gezinsgericht
         6.73c | Jeugdhulp met verblijf overig
         6.74a | Jeugd behandeling GGZ zonder verblijf
         6.74b | Jeugdhulp crisis/LTA/GGZ-verblijf
         6.74c | Gesloten plaatsing
         6.81a | Beschermd wonen (WMO)
         6.81b | Maatschappelijke- en vrouwenopvang
         6.82a | Jeugdbescherming
         6.82b | Jeugdreclassering",
    ),
    (
        2025,
        "6.1 | Samenkracht en burgerparticipatie
         6.21 | Toegang en eerstelijnsvoorzieningen Wmo
         6.22 | Toegang en eerstelijnsvoorzieningen Jeugd
         6.23 | Toegang en eerstelijnsvoorzieningen Integraal
         6.3 | Inkomensregelingen
         6.4 | WSW en beschut werk
         6.5 | Arbeidsparticipatie
         6.60 | Hulpmiddelen en diensten (Wmo)
         6.711 | Huishoudelijke hulp (Wmo)
         6.712 | Begeleiding (Wmo)
         6.713 | Dagbesteding (Wmo)
         6.714 | Overige maatwerkarrangementen (Wmo)
         6.751 | Jeugdhulp ambulant lokaal
         6.752 | Jeugdhulp ambulant regionaal
         6.753 | Jeugdhulp ambulant landelijk
         6.761 | Jeugdhulp met verblijf lokaal
         6.762 | Jeugdhulp met verblijf regionaal
         6.763 | Jeugdhulp met verblijf landelijk
         6.791 | PGB Wmo
         6.792 | PGB Jeugd
         6.811 | Beschermd wonen (Wmo)
         6.812 | Maatschappelijke- en vrouwenopvang (Wmo)
         6.821 | Jeugdbescherming
         6.822 | Jeugdreclassering
         6.91 | Coördinatie en beleid Wmo
         6.92 | Coördinatie en beleid Jeugd",
    ),
];

fn list(year: i64) -> &'static CodeList {
    CodeList::of(BudgetYear::new(year).unwrap()).unwrap()
}

fn code(code: &str) -> Taakveld {
    Taakveld::new(code).unwrap()
}

#[test]
fn every_list_is_as_it_is_printed() {
    for (year, printed) in LISTS {
        let social: Vec<String> = list(year)
            .codes()
            .filter(|(code, ..)| year == 2015 || code.starts_with("6."))
            .map(|(code, name, _)| format!("{code} | {name}"))
            .collect();
        let printed: Vec<&str> = printed.lines().map(str::trim).collect();
        assert_eq!(social, printed, "{year}");
    }
}

#[test]
fn every_list_has_its_years() {
    for (year, name) in [
        (2015, "2015-2016"),
        (2016, "2015-2016"),
        (2017, "2017-2022"),
        (2022, "2017-2022"),
        (2023, "2023-2024"),
        (2024, "2023-2024"),
        (2025, "2025-2026"),
        (2026, "2025-2026"),
    ] {
        assert_eq!(list(year).name, name);
    }
    // Older functies are known from memory only, and are not in this data.
    assert!(CodeList::of(BudgetYear::new(2014).unwrap()).is_none());
}

/// Every row of the table of domain 3.7: its codes in the four lists, what the source says of it, and the three steps.
#[test]
fn every_row_of_the_mapping() {
    let expected = "\
670~ ; 6.1 ; 6.1 ; 6.1 ; approximate ; Approximate Exact Exact
671 670~ ; 6.2 ; 6.2 ; 6.21 6.22 6.23 6.91~ 6.92~ ; group-only ; Approximate Exact Approximate
610 613 614 ; 6.3 ; 6.3 ; 6.3 ; good ; Merged Exact Exact
611 ; 6.4 ; 6.4 ; 6.4 ; good ; Exact Exact Exact
623 ; 6.5 ; 6.5 ; 6.5 ; good ; Exact Exact Exact
661 ; 6.6 ; 6.6 ; 6.60 6.791~ ; good-except-pgb ; Approximate Exact Approximate
662 ; 6.71 ; 6.71a 6.71b 6.71c 6.71d ; 6.711 6.712 6.713 6.714 6.791~ ; good-except-pgb ; Approximate Split Approximate
667 677 ; 6.6/3.4.2 6.71/3.4.2 ; 6.71a/3.4.2 ; 6.711/3.4.2 ; category ; None None None
672 ; 6.6~ 6.71~ 6.72~ ; 6.6~ 6.71a~ 6.71b~ 6.71c~ 6.71d~ 6.72a~ 6.72b~ 6.72c~ 6.72d~ ; 6.791 6.792 ; group-only ; None None None
682 ; 6.72 ; 6.72a 6.72b 6.72c 6.72d 6.73a 6.73b 6.73c 6.74a 6.74b 6.74c ; 6.751 6.752 6.753 6.761 6.762 6.763 6.792 ; family-only ; Approximate Split None
663 ; 6.81 ; 6.81a 6.81b ; 6.811 6.812 ; good ; Exact Split Exact
683 ; 6.82 ; 6.82a 6.82b ; 6.821 6.822 ; good ; Exact Split Exact
687 ; 6.72/3.4.2 ; 6.72a/3.4.2 6.72b/3.4.2 6.72c/3.4.2 6.72d/3.4.2 ; 6.751/3.4.2 6.752/3.4.2 6.753/3.4.2 6.761/3.4.2 6.762/3.4.2 6.763/3.4.2 ; category ; None None None
923 ; 0.7 ; 0.7 ; 0.7 ; good ; Approximate Exact Exact";
    let rows: Vec<String> = Mapping::all()
        .map(|row| {
            let column = |codes: &[openboek_rules::taakveld::MappedCode]| {
                let words = codes.iter().map(|found| match (found.part, found.category) {
                    (true, _) => format!("{}~", found.code),
                    (false, Some(category)) => format!("{}/{category}", found.code),
                    (false, None) => found.code.to_owned(),
                });
                words.collect::<Vec<_>>().join(" ")
            };
            let steps: Vec<String> = row.steps.iter().map(|step| format!("{step:?}")).collect();
            let mut columns: Vec<String> = row.codes.iter().map(|codes| column(codes)).collect();
            columns.extend([row.words.to_owned(), steps.join(" ")]);
            columns.join(" ; ")
        })
        .collect();
    assert_eq!(rows, expected.lines().collect::<Vec<_>>());
    assert!(Mapping::all().any(|row| row.steps.contains(&Quality::None)));
}

/// What a code of the newer year was called in the older year, as a whole; `-` where only a family, or nothing, compares.
#[test]
fn only_certain_codes_stand_beside_those_of_an_older_list() {
    let table = "\
2025 2024 6.1   | 6.1
2025 2024 6.3   | 6.3
2025 2024 6.5   | 6.5
2025 2024 6.811 | 6.81a
2025 2024 6.812 | 6.81b
2025 2024 6.821 | 6.82a
2025 2024 6.822 | 6.82b
2025 2024 6.21  | -
2025 2024 6.60  | -
2025 2024 6.711 | -
2025 2024 6.751 | -
2025 2024 6.791 | -
2025 2024 0.7   | 0.7
2025 2024 0.10  | 0.10
2025 2024 7.1   | 7.1
2024 2022 6.2   | 6.2
2024 2022 6.6   | 6.6
2024 2022 6.71a | -
2024 2022 6.81a | -
2023 2022 6.4   | 6.4
2017 2016 6.3   | 610, 613, 614
2018 2016 6.4   | 611
2018 2016 6.5   | 623
2018 2016 6.81  | 663
2018 2016 6.82  | 683
2018 2016 6.1   | -
2018 2016 6.6   | -
2018 2016 6.72  | -
2018 2016 0.7   | -
2018 2016 0.10  | -
2025 2026 6.711 | 6.711
2024 2025 6.1   | -";
    for line in table.lines() {
        let (asked, expected) = line.split_once('|').unwrap();
        let [now, before, wanted] = asked.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (now, before) = (list(now.parse().unwrap()), list(before.parse().unwrap()));
        let found = now.in_older(&code(wanted), before).map_or("-".to_owned(), |codes| codes.join(", "));
        assert_eq!(found, expected.trim(), "{line}");
    }
    assert_eq!(list(2025).in_older(&code("6.71a"), list(2024)), None, "no code of the list");
}

/// Domain 3.4: bare parents of codes with letters are not allowed any more, yet real figures of 2023 and 2024 are on them.
#[test]
fn what_a_list_knows_of_a_code() {
    let table = "\
2022 6.72  | allowed   | Maatwerkdienstverlening 18-
2023 6.72  | forbidden | Maatwerkdienstverlening 18-
2024 6.71  | forbidden | Maatwerkdienstverlening 18+
2024 6.81  | forbidden | Geëscaleerde zorg 18+
2024 6.82  | forbidden | Geëscaleerde zorg 18-
2023 6.72a | allowed   | Jeugdhulp begeleiding
2023 6.73  | unknown   | -
2025 6.72  | unknown   | -
2016 6.72  | unknown   | -";
    for line in table.lines() {
        let [asked, knows, name] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (year, asked) = asked.split_once(' ').unwrap();
        let (list, asked) = (list(year.parse().unwrap()), code(asked.trim()));
        assert_eq!(
            (list.allows(&asked), list.forbids(&asked)),
            (knows == "allowed", knows == "forbidden"),
            "{line}"
        );
        assert_eq!(list.name_of(&asked).unwrap_or("-"), name, "{line}");
        assert_eq!(list.place_of(&asked).is_some(), knows != "unknown", "{line}");
    }
    // A forbidden code stands beside the codes that took its place, and never for their whole in an older year.
    let place = |code: &str| list(2023).place_of(&self::code(code));
    assert!(place("6.6") < place("6.71") && place("6.71") < place("6.71a"));
    assert_eq!(list(2023).in_older(&code("6.72"), list(2022)), None);
    assert_eq!(list(2023).in_older(&code("6.72"), list(2024)), Some(vec!["6.72"]));
}

/// A list that no program knows yet needs a change of the data and of nothing else.
#[test]
fn a_newer_list_is_a_change_of_data_only() {
    let text = "\
        # made up
        list 2025-2026 | 2025-2026 | Iv3 2025
        list 2027-     | 2027-     | Iv3 2027
        0.1   | Bestuur             | other | 2025-
        6.711 | Huishoudelijke hulp | wmo   | 2025-2026 | 2027-
        6.715 | Hulp bij huishouden | wmo   | 2027-";
    let lists = CodeList::parse_all(text).unwrap();
    let [old, new] = &lists[..] else { panic!("{lists:?}") };
    assert_eq!((old.first, old.last, new.first, new.last, new.source), (2025, 2026, 2027, 2100, "Iv3 2027"));
    let codes = |list: &CodeList| list.codes().map(|(code, ..)| code).collect::<Vec<_>>();
    assert_eq!((codes(old), codes(new)), (vec!["0.1", "6.711"], vec!["0.1", "6.715"]));
    assert!(new.forbids(&code("6.711")) && !old.forbids(&code("6.711")));
    assert_eq!(new.family_of(&code("6.711")), Some(Family::Wmo));

    for bad in [
        "0.1 | Bestuur | other | 2025-",
        "list 2025 | 2026-2025 | x\n0.1 | Bestuur | other | 2025-",
        "list a | 2025- | x\n0.1 | Bestuur | others | 2025-",
        "list a | 2025- | x\n0.1 | Bestuur | other | 2025-\n0.1 | Bestuur | other | 2025-",
        "list a | 2025- | x\n0.1 |  | other | 2025-",
        "list a | 2025- | x\nA.1 | Bestuur | other | 2025-",
        "list a | 2025-",
    ] {
        assert!(CodeList::parse_all(bad).is_err(), "{bad}");
    }
}

#[test]
fn families_compare_from_2017_on() {
    use Comparison::{ByCode, ByFamily, NotAtAll};
    for (one, other, how) in [
        (2025, 2026, ByCode),
        (2024, 2023, ByCode),
        (2025, 2024, ByFamily),
        (2026, 2019, ByFamily),
        (2022, 2017, ByCode),
        (2017, 2016, NotAtAll),
        (2025, 2015, NotAtAll),
        (2015, 2016, ByCode),
    ] {
        assert_eq!(list(one).compared_with(list(other)), how, "{one} {other}");
        assert_eq!(list(other).compared_with(list(one)), how, "{other} {one}");
    }
}

/// Sociale basis (6.1), Toegang (6.2*), Inkomen (6.3), Participatie (6.4 + 6.5), Wmo (6.6*, 6.71*, 6.791, 6.81*, 6.91),
/// Jeugd (6.72-6.76, 6.792, 6.82*, 6.92).
#[test]
fn every_code_from_2017_on_has_the_family_of_the_source() {
    use Family::{Access, Income, Participation, SocialInfrastructure, Wmo, Youth};
    for known in CodeList::all().filter(|list| list.first >= 2017) {
        for (code, _, family) in known.codes().filter(|(code, ..)| code.starts_with("6.")) {
            let expected = match code {
                "6.1" => SocialInfrastructure,
                "6.2" | "6.21" | "6.22" | "6.23" => Access,
                "6.3" => Income,
                "6.4" | "6.5" => Participation,
                "6.791" | "6.91" => Wmo,
                "6.792" | "6.92" => Youth,
                code if ["6.6", "6.71", "6.81"].iter().any(|start| code.starts_with(start)) => Wmo,
                code if ["6.72", "6.73", "6.74", "6.75", "6.76", "6.82"]
                    .iter()
                    .any(|s| code.starts_with(s)) =>
                {
                    Youth
                }
                other => panic!("{other} is in no family of the source"),
            };
            assert_eq!(family, expected, "{} {code}", known.name);
        }
    }
}

#[test]
fn categories_have_the_names_of_the_list() {
    let printed = "\
1.1 | Salarissen en sociale lasten
3.4.1 | Sociale uitkeringen in natura
3.4.2 | Eigen bijdragen en verhaal sociale uitkeringen in natura
4.2 | Subsidies
4.3.3 | Inkomensoverdrachten – gemeenschappelijke regelingen
4.3.8 | Inkomensoverdrachten – overige instellingen en personen
7.1 | Mutatie reserves";
    for line in printed.lines() {
        let (code, name) = line.split_once(" | ").unwrap();
        assert_eq!(Category::new(code).unwrap().name(), Some(name));
    }
    assert_eq!(Category::new("9.9").unwrap().name(), None);
    for wrong in ["", "3.", ".4", "3..4", "3.4a", "123.4", "3.4.2.1.5", " 3.4"] {
        assert!(Category::new(wrong).is_err(), "{wrong}");
    }
    assert!(Category::named().all(|(code, _)| Category::new(code).is_ok()));
}

#[test]
fn own_contributions_are_a_category_and_were_codes_of_their_own() {
    let own = Category::new("3.4.2").unwrap();
    let care = Category::new("3.4.1").unwrap();
    for (taakveld, side, category, expected) in [
        ("6.711", Side::Income, Some(&own), true),
        ("6.711", Side::Expenditure, Some(&own), false),
        ("6.711", Side::Income, Some(&care), false),
        ("6.711", Side::Income, None, false),
        ("667", Side::Income, None, true),
        ("677", Side::Income, None, true),
        ("687", Side::Income, None, true),
        ("661", Side::Income, None, false),
    ] {
        assert_eq!(is_own_contribution(&code(taakveld), side, category), expected, "{taakveld} {category:?}");
    }
}
