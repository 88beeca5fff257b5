//! Preview: what it says is what recording then does, in every paragraph of the region; and it leaves no trace.

use std::collections::BTreeMap;

use openboek_tests::say;
use openboek_wire::v1;

use crate::bad_input::{cases, told};
use crate::fixture::{Fixture, MEMBERS, REGION, reproducible_ground};

/// A region of three with budgets, a cut of one council and a cut of the region; the clock stands still.
async fn region_with_cuts() -> Fixture {
    let fixture = Fixture::over(reproducible_ground()).await;
    fixture.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    let mut statements: Vec<v1::Statement> = MEMBERS
        .iter()
        .map(|code| {
            say::budget(
                code,
                2021,
                vec![say::line("6.1", 2021, 100_000_000), say::line("6.1", 2022, 90_000_000)],
            )
        })
        .collect();
    statements.push(say::cut("GM0505", &["GM0505"], "D-1", (2021, 2023), -20_000_000));
    statements.push(say::cut("region", &["region"], "R-1", (2021, 2024), -3_000_000));
    publish(&fixture, statements).await;
    fixture
}

async fn publish(fixture: &Fixture, statements: Vec<v1::Statement>) -> v1::RecordResponse {
    let command =
        v1::RecordRequest { wait_for: v1::WaitFor::Published.into(), ..say::command(REGION, statements) };
    fixture.ledger().record(command).await.unwrap().into_inner()
}

async fn preview(fixture: &Fixture, command: &v1::RecordRequest) -> v1::PreviewResponse {
    let request = v1::PreviewRequest { command: Some(command.clone()) };
    fixture.ledger().preview(request).await.unwrap().into_inner()
}

/// Everything an outsider can see of the log: its sizes, its checkpoint, and the bytes of every entry.
async fn log(fixture: &Fixture) -> (v1::Arrangement, Vec<u8>, Vec<Vec<u8>>) {
    let events = fixture.events().await;
    let request = v1::GetArrangementRequest { arrangement: REGION.into() };
    let arrangement = fixture.arrangements().get_arrangement(request).await.unwrap().into_inner().arrangement;
    let request = v1::GetCheckpointRequest { arrangement: REGION.into() };
    let note = fixture.audit().get_checkpoint(request).await.unwrap().into_inner().note;
    (arrangement.unwrap(), note, events)
}

/// The difference between two sizes of the log, of every paragraph there is at the later one; without those that are the same.
async fn differences(
    fixture: &Fixture,
    before: u64,
    after: u64,
) -> BTreeMap<(String, i32), v1::ParagraphDifference> {
    let request =
        v1::ListParagraphsRequest { arrangement: REGION.into(), page_size: 500, ..Default::default() };
    let listed = fixture.paragraphs().list_paragraphs(request).await.unwrap().into_inner();
    assert!(
        listed.next_page_token.is_empty() && listed.paragraphs.len() >= 16,
        "{}",
        listed.paragraphs.len()
    );
    let mut found = BTreeMap::new();
    for key in listed.paragraphs.into_iter().filter_map(|summary| summary.key) {
        let at = |size| {
            let moment =
                v1::Moment { recorded: Some(v1::moment::Recorded::Size(size)), ..Default::default() };
            Some(v1::ParagraphAt { key: Some(key.clone()), moment: Some(moment) })
        };
        let request = v1::CompareParagraphsRequest { before: at(before), after: at(after) };
        let answer = fixture.paragraphs().compare_paragraphs(request).await.unwrap().into_inner();
        let difference = answer.difference.unwrap();
        if !(difference.tables.is_empty() && difference.figures.is_empty()) {
            found.insert((key.municipality, key.budget_year), difference);
        }
    }
    found
}

fn by_key(paragraphs: Vec<v1::ParagraphDifference>) -> BTreeMap<(String, i32), v1::ParagraphDifference> {
    let count = paragraphs.len();
    let key = |head: &v1::Head| (head.municipality.clone(), head.budget_year);
    let found: BTreeMap<_, _> = paragraphs.into_iter().map(|p| (key(p.after.as_ref().unwrap()), p)).collect();
    assert_eq!(found.len(), count, "each paragraph once");
    found
}

