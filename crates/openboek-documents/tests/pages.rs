//! Pages: whole, safe with any text, and readable without colour, script or network.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use common::generate::HOSTILE;
use openboek_documents::feed::{Agenda, Calendar, Feed, FeedEntry, FeedOf, atom, icalendar};
use openboek_documents::page::{
    CodeExplained, CodeList, OpenHolder, OpenPage, SEARCH_STYLE, SearchForm, SearchGroup, SearchHit,
    SearchPage, SearchedLedger, code_list_page, code_page, open_page, search_page,
};
use openboek_documents::search::{Query, excerpt};
use openboek_documents::{
    EntryContent, EntryLine, EntryPage, ErrorPage, ExplainPage, Follow, IndexArrangement, IndexHolder,
    IndexPage, Lang, Link, ReceiptContent, STYLE, Sheet, anchor_id, entry_page, error_page, explain_page,
    find_figure, html_page, index_page,
};
use openboek_rules::Explanation;
use openboek_rules::statement::{Body, CutSuspended, Extent, Statement};
use openboek_rules::{
    Act, Amount, BudgetYear, CutId, Organ, OrganisationId, Stream, Text, UncertainDate, YearSpan,
};
use openboek_views::labels;
use openboek_views::model::{ColumnId, Paragraph, TableId};
use proptest::prelude::*;

fn statement(words: &str) -> Statement {
    let year = BudgetYear::new(2021).unwrap();
    let body = CutSuspended {
        act: Act {
            organisation: OrganisationId::new("GM1904").unwrap(),
            organ: Organ::Council,
            date: UncertainDate::parse("2020-11-11").unwrap(),
            documents: Vec::new(),
            legal_basis: Vec::new(),
            note: Some(Text::new(words).unwrap()),
        },
        cut: CutId::new("SV-20").unwrap(),
        years: YearSpan::one(year),
        extent: Extent::Partial(Amount::Qualitative(Text::new(words).unwrap())),
    };
    Statement { concerns: vec![Stream::new("GM1904").unwrap()], body: Body::CutSuspended(body) }
}

fn entry(words: &str, content: EntryContent) -> EntryPage {
    EntryPage {
        lang: Lang::Nl,
        origin: "ledger.example.nl/x".into(),
        position: 17,
        bytes: "openboek/entry/v1\norigin ledger.example.nl/x\n".into(),
        event_hash: format!("b3:{}", "ab".repeat(32)),
        recorded_at_ms: 1_606_122_900_123,
        published: true,
        content,
        names: BTreeMap::from([("GM1904".to_owned(), words.to_owned())]),
        home: "/".into(),
        back: Some(Link::new(words, "/x")),
        follow: follow(words),
        downloads: vec![Link::new("b3sum", "/x/17")],
    }
}

fn follow(words: &str) -> Vec<Follow> {
    vec![Follow { link: Link::new(words, "/x/nieuws/alles.atom"), media_type: "application/atom+xml" }]
}

/// What is open by a paragraph.
fn open(paragraph: &Paragraph, words: &str, lang: Lang) -> String {
    let mut holder = OpenHolder::new(words, "/x/GM1904");
    let sheet = Sheet::new(paragraph, &common::provenance(0), lang);
    holder.add(&sheet);
    // A second year that says the same adds nothing.
    let before = holder.clone();
    holder.add(&sheet);
    assert_eq!(holder, before);
    assert!(!holder.questions.is_empty());
    open_page(&OpenPage {
        lang,
        arrangement: words.into(),
        stand: words.into(),
        holders: vec![holder],
        done: vec![words.into()],
        left_out: 3,
        home: "/".into(),
        latest: Some("/x/openstaand".into()),
        permanent: words.into(),
        entry: ("/x/boeking/".into(), "?lang=en".into()),
        other_language: Some(Link::new("English", "/x")),
    })
}

