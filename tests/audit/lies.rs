//! Every lie an operator with the key of the log can tell, what an auditor has in hand, and what the auditor's program answers: the
//! table in `lies.md`, row by row, with the real program.

use std::collections::BTreeMap;
use std::path::Path;

use openboek_proof::entry::{Decided, RecordedAt, StreamCode};
use openboek_rules::{Body, Cents};
use openboek_tests::program::{Failure, Served, verify};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use serde_json::{Value, json};

use crate::browser::{Case, disagreements};
use crate::liar::{Files, Log, Story, Told, resum};

const OURS: StreamCode = StreamCode::Municipality(262);
const THEIRS: StreamCode = StreamCode::Municipality(301);

/// What the auditor has beside the bundle.
enum Has {
    Nothing,
    Kept(Vec<u8>),
    Beside(Files),
    Words(&'static [&'static str]),
}

/// A row of the table: what the operator does, what the auditor has, the answer, its code.
struct Row {
    does: &'static str,
    bundle: Files,
    has: (&'static str, Has),
    answer: &'static str,
    code: &'static str,
}

/// A real server records two budgets and some promises in one arrangement, and something in another.
async fn histories(folder: &Path) -> Result<(Story, Story), Failure> {
    let data = folder.join("data");
    let server = Served::start(&data, &[])?;
    let channel = server.connect().await?;
    for arrangement in ["delta", "elders"] {
        let founding = say::founding(arrangement, &["GM0262", "GM0301"]);
        ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;
        let statements = [
            say::budget("GM0262", 2021, vec![say::line("6.1", 2021, 125_000_000)]),
            say::budget("GM0301", 2021, vec![say::line("6.1", 2021, 80_000_000)]),
            say::commitment("GM0262", "T1", "Het plan is in april klaar."),
            say::commitment("GM0301", "T2", "De wachttijd wordt korter."),
            say::commitment("GM0262", "T3", "De bezuiniging gaat niet door."),
        ];
        for statement in statements {
            let mut command = say::command(arrangement, vec![statement]);
            // One seal for each decision, in the log that is lied about.
            if arrangement == "delta" {
                command.wait_for = v1::WaitFor::Published.into();
            }
            LedgerServiceClient::new(channel.clone()).record(command).await?;
        }
    }
    server.stop()?;
    Ok((Story::of(&data, "delta")?, Story::of(&data, "elders")?))
}

/// The same history with another amount in the budget of our municipality.
fn with_another_amount(story: &Story) -> Result<Story, Failure> {
    let mut lie = story.clone();
    let place = lie.of_stream(OURS)[0];
    if let Told::Event { event, payload, .. } = &mut lie.told[place] {
        let kind = event.statement.kind.name().to_owned();
        let mut body = openboek_wire::decode_payload(&kind, 1, payload).map_err(|e| e.to_string())?;
        if let Body::BudgetAdopted(budget) = &mut body {
            budget.lines[0].amount = Cents::new(12_500_000).ok_or("cents")?;
        }
        *payload = openboek_wire::encode_payload(&body);
    }
    Ok(lie)
}

fn dropped(story: &Story) -> Story {
    let mut lie = story.clone();
    let place = lie.of_stream(OURS)[1];
    // A seal in its place (seals in a row are allowed), so that every position and size stays what it was.
    if let Some(recorded) = time(&lie.told[place]) {
        lie.told[place] = Told::Seal(recorded);
    }
    lie
}

fn swapped(story: &Story) -> Story {
    let mut lie = story.clone();
    let places = lie.of_stream(OURS);
    let times: Vec<RecordedAt> = places.iter().filter_map(|place| time(&lie.told[*place])).collect();
    lie.told.swap(places[0], places[1]);
    for (place, recorded) in places.into_iter().zip(times) {
        if let Told::Event { event, .. } = &mut lie.told[place] {
            event.recorded = recorded;
        }
    }
    lie
}

/// The size whose checkpoint the auditor kept from an earlier check: up to the seal over our second event.
fn kept_size(story: &Story) -> usize {
    let second = story.of_stream(OURS)[1];
    let sealed = (second..story.told.len()).find(|place| matches!(story.told[*place], Told::Seal(_)));
    sealed.map_or(0, |place| place + 1)
}

fn time(told: &Told) -> Option<RecordedAt> {
    match told {
        Told::Event { event, .. } => Some(event.recorded),
        Told::Seal(_) => None,
    }
}

/// One bundle with a file changed, and its sums made to fit.
fn changed(bundle: &Files, change: impl FnOnce(&mut Files)) -> Files {
    let mut files = bundle.clone();
    change(&mut files);
    resum(&mut files);
    files
}

fn take(bundle: &Files, from: &Files, paths: &[&str]) -> Files {
    changed(bundle, |files| {
        for path in paths {
            files.insert((*path).to_owned(), from[*path].clone());
        }
    })
}

const ALONE: &str = "alleen deze bundel";
const WITH_KEPT: &str = "het checkpoint van een eerdere controle (`--previous`)";
const WITH_EARLIER: &str = "een eerdere bundel (`--beside`)";
const WITH_OTHER: &str = "de bundel van een andere raad (`--beside`)";

fn row(
    does: &'static str,
    bundle: &Files,
    has: (&'static str, Has),
    answer: &'static str,
    code: &'static str,
) -> Row {
    Row { does, bundle: bundle.clone(), has, answer, code }
}

/// The lies that leave the log alone and alter the bundle only.
fn altered_bundles(honest: &Log, elsewhere: &Log, story: &Story) -> Result<Vec<Row>, Failure> {
    let size = honest.size();
    let bundle = honest.bundle(OURS, size, None)?;
    let alone = || (ALONE, Has::Nothing);
    let told = with_another_amount(story)?.write()?;
    let [budget, promise, last_promise] = story.of_stream(OURS)[..] else {
        return Err("three events".into());
    };
    let path = |folder: &str, index: usize| format!("{folder}/{index}");
    let without = changed(&bundle, |files| {
        for folder in ["entries", "proofs", "payloads"] {
            files.remove(&path(folder, promise));
        }
    });
    let renumbered = changed(&without, |files| {
        let text = String::from_utf8_lossy(honest.entry(last_promise)).replace("in GM0262 2", "in GM0262 1");
        files.insert(path("entries", last_promise), text.into_bytes());
    });
    let mirrored = changed(&bundle, |files| {
        files.insert(path("entries", budget), honest.entry(promise).to_vec());
        files.insert(path("entries", promise), honest.entry(budget).to_vec());
    });
    let (payload, entry) = (path("payloads", budget), path("entries", budget));
    let amended = take(&bundle, &told.bundle(OURS, size, None)?, &[&payload]);
    let rehashed = take(&bundle, &told.bundle(OURS, size, None)?, &[&payload, &entry]);
    let foreign = changed(&bundle, |files| {
        files.insert(path("entries", size - 1), elsewhere.entry(elsewhere.size() - 1).to_vec());
    });
    Ok(vec![
        row("laat een besluit weg uit de bundel", &without, alone(), "klopt niet", "revision"),
        row(
            "laat een besluit weg en hernummert de rest",
            &renumbered,
            alone(),
            "klopt niet",
            "inclusion-fails",
        ),
        row("verwisselt twee besluiten in de bundel", &mirrored, alone(), "klopt niet", "index-differs"),
        row("verandert een bedrag in de inhoud", &amended, alone(), "klopt niet", "payload-differs"),
        row(
            "verandert een bedrag en de code ervan in de boeking",
            &rehashed,
            alone(),
            "klopt niet",
            "inclusion-fails",
        ),
        row("geeft de afsluiting van een andere regio mee", &foreign, alone(), "klopt niet", "origin"),
    ])
}

/// The lies for which the whole log is written, sealed and signed anew.
fn rewritten_logs(honest: &Log, story: &Story) -> Result<Vec<Row>, Failure> {
    let kept = || -> Result<_, Failure> { Ok((WITH_KEPT, Has::Kept(honest.checkpoint(kept_size(story))?))) };
    let earlier = || -> Result<_, Failure> {
        Ok((WITH_EARLIER, Has::Beside(honest.bundle(OURS, kept_size(story), None)?)))
    };
    let mut rows = Vec::new();
    for (does, lie) in [
        ("laat een besluit weg en schrijft het hele log opnieuw", dropped(story)),
        ("verwisselt twee besluiten en schrijft het hele log opnieuw", swapped(story)),
        ("verandert een bedrag en schrijft het hele log opnieuw", with_another_amount(story)?),
    ] {
        let lie = lie.write()?;
        let size = lie.size();
        let bundle = lie.bundle(OURS, size, None)?;
        let forged = lie.bundle(OURS, size, Some(kept_size(story)))?;
        rows.extend([
            row(does, &bundle, (ALONE, Has::Nothing), "klopt", ""),
            row(does, &bundle, kept()?, "niet te controleren", "not-joined"),
            row(
                "hetzelfde, met een vals ouder checkpoint erbij",
                &forged,
                kept()?,
                "klopt niet",
                "split-view",
            ),
            row(does, &bundle, earlier()?, "klopt niet", "split-view"),
        ]);
    }
    Ok(rows)
}

/// What the author signed cannot be told otherwise, whoever holds the key of the log.
fn signed_by_authors(story: &Story) -> Result<Vec<Row>, Failure> {
    let signed = Story { author: Some([7; 32]), ..story.clone() };
    let honest = signed.write()?;
    let mut lie = with_another_amount(&signed)?;
    let place = signed.of_stream(OURS)[0];
    // The signature under the true amount is all there is to show.
    let index = honest_event(&honest, place)?;
    if let Told::Event { event, .. } = &mut lie.told[place] {
        event.signature = index;
    }
    let bundle = lie.write()?.bundle(OURS, honest.size(), None)?;
    let does = "verandert een bedrag dat de griffie zelf had ondertekend";
    Ok(vec![row(does, &bundle, (ALONE, Has::Nothing), "klopt niet", "author-signature-fails")])
}

fn honest_event(log: &Log, place: usize) -> Result<Option<openboek_proof::entry::AuthorSignature>, Failure> {
    match openboek_proof::entry::Entry::parse(log.entry(place))? {
        openboek_proof::entry::Entry::Event(event) => Ok(event.signature),
        _ => Err("no event".into()),
    }
}

/// Two truths, old truths and truths of others.
fn heads(honest: &Log, elsewhere: &Log, story: &Story) -> Result<Vec<Row>, Failure> {
    let size = honest.size();
    let lie = with_another_amount(story)?.write()?;
    let (ours, theirs) = (lie.bundle(OURS, size, None)?, honest.bundle(THEIRS, size, None)?);
    let two = "toont twee raden een ander log van dezelfde omvang";
    let old = honest.bundle(OURS, kept_size(story), None)?;
    let replays = "geeft een oude stand als de nieuwste";
    let other = elsewhere.bundle(OURS, elsewhere.size(), None)?;
    let region = "geeft de bundel van een andere regio";
    let late: &[&str] = &["--now", "2099-01-01T00:00:00Z", "--max-age", "7d"];
    let named: &[&str] = &["--origin", "ledger.localhost/delta"];
    Ok(vec![
        row(two, &ours, (ALONE, Has::Nothing), "klopt", ""),
        row(
            two,
            &ours,
            ("het checkpoint van de andere raad (`--previous`)", Has::Kept(honest.checkpoint(size)?)),
            "klopt niet",
            "split-view",
        ),
        row(two, &ours, (WITH_OTHER, Has::Beside(theirs.clone())), "klopt niet", "split-view"),
        row(replays, &old, (ALONE, Has::Nothing), "klopt", ""),
        row(
            replays,
            &old,
            (WITH_KEPT, Has::Kept(honest.checkpoint(size)?)),
            "niet te controleren",
            "older-than-kept",
        ),
        row(
            replays,
            &old,
            ("een grens aan de leeftijd (`--max-age 7d`)", Has::Words(late)),
            "niet te controleren",
            "seal-too-old",
        ),
        row(region, &other, ("de oorsprong (`--origin`)", Has::Words(named)), "klopt niet", "origin"),
        row(
            "niets: twee raden naast elkaar",
            &honest.bundle(OURS, size, None)?,
            (WITH_OTHER, Has::Beside(theirs)),
            "klopt",
            "",
        ),
        row(
            "niets: een jaar later",
            &honest.bundle(OURS, size, Some(kept_size(story)))?,
            (WITH_KEPT, Has::Kept(honest.checkpoint(kept_size(story))?)),
            "klopt",
            "",
        ),
        row(
            "niets: een jaar later",
            &honest.bundle(OURS, size, Some(kept_size(story)))?,
            (WITH_EARLIER, Has::Beside(old.clone())),
            "klopt",
            "",
        ),
    ])
}

/// A municipality, or what concerns it, is kept out of sight.
fn hidden_members(honest: &Log, elsewhere: &Log, story: &Story) -> Result<Vec<Row>, Failure> {
    let size = honest.size();
    let alone = || (ALONE, Has::Nothing);
    let unsealed = Story { hidden: Some(THEIRS), ..story.clone() }.write()?;
    let foreign = Story { sealed_as: elsewhere.line_of(OURS), ..story.clone() }.write()?;
    let mut unopened = story.clone();
    if let Told::Event { event, .. } = &mut unopened.told[0] {
        event.statement.opens.retain(|code| *code != THEIRS);
    }
    let (mut without, mut moved) = (unopened.clone(), story.clone());
    without.told.retain(|told| match told {
        Told::Event { event, .. } => !event.statement.concerns.contains(&THEIRS),
        Told::Seal(_) => true,
    });
    let last = *moved.of_stream(OURS).last().ok_or("no event")?;
    if let Told::Event { event, .. } = &mut moved.told[last] {
        event.statement.concerns = vec![THEIRS];
        event.statement.decided = Decided::parse("2020-11-11");
    }
    let (unopened, without, moved) = (unopened.write()?, without.write()?, moved.write()?);
    let of_member =
        |log: &Log| -> Result<_, Failure> { Ok(Has::Beside(log.bundle(THEIRS, kept_size(story), None)?)) };
    let leaves_out = "verzwijgt een gemeente in het hele log";
    let moves = "zet een besluit bij een andere gemeente en schrijft het hele log opnieuw";
    let bundle = without.bundle(OURS, without.size(), None)?;
    Ok(vec![
        row(
            "laat een gemeente weg uit de afsluiting",
            &unsealed.bundle(OURS, size, None)?,
            alone(),
            "klopt niet",
            "seal-streams",
        ),
        row(
            "sluit af met de cijfers van een andere regio",
            &foreign.bundle(OURS, size, None)?,
            alone(),
            "klopt niet",
            "stream-root",
        ),
        row(
            "opent de reeks van een gemeente niet",
            &unopened.bundle(THEIRS, size, None)?,
            alone(),
            "klopt niet",
            "stream-not-open",
        ),
        row(leaves_out, &bundle, alone(), "klopt", ""),
        row(
            leaves_out,
            &bundle,
            ("de bundel van die gemeente (`--beside`)", of_member(honest)?),
            "klopt niet",
            "split-view",
        ),
        row(moves, &moved.bundle(OURS, size, None)?, alone(), "klopt", ""),
        row(
            moves,
            &moved.bundle(OURS, size, None)?,
            (
                "een eerdere bundel met dat besluit (`--beside`)",
                Has::Beside(honest.bundle(OURS, size, None)?),
            ),
            "klopt niet",
            "split-view",
        ),
    ])
}

/// Runs the program on a row, with its files in the folder under the row's number: its answer in JSON. And how the browser is asked the
/// same.
fn answer(folder: &Path, number: usize, row: &Row) -> Result<Case, Failure> {
    let write = |name: &str, bytes: Vec<u8>| -> Result<(String, String), Failure> {
        let name = format!("{number}-{name}");
        let path = folder.join(&name);
        std::fs::write(&path, bytes)?;
        Ok((path.to_str().ok_or("path")?.to_owned(), name))
    };
    let (path, zip) = write("bundle.zip", openboek_proof::bundle::to_zip(&row.bundle)?)?;
    let mut words = vec![path, "--json".to_owned()];
    let mut reader = json!({});
    match &row.has.1 {
        Has::Nothing => {}
        Has::Kept(note) => {
            let (path, name) = write("kept", note.clone())?;
            words.extend(["--previous".to_owned(), path]);
            reader["previous"] = name.into();
        }
        Has::Beside(files) => {
            let (path, name) = write("beside.zip", openboek_proof::bundle::to_zip(files)?)?;
            words.extend(["--beside".to_owned(), path]);
            reader["beside"] = name.into();
        }
        Has::Words(more) => {
            words.extend(more.iter().map(|word| (*word).to_owned()));
            reader = asked_in(more)?;
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (status, said) = verify(&words)?;
    let told: Value = serde_json::from_str(&said).map_err(|e| format!("{said}: {e}"))?;
    assert_eq!(told["exit_status"], status, "{said}");
    let what = format!("{} / {}", row.does, row.has.0);
    Ok(Case { what, asked: json!({ "zip": zip, "reader": reader }), told })
}

/// Options of the program, as the browser is asked them.
fn asked_in(words: &[&str]) -> Result<Value, Failure> {
    let mut reader = json!({});
    for option in words.chunks(2) {
        match option {
            ["--now", moment] => reader["now"] = (*moment).into(),
            ["--origin", origin] => reader["origin"] = (*origin).into(),
            ["--max-age", days] => {
                let days: i64 = days.strip_suffix('d').ok_or("days")?.parse()?;
                reader["maxAge"] = (days * 86_400_000).into();
            }
            other => return Err(format!("no {other:?} in the browser").into()),
        }
    }
    Ok(reader)
}

/// What the program answers to each lie, and that the table for people says the same.
#[tokio::test(flavor = "multi_thread")]
async fn every_lie_is_named_or_it_is_said_that_one_bundle_cannot_show_it() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let (story, other) = histories(folder.path()).await?;
    let (honest, elsewhere) = (story.write()?, other.write()?);
    let mut rows = altered_bundles(&honest, &elsewhere, &story)?;
    rows.extend(rewritten_logs(&honest, &story)?);
    rows.extend(signed_by_authors(&story)?);
    rows.extend(heads(&honest, &elsewhere, &story)?);
    rows.extend(hidden_members(&honest, &elsewhere, &story)?);
    let mut table = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut cases = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let case = answer(folder.path(), number, row)?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (answer, code) = (text(&case.told["answer"]), text(&case.told["reason"]["code"]));
        cases.push(case);
        if (answer.as_str(), code.as_str()) != (row.answer, row.code) {
            let (does, has) = (row.does, row.has.0);
            wrong.push(format!("{does} / {has}: {answer} {code}, expected {} {}", row.answer, row.code));
        }
        let code = if code.is_empty() { "–".to_owned() } else { format!("`{code}`") };
        table.insert(number, format!("| {} | {} | {answer} | {code} |", row.does, row.has.0));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let table = table.into_values().collect::<Vec<_>>().join("\n");
    let page = include_str!("lies.md");
    assert!(page.contains(&table), "lies.md does not hold these rows:\n{table}");
    let otherwise = disagreements(folder.path(), &cases)?;
    assert!(otherwise.is_empty(), "the checker of the browser disagrees:\n{}", otherwise.join("\n"));
    Ok(())
}
