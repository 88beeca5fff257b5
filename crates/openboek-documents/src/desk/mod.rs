//! The desk: pages on which a clerk records. A form of fields that the caller takes from the interface's description; what would change, to be
//! read before it is confirmed; what was recorded. Nothing here knows what a statement is: it puts fields into words and HTML.

mod field;
mod pages;
mod words;

pub use field::{Choice, Entrance, Field, Item, Shape, field_id};
pub use pages::{
    Again, Change, CheckPage, DeskPage, DonePage, FormPage, KindGroup, ListPage, NoticePage, Problem,
    check_page, done_page, form_page, list_page, notice_page,
};
pub use words::{choice_label, field_label, has_choice, has_field, said};

use std::sync::LazyLock;

use crate::page::{STYLE, policy_of};

/// The style sheet of the pages of the desk: that of all pages, and what forms need.
static DESK_STYLE: LazyLock<String> =
    LazyLock::new(|| format!("{STYLE}{}", include_str!("../../assets/desk.css")));

static DESK_POLICY: LazyLock<String> = LazyLock::new(|| policy_of(&[&DESK_STYLE]));

/// Value of the `Content-Security-Policy` header for the pages of the desk: forms go back to where they came from, and nothing is loaded or run.
#[must_use]
pub fn desk_policy() -> &'static str {
    &DESK_POLICY
}
