//! `openboek explain`: where a figure comes from, or what a code means.

use std::io::Write;

use openboek_audit::Lang;
use openboek_import::{Kind, Severity};
use openboek_rules::{CodePage, Explanation, PageSubject};
use openboek_wire::v1;
use serde_json::json;

use crate::cli::ExplainArgs;
use crate::client::Client;
use crate::differences;
use crate::paragraph::moment;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ExplainArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    if let Some(page) = code_page(&args.what) {
        let text = if args.json { code_json(&page) } else { code(&page, lang) };
        return crate::print(out, &text);
    }
    if args.what == "codes" {
        let codes: String = codes().into_iter().map(|code| format!("{code}\n")).collect();
        return crate::print(out, &codes);
    }
    let Some(figure) = Figure::read(&args.what) else {
        return Err(Trouble::wrong_use(neither(&args.what, lang)));
    };
    let client = Client::connect(&args.server, lang).await?;
    let municipality = client.holder(&figure.arrangement, &figure.holder, lang).await?;
    let key = v1::ParagraphKey { arrangement: figure.arrangement, municipality, budget_year: figure.year };
    let moment = moment(args.stand.as_deref(), None);
    let request = v1::ExplainFigureRequest { key: Some(key), moment, figure: Some(figure.anchor) };
    let answer = client.paragraphs().explain_figure(request).await;
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
    let text =
        if args.json { differences::json("ExplainFigureResponse", &answer)? } else { told(&answer, lang) };
    crate::print(out, &text)
}

/// The page about a code of the server, or of a finding about a file that is imported.
fn code_page(code: &str) -> Option<CodePage> {
    let of_finding = || openboek_import::kinds().find(|kind| kind.code == code).map(of_finding);
    openboek_server::code_page(code).or_else(of_finding)
}

/// All codes, by name.
fn codes() -> Vec<&'static str> {
    let mut codes = openboek_server::codes();
    codes.extend(openboek_import::kinds().map(|kind| kind.code));
    codes.sort_unstable();
    codes
}

fn of_finding(kind: &Kind) -> CodePage {
    let (dutch, english) = match kind.severity {
        Severity::Noted => ("De rij wordt vastgelegd zoals ze is.", "The row is recorded as it is."),
        Severity::LeftOut => (
            "Deze rij wordt niet vastgelegd. De andere rijen kunnen wel, met --partial.",
            "This row is not recorded. The other rows can be, with --partial.",
        ),
        Severity::Unusable => {
            ("Van het bestand is zo niets vast te leggen.", "Nothing of the file can be recorded like this.")
        }
    };
    let page = |happened: &str, means: &str, next: &str| Explanation {
        happened: happened.to_owned(),
        means: means.to_owned(),
        next: next.to_owned(),
    };
    CodePage {
        code: kind.code,
        subject: PageSubject::Trouble,
        dutch: page(kind.what.nl, dutch, kind.advice.nl),
        english: page(kind.what.en, english, kind.advice.en),
    }
}

fn neither(what: &str, lang: Lang) -> String {
    let shared = |code: &str| what.split('-').filter(|word| word.len() > 2 && code.contains(word)).count();
    let mut like: Vec<&str> = codes().into_iter().filter(|code| shared(code) > 0).collect();
    // Those that share most words come first: of `cut-unknown` that is `unknown-cut`.
    like.sort_by_key(|code| std::cmp::Reverse(shared(code)));
    like.truncate(6);
    let like = match (like.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Nl) => format!(" Lijkt erop: {}.", like.join(", ")),
        (false, Lang::En) => format!(" Similar: {}.", like.join(", ")),
    };
    match lang {
        Lang::Nl => format!(
            "{what} is geen code en geen adres van een cijfer.{like}\nEen cijfer: drechtsteden/dordrecht/2021/budget-by-taakveld.6.1.expenditure. \
             Alle codes: openboek explain codes"
        ),
        Lang::En => format!(
            "{what} is no code and no address of a figure.{like}\nA figure: drechtsteden/dordrecht/2021/budget-by-taakveld.6.1.expenditure. \
             All codes: openboek explain codes"
        ),
    }
}

fn code(page: &CodePage, lang: Lang) -> String {
    let said = if lang == Lang::Nl { &page.dutch } else { &page.english };
    let heads = match (page.subject, lang) {
        (PageSubject::Trouble, Lang::Nl) => ["Wat is er gebeurd?", "Wat betekent dat?", "Wat kunt u doen?"],
        (PageSubject::Trouble, Lang::En) => ["What happened?", "What does it mean?", "What can you do?"],
        (PageSubject::Rule, Lang::Nl) => {
            ["Wat zegt de regel?", "Wat betekent het signaal?", "Wat kunt u doen?"]
        }
        (PageSubject::Rule, Lang::En) => {
            ["What does the rule say?", "What does the signal mean?", "What can you do?"]
        }
    };
    let parts = heads.into_iter().zip([&said.happened, &said.means, &said.next]);
    let parts =
        parts.filter(|(_, text)| !text.is_empty()).map(|(head, text)| format!("\n{head}\n  {text}\n"));
    format!("{}\n{}", page.code, parts.collect::<String>())
}