/// What was found, and the box with what was asked.
fn search(words: &str, lang: Lang) -> String {
    let mut form = SearchForm::new(Some(words), "/x/zoek".into(), lang);
    form.asked = words.into();
    form.kept.push(("stand", words.into()));
    let names = BTreeMap::from([("GM1904".to_owned(), words.to_owned())]);
    let statement = statement(words);
    let query = Query::read("SV-20").unwrap();
    let hit = SearchHit {
        excerpt: excerpt(&query, &statement, &names, lang),
        ..SearchHit::new(&statement, &names, Link::new(words, "/x/boeking/6"), None, lang)
    };
    let groups = vec![SearchGroup::new(
        "cuts",
        7,
        vec![hit, SearchHit { link: Link::new(words, "/x/GM1904"), ..SearchHit::default() }],
        lang,
    )];
    search_page(&SearchPage {
        lang,
        arrangement: Some(words.into()),
        form,
        bad: None,
        stand: Some(words.into()),
        latest: Some("/x/zoek".into()),
        ledgers: vec![SearchedLedger { name: words.into(), url: "/x".into(), from: Some(3), groups }],
        home: "/".into(),
        other_language: Some(Link::new("English", "/x/zoek?lang=en")),
    })
}

/// All pages with one text in every place that takes text.
fn pages(words: &str, lang: Lang) -> Vec<String> {
    let mut paragraph = common::sample::paragraph();
    paragraph.head.holder_name = words.into();
    paragraph.head.arrangement = words.into();
    let provenance = common::provenance(0);
    let mut links = common::links();
    links.years.push(Link::new(words, "/"));
    let explain = ExplainPage {
        lang,
        paragraph: &paragraph,
        provenance: &provenance,
        anchor: anchor_id(TableId::CutLanes, "SV-20", ColumnId::Named(labels::STATUS)),
        paragraph_url: "/x".into(),
        check: Some("/controleer?bundel=/x/bundel/GM1904.zip".into()),
        home: "/".into(),
        entries: vec![EntryLine {
            position: 4,
            url: "/x/4".into(),
            kind: "cut-suspended".into(),
            recorded_at_ms: 0,
            event_hash: words.into(),
            statement: Some(Box::new(statement(words))),
        }],
        names: BTreeMap::from([("GM1904".to_owned(), words.to_owned())]),
    };
    let holder = IndexHolder { name: words.into(), url: "/x".into(), years: vec![Link::new("2021", "/x")] };
    let arrangement = IndexArrangement {
        name: words.into(),
        url: "/x".into(),
        origin: "x/y".into(),
        stand: Some(words.into()),
        open: Some(Link::new(words, "/x/openstaand")),
        follow: follow(words),
        holders: vec![holder, IndexHolder { name: words.into(), ..IndexHolder::default() }],
    };
    let explanation = Explanation { happened: words.into(), means: words.into(), next: words.into() };
    let code = CodeExplained {
        lang,
        code: words,
        subject: openboek_rules::PageSubject::Rule,
        explanation: &explanation,
        home: "/".into(),
        all: "/uitleg".into(),
        other_language: Link::new("English", "/x"),
    };
    let codes = CodeList {
        lang,
        codes: vec![Link::new(words, "/uitleg/x")],
        home: "/".into(),
        other_language: Link::new("English", "/x"),
    };
    links.follow = follow(words);
    links.open = Some("/x/openstaand".into());
    vec![
        html_page(&paragraph, &provenance, &links, lang),
        open(&paragraph, words, lang),
        explain_page(&explain).unwrap(),
        entry_page(&EntryPage { lang, ..entry(words, EntryContent::Statement(Box::new(statement(words)))) }),
        search(words, lang),
        index_page(&IndexPage {
            search: Some(SearchForm::new(Some(words), "/x/zoek".into(), lang)),
            more: vec![Link::new(words, "/x")],
            lang,
            arrangements: vec![arrangement],
            other_language: None,
        }),
        error_page(&ErrorPage { lang, status: 404, detail: Some(words.into()), home: "/".into() }),
        code_page(&code),
        code_list_page(&codes),
    ]
}

/// Names of the tags of a page in order, with their attributes cut off.
fn tags(page: &str) -> Vec<String> {
    let body = page.replace(STYLE, "").replace(SEARCH_STYLE, "");
    let tags =
        body.split('<').skip(1).map(|tag| tag.split(['>', ' ', '\n']).next().unwrap_or_default().to_owned());
    tags.collect()
}

