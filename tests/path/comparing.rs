//! Comparing, explaining and watching paragraphs over a real server.

use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::watch_paragraphs_response::Event;

use crate::fixture::{Fixture, REGION};

const EURO: char = '\u{a0}';

async fn publish(fixture: &Fixture, statement: v1::Statement) -> v1::RecordResponse {
    let command = say::command(REGION, vec![statement]);
    let command = v1::RecordRequest { wait_for: v1::WaitFor::Published.into(), ..command };
    fixture.ledger().record(command).await.unwrap().into_inner()
}

fn key(municipality: &str, budget_year: i32) -> Option<v1::ParagraphKey> {
    Some(v1::ParagraphKey { arrangement: REGION.into(), municipality: municipality.into(), budget_year })
}

fn at(municipality: &str, year: i32, size: Option<u64>) -> Option<v1::ParagraphAt> {
    let moment = size
        .map(|size| v1::Moment { recorded: Some(v1::moment::Recorded::Size(size)), ..Default::default() });
    Some(v1::ParagraphAt { key: key(municipality, year), moment })
}

async fn compare(
    fixture: &Fixture,
    before: Option<v1::ParagraphAt>,
    after: Option<v1::ParagraphAt>,
) -> v1::ParagraphDifference {
    let request = v1::CompareParagraphsRequest { before, after };
    fixture.paragraphs().compare_paragraphs(request).await.unwrap().into_inner().difference.unwrap()
}

/// The sentences on one table, with plain blanks.
fn sentences(difference: &v1::ParagraphDifference, table: &str) -> Vec<String> {
    let of = difference.figures.iter().filter(|figure| figure.anchor.as_ref().unwrap().table == table);
    of.map(|figure| figure.sentence.replace(EURO, " ")).collect()
}

