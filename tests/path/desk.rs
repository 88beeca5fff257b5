//! The desk: what is filled in is recorded once, after it was read, and by nobody but its own pages.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use openboek_tests::program::{Desk, Failure, Served, record_cases};
use openboek_wire::v1;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use prost::Message as _;

const FORM: &str = "/stichtse-vecht/cut-amended";

/// What a browser sends: the pairs of a form.
fn sent(pairs: &[(String, String)]) -> String {
    let letter = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    let word = |text: &str| text.bytes().map(letter).collect::<String>();
    pairs.iter().map(|(name, value)| format!("{}={}", word(name), word(value))).collect::<Vec<_>>().join("&")
}

/// Status and body of an answer; `headers` go with it.
fn ask(desk: &Desk, method: &str, path: &str, headers: &str, body: &str) -> Result<(u16, String), Failure> {
    let address = desk.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nconnection: close\r\n{headers}content-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).ok_or("no status")?.parse()?;
    // Numbers and dates do not break; here a blank is a blank.
    Ok((status, answer.split_once("\r\n\r\n").ok_or("no body")?.1.replace('\u{a0}', " ")))
}

fn get(desk: &Desk, path: &str) -> Result<(u16, String), Failure> {
    let host = desk.address.trim_start_matches("http://").to_owned();
    ask(desk, "GET", path, &format!("host: {host}\r\n"), "")
}

fn post(desk: &Desk, path: &str, pairs: &[(String, String)]) -> Result<(u16, String), Failure> {
    let (host, origin) = (desk.address.trim_start_matches("http://"), &desk.address);
    ask(desk, "POST", path, &format!("host: {host}\r\norigin: {origin}\r\n"), &sent(pairs))
}

/// What a page sends along without asking.
fn hidden(page: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        text.replace("&amp;", "&").replace("&#38;", "&").replace("&#39;", "'").replace("&quot;", "\"")
    };
    let of = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"")?;
        Some((plain(name), plain(rest.split_once('"')?.0)))
    };
    page.split("<input type=\"hidden\" name=\"").skip(1).filter_map(of).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A change of the cut, as somebody fills it in.
fn filled(amount: &str) -> Vec<(String, String)> {
    pairs(&[
        ("concerns", "GM1904"),
        ("cut_amended.act.organisation", "GM1904"),
        ("cut_amended.act.organ", "council"),
        ("cut_amended.act.date", "7-7-2021"),
        ("cut_amended.act.documents[2].title", "Raadsbesluit"),
        ("cut_amended.act.documents[2].?reference", "assigned"),
        ("cut_amended.act.documents[2].assigned", "DOC/21/1"),
        ("cut_amended.act.documents[2].date", "2021-07-07"),
        ("cut_amended.cut", "SV-20"),
        ("cut_amended.amount.?kind", "exact_cents"),
        ("cut_amended.amount.exact_cents", amount),
        ("cut_amended.amount.qualitative", "niet gekozen, dus niet gezegd"),
        ("cut_amended.reason", "Het voorstel\r\nis uitgewerkt."),
    ])
}

fn with(step: &str, first: &[(String, String)], more: &[(String, String)]) -> Vec<(String, String)> {
    first.iter().chain(more).cloned().chain(pairs(&[("stap", step)])).collect()
}