/// What is previewed, who must see it: (name, statements, paragraphs as municipality/year that change among others).
fn commands() -> Vec<(&'static str, Vec<v1::Statement>, Vec<&'static str>)> {
    vec![
        (
            "one council suspends its cut",
            vec![say::suspension("GM0505", &["GM0505"], "D-1", (2021, 2022))],
            vec!["GM0505/2021", "GM0505/2022", "GM0505/2023"],
        ),
        (
            "the region suspends its cut, which is in everybody's paragraph",
            vec![say::suspension("region", &["region"], "R-1", (2022, 2022))],
            vec!["GM0482/2021", "GM0505/2021", "GM0523/2021", "region/2022"],
        ),
        (
            "several statements at once, also of a year without a paragraph yet",
            vec![
                say::amendment("GM0482", 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000),
                say::budget("GM0523", 2026, vec![say::line("6.1", 2026, 1)]),
                say::suspension("GM0505", &["GM0505"], "D-1", (2023, 2023)),
            ],
            vec!["GM0482/2021", "GM0505/2021", "GM0523/2026"],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn preview_says_exactly_what_recording_then_does_in_every_paragraph_of_the_region() {
    let fixture = region_with_cuts().await;
    for (name, statements, seen) in commands() {
        let command =
            v1::RecordRequest { wait_for: v1::WaitFor::Published.into(), ..say::command(REGION, statements) };
        let before = log(&fixture).await;
        let foreseen = preview(&fixture, &command).await;
        let again = preview(&fixture, &command).await;
        assert_eq!(log(&fixture).await, before, "{name}: preview leaves no trace");
        assert_eq!(again, foreseen, "{name}: and tells the same the second time");

        let recorded = fixture.ledger().record(command).await.unwrap().into_inner();
        assert!(!recorded.repeated_request, "{name}: the request id was not remembered");
        assert_eq!(foreseen.size, before.0.size, "{name}");
        assert_eq!(foreseen.recorded_at_ms, recorded.recorded_at_ms, "{name}");
        let places = |index: u64, kind: &str, revisions: &[v1::StreamRevision]| {
            (index, kind.to_owned(), revisions.to_vec())
        };
        assert_eq!(
            foreseen.entries.iter().map(|e| places(e.index, &e.kind, &e.revisions)).collect::<Vec<_>>(),
            recorded.entries.iter().map(|e| places(e.index, &e.kind, &e.revisions)).collect::<Vec<_>>(),
            "{name}: nothing came between, so the positions are these"
        );
        let after = recorded.entries.last().unwrap().index + 1;
        let (foreseen, made) =
            (by_key(foreseen.paragraphs), differences(&fixture, before.0.size, after).await);
        assert_eq!(foreseen.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>(), "{name}");
        for (key, difference) in &made {
            assert_eq!(&foreseen[key], difference, "{name}: {key:?}");
            assert!(
                !difference.causes.is_empty() && difference.figures.iter().all(|f| f.sentence.ends_with('.'))
            );
        }
        for paragraph in seen {
            let (municipality, year) = paragraph.split_once('/').unwrap();
            assert!(
                made.contains_key(&(municipality.to_owned(), year.parse().unwrap())),
                "{name}: {paragraph}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn preview_refuses_what_record_refuses_in_the_same_words() {
    let fixture = Fixture::with_region().await;
    let budget = say::budget("GM0505", 2024, vec![say::line("6.1", 2024, 1_000)]);
    publish(&fixture, vec![budget]).await;
    let before = log(&fixture).await;
    for case in cases() {
        let request = v1::PreviewRequest { command: Some(case.request.clone()) };
        let foreseen = fixture.ledger().preview(request).await.expect_err(case.name);
        let refused = fixture.ledger().record(case.request).await.expect_err(case.name);
        assert_eq!(
            (foreseen.code(), foreseen.message()),
            (refused.code(), refused.message()),
            "{}",
            case.name
        );
        assert_eq!(told(&foreseen), told(&refused), "{}", case.name);
    }
    assert_eq!(log(&fixture).await, before);
    let nothing = fixture.ledger().preview(v1::PreviewRequest { command: None }).await.unwrap_err();
    assert_eq!(told(&nothing).reason, "missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_command_that_was_recorded_preview_gives_the_answer_it_got() {
    let fixture = region_with_cuts().await;
    let command = say::command(REGION, vec![say::suspension("GM0505", &["GM0505"], "D-1", (2021, 2021))]);
    let recorded = fixture.ledger().record(command.clone()).await.unwrap().into_inner();
    let foreseen = preview(&fixture, &command).await;
    assert!(foreseen.entries.is_empty() && foreseen.paragraphs.is_empty());
    let before = foreseen.recorded_before.unwrap();
    assert!(before.repeated_request);
    assert_eq!(before.entries, recorded.entries);
    let statements = vec![say::commitment("GM0505", "T1", "Wij zorgen.")];
    let other = v1::PreviewRequest { command: Some(v1::RecordRequest { statements, ..command }) };
    assert_eq!(told(&fixture.ledger().preview(other).await.unwrap_err()).reason, "request-reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_would_join_has_its_paragraphs_foreseen() {
    let fixture = region_with_cuts().await;
    let joined = v1::MemberJoined {
        act: say::act("region", v1::Organ::GeneralBoard, "2020-11-11"),
        member: Some(v1::Member { code: "GM0590".into(), name: "Papendrecht".into() }),
        from: "2021-01-01".into(),
    };
    let joins = say::statement(&["region"], v1::statement::Body::MemberJoined(joined));
    let budget = say::budget("GM0590", 2021, vec![say::line("6.1", 2021, 5_000)]);
    let foreseen = preview(&fixture, &say::command(REGION, vec![joins, budget])).await;
    let paragraphs = by_key(foreseen.paragraphs);
    let papendrecht = &paragraphs[&("GM0590".to_owned(), 2021)];
    let budgeted = papendrecht
        .figures
        .iter()
        .find(|figure| figure.anchor.as_ref().unwrap().table == "budget-by-taakveld");
    assert_eq!(budgeted.unwrap().added_sources, [foreseen.entries[1].index]);
    assert_eq!(foreseen.entries[1].revisions, [v1::StreamRevision { stream: "GM0590".into(), revision: 0 }]);
}
