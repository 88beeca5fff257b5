//! `openboek import sheet`: settings from the command line and the mapping file.

use openboek_audit::Lang;
use openboek_import::sheet::{Report as Is, Settings};
use openboek_rules::{Act, BudgetYear, Organ, OrganisationId, Stream, UncertainDate};

use super::args::{Report, SheetArgs};
use super::{mapping, wrong};
use crate::trouble::Trouble;

/// What the importer needs.
///
/// # Errors
/// What is wrong with an argument, or everything that is wrong with the mapping.
pub(super) fn settings(args: &SheetArgs, lang: Lang) -> Result<Settings, Trouble> {
    let holder = Stream::new(&args.holder).map_err(|fault| wrong("--holder", &fault, lang))?;
    let year = BudgetYear::new(args.year).map_err(|fault| wrong("--year", &fault, lang))?;
    let date = |name: &str, text: &str| UncertainDate::parse(text).map_err(|fault| wrong(name, &fault, lang));
    let organisation = OrganisationId::new(&args.holder).map_err(|fault| wrong("--holder", &fault, lang))?;
    let (report, is_council) = match args.report {
        Report::Budget => (Is::Budget, true),
        Report::Amendment => (Is::Amendment, true),
        Report::Accounts => (Is::Accounts, true),
        Report::Actuals => {
            (Is::Actuals(date("--through", args.through.as_deref().unwrap_or_default())?), false)
        }
    };
    let organ = match (is_council, holder.municipality()) {
        (true, Some(_)) => Organ::Council,
        (true, None) => Organ::GeneralBoard,
        (false, Some(_)) => Organ::Executive,
        (false, None) => Organ::ExecutiveBoard,
    };
    let act = Act {
        organisation,
        organ,
        date: date("--date", &args.date)?,
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    };
    Ok(Settings { mapping: mapping::read(&args.mapping, lang)?, report, holder, year, act })
}
