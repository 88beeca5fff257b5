//! Dordrecht to the Drechtstedenbestuur (16 January 2020): a formal view with nine items that ask and three that do not, and a
//! regional cut of which nobody knows yet what each municipality bears.

use openboek_rules::statement::{
    AnswerOutcome, Bearer, Body, BudgetAdopted, BudgetLine, CutAdopted, CutAllocated, CutPart, CutSuspended,
    DecisionHeldOver, Extent, ItemAnswer, ItemKind, LegalForm, LineKey, Nature, ProgressReported, Recurrence,
    Side, Subject, ViewAnswered, ViewItem, ViewSubmitted, VisionShared,
};
use openboek_rules::{
    Certainty, DecisionStatus, ItemId, Organ, Reference, Stream, Taakveld, ViewId, VisionId, allocation,
};
use openboek_views::model::{RowRole, TableId};

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const DORDRECHT: &str = "GM0505";
const SLIEDRECHT: &str = "GM0610";
/// Members with inhabitants of 2025, the hypothetical key of the worked example.
const MEMBERS: [(&str, &str, u64); 7] = [
    ("GM0482", "Alblasserdam", 20_247),
    ("GM0505", "Dordrecht", 122_847),
    ("GM0523", "Hardinxveld-Giessendam", 19_126),
    ("GM0531", "Hendrik-Ido-Ambacht", 32_852),
    ("GM0590", "Papendrecht", 32_300),
    ("GM0610", "Sliedrecht", 26_601),
    ("GM0642", "Zwijndrecht", 44_680),
];

fn item(id: &str, kind: ItemKind, words: &str, recurrence: Recurrence) -> ViewItem {
    ViewItem { item: ItemId::new(id).unwrap(), kind, text: text(words), recurrence }
}

fn items() -> Vec<ViewItem> {
    use ItemKind::{Concern, Condition, Criterion, Principle, Priority, Remark, Request};
    use Recurrence::{EachBudget, Once, Yearly};
    vec![
        item("R1", Condition, "Labelloos inzetten, mits de raden goed geïnformeerd blijven", Once),
        item("R2", Request, "Ook mislukte experimenten melden", Once),
        item("R3", Request, "De raad jaarlijks bijpraten over de voortgang van de visie", Yearly),
        item("R4", Criterion, "Aansluiting met sociale wijkteams", Once),
        item("R5", Priority, "Hoge prioriteit voor effectieve schuldhulpverlening", Once),
        item("R6", Principle, "Middelen voor het sociaal domein worden ook voor dit domein ingezet", Once),
        item("R7", Request, "Transparantie in alle inkomsten en uitgaven van het sociaal domein", Once),
        item("R8", Request, "Dit als aparte paragraaf in de begrotingen van de komende jaren", EachBudget),
        item("R9", Request, "Een inhoudelijke reactie op deze zienswijze", Once),
        item("C1", Concern, "Toenemende lokale profilering", Once),
        item("C2", Concern, "Twijfels over nut en noodzaak van de aangenomen taakstelling", Once),
        item("C3", Remark, "Gezondheidszorg, wonen en onderwijs krijgen minder aandacht", Once),
    ]
}