/// Without anything in them; in a picture they close themselves.
const VOID: &[&str] = &["!DOCTYPE", "meta", "link", "br", "input", "rect", "path", "circle"];

/// Opening and closing tags pair up, and only tags the templates know occur.
fn is_well_formed(page: &str) {
    let known = [
        "html",
        "head",
        "title",
        "style",
        "body",
        "a",
        "header",
        "div",
        "span",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "dl",
        "dt",
        "dd",
        "dfn",
        "details",
        "summary",
        "nav",
        "ul",
        "ol",
        "li",
        "section",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "footer",
        "strong",
        "pre",
        "article",
        "figure",
        "figcaption",
        "form",
        "label",
        "button",
        "mark",
        "svg",
        "desc",
        "pattern",
        "text",
    ];
    let mut open = Vec::new();
    for tag in tags(page) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name), "closes {name}"),
            None if VOID.contains(&tag.as_str()) => {}
            None => {
                assert!(known.contains(&tag.as_str()), "unknown tag {tag}");
                open.push(tag);
            }
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

/// No tag runs, loads or styles anything, and links stay on the site.
fn has_nothing_active(page: &str) {
    let body = page.replace(STYLE, "").replace(SEARCH_STYLE, "");
    for tag in body.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default()) {
        // Name, value, name, value: values stand between quotes, and a quote within a value is escaped.
        let pieces: Vec<&str> = tag.split('"').collect();
        for pair in pieces.chunks(2) {
            let name = pair[0].rsplit(' ').next().unwrap_or_default();
            assert!(
                !name.starts_with("on") && !["style=", "src=", "srcset=", "data="].contains(&name),
                "{tag}"
            );
            if name == "href=" {
                assert!(pair[1].starts_with(['/', '#']), "{tag}");
            }
        }
    }
}

#[test]
fn a_feed_with_any_text_is_xml_and_holds_it() {
    use quick_xml::Reader;
    use quick_xml::events::Event;
    for words in HOSTILE {
        let said = statement(words);
        let feed = Feed {
            lang: Lang::Nl,
            of: FeedOf::Holder((*words).to_owned()),
            arrangement: (*words).to_owned(),
            origin: "ledger.example.nl/x".into(),
            since_ms: 1_606_122_900_123,
            name: "nieuws/GM1904".into(),
            this: "/x/nieuws/GM1904.atom".into(),
            first: "/x/nieuws/GM1904.atom".into(),
            next: None,
            page: "/x/GM1904".into(),
            names: BTreeMap::from([("GM1904".to_owned(), (*words).to_owned())]),
            entries: vec![FeedEntry {
                position: 17,
                event_hash: format!("b3:{}", "ab".repeat(32)),
                recorded_at_ms: 1_606_122_900_123,
                kind: "cut-suspended".into(),
                statement: Some(Box::new(said)),
                page: "/x/boeking/17".into(),
                proof: Link::new("Bewijs", "/x/boeking/17.bewijs"),
            }],
        };
        let xml = String::from_utf8(atom(&feed)).unwrap();
        assert!(xml.contains("<id>tag:ledger.example.nl,2020-11-23:x/boeking/17</id>"), "{xml}");
        assert!(xml.contains("Bezuiniging opgeschort: bezuiniging SV-20"), "{xml}");
        let (mut reader, mut names) = (Reader::from_str(&xml), std::collections::BTreeSet::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => _ = names.insert(tag.name().as_ref().to_owned()),
                Event::Eof => break,
                _ => {}
            }
        }
        let known =
            ["author", "content", "dd", "div", "dl", "dt", "entry", "feed", "generator", "id", "name"];
        let known = known.into_iter().chain(["published", "subtitle", "summary", "title", "updated"]);
        assert_eq!(names, known.map(str::to_owned).collect(), "{words}");
    }
}

