//! `openboek import register` and `openboek export register`: settings from the command line.

use openboek_audit::Lang;
use openboek_import::register::{Field, Footer, Numbers, Settings, stand_of};
use openboek_rules::{Malformed, OrganisationId, Stream, Text};

use super::args::{NumberForm, RegisterArgs, RegisterForm};
use super::input::Input;
use crate::trouble::Trouble;

/// The settings of each file, in the order of their stands.
///
/// # Errors
/// What is wrong with an argument, or a file whose day is not known.
pub(super) fn settings<'a>(
    args: &RegisterArgs,
    inputs: &'a [Input],
    lang: Lang,
) -> Result<Vec<(&'a Input, Settings)>, Trouble> {
    if args.stand.is_some() && inputs.len() > 1 {
        let words = lang.pick(
            "--stand is voor één bestand; geef bij meer bestanden de datum in hun naam",
            "--stand is for one file; with more files give the day in their names",
        );
        return Err(Trouble::wrong_use(words));
    }
    let one = |input: &'a Input| {
        let stand = args.stand.or_else(|| stand_of(input.source().name)).ok_or_else(|| {
            Trouble::wrong_use(match lang {
                Lang::Nl => {
                    format!("{}: van welke dag is deze stand? Geef --stand 2019-06-11.", input.source().name)
                }
                Lang::En => {
                    format!("{}: of which day is this? Give --stand 2019-06-11.", input.source().name)
                }
            })
        })?;
        let mut settings = of(&args.form, &args.holder, stand, lang)?;
        settings.policy_areas =
            (!args.policy_areas.is_empty()).then(|| args.policy_areas.iter().cloned().collect());
        settings.footer = if args.footer { Footer::Expected } else { Footer::Optional };
        for column in &args.columns {
            let (heading, field) = column.rsplit_once('=').ok_or_else(|| no_column(column, lang))?;
            let field = field_of(field).ok_or_else(|| no_column(column, lang))?;
            settings.columns = settings.columns.with(heading, field);
        }
        Ok((input, settings))
    };
    let mut all = inputs.iter().map(one).collect::<Result<Vec<_>, Trouble>>()?;
    all.sort_by_key(|(_, settings)| settings.stand);
    Ok(all)
}

/// What import and export share.
///
/// # Errors
/// What is wrong with an argument.
pub(crate) fn of(
    form: &RegisterForm,
    holder: &str,
    stand: jiff::civil::Date,
    lang: Lang,
) -> Result<Settings, Trouble> {
    let wrong = |argument: &str, fault: &Malformed| {
        Trouble::wrong_use(format!("{argument}: {}", lang.pick(&fault.dutch(), &fault.english())))
    };
    let stream = Stream::new(holder).map_err(|fault| wrong("--holder", &fault))?;
    let giver = OrganisationId::new(holder).map_err(|fault| wrong("--holder", &fault))?;
    let register = Text::new(&form.register).map_err(|fault| wrong("--register", &fault))?;
    let mut settings = Settings::new(giver, stream, register, stand);
    settings.numbers = match form.numbers {
        NumberForm::English => Numbers::English,
        NumberForm::Dutch => Numbers::Dutch,
    };
    settings.separator = match form.separator.as_deref() {
        None => None,
        Some("tab") => Some(b'\t'),
        Some(text) => match text.as_bytes() {
            [one] if one.is_ascii_punctuation() && *one != b'"' => Some(*one),
            _ => return Err(Trouble::wrong_use(format!("--separator {text}: , ; | tab"))),
        },
    };
    settings.prefix.clone_from(&form.prefix);
    Ok(settings)
}

/// The columns by the names that people give on the command line.
const FIELDS: [(&str, Field); 11] = [
    ("dossier", Field::Dossier),
    ("recipient", Field::Recipient),
    ("regulation", Field::Regulation),
    ("policy-area", Field::PolicyArea),
    ("unit", Field::Unit),
    ("activities", Field::Activities),
    ("periodicity", Field::Periodicity),
    ("asked", Field::Asked),
    ("awarded", Field::Awarded),
    ("determined", Field::Determined),
    ("years", Field::Years),
];

fn field_of(name: &str) -> Option<Field> {
    FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

fn no_column(said: &str, lang: Lang) -> Trouble {
    let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
    let words = lang.pick("geef een kop en wat eronder staat", "give a heading and what stands under it");
    Trouble::wrong_use(format!(
        "--column {said}: {words}: \"Wie krijgt het=recipient\" ({})",
        names.join(", ")
    ))
}
