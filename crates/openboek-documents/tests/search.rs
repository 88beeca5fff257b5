//! Looking for something, as tables: what is asked and what comes first.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use jiff::civil::date;
use openboek_documents::page::{SearchForm, SearchGroup, SearchHit, SearchPage, SearchedLedger, search_page};
use openboek_documents::search::{
    BadQuery, Excerpt, Fit, FoundGroup, Group, Index, Moment, Query, excerpt, place, subject,
};
use openboek_documents::{Lang, Link, Names};
use openboek_rules::figure::Pillar;
use openboek_rules::statement::*;
use openboek_rules::*;

mod common;

fn t(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn org(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

fn exact(cents: i64) -> Amount {
    Amount::Exact(Cents::new(cents).unwrap())
}

fn years() -> YearSpan {
    let year = |number| BudgetYear::new(number).unwrap();
    YearSpan::new(year(2021), year(2024)).unwrap()
}

fn act(day: &str, number: Option<&str>) -> Act {
    let paper = number.map(|number| DocumentRef {
        organisation: None,
        title: t("Raadsbesluit financiën"),
        reference: Reference::Assigned(t(number)),
        date: UncertainDate::Unknown,
        place: None,
        digest: None,
    });
    Act {
        organisation: org("GM1904"),
        organ: Organ::Council,
        date: UncertainDate::parse(day).unwrap(),
        documents: paper.into_iter().collect(),
        legal_basis: Vec::new(),
        note: None,
    }
}

fn said(body: Body) -> Statement {
    Statement { concerns: vec![Stream::new("GM1904").unwrap()], body }
}

fn cut(id: &str, scope: &str, amount: Amount, number: Option<&str>) -> Statement {
    said(Body::CutAdopted(CutAdopted {
        act: act("2020-11-11", number),
        terms: CutTerms {
            cut: CutId::new(id).unwrap(),
            scope: t(scope),
            pillar: Pillar::SocialInfrastructure,
            amount,
            years: years(),
            years_inferred: false,
            structural: true,
            certainty: Certainty::Decided,
            concretises: None,
        },
    }))
}

fn suspended(id: &str) -> Statement {
    let (cut, years) = (CutId::new(id).unwrap(), years());
    said(Body::CutSuspended(CutSuspended { act: act("2020-12-01", None), cut, years, extent: Extent::Full }))
}

fn promise(id: &str, text: &str, day: &str) -> Statement {
    said(Body::CommitmentMade(CommitmentMade {
        act: act(day, None),
        commitment: CommitmentId::new(id).unwrap(),
        text: t(text),
        with: Vec::new(),
        due: UncertainDate::Unknown,
        recurrence: Recurrence::Once,
    }))
}

fn paid(id: &str, cents: i64) -> Statement {
    let subsidy = SubsidyId::new(id).unwrap();
    said(Body::AdvancePaid(AdvancePaid { act: act("2021-01-15", None), subsidy, amount: exact(cents) }))
}

fn applied(id: &str, recipient: SubsidyRecipient, activities: &str) -> Statement {
    said(Body::SubsidyApplied(SubsidyApplied {
        act: act("2020-10-01", None),
        subsidy: SubsidyId::new(id).unwrap(),
        recipient,
        activities: t(activities),
        years: years(),
        amount: exact(250_000_000),
        received: UncertainDate::Unknown,
        decide_by: UncertainDate::Unknown,
        per_financial_year: true,
        regulation: None,
    }))
}

/// Entries from position 0 on; 4 was erased.
fn entries() -> Vec<Option<Statement>> {
    let code = MunicipalityCode::new("GM1904").unwrap();
    let founded = ArrangementFounded {
        act: act("2020-01-16", None),
        name: t("Stichtse Vecht en partners"),
        form: LegalForm::SingleMunicipality,
        members: vec![Member { code, name: t("Stichtse Vecht") }],
    };
    let registered = OrganisationRegistered {
        act: act("2020-01-16", None),
        organisation: org("de-kern"),
        name: t("Coöperatie De Kern"),
        kind: OrganisationKind::Provider,
        works_in: vec![code],
        partners: Vec::new(),
    };
    let person = SubsidyRecipient::Person(Pseudonym::new("p-0123456789abcdef").unwrap());
    vec![
        Some(said(Body::ArrangementFounded(founded))),
        Some(said(Body::OrganisationRegistered(registered))),
        Some(cut("SV-2", "preventiebeleid", exact(-60_000_000), Some("DOC/20/406214"))),
        Some(cut("SV-20", "sociale basis en preventie", exact(-16_500_000), None)),
        None,
        Some(applied("S-1", SubsidyRecipient::Organisation(org("de-kern")), "welzijnswerk in de wijk")),
        Some(suspended("SV-20")),
        Some(promise("T-2020-1", "Het voorstel voor de bibliotheek is in april klaar.", "2020-11-30")),
        Some(applied("S-2", person, "een moestuin van 600.000 vierkante meter")),
        Some(paid("S-1", 12_345)),
        Some(promise("T-2020-2", "Wij praten met de bibliothecaris over 1,2 miljoen euro.", "2021-02-01")),
    ]
}

fn index() -> Index {
    let mut index = Index::default();
    for (position, statement) in entries().iter().enumerate() {
        index.add(u64::try_from(position).unwrap(), statement.as_ref());
    }
    index
}

const NEWEST: Moment = Moment { below: u64::MAX, decided_by: None };

fn find(index: &Index, asked: &str, moment: Moment) -> Vec<FoundGroup> {
    index.find(&Query::read(asked).unwrap(), moment, 20)
}

/// Groups with their entries: `cuts 3 6 | subsidies 5`.
fn told(groups: &[FoundGroup]) -> String {
    let group = |group: &FoundGroup| {
        let found: Vec<String> = group.found.iter().map(|found| found.position.to_string()).collect();
        format!("{} {}", group.group.key(), found.join(" "))
    };
    groups.iter().map(group).collect::<Vec<_>>().join(" | ")
}

#[test]
fn what_is_asked_comes_first() {
    use Fit::{Beginnings, Exact, Words};
    let index = index();
    // asked, what is found in order, how well the first fits
    let table = [
        // A cut by its identifier: the other whose identifier begins so comes behind it.
        ("SV-2", "cuts 2 6", Some(Exact)),
        ("sv-20", "cuts 6", Some(Exact)),
        // A recipient by its name, by a word of it, by the beginning, by its identifier; its subsidy is known by it.
        ("coöperatie de kern", "subsidies 5 | organisations 1", Some(Exact)),
        ("Cooperatie De Kern", "subsidies 5 | organisations 1", Some(Exact)),
        ("kern", "subsidies 5 | organisations 1", Some(Words)),
        ("COOP", "subsidies 5 | organisations 1", Some(Beginnings)),
        ("de-kern", "subsidies 5 | organisations 1", Some(Exact)),
        // A subsidy, once, whatever happened to it.
        ("S-1", "subsidies 9", Some(Exact)),
        // The number of a paper, whole and in part; its title.
        ("DOC/20/406214", "cuts 2", Some(Exact)),
        ("406214", "cuts 2", Some(Words)),
        ("doc-20-4", "cuts 2", Some(Beginnings)),
        ("20/406214", "cuts 2", Some(Words)),
        ("raadsbesluit financien", "cuts 2", Some(Exact)),
        // An amount, however it is written.
        ("600.000", "cuts 2 | subsidies 8", Some(Exact)),
        ("€ 600000", "cuts 2 | subsidies 8", Some(Exact)),
        ("€ 2,5 miljoen", "subsidies 8 5", Some(Exact)),
        ("1.200.000", "commitments 10", Some(Exact)),
        ("123,45", "subsidies 9", Some(Exact)),
        ("123", "", None),
        ("000", "", None),
        // Words of a text: whole words before beginnings, then the newest.
        ("bibliotheek", "commitments 7", Some(Words)),
        ("biblio", "commitments 10 7", Some(Beginnings)),
        ("bibliotheek april", "commitments 7", Some(Words)),
        ("bibliotheek euro", "", None),
        ("preventie", "cuts 3 2", Some(Words)),
        // What happened, in both languages.
        ("opgeschort", "cuts 6", Some(Words)),
        ("suspended", "cuts 6", Some(Words)),
        // A person is a pseudonym, and found as one.
        ("p-0123456789abcdef", "subsidies 8", Some(Words)),
        ("nergens", "", None),
        ("e", "", None),
    ];
    for (asked, expected, fit) in table {
        let groups = find(&index, asked, NEWEST);
        assert_eq!(told(&groups), expected, "{asked}");
        assert_eq!(
            groups.first().and_then(|group| group.found.first()).map(|found| found.fit),
            fit,
            "{asked}"
        );
    }
}

#[test]
fn things_count_once_and_what_does_not_fit_on_the_page_is_counted() {
    let index = index();
    let groups = index.find(&Query::read("sv-20").unwrap(), NEWEST, 20);
    assert_eq!((groups[0].count, groups[0].found[0].others), (1, 1), "{groups:?}");
    let groups = index.find(&Query::read("preventie").unwrap(), NEWEST, 1);
    assert_eq!((groups[0].count, groups[0].found.len()), (2, 1), "{groups:?}");
}

#[test]
fn what_works_out_a_cut_is_not_called_so() {
    let mut index = index();
    let Some(Statement { concerns, body: Body::CutAdopted(mut b) }) =
        Some(cut("SV-30", "dagbesteding", exact(-100), None))
    else {
        panic!("a cut");
    };
    b.terms.concretises = Some(CutId::new("SV-2").unwrap());
    index.add(11, Some(&Statement { concerns, body: Body::CutAdopted(b) }));
    let groups = find(&index, "sv-2", NEWEST);
    assert_eq!(told(&groups), "cuts 2 11 6", "newer, and yet behind the cut itself");
}

#[test]
fn an_earlier_moment_knows_nothing_of_what_came_later() {
    let index = index();
    // asked, before which position, decided by, found
    let table = [
        ("sv-20", 6, None, "cuts 3"),
        ("sv-20", 3, None, ""),
        ("biblio", u64::MAX, Some(date(2020, 12, 31)), "commitments 7"),
        ("biblio", u64::MAX, Some(date(2020, 11, 29)), ""),
        ("biblio", 8, Some(date(2021, 12, 31)), "commitments 7"),
    ];
    for (asked, below, decided_by, expected) in table {
        assert_eq!(told(&find(&index, asked, Moment { below, decided_by })), expected, "{asked} {below}");
    }
}

#[test]
fn what_was_erased_is_not_found_any_more() {
    let mut index = index();
    index.forget(7);
    assert_eq!(told(&find(&index, "biblio", NEWEST)), "commitments 10");
    assert_eq!(told(&find(&index, "april", NEWEST)), "");
    // Nothing happens at a position that holds no statement.
    index.forget(4);
    index.forget(99);
    assert_eq!(told(&find(&index, "t-2020-2", NEWEST)), "commitments 10");
}

#[test]
fn an_index_grows_in_order_and_begins_anywhere() {
    let names = Names::from([("de-kern".to_owned(), "De Kern".to_owned())]);
    let mut index = Index::starting(5, names);
    for (position, statement) in entries().iter().enumerate() {
        index.add(u64::try_from(position).unwrap(), statement.as_ref());
    }
    assert_eq!((index.first(), index.next(), index.len()), (5, 11, 6));
    assert_eq!(told(&find(&index, "sv-2", NEWEST)), "cuts 6");
    assert_eq!(told(&find(&index, "de kern", NEWEST)), "subsidies 5");
}

/// The text with what fits in brackets.
fn shown(excerpt: Option<Excerpt>) -> String {
    excerpt.map_or_else(String::new, |excerpt| {
        let part = |part: &openboek_documents::search::Marked| {
            if part.fits { format!("[{}]", part.text) } else { part.text.clone() }
        };
        format!("{}: {}", excerpt.name, excerpt.text.iter().map(part).collect::<String>())
    })
}

#[test]
fn an_excerpt_shows_where_the_words_stand() {
    let (entries, index) = (entries(), index());
    let long = format!("{} bibliotheek {}", "woord ".repeat(60), "slot ".repeat(90));
    let long = promise("T-9", long.trim(), "2020-11-30");
    let of = |position: usize| entries[position].as_ref().unwrap();
    // asked, statement, what is shown
    let table = [
        ("biblio klaar", of(7), "Wat is toegezegd: Het voorstel voor de [bibliotheek] is in april [klaar.]"),
        ("1.200.000", of(10), "Wat is toegezegd: Wij praten met de bibliothecaris over [1,2 miljoen] euro."),
        ("kern", of(5), "Ontvanger: Coöperatie De [Kern (de-kern)]"),
        // What the title says is not said twice; where nothing else fits, the first that it says.
        ("sv-20", of(6), "Begrotingsjaren: 2021 t/m 2024"),
        ("2024", of(6), "Begrotingsjaren: 2021 t/m [2024]"),
        ("sv-20", of(3), "Waarop wordt bezuinigd: sociale basis en preventie"),
        ("vecht", of(6), "Gaat over: Stichtse [Vecht] (GM1904)"),
    ];
    for (asked, statement, expected) in table {
        let query = Query::read(asked).unwrap();
        assert_eq!(shown(excerpt(&query, statement, index.names(), Lang::Nl)), expected, "{asked}");
    }
    let cut_off = shown(excerpt(&Query::read("bibliotheek").unwrap(), &long, index.names(), Lang::Nl));
    assert!(cut_off.starts_with("Wat is toegezegd: … woord ") && cut_off.ends_with(" slot …"), "{cut_off}");
    assert!(cut_off.contains("woord [bibliotheek] slot") && cut_off.chars().count() < 240, "{cut_off}");
}

#[test]
fn a_hit_stands_in_the_row_of_its_thing() {
    let paragraph = common::sample::paragraph();
    let rows: Vec<_> = paragraph
        .figures()
        .filter(|(anchor, cell)| {
            anchor.table == "cut-lanes" && anchor.row == "SV-20" && !cell.sources.is_empty()
        })
        .map(|(_, cell)| cell.sources[0])
        .collect();
    let position = *rows.first().unwrap();
    let found = place(&paragraph, position, Some("SV-20")).unwrap();
    assert!(openboek_documents::find_figure(&paragraph, &found).is_some(), "{found}");
    assert!(found.contains(".SV-20."), "{found}");
    // Whatever comes from it, it is a figure that is there; of nothing there is none.
    assert!(place(&paragraph, position, None).is_some());
    assert_eq!(place(&paragraph, 99_999, Some("SV-20")), None);
}

fn page(asked: &str, bad: Option<BadQuery>, ledgers: Vec<SearchedLedger>, lang: Lang) -> String {
    let mut form = SearchForm::new(Some("Stichtse Vecht"), "/x/zoek".into(), lang);
    form.asked = asked.to_owned();
    search_page(&SearchPage {
        lang,
        arrangement: Some("Stichtse Vecht".into()),
        form,
        bad,
        stand: Some("Stand van vandaag".into()),
        latest: None,
        ledgers,
        home: "/".into(),
        other_language: Some(Link::new("English", "/x/zoek?lang=en")),
    })
}

#[test]
fn the_page_says_how_it_went() {
    let statement = entries()[6].clone().unwrap();
    let (index, query) = (index(), Query::read("geheel").unwrap());
    let entry = Link::new("Boeking 6", "/x/boeking/6");
    let place = Some("/x/GM1904/2021#cut-lanes.SV-20.2021".to_owned());
    let hit = SearchHit {
        excerpt: excerpt(&query, &statement, index.names(), Lang::Nl),
        others: 1,
        ..SearchHit::new(&statement, index.names(), entry, place, Lang::Nl)
    };
    assert_eq!(subject(&statement), Some((ThingKind::Cut, "SV-20".to_owned())));
    let group = SearchGroup::new(Group::Cuts.key(), 1_234, vec![hit], Lang::Nl);
    let ledger = SearchedLedger {
        name: "Stichtse Vecht".into(),
        url: "/x".into(),
        from: Some(7),
        groups: vec![group],
    };
    let found = page("sv-20", None, vec![ledger], Lang::Nl).replace('\u{a0}', " ");
    for part in [
        "<h3>Bezuinigingen (1.234)</h3>",
        "<a href=\"/x/GM1904/2021#cut-lanes.SV-20.2021\">Bezuiniging SV-20</a>: Bezuiniging opgeschort",
        "<p>Hoeveel is opgeschort: <mark>geheel</mark></p>",
        "Stichtse Vecht · 1 december 2020 · <a href=\"/x/boeking/6\">Boeking 6</a>",
        "Andere boekingen hierover die passen: 1",
        "Nog 1.233 andere. Maak de zoekvraag preciezer om ze te zien.",
        "Er is gezocht vanaf boeking 7.",
        "Gevonden voor „sv-20”: 1.234.",
        "role=\"search\"",
        "<label for=\"q\">Zoeken in Stichtse Vecht</label>",
        "value=\"sv-20\"",
    ] {
        assert!(found.contains(part), "{part} is not in\n{found}");
    }
    // asked, why not, what is said
    let table = [
        ("", None, "Bijvoorbeeld een naam"),
        ("–", Some(BadQuery::Empty), "Typ minstens één letter of cijfer."),
        ("nergens", None, "Er is niets gevonden voor „nergens”."),
        ("nergens", None, "alleen het begin van een woord"),
        ("a b c d e f g h i", Some(BadQuery::TooLong), "hoogstens 100 letters en 8 woorden"),
    ];
    for (asked, bad, part) in table {
        let page = page(asked, bad, Vec::new(), Lang::Nl);
        assert!(page.contains(part), "{part} is not in\n{page}");
        assert_eq!(page.contains("niets gevonden"), asked == "nergens", "{asked}");
    }
    let english = page("nowhere", None, Vec::new(), Lang::En);
    assert!(
        english.contains("Nothing was found for “nowhere”.")
            && english.contains("name=\"lang\" value=\"en\"")
    );
}