#[test]
fn a_calendar_holds_the_dates_of_the_paragraph_and_no_others() {
    let (paragraph, mut agenda) = (common::sample::paragraph(), Agenda::default());
    agenda.add(&paragraph, &common::provenance(0), Lang::Nl);
    let dates = agenda.days().len();
    assert!(dates > 0);
    agenda.add(&paragraph, &common::provenance(0), Lang::Nl);
    assert_eq!(agenda.days().len(), dates, "the same paragraph twice");
    let calendar = Calendar {
        lang: Lang::Nl,
        holder: "a, b; c".into(),
        origin: "ledger.example.nl/x".into(),
        since_ms: 1_606_122_900_123,
        recorded_at_ms: (0..100).map(|at| (at, 1_606_122_900_123)).collect(),
        page: None,
        agenda: &agenda,
    };
    let text = String::from_utf8(icalendar(&calendar)).unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT\r\n").count(), dates);
    assert!(text.contains("NAME:Data sociaal domein: a\\, b\\; c\r\n"), "{text}");
    assert!(text.contains("DTSTAMP:20201123T091500Z\r\n"), "{text}");
    // A month is its last day, and the paper's own words are there.
    assert!(text.contains("DTSTART;VALUE=DATE:20130531\r\n"), "{text}");
    assert!(text.replace("\r\n ", "").contains("mei 2013. Dit is de laatste dag daarvan."), "{text}");
}

#[test]
fn pages_are_whole_and_say_their_language() {
    for lang in Lang::ALL {
        for page in pages("Stichtse Vecht", lang) {
            assert!(page.starts_with("<!DOCTYPE html>\n"), "{}", &page[..40]);
            assert!(page.contains(&format!("<html lang=\"{}\">", lang.code())));
            assert!(
                page.contains(&format!("<style>{STYLE}</style>")),
                "the hash in the policy is of these bytes"
            );
            assert_eq!(page.matches("<main id=\"main\"").count(), 1);
            assert_eq!(page.matches("<h1").count(), 1);
            assert!(page.contains("<a class=\"skip\" href=\"#main\">"));
            is_well_formed(&page);
        }
    }
}

