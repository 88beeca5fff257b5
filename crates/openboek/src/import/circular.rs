//! `openboek import circular`: settings from the command line.

use openboek_audit::Lang;
use openboek_import::circular::{Circular, Settings, listed, typed};
use openboek_import::{Finding, Source};
use openboek_rules::{BudgetYear, MunicipalityCode, OrganisationId};

use super::args::CircularArgs;
use super::input::{self, Input};
use super::wrong;
use crate::trouble::Trouble;

/// The file with weights, and what the importer needs beside it.
///
/// # Errors
/// What is wrong with an argument or with the number of files, or that the factor is not in the file that lists them.
pub(super) fn settings<'a>(
    args: &CircularArgs,
    inputs: &'a [Input],
    lang: Lang,
) -> Result<(Source<'a>, Settings<'a>), Trouble> {
    let (weights, volumes, siudu, published) = match inputs {
        [weights, volumes, siudu] => (weights, volumes, siudu, None),
        [weights, volumes, siudu, published] => (weights, volumes, siudu, Some(published)),
        _ => {
            return Err(Trouble::wrong_use(lang.pick(
                "Geef drie bestanden: gewichten, volumina en SIUDU; en eventueel een vierde met gepubliceerde resultaten.",
                "Give three files: weights, volumes and SIUDU; and perhaps a fourth with published results.",
            )));
        }
    };
    let circular = Circular::parse(&args.circular).ok_or_else(|| {
        let words = lang.pick("verwacht M2024, S2024 of D2024, niet", "expected M2024, S2024 or D2024, not");
        Trouble::wrong_use(format!("--circular: {words} {}", args.circular))
    })?;
    let year = BudgetYear::new(args.year).map_err(|fault| wrong("--year", &fault, lang))?;
    let municipality =
        |code: &String| MunicipalityCode::new(code).map_err(|fault| wrong("--municipality", &fault, lang));
    let settings = Settings {
        circular,
        year,
        factor: factor(args, circular, year, lang)?,
        volumes: volumes.source(),
        siudu: siudu.source(),
        published: published.map(Input::source),
        municipalities: args.municipality.iter().map(municipality).collect::<Result<_, _>>()?,
        giver: OrganisationId::new(&args.giver).map_err(|fault| wrong("--giver", &fault, lang))?,
    };
    Ok((weights.source(), settings))
}

fn factor(
    args: &CircularArgs,
    circular: Circular,
    year: BudgetYear,
    lang: Lang,
) -> Result<openboek_import::circular::Factor, Trouble> {
    if let Some(path) = &args.factors {
        let file = input::read(path, lang)?;
        return listed(file.source(), circular, year).map_err(|findings| {
            let lines = findings.iter().map(|finding| line(finding, lang));
            Trouble::wrong_use(lines.collect::<Vec<_>>().join("\n"))
        });
    }
    let given = args.factor.as_deref().unwrap_or_default();
    typed(given).ok_or_else(|| {
        let words = lang.pick("verwacht een getal als 1,414, niet", "expected a number such as 1,414, not");
        Trouble::wrong_use(format!("--factor: {words} {given}"))
    })
}

fn line(finding: &Finding, lang: Lang) -> String {
    let (kind, place) = (finding.kind, &finding.place);
    let (what, advice) = (lang.pick(kind.what.nl, kind.what.en), lang.pick(kind.advice.nl, kind.advice.en));
    format!("{place}: {what} {} {advice}", finding.expected)
}
