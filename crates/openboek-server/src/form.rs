//! The forms a paragraph is given in, the same over gRPC and in the reading room.

use openboek_documents::{BookError, Lang, Links, Provenance};
use openboek_views::model::Paragraph;

use crate::errors::{Problem, Reason};

/// A form of the paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Json,
    Csv,
    Text,
    Xlsx,
    Ods,
    DataPackage,
    /// The words of the page to lay out as PDF, by a program of its own.
    Print,
}

impl Form {
    pub(crate) const ALL: [Self; 8] = [
        Self::Json,
        Self::Text,
        Self::Csv,
        Self::Html,
        Self::Xlsx,
        Self::Ods,
        Self::DataPackage,
        Self::Print,
    ];

    /// Its media type, as a gRPC client names it.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::DataPackage => "application/zip",
            Self::Print => crate::pdf::PRINT_MEDIA_TYPE,
        }
    }

    /// What stands behind the year in its address in the reading room; the page itself has nothing there.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Html => "",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Text => "txt",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::DataPackage => "zip",
            Self::Print => "afdruk.json",
        }
    }

    pub(crate) fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.media_type() == media_type)
    }

    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| !form.ending().is_empty() && form.ending() == ending)
    }
}

/// A paragraph in a form. `links` are those of the page; `public_url` goes before them in files that are opened elsewhere.
pub(crate) fn render(
    form: Form,
    paragraph: &Paragraph,
    provenance: &Provenance,
    links: &Links,
    public_url: Option<&str>,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    let elsewhere = || links.at(public_url.unwrap_or_default());
    let written = |file: Result<Vec<u8>, BookError>| {
        file.map_err(|error| {
            tracing::warn!(%error, ?form, "a paragraph does not fit its form");
            Problem::new(Reason::AnswerTooLarge)
        })
    };
    match form {
        Form::Html => Ok(openboek_documents::html_page(paragraph, provenance, links, lang).into_bytes()),
        Form::Json => Ok(openboek_documents::json(paragraph, provenance)),
        Form::Csv => Ok(openboek_documents::csv(paragraph, provenance, lang)),
        Form::Text => Ok(openboek_documents::text(paragraph, provenance, lang).into_bytes()),
        Form::Xlsx => written(openboek_documents::xlsx(paragraph, provenance, &elsewhere(), lang)),
        Form::Ods => written(openboek_documents::ods(paragraph, provenance, &elsewhere(), lang)),
        Form::DataPackage => written(openboek_documents::data_package(paragraph, provenance, lang)),
        Form::Print => Ok(openboek_documents::print(paragraph, provenance, &elsewhere(), lang)),
    }
}
