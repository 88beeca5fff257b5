//! `openboek import iv3`: settings from the command line.

use openboek_audit::Lang;
use openboek_import::iv3::{Report, Settings};
use openboek_import::municipality;
use openboek_rules::{BudgetYear, Malformed, UncertainDate};

use super::args::{Iv3Args, Iv3Kind, Iv3Report};
use crate::trouble::Trouble;

/// What the importer needs.
///
/// # Errors
/// What is wrong with an argument.
pub(super) fn settings(args: &Iv3Args, lang: Lang) -> Result<Settings, Trouble> {
    let mut settings = of(&args.of, lang)?;
    settings.decided = date("--date", &args.date, lang)?;
    if !args.municipalities.is_empty() {
        let code = |text: &String| {
            municipality::code_of(text).ok_or_else(|| {
                let words =
                    lang.pick("is geen gemeente die hier bekend is", "is no municipality that is known here");
                Trouble::wrong_use(format!("--municipality: {text} {words}"))
            })
        };
        settings.municipalities = Some(args.municipalities.iter().map(code).collect::<Result<_, _>>()?);
    }
    Ok(settings)
}

/// Year and report, for import and export.
///
/// # Errors
/// What is wrong with an argument.
pub(crate) fn of(args: &Iv3Report, lang: Lang) -> Result<Settings, Trouble> {
    let year = BudgetYear::new(args.year).map_err(|fault| wrong("--year", &fault, lang))?;
    let report = match args.report {
        Iv3Kind::Budget => Report::Budget,
        Iv3Kind::Accounts => Report::Accounts,
        Iv3Kind::Actuals => {
            Report::Actuals(date("--through", args.through.as_deref().unwrap_or_default(), lang)?)
        }
    };
    Ok(Settings::new(year, report))
}

fn date(argument: &str, text: &str, lang: Lang) -> Result<UncertainDate, Trouble> {
    UncertainDate::parse(text).map_err(|fault| wrong(argument, &fault, lang))
}

fn wrong(argument: &str, fault: &Malformed, lang: Lang) -> Trouble {
    Trouble::wrong_use(format!("{argument}: {}", lang.pick(&fault.dutch(), &fault.english())))
}
