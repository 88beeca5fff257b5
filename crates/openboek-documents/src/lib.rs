//! The paragraph as HTML, plain text, XLSX, ODS, CSV, data package and JSON, in Dutch and on request in English; new entries as a
//! feed.
//!
//! A paragraph is put into words once, as a [`Sheet`]; the renderings ([`json()`], [`text()`], [`csv()`], [`html_page`],
//! [`xlsx()`], [`ods()`]) are walks over it and cannot disagree; [`data_package`] describes the CSV for programs. Nothing here computes with money, reads a clock or makes an address: figures come from the
//! views, moments and links from the caller.
//!
//! [`search`] finds entries by what they say.
//!
//! Reading order: [`form`] (numbers and dates) → [`words`] (the catalogues) → [`sheet`] (the paragraph in words) → the renderings.

pub mod chart;
pub mod compare;
pub mod desk;
pub mod feed;
pub mod form;
pub mod page;
pub mod search;
pub mod sheet;
pub mod words;

mod book;
mod clean;
mod codes;
mod csv;
mod data_package;
mod describe;
mod json;
mod keys;
mod lang;
mod print;
mod published;
mod text;

pub use crate::csv::{COLUMNS, csv};
pub use book::{BookError, ods, xlsx};
pub use data_package::{DATA_PACKAGE_LICENCE, data_package};
pub use describe::{Fact, Names, kind as statement_kind, statement_facts};
pub use json::{JSON_FORMAT, figures, json};
pub use keys::{FigureRef, anchor_id, find_figure};
pub use lang::Lang;
pub use page::{
    CHECKER, EntryContent, EntryLine, EntryPage, ErrorPage, ExplainPage, Follow, IndexArrangement,
    IndexHolder, IndexPage, Link, Links, ReceiptContent, STYLE, checker_policy, content_security_policy,
    entry_page, error_page, explain_page, html_page, index_page,
};
pub use print::{PRINT_FORMAT, print};
pub use published::PublishedState;
pub use sheet::{Provenance, ReceiptNote, Sheet, Stand};
pub use text::text;
pub use words::word;

/// The line "Stand van 23 november 2020, 10.15 uur. Gemaakt uit 21 boekingen."
#[must_use]
pub fn stand_line(provenance: &Provenance, lang: Lang) -> String {
    Stand::of(provenance, lang).line
}