/// Up to and including the view of Dordrecht.
fn with_view() -> Ledger {
    let mut ledger = Ledger::default();
    let members: Vec<(&str, &str)> = MEMBERS.iter().map(|(code, name, _)| (*code, *name)).collect();
    ledger.say(
        &["region"],
        founded("Gemeenschappelijke regeling Drechtsteden", LegalForm::PublicBody, &members),
    );
    ledger.say(
        &["region"],
        Body::CutAdopted(CutAdopted {
            act: paper("region", Organ::GeneralBoard, "2019-07-02", "Begroting 2020", Reference::None),
            terms: terms(
                "DS-5",
                "sociaal domein",
                exact(-500_000_000),
                years(2020, 2020),
                Certainty::Decided,
            ),
        }),
    );
    let vision = || VisionId::new("visie-sociaal-domein").unwrap();
    ledger.say(
        &["region"],
        Body::VisionShared(VisionShared {
            act: act("region", Organ::ExecutiveBoard, "2019-23"),
            vision: vision(),
            title: text("Iedereen een zelfstandig en volwaardig bestaan"),
            with: members.iter().map(|(code, _)| org(code)).collect(),
        }),
    );
    ledger.say(
        &["region", DORDRECHT],
        Body::ProgressReported(ProgressReported {
            act: act("region", Organ::Service, "2019-11-26"),
            vision: Some(vision()),
            text: text("Presentatie in de commissie Sociale leefomgeving van Dordrecht"),
        }),
    );
    let placeholder = Reference::NotAssigned(text("xxxx"));
    ledger.say(
        &["region", DORDRECHT],
        Body::ViewSubmitted(ViewSubmitted {
            act: paper(DORDRECHT, Organ::Council, "2020-01-16", "Zienswijze regionale visie", placeholder),
            view: ViewId::new("ZW-DOR").unwrap(),
            addressee: to("region", Organ::ExecutiveBoard),
            subject: text("Regionale visie sociaal domein"),
            statutory: false,
            items: items(),
        }),
    );
    ledger
}

fn part(bearer: Bearer, amount: i64) -> CutPart {
    CutPart { bearer, amount: exact(amount), explanation: None }
}

fn divided(status: DecisionStatus, on: &str, parts: Vec<CutPart>) -> Body {
    Body::CutAllocated(CutAllocated {
        act: act("region", Organ::ExecutiveBoard, on),
        cut: cut("DS-5"),
        years: years(2020, 2020),
        status,
        parts,
        total: Some(exact(-500_000_000)),
    })
}

/// Up to and including 7 July 2020, when the division was put off.
pub fn recorded() -> Ledger {
    let mut ledger = with_view();
    let theme = |words: &str, amount| part(Bearer::Theme(text(words)), amount);
    let parts = vec![
        theme("Sociaal domein", -200_000_000),
        theme("Overige regionale taken", -210_000_000),
        theme("Lokaal maatwerk", -90_000_000),
    ];
    ledger.say(&["region"], divided(DecisionStatus::Proposed, "2020-21", parts));
    ledger.say(
        &["region"],
        Body::DecisionHeldOver(DecisionHeldOver {
            act: act("region", Organ::GeneralBoard, "2020-07-07"),
            subject: Subject::Cut(cut("DS-5")),
            until: date("2020-12"),
            reason: Some(text("Het definitieve voorstel is uitgesteld")),
        }),
    );
    ledger
}

#[test]
fn one_view_nine_items_none_answered_after_173_days() {
    let ledger = recorded();
    for holder in [DORDRECHT, "region"] {
        let shown = ledger.paragraph(holder, 2020, ledger.now("2020-07-07"));
        same(
            &table(
                &shown,
                TableId::Views,
                &["from", "to", "items", "answered-of", "status", "days-open", "statutory", "reference"],
            ),
            "ZW-DOR | Dordrecht; organ-council | Gemeenschappelijke regeling Drechtsteden; organ-executive-board \
                    | 12 | 0 van 9 | open | 173 dagen | no | reference-not-assigned; xxxx",
        );
        same(
            &table(&shown, TableId::ViewItems, &["kind", "status", "days-open", "recurrence", "due"]),
            "ZW-DOR:R1 | item-condition | open | 173 dagen | once        | –
             ZW-DOR:R2 | item-request   | open | 173 dagen | once        | –
             ZW-DOR:R3 | item-request   | open | 173 dagen | yearly      | 2021-01-16
             ZW-DOR:R4 | item-criterion | open | 173 dagen | once        | –
             ZW-DOR:R5 | item-priority  | open | 173 dagen | once        | –
             ZW-DOR:R6 | item-principle | open | 173 dagen | once        | –
             ZW-DOR:R7 | item-request   | open | 173 dagen | once        | –
             ZW-DOR:R8 | item-request   | open | 173 dagen | each-budget | –
             ZW-DOR:R9 | item-request   | open | 173 dagen | once        | –
             ZW-DOR:C1 | item-concern   | no-answer-asked | – | once | –
             ZW-DOR:C2 | item-concern   | no-answer-asked | – | once | –
             ZW-DOR:C3 | item-remark    | no-answer-asked | – | once | –",
        );
        assert_eq!(at(&shown, TableId::KeyFigures, "open-requests", "value"), "9");
    }
}