/// Two budgets of Dordrecht, one of Alblasserdam, and an amendment; gives the response to the amendment.
async fn budgets(fixture: &Fixture) -> v1::RecordResponse {
    publish(fixture, say::budget("GM0505", 2021, vec![say::line("6.1", 2021, 100_000_000)])).await;
    publish(fixture, say::budget("GM0505", 2022, vec![say::line("6.1", 2022, 120_000_000)])).await;
    publish(fixture, say::budget("GM0482", 2021, vec![say::line("6.1", 2021, 40_000_000)])).await;
    publish(fixture, say::amendment("GM0505", 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_moments_years_and_municipalities_are_compared_in_plain_sentences() {
    let fixture = Fixture::with_region().await;
    let amendment = budgets(&fixture).await.entries[0].index;

    let moments = compare(&fixture, at("GM0505", 2021, Some(amendment)), at("GM0505", 2021, None)).await;
    let sentence = "Lasten samenkracht en burgerparticipatie (6.1): van € 1.000.000 naar € 900.000 (€ 100.000 minder), door \
                    begrotingswijziging 1 (boeking ";
    let said = sentences(&moments, "budget-by-taakveld");
    assert!(said.contains(&format!("{sentence}{amendment}).")), "{said:?}");
    let figure = moments
        .figures
        .iter()
        .find(|f| f.anchor == anchor("budget-by-taakveld", "6.1", "expenditure"))
        .unwrap();
    assert_eq!((figure.change_cents, figure.added_sources.as_slice()), (Some(-10_000_000), &[amendment][..]));
    assert!(figure.dropped_sources.is_empty(), "the budget it began with stays behind it");
    // The amounts before the amendment stand in columns of their own now, and those come from the budget.
    let causes: Vec<_> = moments.causes.iter().map(|cause| (cause.index, cause.title.as_str())).collect();
    assert_eq!(
        causes,
        [
            (figure.after.as_ref().unwrap().sources[0], "„Begroting vastgesteld”"),
            (amendment, "begrotingswijziging 1")
        ]
    );
    assert!(figure.sentence_en.contains("by budget amendment 1"), "{}", figure.sentence_en);
    let english = [&figure.column_name_en, &figure.before_text_en, &figure.after_text_en];
    assert_eq!(english, ["Expenditure", "€1,000,000", "€900,000"]);
    assert_ne!(figure.table_title_en, figure.table_title);
    assert_eq!(figure.row_name_en, figure.row_name, "a taakveld has its official name in every language");

    let years =
        compare(&fixture, at("GM0505", 2021, Some(amendment)), at("GM0505", 2022, Some(amendment))).await;
    let said = sentences(&years, "key-figures");
    assert!(
        said.iter().any(|s| s.starts_with("Lasten: van € 1.000.000 naar € 1.200.000 (€ 200.000 meer), door")),
        "{said:?}"
    );

    let places =
        compare(&fixture, at("GM0505", 2021, Some(amendment)), at("GM0482", 2021, Some(amendment))).await;
    let said = sentences(&places, "key-figures");
    assert!(
        said.iter().any(|s| s.starts_with(
            "Lasten: bij Gemeente GM0505 € 1.000.000, bij Gemeente GM0482 € 400.000 (€ 600.000 minder)"
        )),
        "{said:?}"
    );

    let same = compare(&fixture, at("GM0505", 2021, None), at("GM0505", 2021, None)).await;
    assert!(same.tables.is_empty() && same.figures.is_empty() && same.causes.is_empty());
}

fn anchor(table: &str, row: &str, column: &str) -> Option<v1::Anchor> {
    Some(v1::Anchor { table: table.into(), row: row.into(), column: column.into() })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_compared_is_told_with_its_place_in_the_request() {
    let fixture = Fixture::with_region().await;
    publish(&fixture, say::commitment("GM0523", "T1", "Wij zorgen.")).await;
    let table = [
        (None, at("GM0505", 2021, None), "missing", "before"),
        (at("GM0505", 2021, None), at("gm505", 1, None), "bad-stream", "after.key.municipality"),
        (at("GM0505", 2021, None), at("GM9999", 2021, None), "no-such-member", ""),
        (at("GM0505", 2021, Some(99)), at("GM0505", 2021, None), "beyond-the-log", ""),
    ];
    for (before, after, reason, field) in table {
        let request = v1::CompareParagraphsRequest { before, after };
        let status = fixture.paragraphs().compare_paragraphs(request).await.unwrap_err();
        let told = crate::bad_input::told(&status);
        assert_eq!(told.reason, reason);
        assert!(field.is_empty() || told.violations[0].0 == field, "{:?}", told.violations);
    }
    let other = v1::ParagraphKey { arrangement: "elders".into(), ..key("GM0505", 2021).unwrap() };
    let after = Some(v1::ParagraphAt { key: Some(other), moment: None });
    let request = v1::CompareParagraphsRequest { before: at("GM0505", 2021, None), after };
    let status = fixture.paragraphs().compare_paragraphs(request).await.unwrap_err();
    assert_eq!(crate::bad_input::told(&status).violations[0].0, "after.key.arrangement");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_is_explained_from_euro_to_decision() {
    let fixture = Fixture::with_region().await;
    let recorded = budgets(&fixture).await;
    let (amendment, size) = (recorded.entries[0].index, recorded.published_size.unwrap());
    let figure = anchor("budget-by-taakveld", "6.1", "expenditure");
    let request = v1::ExplainFigureRequest { key: key("GM0505", 2021), moment: None, figure };
    let answer = fixture.paragraphs().explain_figure(request).await.unwrap().into_inner();
    let cell = answer.cell.unwrap();
    assert_eq!(cell.text.replace(EURO, " "), "€ 900.000");
    let place = answer.place.unwrap();
    assert_eq!((place.row.as_str(), place.column.as_str()), ("Samenkracht en burgerparticipatie", "Lasten"));
    assert!(
        answer.terms.iter().any(|term| term.word == "lasten" && term.meaning.ends_with('.')),
        "{:?}",
        answer.terms
    );
    assert_eq!(answer.entries.iter().map(|entry| entry.index).collect::<Vec<_>>(), cell.sources);
    let last = answer.entries.last().unwrap();
    assert_eq!(
        (last.index, last.title.as_str()),
        (amendment, format!("Boeking {amendment}: Begroting gewijzigd").as_str())
    );
    assert_eq!(last.page, format!("/{REGION}/boeking/{amendment}"));
    assert!(
        last.facts
            .iter()
            .any(|fact| fact.values.iter().any(|value| value.replace(EURO, " ") == "1 juni 2021")),
        "{:?}",
        last.facts
    );
    assert_eq!(last.provable_size, Some(size));
    let proof = answer.proof.unwrap();
    assert_eq!(
        (proof.checkpoint_page, proof.bundle_page),
        (format!("/{REGION}/checkpoint"), format!("/{REGION}/bundel/GM0505.zip"))
    );
    assert!(
        answer
            .page
            .starts_with(&format!("/{REGION}/GM0505/2021/cijfer/budget-by-taakveld.6.1.expenditure?stand=")),
        "{}",
        answer.page
    );
}

fn watch(municipality: &str, budget_year: i32, from_size: u64) -> v1::WatchParagraphsRequest {
    v1::WatchParagraphsRequest {
        arrangement: REGION.into(),
        municipality: municipality.into(),
        budget_year,
        from_size,
    }
}

/// Reads until everything up to a size was given: the paragraphs that changed as (municipality, year, size after).
async fn read(
    stream: &mut tonic::Streaming<v1::WatchParagraphsResponse>,
    until: u64,
) -> Vec<(String, i32, u64)> {
    let mut changed = Vec::new();
    loop {
        match stream.message().await.unwrap().unwrap().event.unwrap() {
            Event::Changed(difference) => {
                let head = difference.after.unwrap();
                assert!(!difference.figures.is_empty() || !difference.tables.is_empty());
                changed.push((head.municipality, head.budget_year, head.size));
            }
            Event::CaughtUp(caught_up) if caught_up.size >= until => return changed,
            Event::CaughtUp(_) | Event::Heartbeat(_) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_is_told_what_changed_at_each_head_and_resumes_without_a_gap() {
    let fixture = Fixture::with_region().await;
    let begin =
        publish(&fixture, say::commitment("GM0523", "T1", "Wij zorgen.")).await.published_size.unwrap();
    let mut all = fixture.paragraphs().watch_paragraphs(watch("", 0, begin)).await.unwrap().into_inner();
    let mut one = fixture.paragraphs().watch_paragraphs(watch("GM0505", 2021, 0)).await.unwrap().into_inner();
    assert!(read(&mut all, begin).await.is_empty() && read(&mut one, begin).await.is_empty());

    let budget = say::budget("GM0505", 2021, vec![say::line("6.1", 2021, 100_000_000)]);
    let first = publish(&fixture, budget).await.published_size.unwrap();
    assert_eq!(read(&mut one, first).await, [("GM0505".to_owned(), 2021, first)]);
    assert!(read(&mut all, first).await.contains(&("GM0505".to_owned(), 2021, first)));
    drop(one);

    // Missed by the one who left, told when it comes back; the other municipality's promise is not its business.
    publish(&fixture, say::commitment("GM0482", "T2", "Wij ook.")).await;
    let amended = say::amendment("GM0505", 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000);
    let last = publish(&fixture, amended).await.published_size.unwrap();
    let mut one =
        fixture.paragraphs().watch_paragraphs(watch("GM0505", 2021, first)).await.unwrap().into_inner();
    assert_eq!(read(&mut one, last).await, [("GM0505".to_owned(), 2021, last)]);
    let seen = read(&mut all, last).await;
    assert!(seen.iter().any(|(municipality, ..)| municipality == "GM0482"), "{seen:?}");

    // What it told together is what comparing the ends tells.
    let request = watch("GM0505", 2021, begin);
    let mut whole = fixture.paragraphs().watch_paragraphs(request).await.unwrap().into_inner();
    let Some(Event::Changed(told)) = whole.message().await.unwrap().unwrap().event else {
        panic!("a change comes first")
    };
    assert_eq!(
        told,
        compare(&fixture, at("GM0505", 2021, Some(begin)), at("GM0505", 2021, Some(last))).await
    );

    for (request, reason) in [
        (watch("GM9999", 0, 0), "no-such-member"),
        (watch("", 0, 9_999), "beyond-the-log"),
        (watch("", 1, 0), "bad-year"),
    ] {
        let status = fixture.paragraphs().watch_paragraphs(request).await.unwrap_err();
        assert_eq!(crate::bad_input::told(&status).reason, reason);
    }
}

/// Views of many long items, each in a command of its own: together far more than one message may hold.
fn long_view(number: usize) -> v1::Statement {
    let items = (0..100).map(|item| v1::ViewItem {
        item: format!("P{item}"),
        kind: v1::ItemKind::Request.into(),
        text: format!("Punt {item} van zienswijze {number}: {}", "waarom is dit zo? ".repeat(210).trim_end()),
        recurrence: v1::Recurrence::Once.into(),
    });
    let body = v1::ViewSubmitted {
        act: say::act("GM0505", v1::Organ::Council, "2021-06-01"),
        view: format!("ZW-{number}"),
        addressee: Some(v1::Addressee {
            organisation: "region".into(),
            organ: v1::Organ::ExecutiveBoard.into(),
        }),
        subject: "Ontwerpbegroting".into(),
        statutory: true,
        items: items.collect(),
    };
    say::statement(&["GM0505"], v1::statement::Body::ViewSubmitted(body))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_far_behind_gets_what_is_too_much_for_one_message_in_steps() {
    const VIEWS: usize = 28;
    let fixture = Fixture::with_region().await;
    let begin =
        publish(&fixture, say::commitment("GM0505", "T1", "Wij zorgen.")).await.published_size.unwrap();
    let mut last = begin;
    for number in 0..VIEWS {
        last = publish(&fixture, long_view(number)).await.published_size.unwrap();
    }
    // Asked for at once it is too much.
    let request = v1::CompareParagraphsRequest {
        before: at("GM0505", 2021, Some(begin)),
        after: at("GM0505", 2021, Some(last)),
    };
    let status = fixture.paragraphs().compare_paragraphs(request).await.unwrap_err();
    assert_eq!(crate::bad_input::told(&status).reason, "answer-too-large");

    let asked = watch("GM0505", 2021, begin);
    let mut reader = fixture.paragraphs().max_decoding_message_size(17 << 20);
    let mut stream = reader.watch_paragraphs(asked).await.unwrap().into_inner();
    let (mut known, mut steps, mut items) = (begin, 0, 0);
    loop {
        match stream.message().await.unwrap().unwrap().event.unwrap() {
            Event::Changed(difference) => {
                // Each begins where the one before it ended, and says what comparing those two stands says.
                let (before, after) = (difference.before.clone().unwrap(), difference.after.clone().unwrap());
                assert_eq!(before.size, known);
                known = after.size;
                steps += 1;
                let rows = difference.tables.iter().filter(|table| table.table == "view-items");
                items += rows.map(|table| table.rows_added.len()).sum::<usize>();
                let compared = v1::CompareParagraphsRequest {
                    before: at("GM0505", 2021, Some(before.size)),
                    after: at("GM0505", 2021, Some(after.size)),
                };
                let answer = reader.compare_paragraphs(compared).await.unwrap().into_inner();
                assert_eq!(answer.difference.unwrap(), difference);
            }
            Event::CaughtUp(caught_up) => {
                assert_eq!(caught_up.size, last);
                break;
            }
            Event::Heartbeat(_) => {}
        }
    }
    assert_eq!((known, items), (last, VIEWS * 100));
    assert!(steps > 1, "{steps}");
}
