//! The reading room over HTTP: every page, its headers, and what happens with addresses that are none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop a test that cannot go on")]

mod common;

use std::io::Read as _;

use common::{Answer, ask, budget, get, ledger, promise, request, start};
use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::hash::leaf_hash;
use openboek_proof::tree::{parse_proof, verify_inclusion};

fn check_headers(path: &str, answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
    assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
    assert!(answer.header("cache-control").is_some(), "{path}");
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{path}: {policy}"
    );
    // One page has a script, known by its hash.
    let script = if path.starts_with("/controleer") { "script-src 'sha256-" } else { "" };
    assert_eq!(policy.contains("script-src"), !script.is_empty(), "{path}: {policy}");
    assert!(!policy.contains("unsafe") && policy.contains(script), "{path}: {policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_there_with_its_media_type_and_headers() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 12_345_600)).await.unwrap();
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    let html = "text/html; charset=utf-8";
    let text = "text/plain; charset=utf-8";
    let (atom, calendar) = ("application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8");
    // path, media type, something that must be in it
    let table = [
        ("/", html, "Regio Delta"),
        ("/?lang=en", html, "lang=\"en\""),
        ("/delta", html, "/delta/GM0505/2021"),
        ("/delta/GM0505/2021", html, "Dordrecht"),
        ("/delta/GM0505/2021?lang=en", html, "lang=\"en\""),
        ("/delta/GM0505/2021?stand=2", html, "?stand=2"),
        ("/delta/GM0505/2021?stand=2020-11-23&besluiten-tot=2020-11-20", html, "besluiten-tot=2020-11-20"),
        ("/delta/region/2021", html, "Regio Delta"),
        ("/delta/GM0505/2021.json", "application/json", "\"size\":"),
        ("/delta/GM0505/2021.csv", "text/csv; charset=utf-8", "6.1"),
        ("/delta/GM0505/2021.txt", text, "Dordrecht"),
        (
            "/delta/GM0505/2021.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xl/workbook.xml",
        ),
        (
            "/delta/GM0505/2021.ods",
            "application/vnd.oasis.opendocument.spreadsheet",
            "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        ),
        ("/delta/GM0505/2021.zip", "application/zip", "paragraaf-delta-gm0505-2021.csv"),
        ("/delta/boeking/0", html, "openboek/entry/v1"),
        ("/delta/boeking/0.txt", text, "openboek/entry/v1\norigin ledger.example.nl/delta\nindex 0\n"),
        ("/delta/boeking/0.bewijs", text, "c2sp.org/tlog-proof@v1\nindex 0\n"),
        ("/delta/checkpoint", text, "ledger.example.nl/delta\n"),
        ("/delta/log/checkpoint", text, "ledger.example.nl/delta\n"),
        ("/delta/log/log.vkey", text, "ledger.example.nl/delta+"),
        ("/delta/openstaand", html, "Wat nog openstaat"),
        ("/delta/openstaand?stand=2&lang=en", html, "Still open"),
        ("/delta/GM0505/2021/verschil", html, "Kies hieronder waarmee u wilt vergelijken."),
        ("/delta/GM0505/2021/verschil?sinds=2", html, "/delta/boeking/3"),
        ("/delta/GM0505/2021/verschil?sinds=2&lang=en", html, "What is different? Dordrecht (GM0505) 2021"),
        ("/delta/GM0505/2021/verschil?met=region&stand=3", html, "Vergeleken met: Regio Delta (region) 2021"),
        ("/delta/GM0505/2021?stand=2", html, "/delta/GM0505/2021/verschil?sinds=2"),
        ("/delta/GM0505/2021", html, "/delta/GM0505/2021/verschil"),
        ("/", html, "action=\"/zoek\""),
        ("/delta", html, "action=\"/delta/zoek\""),
        ("/delta?lang=en", html, "Search in Regio Delta"),
        ("/zoek", html, "Zoeken in alle boeken"),
        ("/zoek?q=plan", html, "/delta/boeking/"),
        ("/delta/zoek", html, "Zoeken: Regio Delta"),
        ("/delta/zoek?q=T2", html, "/delta/GM0505/2020#commitments.T2."),
        ("/delta/zoek?q=T2&lang=en", html, "/delta/GM0505/2020?lang=en#commitments.T2."),
        ("/delta/zoek?q=nergens", html, "Er is niets gevonden voor"),
        ("/delta/nieuws/alles.atom", atom, "ledger.example.nl,"),
        ("/delta/nieuws/GM0505.atom", atom, "/delta/boeking/"),
        ("/delta/nieuws/region.atom?lang=en", atom, "xml:lang=\"en\""),
        ("/delta/nieuws/alles.atom?voor=1", atom, "/boeking/0"),
        ("/delta/agenda/GM0505.ics", calendar, "BEGIN:VEVENT"),
        ("/delta/agenda/region.ics?lang=en", calendar, "END:VCALENDAR"),
        ("/delta/GM0505/2021", html, "rel=\"alternate\" type=\"application/atom+xml\""),
        ("/delta/GM0505/2021", html, "/delta/agenda/GM0505.ics"),
        ("/controleer", html, "Controleer een bundel"),
        ("/controleer?bundel=/delta/bundel/GM0505.zip&lang=en", html, "Controleer een bundel"),
        ("/delta/GM0505/2021", html, "/controleer?bundel=/delta/bundel/GM0505.zip"),
        ("/gezondheid", text, "gezond"),
        ("/uitleg", html, "/uitleg/unknown-cut"),
        ("/uitleg/unknown-cut", html, "Wat kunt u doen?"),
        ("/uitleg/unknown-cut?lang=en", html, "What can you do?"),
        ("/uitleg/awb-4-13", html, "Wat zegt de regel?"),
        ("/uitleg/wgr-35?lang=en", html, "twelve weeks before the general board decides"),
        ("/uitleg/overloaded", html, "Het grootboek heeft het druk."),
    ];
    for (path, media_type, part) in table {
        let answer = get(server.http_addr(), path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some(media_type), "{path}");
        assert!(answer.text().contains(part), "{path}: {part} is not in\n{}", answer.text());
        check_headers(path, &answer);
        let head = request(server.http_addr(), "HEAD", path).await;
        assert_eq!((head.status, head.body.len()), (200, 0), "HEAD {path}");
        assert_eq!(head.header("content-type"), Some(media_type), "HEAD {path}");
        assert_eq!(head.header("content-length"), answer.header("content-length"), "HEAD {path}");
    }
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_page_is_told_in_dutch_or_english() {
    let (server, channel) = start().await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    // method, path, status, something that must be in it
    let table = [
        ("GET", "/nergens/nooit/niets/meer", 404, "Op dit adres staat geen pagina"),
        ("GET", "/nergens/nooit/niets/meer?lang=en", 404, "no page at this address"),
        ("GET", "/delta/GM0505/2021/verschil?sinds=gisteren", 400, "geen moment dat u kunt opvragen"),
        ("GET", "/delta/GM0505/2021/verschil?met=overal", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/GM0505/2021/verschil?jaar=2021x", 404, "Op dit adres staat geen pagina"),
        ("GET", "/atlantis", 404, "geen regeling met de naam atlantis"),
        ("GET", "/atlantis/GM0505/2021", 404, "geen regeling met de naam atlantis"),
        ("GET", "/delta/GM9999/2021", 404, "GM9999 is op dit moment geen deelnemer"),
        ("GET", "/delta/gm0505/2021", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/GM0505/02021", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/GM0505/2021.pdf", 404, "Deze server maakt geen PDF"),
        ("GET", "/delta/GM0505/2021?stand=99", 404, "Stand 99 bestaat nog niet"),
        ("GET", "/delta/GM0505/2021?stand=0", 404, "nog niets vastgelegd"),
        ("GET", "/delta/GM0505/2021?stand=1999-01-01", 404, "nog niets vastgelegd"),
        ("GET", "/delta/GM0505/2021?stand=gisteren", 400, "is geen moment"),
        ("GET", "/delta/GM0505/2021?besluiten-tot=2020-13-01&lang=en", 400, "is no moment"),
        ("GET", "/delta/GM0505/2021/cijfer/key-figures.nope.2021", 404, "staat op dit moment geen cijfer"),
        ("GET", "/delta/GM0505/2021/cijfer", 404, "Op dit adres staat geen pagina"),
        ("GET", "/atlantis/zoek?q=plan", 404, "geen regeling met de naam atlantis"),
        ("GET", "/delta/zoek?q=plan&stand=99", 404, "Stand 99 bestaat nog niet"),
        ("GET", "/delta/zoek?q=plan&stand=gisteren", 400, "is geen moment"),
        ("GET", "/delta/nieuws/GM9999.atom", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/nieuws/GM0505", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/nieuws/bezuiniging/X-1.atom", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/nieuws/nergens/X-1.atom", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/nieuws/alles.atom?voor=-1", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/agenda/GM9999.ics", 404, "GM9999 is op dit moment geen deelnemer"),
        ("GET", "/delta/agenda/GM0505", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/boeking/77", 404, "Er is geen boeking 77"),
        ("GET", "/delta/boeking/007", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/log/tile/9/000", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/log/../../etc/passwd", 404, "Op dit adres staat geen pagina"),
        ("GET", "/delta/bundel/GM0505", 404, "Op dit adres staat geen pagina"),
        ("GET", "//example.org/", 404, "Op dit adres staat geen pagina"),
        ("POST", "/delta/GM0505/2021", 405, "alleen lezen"),
        ("DELETE", "/", 405, "alleen lezen"),
        ("GET", "/%3Cscript%3Ealert(1)%3C/script%3E", 404, ""),
    ];
    for (method, path, status, part) in table {
        let answer = request(server.http_addr(), method, path).await;
        let text = answer.text();
        assert_eq!(answer.status, status, "{method} {path}: {text}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert!(text.contains(part), "{path}: {part} is not in\n{text}");
        assert!(!text.contains("<script"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        check_headers(path, &answer);
    }
    let long = format!("/delta?x={}", "a".repeat(3_000));
    assert_eq!(get(server.http_addr(), &long).await.status, 404);
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_too_many_and_a_missing_year_lead_to_the_page() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 100)).await.unwrap();
    // path, status, where to
    let table = [
        ("/delta/", 308, "/delta"),
        ("/delta/GM0505/2021/?stand=2&lang=en", 308, "/delta/GM0505/2021?stand=2&lang=en"),
        ("/delta/GM0505", 302, "/delta/GM0505/2024"),
        ("/delta/GM0505?lang=en", 302, "/delta/GM0505/2024?lang=en"),
    ];
    for (path, status, to) in table {
        let answer = get(server.http_addr(), path).await;
        assert_eq!(answer.status, status, "{path}");
        let to_year = answer.header("location").unwrap();
        // The newest year is the views' business; that there is one is ours.
        if status == 308 {
            assert_eq!(to_year, to, "{path}");
        } else {
            assert!(to_year.starts_with("/delta/GM0505/20"), "{path}: {to_year}");
            assert_eq!(to_year.ends_with("?lang=en"), to.ends_with("?lang=en"), "{path}: {to_year}");
        }
        assert_eq!(get(server.http_addr(), to_year).await.status, 200, "{to_year}");
        check_headers(path, &answer);
    }
    server.shutdown().await.unwrap();
}

/// The addresses in a page that begin so.
fn links<'a>(page: &'a str, beginning: &str) -> Vec<&'a str> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with(beginning))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_a_paragraph_leads_somewhere_and_a_figure_leads_to_its_entry() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 12_345_600)).await.unwrap();
    let page = get(server.http_addr(), "/delta/GM0505/2021?stand=2020-11-23&lang=en").await.text();
    let found: Vec<String> =
        links(&page, "/").into_iter().map(|link| link.replace("&amp;", "&").replace("&#38;", "&")).collect();
    assert!(found.len() > 8, "{found:?}");
    for link in &found {
        let link = link.split('#').next().unwrap();
        let answer = get(server.http_addr(), link).await;
        assert_eq!(answer.status, 200, "{link}: {}", answer.text());
    }
    let figure =
        found.iter().find(|link| link.contains("cijfer=") && link.contains("budget-by-taakveld")).unwrap();
    let explained = get(server.http_addr(), figure).await.text();
    assert!(
        explained.contains("/delta/boeking/")
            && explained.contains("123.456") | explained.contains("123,456"),
        "{explained}"
    );
    let anchor = figure.rsplit_once('=').unwrap().1;
    let by_path = get(server.http_addr(), &format!("/delta/GM0505/2021/cijfer/{anchor}")).await;
    assert_eq!(by_path.status, 200);
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_at_a_position_stays_the_same_to_the_byte() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 100)).await.unwrap();
    let before: Vec<Vec<u8>> = at_position(&server).await;
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    ledger(&channel).record(budget("GM0505", 3, 2022, 200)).await.unwrap();
    assert_eq!(at_position(&server).await, before);
    server.shutdown().await.unwrap();
}

async fn at_position(server: &openboek_server::Running) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    for ending in [".json", ".csv", ".txt", ".xlsx", ".ods", ".zip"] {
        let answer = get(server.http_addr(), &format!("/delta/GM0505/2021{ending}?stand=3")).await;
        assert_eq!(answer.status, 200);
        bodies.push(answer.body);
    }
    bodies
}

#[tokio::test(flavor = "multi_thread")]
async fn the_static_log_proves_what_it_holds() {
    let (server, channel) = start().await;
    for number in 1..4 {
        ledger(&channel).record(promise("GM0505", number)).await.unwrap();
    }
    let http = server.http_addr();
    let note = get(http, "/delta/log/checkpoint").await;
    let checkpoint = CheckpointNote::parse(&note.body).unwrap().checkpoint;
    let size = checkpoint.size;
    assert!(size >= 5, "{size}");
    // The tile of leaf hashes and the tile of entries agree.
    let hashes = get(http, &format!("/delta/log/tile/0/000.p/{size}")).await;
    let entries = get(http, &format!("/delta/log/tile/entries/000.p/{size}")).await;
    assert_eq!((hashes.status, entries.status), (200, 200));
    assert_eq!(hashes.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let mut rest = entries.body.as_slice();
    for index in 0..size {
        let (length, after) = rest.split_first_chunk::<2>().unwrap();
        let (entry, after) = after.split_at(u16::from_be_bytes(*length).into());
        rest = after;
        let place = usize::try_from(index).unwrap() * 32;
        assert_eq!(leaf_hash(entry).0, hashes.body[place..place + 32]);
        assert_eq!(get(http, &format!("/delta/boeking/{index}.txt")).await.body, entry);
        // The proof file is the hashes between its two first lines and an empty line, then the checkpoint.
        let proof = get(http, &format!("/delta/boeking/{index}.bewijs")).await.text();
        let (head, note) = proof.split_once("\n\n").unwrap();
        let lines: String = head.lines().skip(2).map(|line| format!("{line}\n")).collect();
        let known = CheckpointNote::parse(note.as_bytes()).unwrap().checkpoint;
        let hashes = parse_proof(lines.as_bytes()).unwrap();
        assert!(verify_inclusion(index, known.size, leaf_hash(entry), &hashes, known.root), "{proof}");
    }
    assert!(rest.is_empty());
    for beyond in [format!("/delta/log/tile/0/000.p/{}", size + 50), "/delta/log/tile/entries/001".to_owned()]
    {
        assert_eq!(get(http, &beyond).await.status, 404, "{beyond}");
    }
    let payload = get(http, "/delta/log/payload/0").await;
    assert_eq!((payload.status, payload.header("cache-control")), (200, Some("no-cache")));
    assert!(payload.body.len() > 32);
    let bundle = get(http, "/delta/bundel/GM0505.zip").await;
    assert_eq!((bundle.status, bundle.header("content-type")), (200, Some("application/zip")));
    assert!(bundle.body.starts_with(b"PK"));
    assert!(bundle.header("content-disposition").unwrap().contains("bundel-delta-GM0505-"));
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_the_same_until_the_ledger_stands_elsewhere_and_who_has_it_is_told_so() {
    let (server, channel) = start().await;
    let page = "/delta/GM0505/2021";
    ledger(&channel).record(budget("GM0505", 1, 2021, 12_345_600)).await.unwrap();
    let first = get(server.http_addr(), page).await;
    let tag = first.header("etag").unwrap().to_owned();
    // what the caller has, what it gets
    let table = [
        (String::new(), 200),
        ("\"another\"".to_owned(), 200),
        (tag.clone(), 304),
        (format!("\"another\", W/{tag}"), 304),
        ("*".to_owned(), 304),
    ];
    for (has, status) in table {
        let header = format!("if-none-match: {has}");
        let again = ask(server.http_addr(), "GET", page, &header).await;
        assert_eq!(again.status, status, "{has}");
        assert_eq!(again.header("etag"), Some(tag.as_str()), "{has}");
        assert_eq!(again.body, if status == 200 { first.body.clone() } else { Vec::new() }, "{has}");
        assert_eq!(again.header("content-security-policy"), first.header("content-security-policy"));
    }
    // Packed for whoever takes that.
    for (takes, is_packed) in
        [("br, gzip", true), ("gzip;q=0.5", true), ("gzip;q=0, br", false), ("br", false)]
    {
        let answer = ask(server.http_addr(), "GET", page, &format!("accept-encoding: {takes}")).await;
        assert_eq!(answer.header("content-encoding"), is_packed.then_some("gzip"), "{takes}");
        assert_eq!(answer.header("vary"), Some("accept-encoding"), "{takes}");
        assert_eq!(
            answer.header("etag") == Some(tag.as_str()),
            !is_packed,
            "{takes}: other bytes, another name"
        );
        let mut whole = Vec::new();
        if is_packed {
            flate2::read::GzDecoder::new(answer.body.as_slice()).read_to_end(&mut whole).unwrap();
            assert!(answer.body.len() * 2 < whole.len(), "{takes}: {} bytes", answer.body.len());
        } else {
            whole = answer.body;
        }
        assert!(whole == first.body, "{takes}");
    }
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    let later = ask(server.http_addr(), "GET", page, &format!("if-none-match: {tag}")).await;
    assert_eq!(later.status, 200, "it shows a ledger that is no more");
    assert!(later.header("etag") != Some(tag.as_str()) && later.body != first.body);
    // Another language is another page; what is not there is not kept.
    let english = get(server.http_addr(), &format!("{page}?lang=en")).await;
    assert!(english.body != later.body && english.header("etag") != later.header("etag"));
    for missing in ["/delta/GM9999/2021", "/nergens/GM0505/2021"] {
        let answer = get(server.http_addr(), missing).await;
        assert_eq!((answer.status, answer.header("etag")), (404, None), "{missing}");
    }
}

/// What a search page leads to, but for its own head and box.
fn hits(page: &str) -> Vec<String> {
    let list: String =
        page.split("<ul class=\"found\">").skip(1).filter_map(|rest| rest.split("</ul>").next()).collect();
    links(&list, "/").into_iter().map(|link| link.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_for_is_found_where_it_lives() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 12_345_600)).await.unwrap();
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    let http = server.http_addr();
    // asked, the first that was found, something else on the page
    let table = [
        ("dordrecht", "/delta/GM0505", "Gemeenten en regio (1)"),
        ("GM0505", "/delta/GM0505", "<mark>"),
        ("dordr", "/delta/GM0505", "Dordrecht"),
        ("123.456", "/delta/GM0505/2021#", "Begroting vastgesteld"),
        ("123456", "/delta/GM0505/2021#", "<mark>123.456,00</mark>"),
        ("t2", "/delta/GM0505/2020#commitments.T2.", "Toezegging T2"),
        ("een+plan", "/delta/GM0505/2020#commitments.T2.", "<mark>een plan.</mark>"),
        ("0", "/delta/boeking/0", "Boekingen met dit nummer (1)"),
        ("samenwerkingsverband+zonder+naam", "", "niets gevonden"),
        ("", "", "Typ minstens"),
        ("%E2%80%93", "", "Typ minstens"),
        ("a+b+c+d+e+f+g+h+i", "", "te lang"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "", "alert(1)"),
    ];
    for (asked, first, part) in table {
        let answer = get(http, &format!("/delta/zoek?q={asked}")).await;
        let page = answer.text();
        assert_eq!(answer.status, 200, "{asked}: {page}");
        let found = hits(&page);
        let fits =
            found.first().map_or(first.is_empty(), |link| !first.is_empty() && link.starts_with(first));
        assert!(fits, "{asked}: {found:?}");
        assert!(page.contains(part) && !page.contains("<script"), "{asked}: {part} is not in\n{page}");
        assert_eq!(
            (answer.header("cache-control"), answer.header("etag")),
            (Some("no-cache"), None),
            "{asked}"
        );
        for link in &found {
            let (address, anchor) = link.split_once('#').unwrap_or((link, ""));
            let there = get(http, address).await;
            let is_there = anchor.is_empty() || there.text().contains(&format!("id=\"{anchor}\""));
            assert!([200, 302].contains(&there.status) && is_there, "{asked}: {link}");
        }
    }
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_grows_with_the_ledger_and_an_earlier_stand_does_not_know() {
    let (server, channel) = start().await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let http = server.http_addr();
    let count = async |address: &str| hits(&get(http, address).await.text()).len();
    assert_eq!(count("/delta/zoek?q=t1").await, 2, "where it lives, and its entry");
    assert_eq!(count("/delta/zoek?q=t2").await, 0);
    let stand = server.engine().heads_now("delta").unwrap().published_size;
    ledger(&channel).record(promise("GM0482", 2)).await.unwrap();
    assert_eq!(count("/delta/zoek?q=t2").await, 2);
    assert_eq!(count(&format!("/delta/zoek?q=t2&stand={stand}")).await, 0);
    assert_eq!(count("/delta/zoek?q=t2&besluiten-tot=2020-11-10").await, 0);
    let earlier = get(http, &format!("/delta/zoek?q=t1&stand={stand}&lang=en")).await.text();
    assert!(hits(&earlier)[0].contains(&format!("stand={stand}")), "{earlier}");
    for part in [format!("name=\"stand\" value=\"{stand}\""), "name=\"lang\" value=\"en\"".to_owned()] {
        assert!(earlier.contains(&part), "{part} is not in\n{earlier}");
    }
    // More than fit on the page are counted.
    for number in 3..30 {
        ledger(&channel).record(promise("GM0505", number)).await.unwrap();
    }
    let many = get(http, "/delta/zoek?q=plan").await.text();
    assert_eq!(many.matches("<li>").count(), 20, "{many}");
    assert!(
        many.contains("Toezeggingen (29)") && many.contains("Nog 9 andere. Maak de zoekvraag preciezer"),
        "{many}"
    );
    server.shutdown().await.unwrap();
}