#[test]
fn the_yearly_update_is_late_the_day_after_it_was_due() {
    let ledger = recorded();
    let status = |day: &str| {
        at(&ledger.paragraph(DORDRECHT, 2021, ledger.now(day)), TableId::ViewItems, "ZW-DOR:R3", "status")
    };
    assert_eq!(status("2021-01-16"), "open");
    assert_eq!(status("2021-01-17"), "overdue");
}

#[test]
fn answers_are_counted_per_item_and_asked_again_where_they_recur() {
    let mut ledger = recorded();
    let answer = |id: &str, outcome| ItemAnswer {
        item: ItemId::new(id).unwrap(),
        outcome,
        reasons: Some(text("Zie de brief")),
    };
    ledger.say(
        &["region", DORDRECHT],
        Body::ViewAnswered(ViewAnswered {
            act: act("region", Organ::ExecutiveBoard, "2020-09-01"),
            view: ViewId::new("ZW-DOR").unwrap(),
            answers: vec![answer("R3", AnswerOutcome::Accepted), answer("R5", AnswerOutcome::Declined)],
        }),
    );
    let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-10-01"));
    assert_eq!(at(&shown, TableId::Views, "ZW-DOR", "answered-of"), "2 van 9");
    assert_eq!(at(&shown, TableId::Views, "ZW-DOR", "status"), "partly-answered");
    assert_eq!(at(&shown, TableId::KeyFigures, "open-requests", "value"), "7");
    same(
        &table(&shown, TableId::ViewItems, &["status", "due", "days-open", "reasons"])
            .lines()
            .skip(2)
            .take(3)
            .collect::<Vec<_>>()
            .join("\n"),
        "ZW-DOR:R3 | answered; answer-accepted; 2020-09-01 | 2021-09-01 | – | Zie de brief
         ZW-DOR:R4 | open | – | 259 dagen | –
         ZW-DOR:R5 | answered; answer-declined; 2020-09-01 | – | – | Zie de brief",
    );
    assert_eq!(
        at(
            &ledger.paragraph(DORDRECHT, 2020, ledger.decided("2020-08-31")),
            TableId::Views,
            "ZW-DOR",
            "answered-of"
        ),
        "0 van 9"
    );
}

#[test]
fn what_dordrecht_says_is_in_no_other_members_paragraph() {
    let ledger = recorded();
    let shown = ledger.paragraph(SLIEDRECHT, 2020, ledger.now("2020-07-07"));
    assert!(shown.table(TableId::Views).is_none());
    assert_eq!(at(&shown, TableId::KeyFigures, "open-requests", "value"), "0");
}

#[test]
fn the_regional_cut_is_not_the_members_and_its_share_is_unknown() {
    let ledger = recorded();
    for holder in [DORDRECHT, SLIEDRECHT] {
        let shown = ledger.paragraph(holder, 2020, ledger.now("2020-07-07"));
        same(
            &table(&shown, TableId::CutLanes, &["2020", "2021", "status", "counting", "level"]),
            &format!(
                "DS-5 | -500000000 (decided) | – | decided; allocation-proposed; held-over-until; 2020-12 \
                      | not-counted-regional | level-regional
                 DS-5:{holder} | n.n.b. (1) | – | not-yet-allocated | counted | level-share
                 total | n.n.b. (1) | 0 | – | – | –"
            ),
        );
        assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "value"), "n.n.b. (1)");
        let roles: Vec<RowRole> =
            shown.table(TableId::CutLanes).unwrap().rows.iter().map(|row| row.role).collect();
        assert_eq!(roles, [RowRole::Memo, RowRole::Item, RowRole::Total]);
        same(
            &table(&shown, TableId::UnknownAmounts, &["kind", "reason", "years"]),
            &format!("cut:DS-5:{holder} | unknown-share | reason-not-allocated | 2020"),
        );
    }
    // The region itself bears all of it.
    let region = ledger.paragraph("region", 2020, ledger.now("2020-07-07"));
    assert_eq!(at(&region, TableId::CutLanes, "total", "2020"), "-500000000");
    assert_eq!(at(&region, TableId::CutLanes, "DS-5", "level"), "level-own");
}