#[test]
fn headings_never_skip_a_level() {
    for page in pages("x", Lang::Nl) {
        let levels = tags(&page).into_iter().filter_map(|tag| tag.strip_prefix('h')?.parse::<u8>().ok());
        let mut before = 0;
        for level in levels {
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let plain: Vec<Vec<String>> = pages("x", Lang::Nl).iter().map(|page| tags(page)).collect();
    for words in HOSTILE {
        let pages = pages(words, Lang::Nl);
        let with: Vec<Vec<String>> = pages.iter().map(|page| tags(page)).collect();
        assert_eq!(with, plain, "{words} made or broke a tag");
        pages.iter().for_each(|page| is_well_formed(page));
    }
}

#[test]
fn nothing_is_active_and_nothing_is_loaded() {
    for page in pages("Stichtse Vecht", Lang::Nl) {
        has_nothing_active(&page);
    }
}

#[test]
fn every_table_has_a_caption_and_scopes_and_a_wide_one_scrolls_by_keyboard() {
    let page = &pages("x", Lang::Nl)[0];
    let paragraph = common::sample::paragraph();
    let tables = paragraph.tables().count();
    assert_eq!(page.matches("<table").count(), tables);
    assert_eq!(page.matches("<caption>").count(), tables);
    let rows: usize = paragraph.tables().map(|table| table.rows.len()).sum();
    assert_eq!(page.matches(" scope=\"row\">").count(), rows);
    let columns: usize = paragraph.tables().map(|table| table.columns.len() + 1).sum();
    // No document of the sample has an addressee: that column is left out.
    assert_eq!(page.matches(" scope=\"col\"").count(), columns - 1);
    assert!(!page.contains("Gericht aan"));
    // From three columns on a row is a card on a phone, so that nobody scrolls sideways there.
    let cards = paragraph.tables().filter(|table| table.columns.len() >= 3).count();
    assert_eq!(page.matches("<table role=\"table\" class=\"cards").count(), cards);
    // The key figures have two columns of numbers, all others that are wide have three columns or more.
    assert_eq!(
        page.matches("<section class=\"scroll\" tabindex=\"0\" aria-label=\"Tabel: ").count(),
        1 + cards
    );
}

#[test]
fn hard_words_are_explained_once() {
    let page = &pages("x", Lang::Nl)[0];
    for word in ["lasten", "baten", "saldo", "zienswijze", "n.n.b.", "taakstelling", "opgeschort"] {
        assert_eq!(page.matches(&format!("<dfn>{word}</dfn>")).count(), 1, "{word}");
    }
}

#[test]
fn the_stand_says_when_where_from_and_whether_it_can_be_proved() {
    let paragraph = common::sample::paragraph();
    let page = |published| html_page(&paragraph, &common::provenance(published), &common::links(), Lang::Nl);
    let proved = page(21);
    assert!(proved.contains("Stand van 23\u{a0}november 2020, 10.15 uur. Gemaakt uit 21 boekingen."));
    assert!(proved.contains("b3:0123456789abcdef") && proved.contains("47DEQpj8HBSa+/TImW"));
    assert!(proved.contains("ondertekend en gepubliceerd. Iedereen kan hem controleren."));
    assert!(page(20).contains("nog niet ondertekend en gepubliceerd"));
    assert!(proved.contains("href=\"/stichtse-vecht/boeking/20\""));
}

fn receipt() -> ReceiptContent {
    ReceiptContent {
        document: "paragraph/GM1904/2021".into(),
        paragraph_of: Some("Stichtse Vecht (GM1904)".into()),
        year: 2021,
        projector: "openboek-paragraph/1".into(),
        basis_size: 1_021,
        basis_root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into(),
        outputs: vec![("application/json".into(), 18_211, format!("b3:{}", "0123456789abcdef".repeat(4)))],
        supersedes: Some(24),
        newest: Some(99),
    }
}

#[test]
fn a_receipt_says_which_document_was_published() {
    let page = |lang, receipt| {
        entry_page(&EntryPage { lang, ..entry("x", EntryContent::Receipt(Box::new(receipt))) })
    };
    let dutch = page(Lang::Nl, receipt());
    let words = [
        "<title>Boeking 17: Paragraaf gepubliceerd",
        "Paragraaf sociaal domein 2021: Stichtse Vecht (GM1904)",
        "de eerste 1.021 boekingen van het boek, kenmerk (hash) 47DEQpj8",
        "application/json: 18.211 bytes, kenmerk (hash) b3:0123456789abcdef",
        "openboek-paragraph/1",
        "<dt>Komt in de plaats van</dt>\n<dd>Boeking 24</dd>",
        "<dt>Later opnieuw gepubliceerd</dt>\n<dd>Boeking 99</dd>",
    ];
    for words in words {
        assert!(dutch.contains(words), "{words}\n{dutch}");
    }
    let english = page(Lang::En, receipt());
    for words in ["Entry 17: Paragraph published", "the first 1,021 entries of the log", "<dd>Entry 24</dd>"]
    {
        assert!(english.contains(words), "{words}\n{english}");
    }
    let other = ReceiptContent { document: "<b>/GM1904/2021".into(), paragraph_of: None, ..receipt() };
    let other = page(Lang::Nl, other);
    assert!(other.contains("Document gepubliceerd") && !other.contains("<b>"), "{other}");
}

#[test]
fn a_published_paragraph_says_when_and_whether_it_is_still_so() {
    let paragraph = common::sample::paragraph();
    let note = |is_same| openboek_documents::ReceiptNote {
        position: 18,
        recorded_at_ms: 1_606_122_900_373,
        digest: format!("b3:{}", "0123456789abcdef".repeat(4)),
        is_same,
    };
    let of = |receipt| openboek_documents::Provenance { receipt, ..common::provenance(21) };
    let page = |receipt, lang| html_page(&paragraph, &of(receipt), &common::links(), lang);
    let same = page(Some(note(true)), Lang::Nl);
    assert!(same.contains("is gepubliceerd op 23\u{a0}november 2020, 10.15 uur (boeking 18)"), "{same}");
    assert!(same.contains("b3:01234567…") && same.contains("zijn gelijk aan de gepubliceerde"));
    assert!(same.contains("<a href=\"/stichtse-vecht/boeking/18\">"));
    let differs = page(Some(note(false)), Lang::Nl);
    assert!(differs.contains("zijn anders dan de gepubliceerde") && !differs.contains("zijn gelijk aan"));
    assert!(
        page(Some(note(true)), Lang::En).contains("was published on 23\u{a0}November 2020, 10:15 (entry 18)")
    );
    let never = page(None, Lang::Nl);
    assert!(!never.contains("is gepubliceerd op"));
    let text = |receipt| openboek_documents::text(&paragraph, &of(receipt), Lang::Nl);
    assert!(text(Some(note(false))).contains("b3:01234567…") && !text(None).contains("is gepubliceerd op"));
    // It is no part of the figures: the JSON of a paragraph is the same before and after it was published.
    let json = |receipt| openboek_documents::json(&paragraph, &of(receipt));
    assert_eq!(json(Some(note(true))), json(None));
}

#[test]
fn an_entry_says_what_it_holds_or_why_not() {
    let says = |content| entry_page(&entry("Stichtse Vecht", content));
    let page = says(EntryContent::Statement(Box::new(statement("grotendeels"))));
    for words in
        ["Bezuiniging opgeschort", "raad, Stichtse Vecht (GM1904)", "11\u{a0}november 2020", "„grotendeels”"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("<pre>openboek/entry/v1\norigin ledger.example.nl/x\n</pre>"));
    let table = [
        (EntryContent::Erased, "is gewist"),
        (EntryContent::Withheld, "is niet openbaar"),
        (EntryContent::Unreadable, "kan deze versie niet lezen"),
        (EntryContent::Seal, "Dit is een zegel"),
        (EntryContent::Receipt(Box::new(receipt())), "Dit is een ontvangstbewijs"),
    ];
    for (content, words) in table {
        assert!(says(content).contains(words), "{words}");
    }
}

#[test]
fn a_figure_that_is_not_there_has_no_page() {
    let paragraph = common::sample::paragraph();
    let provenance = common::provenance(21);
    let page = |anchor: &str| {
        explain_page(&ExplainPage {
            lang: Lang::Nl,
            paragraph: &paragraph,
            provenance: &provenance,
            anchor: anchor.into(),
            paragraph_url: "/x".into(),
            check: None,
            home: "/".into(),
            entries: Vec::new(),
            names: BTreeMap::new(),
        })
    };
    let found = page("cut-lanes.SV-20.2021").unwrap();
    assert!(found.contains("<p class=\"figure\">n.n.b. (opgeschort: grotendeels)</p>"));
    assert!(found.contains("href=\"/x#cut-lanes.SV-20.2021\""));
    for anchor in ["", "cut-lanes", "cut-lanes.SV-20.1999", "cut-lanes.SV-99.2021", "no.such.thing"] {
        assert!(page(anchor).is_none(), "{anchor}");
    }
}

#[test]
fn unknown_errors_have_a_page_too() {
    for (status, title) in [(404, "Deze pagina bestaat niet"), (418, "Deze pagina kan niet worden getoond")] {
        let page = error_page(&ErrorPage { lang: Lang::Nl, status, detail: None, home: "/".into() });
        assert!(page.contains(title) && page.contains(&format!("Foutnummer {status}")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn any_paragraph_is_a_whole_page_and_every_figure_is_found_by_its_address(
        paragraph in common::generate::paragraph(),
    ) {
        let page = html_page(&paragraph, &common::provenance(21), &common::links(), Lang::Nl);
        is_well_formed(&page);
        for table in paragraph.tables() {
            for row in &table.rows {
                for (cell, column) in row.cells.iter().zip(&table.columns) {
                    let anchor = anchor_id(table.id, &row.id, *column);
                    let found = find_figure(&paragraph, &anchor).unwrap();
                    prop_assert!(std::ptr::eq(found.cell, cell));
                }
            }
        }
    }
}
