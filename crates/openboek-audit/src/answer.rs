//! The verifier's answer for people, in Dutch or English, and for programs, in JSON.

use openboek_proof::verify::{Report, Verdict};
use serde_json::{Value, json};

use crate::lang::Lang;
use crate::time;

/// The answer for people. The first line is the answer itself, in Dutch in every language: it is the word of the log format.
pub(crate) fn text(verdict: &Verdict, lang: Lang) -> String {
    let mut lines = vec![headline(verdict, lang)];
    match verdict {
        Verdict::Klopt(report) => lines.extend(rests_on(report, lang)),
        Verdict::KloptNiet(reason) | Verdict::NietTeControleren(reason) => {
            let sentence = match lang {
                Lang::Nl => reason.dutch(),
                Lang::En => reason.english(),
            };
            lines.push(format!("  {sentence}"));
            lines.push(format!("  {}: {}", lang.pick("code", "code"), reason.code.as_str()));
        }
    }
    lines.join("\n") + "\n"
}

fn headline(verdict: &Verdict, lang: Lang) -> String {
    let meaning = match verdict {
        Verdict::Klopt(_) => "it holds",
        Verdict::KloptNiet(_) => "it does not hold",
        Verdict::NietTeControleren(_) => "it cannot be checked",
    };
    match lang {
        Lang::Nl => verdict.words().to_owned(),
        Lang::En => format!("{} ({meaning})", verdict.words()),
    }
}

fn rests_on(report: &Report, lang: Lang) -> Vec<String> {
    let line =
        |dutch: &str, english: &str, value: String| format!("  {}: {value}", lang.pick(dutch, english));
    let streams =
        report.streams.iter().map(|stream| format!("{} ({})", stream.code, stream.size)).collect::<Vec<_>>();
    let mut lines = vec![
        line("oorsprong", "origin", report.origin.to_string()),
        line("omvang", "size", report.size.to_string()),
        line("wortel", "root", report.root.to_string()),
        line(
            "afgesloten op (woord van de beheerder)",
            "sealed at (the operator's word)",
            report.recorded.to_string(),
        ),
        line("volledige stromen (aantal boekingen)", "complete streams (number of entries)", list(&streams)),
        line("gecontroleerde boekingen", "entries checked", report.entries.to_string()),
        line("inhoud gecontroleerd", "payloads checked", report.payloads.to_string()),
        line("handtekeningen van auteurs", "signatures of authors", report.signatures.to_string()),
    ];
    let cosigners = report
        .cosigners
        .iter()
        .map(|cosigner| format!("{} ({})", cosigner.name, time::utc(cosigner.time)))
        .collect::<Vec<_>>();
    if !cosigners.is_empty() {
        lines.push(line("getuigen", "witnesses", list(&cosigners)));
    }
    if let Some(joined) = report.joined {
        lines.push(line(
            "sluit aan op het bewaarde checkpoint van omvang",
            "joins the kept checkpoint of size",
            joined.to_string(),
        ));
    }
    if let Some(size) = report.beside {
        lines.push(line(
            "gelijk aan de bundel ernaast, van omvang",
            "the same as the bundle beside it, of size",
            size.to_string(),
        ));
    }
    for (dutch, english, indexes) in [
        ("gewiste inhoud bij", "payloads erased at", &report.erased),
        ("achtergehouden inhoud bij", "payloads withheld at", &report.withheld),
    ] {
        if !indexes.is_empty() {
            lines.push(line(dutch, english, list(&indexes.iter().map(u64::to_string).collect::<Vec<_>>())));
        }
    }
    lines.extend(documents(report, lang));
    lines.extend(warnings(report, lang));
    lines
}