#[test]
fn the_proposed_division_is_shown_as_proposed_and_put_off() {
    let ledger = recorded();
    let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-07-07"));
    let put_off = "status-proposed; held-over-until; 2020-12";
    same(
        &table(&shown, TableId::CutParts, &["amount", "status"]),
        &format!(
            "DS-5:5:theme:1 | -200000000 | {put_off}
             DS-5:5:theme:2 | -210000000 | {put_off}
             DS-5:5:theme:3 | -90000000  | {put_off}
             DS-5:5:total   | -500000000 | {put_off}"
        ),
    );
    let before = ledger.paragraph(DORDRECHT, 2020, ledger.decided("2020-06-30"));
    assert_eq!(at(&before, TableId::CutParts, "DS-5:5:total", "status"), "status-proposed");
    assert_eq!(at(&before, TableId::CutLanes, "DS-5", "status"), "decided; allocation-proposed");
    let start = ledger.paragraph(DORDRECHT, 2020, ledger.decided("2019-12-31"));
    assert_eq!(at(&start, TableId::CutLanes, "DS-5", "status"), "decided");
}

/// The worked example: a key by inhabitants, largest remainder, ties by code.
fn shares() -> Vec<(&'static str, i64)> {
    let weights: Vec<u64> = MEMBERS.iter().map(|(_, _, people)| *people).collect();
    let parts = allocation::by_largest_remainder(cents(-500_000_000), &weights).unwrap();
    MEMBERS.iter().zip(parts).map(|((code, ..), part)| (*code, part.get())).collect()
}

#[test]
fn a_division_over_the_municipalities_gives_each_its_share_to_the_cent() {
    let mut ledger = recorded();
    let before = ledger.size();
    let parts =
        || shares().into_iter().map(|(code, amount)| part(Bearer::Municipality(gm(code)), amount)).collect();
    ledger.say(&["region"], divided(DecisionStatus::Proposed, "2020-11-20", parts()));
    let proposed = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-12-01"));
    assert_eq!(
        at(&proposed, TableId::CutLanes, "DS-5:GM0505", "2020"),
        "n.n.b. (1)",
        "proposed is not decided"
    );
    assert_eq!(at(&proposed, TableId::CutLanes, "DS-5:GM0505", "status"), "share-proposed");
    let decided = ledger.say(&["region"], divided(DecisionStatus::Adopted, "2020-12-15", parts()));
    let by_hand =
        [-33_897_198, -205_668_451, -32_020_439, -55_000_285, -54_076_135, -44_534_962, -74_802_530];
    let mut total = 0;
    for ((code, ..), amount) in MEMBERS.into_iter().zip(by_hand) {
        let shown = ledger.paragraph(code, 2020, ledger.now("2020-12-31"));
        let row = format!("DS-5:{code}");
        assert_eq!(at(&shown, TableId::CutLanes, &row, "2020"), format!("{amount} (decided)"));
        assert_eq!(at(&shown, TableId::CutLanes, &row, "status"), "allocated");
        assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "value"), amount.to_string());
        assert_eq!(cell(&shown, TableId::CutLanes, &row, "2020").sources, [1, decided]);
        assert_eq!(at(&shown, TableId::CutParts, "DS-5:5:total", "status"), "status-superseded");
        total += amount;
    }
    assert_eq!(total, -500_000_000);
    let then = ledger.paragraph(DORDRECHT, 2020, ledger.stand(before, "2020-12-31"));
    assert_eq!(at(&then, TableId::CutLanes, "DS-5:GM0505", "2020"), "n.n.b. (1)");
}