fn code_json(page: &CodePage) -> String {
    let of = |said: &openboek_rules::Explanation| json!({ "happened": said.happened, "means": said.means, "next": said.next });
    format!("{:#}\n", json!({ "code": page.code, "nl": of(&page.dutch), "en": of(&page.english) }))
}

/// A figure as its page is called in the reading room: arrangement, holder, year and address.
#[derive(Debug, PartialEq)]
struct Figure {
    arrangement: String,
    holder: String,
    year: i32,
    anchor: v1::Anchor,
}

impl Figure {
    /// Reads `drechtsteden/dordrecht/2021/budget-by-taakveld.6.1.expenditure`, also as the path or address of its page.
    fn read(what: &str) -> Option<Self> {
        let path = what
            .split_once("://")
            .map_or(what, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        let path = path.split(['?', '#']).next()?.trim_matches('/');
        let parts: Vec<&str> = path.split('/').filter(|part| *part != "cijfer").collect();
        let [arrangement, holder, year, anchor] = parts[..] else { return None };
        let (table, rest) = anchor.split_once('.')?;
        let (row, column) = rest.rsplit_once('.')?;
        Some(Self {
            arrangement: arrangement.to_owned(),
            holder: holder.to_owned(),
            year: year.parse().ok()?,
            anchor: v1::Anchor { table: table.to_owned(), row: plain(row)?, column: plain(column)? },
        })
    }
}

/// Undoes `~` and two hexadecimal digits, which stand in an address for what could not stand there.
fn plain(text: &str) -> Option<String> {
    let mut pieces = text.split('~');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (hex, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

fn told(answer: &v1::ExplainFigureResponse, lang: Lang) -> String {
    let mut text = String::new();
    let place = answer.place.clone().unwrap_or_default();
    let value = answer.cell.as_ref().map(|cell| cell.text.replace('\n', "; ")).unwrap_or_default();
    text.push_str(&format!("{}, {}: {value}\n", place.row, place.column));
    text.push_str(&format!("  {} › {}\n", place.section, place.table));
    for term in &answer.terms {
        text.push_str(&format!("  {}: {}\n", term.word, term.meaning));
    }
    text.push_str(lang.pick("\nHier komt dit cijfer uit:\n", "\nThis figure comes from:\n"));
    if answer.entries.is_empty() {
        text.push_str(lang.pick("  Er is geen boeking voor.\n", "  There is no entry for it.\n"));
    }
    for entry in &answer.entries {
        text.push_str(&format!("\n  {}\n", entry.title));
        for fact in &entry.facts {
            text.push_str(&format!("    {}: {}\n", fact.name, fact.values.join("; ")));
        }
        text.push_str(&format!("    {}  {}\n", entry.event_hash, entry.page));
    }
    if let Some(proof) = &answer.proof {
        let page = &answer.page;
        text.push_str(&match lang {
            Lang::Nl => format!(
                "\nBewijs: stand {} van {}; in de leeszaal: {page}\n  checkpoint {}\n  bundel {}\n",
                answer.size, proof.published_size, proof.checkpoint_page, proof.bundle_page
            ),
            Lang::En => format!(
                "\nProof: {} of {} published entries; in the reading room: {page}\n  checkpoint {}\n  bundle {}\n",
                answer.size, proof.published_size, proof.checkpoint_page, proof.bundle_page
            ),
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_named_as_its_page_is() {
        let expected = Figure {
            arrangement: "drechtsteden".into(),
            holder: "GM0505".into(),
            year: 2021,
            anchor: v1::Anchor {
                table: "budget-by-taakveld".into(),
                row: "6.1".into(),
                column: "expenditure".into(),
            },
        };
        for what in [
            "drechtsteden/GM0505/2021/budget-by-taakveld.6.1.expenditure",
            "/drechtsteden/GM0505/2021/cijfer/budget-by-taakveld.6.1.expenditure?stand=14",
            "http://127.0.0.1:8080/drechtsteden/GM0505/2021/cijfer/budget-by-taakveld.6.1.expenditure",
        ] {
            assert_eq!(Figure::read(what).as_ref(), Some(&expected), "{what}");
        }
        assert_eq!(plain("a~20b~2f~c3~a9"), Some("a b/é".to_owned()));
        for wrong in ["", "unknown", "a/b/c/d.e.f", "a/b/2021/d", "a/b/2021/t.~zz.c", "a/b/2021/t.~.c"] {
            assert_eq!(Figure::read(wrong), None, "{wrong}");
        }
    }
}