async fn entries(server: &Served) -> Result<Vec<v1::Entry>, Failure> {
    let mut client = AuditServiceClient::new(server.connect().await?);
    let request = v1::ListEntriesRequest {
        arrangement: "stichtse-vecht".into(),
        limit: 1_000,
        include_payloads: true,
        ..Default::default()
    };
    let entries = client.list_entries(request).await?.into_inner().entries;
    Ok(entries.into_iter().filter(|entry| !entry.payload.is_empty()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_filled_in_is_shown_first_and_recorded_once() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = Served::start(&folder.path().join("data"), &[])?;
    record_cases(&server.grpc)?;
    let desk = Desk::start(&server, "griffie.stichtsevecht")?;
    let before = entries(&server).await?.len();

    let (status, blank) = get(&desk, FORM)?;
    assert_eq!(status, 200, "{blank}");
    let secret = hidden(&blank);

    // Wrong as it is written, and wrong by the rules: all of it is told, what was filled in stands there still, nothing is recorded.
    let (status, wrong) = post(&desk, FORM, &with("bekijk", &secret, &filled("zes ton")))?;
    assert_eq!(status, 422, "{wrong}");
    assert!(wrong.contains("geen bedrag in euro") && wrong.contains("value=\"zes ton\""), "{wrong}");
    assert!(wrong.contains("value=\"DOC/21/1\"") && wrong.contains("Het voorstel is uitgewerkt."), "{wrong}");
    let mut unknown = filled("-600.000");
    unknown.retain(|(name, _)| name != "cut_amended.cut");
    unknown.push(("cut_amended.cut".into(), "SV-99".into()));
    let (status, refused) = post(&desk, FORM, &with("bekijk", &secret, &unknown))?;
    assert_eq!(status, 422, "{refused}");
    assert!(refused.contains("href=\"#f-cut_amended-cut\"") && refused.contains("SV-99"), "{refused}");

    let (status, check) = post(&desk, FORM, &with("bekijk", &secret, &filled("-600.000")))?;
    assert_eq!(status, 200, "{check}");
    for words in [
        "Klopt dit?",
        "€ -600.000",
        "7 juli 2021",
        "DOC/21/1",
        "Stichtse Vecht (GM1904) 2021",
        "Leg dit vast",
    ] {
        assert!(check.contains(words), "{words}: {check}");
    }
    assert_eq!(entries(&server).await?.len(), before, "nothing was recorded");

    // Twice, as with an impatient hand: one entry.
    let command = with("leg-vast", &hidden(&check), &[]);
    let (status, done) = post(&desk, FORM, &command)?;
    assert_eq!(status, 200, "{done}");
    let (_, again) = post(&desk, FORM, &command)?;
    assert!(done.contains("Vastgelegd") && again.contains("niets dubbel vastgelegd"), "{again}");
    let now = entries(&server).await?;
    let [entry] = &now[before..] else { panic!("{} more", now.len() - before) };
    assert!(String::from_utf8_lossy(&entry.entry).contains("\nstatement cut-amended/1\n"));
    let said = v1::CutAmended::decode(entry.payload.as_slice())?;
    assert_eq!(said.amount.as_ref().unwrap().kind, Some(v1::amount::Kind::ExactCents(-60_000_000)));
    let act = said.act.unwrap();
    assert_eq!((act.date.as_str(), act.documents.len()), ("2021-07-07", 1));
    assert!(done.contains(&format!("{}/stichtse-vecht/boeking/{}", server.http, entry.index)), "{done}");

    // The way back in the browser: the same form again is the same statement, a changed one is another, and that is said.
    let (_, same) = post(&desk, FORM, &with("bekijk", &secret, &filled("-600.000")))?;
    assert!(same.contains("niets dubbel vastgelegd"), "{same}");
    let (_, other) = post(&desk, FORM, &with("bekijk", &secret, &filled("-550.000")))?;
    assert!(
        other.contains("Met dit formulier is al iets vastgelegd") && other.contains("Klopt dit?"),
        "{other}"
    );

    // What was chosen and not filled in is not dropped.
    let mut chosen = filled("-600.000");
    chosen.retain(|(name, _)| name != "cut_amended.act.documents[2].assigned");
    let (status, lacks) = post(&desk, FORM, &with("bekijk", &secret, &chosen))?;
    assert_eq!(status, 422, "{lacks}");
    assert!(
        lacks.contains("href=\"#f-cut_amended-act-documents-0--assigned\"") && lacks.contains("U koos dit."),
        "{lacks}"
    );

    // Somebody else is first: what was read is not what it does now, so it is shown again.
    let (_, check) = post(&desk, FORM, &with("bekijk", &secret, &filled("-500.000")))?;
    let (_, other) = post(&desk, FORM, &with("bekijk", &secret, &filled("-400.000")))?;
    let (_, first) = post(&desk, FORM, &with("leg-vast", &hidden(&other), &[]))?;
    assert!(first.contains("Vastgelegd"), "{first}");
    let (_, moved) = post(&desk, FORM, &with("leg-vast", &hidden(&check), &[]))?;
    assert!(
        moved.contains("Intussen is er iets anders vastgelegd") && moved.contains("-500.000,00"),
        "{moved}"
    );
    let (_, done) = post(&desk, FORM, &with("leg-vast", &hidden(&moved), &[]))?;
    assert!(done.contains("Vastgelegd"), "{done}");
    Ok(())
}

/// What it fills in is read back in the tests of the desk itself; with a browser it is corrected in `tests/audit`.
#[tokio::test(flavor = "multi_thread")]
async fn a_correction_begins_with_what_the_entry_says() -> Result<(), Failure> {
    const CORRECTION: &str = "/stichtse-vecht/entry-corrected";
    let folder = tempfile::tempdir()?;
    let server = Served::start(&folder.path().join("data"), &[])?;
    record_cases(&server.grpc)?;
    let desk = Desk::start(&server, "griffie.stichtsevecht")?;
    let secret = hidden(&get(&desk, CORRECTION)?.1);
    let fetch = |entry: &str| {
        let mut pairs = secret.clone();
        pairs.extend(pairs_of_fetch(entry));
        post(&desk, CORRECTION, &pairs)
    };
    let entries = entries(&server).await?;
    let adopted = |entry: &&v1::Entry| String::from_utf8_lossy(&entry.entry).contains("cut-adopted/1");
    let adopted = entries.iter().find(adopted).ok_or("no cut")?;
    let terms = v1::CutAdopted::decode(adopted.payload.as_slice())?.terms.ok_or("no terms")?;
    let (status, page) = fetch(&adopted.index.to_string())?;
    assert_eq!(status, 200, "{page}");
    for (name, value) in [
        ("entry_corrected-entry", adopted.index.to_string()),
        ("entry_corrected-corrected-cut_adopted-terms-cut", terms.cut),
    ] {
        let field = format!("id=\"f-{name}\" name=\"{}\" value=\"{value}\"", name.replace('-', "."));
        assert!(page.contains(&field), "{field}:\n{page}");
    }
    assert!(page.contains("Wat er weg moet blijft staan."), "what was written before stays:\n{page}");
    for (entry, words) in [
        ("999999", "geen gepubliceerde boeking 999999"),
        ("drie", "Dit is geen heel getal."),
        ("0", "past niet in een formulier"),
    ] {
        let (status, page) = fetch(entry)?;
        assert_eq!(status, 422, "{entry}: {page}");
        assert!(
            page.contains(words) && page.contains("href=\"#f-entry_corrected-entry\""),
            "{entry}: {page}"
        );
    }
    Ok(())
}

fn pairs_of_fetch(entry: &str) -> Vec<(String, String)> {
    pairs(&[
        ("entry_corrected.entry", entry),
        ("entry_corrected.reason", "Wat er weg moet blijft staan."),
        ("entry_corrected.corrected.?body", "commitment_made"),
        ("entry_corrected.corrected.commitment_made.text", "Dit hoort er niet meer bij."),
        ("meer", "entry_corrected.entry"),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_its_own_pages_can_record() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = Served::start(&folder.path().join("data"), &[])?;
    record_cases(&server.grpc)?;
    let desk = Desk::start(&server, "griffie.stichtsevecht")?;
    let before = entries(&server).await?.len();
    let secret = hidden(&get(&desk, FORM)?.1);
    let (_, check) = post(&desk, FORM, &with("bekijk", &secret, &filled("-600.000")))?;
    let command = with("leg-vast", &hidden(&check), &[]);
    let body = sent(&command);
    let host = desk.address.trim_start_matches("http://").to_owned();
    let ours = format!("host: {host}\r\norigin: {}\r\n", desk.address);
    let strangers = [
        (format!("host: {host}\r\norigin: https://kwaad.example\r\n"), body.clone()),
        (format!("host: {host}\r\norigin: null\r\n"), body.clone()),
        (format!("host: {host}\r\n"), body.clone()),
        ("host: kwaad.example\r\norigin: http://kwaad.example\r\n".to_owned(), body.clone()),
        (ours.clone(), sent(&command[1..])),
    ];
    for (headers, body) in strangers {
        let (status, answer) = ask(&desk, "POST", FORM, &headers, &body)?;
        assert_eq!(status, 403, "{headers}: {answer}");
    }
    let (status, _) = ask(&desk, "GET", FORM, "host: kwaad.example\r\n", "")?;
    assert_eq!(status, 403, "a name that leads here is no name of ours");
    // A form from before the program was started anew is shown again with all that was filled in, and not recorded.
    let old =
        pairs(&[("!sleutel", "0123")]).into_iter().chain(command[1..].iter().cloned()).collect::<Vec<_>>();
    let (status, again) = ask(&desk, "POST", FORM, &ours, &sent(&old))?;
    assert_eq!(status, 422, "{again}");
    assert!(again.contains("opnieuw gestart") && again.contains("value=\"DOC/21/1\""), "{again}");
    // Without what it was read at nobody knows whether it still does that.
    for stand in ["", "GM1904", "GM1904=abc", "GM1904=-1"] {
        let mut damaged = command.clone();
        damaged
            .iter_mut()
            .filter(|(name, _)| name == "!stand")
            .for_each(|(_, value)| *value = stand.to_owned());
        let (_, shown) = ask(&desk, "POST", FORM, &ours, &sent(&damaged))?;
        assert!(shown.contains("Intussen is er iets anders vastgelegd"), "{stand}: {shown}");
    }
    let large = format!("a={}", "b".repeat(2 << 20));
    assert!(ask(&desk, "POST", FORM, &ours, &large).map_or(413, |(status, _)| status) == 413);
    assert_eq!(get(&desk, "/stichtse-vecht/cut-imagined")?.0, 404);
    assert_eq!(get(&desk, "/niemandsland/cut-amended")?.0, 404);
    assert_eq!(entries(&server).await?.len(), before);
    let (_, done) = ask(&desk, "POST", FORM, &ours, &body)?;
    assert!(done.contains("Vastgelegd"), "the measure itself: {done}");

    // The server is gone: all that was filled in goes along to be sent again, under the same request.
    let (_, check) = post(&desk, FORM, &with("bekijk", &hidden(&get(&desk, FORM)?.1), &filled("-700.000")))?;
    let command = with("leg-vast", &hidden(&check), &[]);
    server.kill()?;
    let (status, away) = post(&desk, FORM, &command)?;
    assert_eq!(status, 503, "{away}");
    assert!(away.contains("De server is niet bereikbaar") || away.contains("Nog niet zeker"), "{away}");
    let kept = hidden(&away);
    for pair in &command[..command.len() - 1] {
        assert!(kept.contains(pair), "{pair:?} is lost: {kept:?}");
    }
    assert!(away.contains("name=\"stap\" value=\"leg-vast\""), "{away}");
    Ok(())
}