fn adopts(lines: &[(&str, Side, i64)]) -> Body {
    let line = |(code, side, amount): &(&str, Side, i64)| BudgetLine {
        key: LineKey {
            taakveld: Taakveld::new(code).unwrap(),
            year: year(2020),
            side: *side,
            nature: Nature::Structural,
            category: None,
            programme: None,
        },
        amount: cents(*amount),
        explanation: None,
    };
    Body::BudgetAdopted(BudgetAdopted {
        act: act(DORDRECHT, Organ::Council, "2019-11-12"),
        holder: Stream::new(DORDRECHT).unwrap(),
        year: year(2020),
        lines: lines.iter().map(line).collect(),
        rounded_to: None,
    })
}

/// R6 as a sum: in = out + change of the reserve + returned to general means, the last printed even when it is 0.
#[test]
fn money_for_the_social_domain_is_followed_to_the_cent() {
    use Side::{Expenditure, Income};
    let columns = |lines: &[(&str, Side, i64)]| {
        let mut ledger = recorded();
        ledger.say(&[DORDRECHT], adopts(lines));
        let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-07-07"));
        let rows = ["means-in", "means-out", "reserve-mutation", "returned-to-general-means"];
        rows.map(|row| at(&shown, TableId::MeansInAndOut, row, "value").replace(" (decided)", ""))
    };
    let all_in =
        [("0.7", Income, 1000), ("6.71", Expenditure, 900), ("6.3", Income, 50), ("6.3", Expenditure, 150)];
    assert_eq!(columns(&all_in), ["1050", "1050", "0", "0"]);
    let saved = [("0.7", Income, 1000), ("6.71", Expenditure, 900), ("0.10", Expenditure, 60)];
    assert_eq!(columns(&saved), ["1000", "900", "60", "40"]);
    let drawn = [("0.7", Income, 1000), ("6.71", Expenditure, 1300), ("0.10", Income, 100)];
    assert_eq!(columns(&drawn), ["1000", "1300", "-100", "-200"]);
    let shown = recorded().paragraph(DORDRECHT, 2020, recorded().now("2020-07-07"));
    assert_eq!(
        at(&shown, TableId::MeansInAndOut, "returned-to-general-means", "value"),
        "n.n.b. (1); reason-no-budget"
    );
}

#[test]
fn every_member_has_a_paragraph_for_every_year() {
    let ledger = recorded();
    for (code, name, _) in MEMBERS {
        let view = ledger.view(code, ledger.now("2020-07-07"));
        assert!(view.years().contains(&year(2020)), "{code}");
        let shown = ledger.paragraph(code, 2020, ledger.now("2020-07-07"));
        assert_eq!((shown.head.holder_name.as_str(), shown.head.year), (name, year(2020)));
        assert_eq!(shown.head.arrangement, "Gemeenschappelijke regeling Drechtsteden");
    }
}

#[test]
fn the_vision_and_its_progress_are_shown() {
    let ledger = recorded();
    let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-07-07"));
    assert_eq!(at(&shown, TableId::Visions, "vision:visie-sociaal-domein", "date"), "2019-23");
    same(
        &table(&shown, TableId::Progress, &["date", "about"]),
        "3 | 2019-11-26 | Iedereen een zelfstandig en volwaardig bestaan",
    );
}

/// When the region suspends all of its cut, nothing is left of a share that nobody knows.
#[test]
fn a_share_of_a_fully_suspended_cut_is_a_known_zero() {
    let suspended = |extent: Extent| {
        let mut ledger = recorded();
        let act = act("region", Organ::GeneralBoard, "2020-07-07");
        let cut = cut("DS-5");
        ledger.say(
            &["region"],
            Body::CutSuspended(CutSuspended { act, cut, years: years(2020, 2020), extent }),
        );
        let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-07-08"));
        ["DS-5", "DS-5:GM0505", "total"].map(|row| at(&shown, TableId::CutLanes, row, "2020"))
    };
    assert_eq!(
        suspended(Extent::Full),
        ["-500000000 opgeschort: geheel", "n.n.b. (1); suspended; suspended-fully", "0"]
    );
    assert_eq!(
        suspended(Extent::Partial(exact(-100_000_000))),
        ["-500000000 opgeschort: -100000000", "n.n.b. (1); suspended; -100000000", "n.n.b. (1)"]
    );
}