fn documents(report: &Report, lang: Lang) -> Vec<String> {
    let document = |document: &openboek_proof::verify::DocumentReport| {
        let superseded = if document.superseded { lang.pick(", vervangen", ", superseded") } else { "" };
        format!("  document: {} ({}{superseded})", document.name, document.media_type)
    };
    let mut lines: Vec<String> = report.documents.iter().map(document).collect();
    for (again, words) in [
        (true, lang.pick("opnieuw berekend, gelijk", "computed again, the same")),
        (false, lang.pick("niet opnieuw berekend", "not computed again")),
    ] {
        let receipts = report.receipts.iter().filter(|receipt| receipt.computed_again == again);
        let named: Vec<String> =
            receipts.map(|receipt| format!("{} ({})", receipt.document, receipt.index)).collect();
        if !named.is_empty() {
            lines.push(format!("  {words}: {}", list(&named)));
        }
    }
    lines
}

fn warnings(report: &Report, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if report.no_witness {
        lines.push(lang.pick(
            "  let op: geen enkele getuige staat achter dit checkpoint (quorum none).",
            "  note: no witness stands behind this checkpoint (quorum none).",
        ));
    }
    if report.joined.is_none() && report.beside.is_none() {
        lines.push(lang.pick(
            "  let op: niet vergeleken met een eerder bewaard checkpoint (--previous, --keep) of een andere bundel (--beside).",
            "  note: not compared with a checkpoint kept earlier (--previous, --keep) or another bundle (--beside).",
        ));
    }
    if !report.whole_log {
        lines.push(lang.pick(
            "  let op: dat nergens anders een boeking van deze gemeente staat, is het woord van de beheerder.",
            "  note: that no entry of this municipality stands elsewhere is the operator's word.",
        ));
    }
    let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
    if !report.trusted.is_empty() {
        let files = report.trusted.join(", ");
        lines.push(match lang {
            Lang::Nl => format!("  let op: vertrouwd zoals meegeleverd: {files}. Het antwoord is zo veel waard als hun herkomst."),
            Lang::En => format!("  note: trusted as they came along: {files}. The answer is worth what their source is."),
        });
    }
    lines
}

fn list(items: &[String]) -> String {
    if items.is_empty() { "-".to_owned() } else { items.join(", ") }
}

/// The answer for programs.
pub(crate) fn json(verdict: &Verdict) -> String {
    let mut answer = json!({ "answer": verdict.words(), "exit_status": verdict.exit_status() });
    match verdict {
        Verdict::Klopt(report) => answer["rests_on"] = report_json(report),
        Verdict::KloptNiet(reason) | Verdict::NietTeControleren(reason) => {
            answer["reason"] = json!({
                "code": reason.code.as_str(),
                "place": reason.place,
                "detail": reason.detail,
                "english": reason.english(),
                "dutch": reason.dutch(),
            });
        }
    }
    format!("{answer:#}\n")
}

fn report_json(report: &Report) -> Value {
    let streams: Vec<Value> = report
        .streams
        .iter()
        .map(|stream| json!({ "stream": stream.code.to_string(), "size": stream.size }))
        .collect();
    let cosigners: Vec<Value> = report
        .cosigners
        .iter()
        .map(|cosigner| json!({ "name": cosigner.name, "time": cosigner.time }))
        .collect();
    let documents: Vec<Value> = report
        .documents
        .iter()
        .map(|document| {
            json!({
                "name": document.name,
                "receipt": document.receipt,
                "media_type": document.media_type,
                "superseded": document.superseded,
            })
        })
        .collect();
    let receipts: Vec<Value> = report
        .receipts
        .iter()
        .map(|receipt| {
            json!({
                "index": receipt.index,
                "document": receipt.document.to_string(),
                "superseded": receipt.superseded,
                "computed_again": receipt.computed_again,
            })
        })
        .collect();
    json!({
        "origin": report.origin.to_string(),
        "size": report.size,
        "root": report.root.to_string(),
        "recorded": report.recorded.to_string(),
        "streams": streams,
        "whole_log": report.whole_log,
        "cosigners": cosigners,
        "no_witness": report.no_witness,
        "trusted": report.trusted,
        "joined": report.joined,
        "beside": report.beside,
        "entries": report.entries,
        "signatures": report.signatures,
        "payloads": report.payloads,
        "erased": report.erased,
        "withheld": report.withheld,
        "documents": documents,
        "receipts": receipts,
    })
}
