//! The pages of the desk.

use askama::Template;

use super::DESK_STYLE;
use super::field::{Field, html};
use super::words::said;
use crate::describe::Fact;
use crate::lang::Lang;
use crate::page::{Link, Words};

/// What every page of the desk has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskPage {
    /// Language.
    pub lang: Lang,
    /// Its title, which is its heading.
    pub title: String,
    /// The way back: the pages above this one.
    pub above: Vec<Link>,
    /// Under which name one records.
    pub actor: String,
}

impl DeskPage {
    fn w(&self) -> Words {
        Words(self.lang)
    }

    fn said(&self, key: &str) -> String {
        said(key, self.lang, &[])
    }

    fn said1(&self, key: &str, one: &str) -> String {
        said(key, self.lang, &[one])
    }

    fn said2(&self, key: &str, one: &str, two: &str) -> String {
        said(key, self.lang, &[one, two])
    }

    fn style(&self) -> &'static str {
        &DESK_STYLE
    }
}

/// Links under headings: arrangements, or kinds of statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// See [`DeskPage`].
    pub page: DeskPage,
    /// What there is to choose.
    pub intro: String,
    /// The links.
    pub groups: Vec<KindGroup>,
}

/// Links under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindGroup {
    /// The heading; empty for none.
    pub heading: String,
    /// The links.
    pub links: Vec<Link>,
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Identifier of the field in the page; empty when it is of no field.
    pub id: String,
    /// Name of the field.
    pub label: String,
    /// What is wrong.
    pub text: String,
}

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormPage {
    /// See [`DeskPage`].
    pub page: DeskPage,
    /// Where it is sent.
    pub action: String,
    /// What is sent with it.
    pub hidden: Vec<(String, String)>,
    /// Everything that is wrong, in the order of the form.
    pub problems: Vec<Problem>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Values to choose from, by the name that [`super::Shape::Line`] has.
    pub lists: Vec<(&'static str, Vec<(String, String)>)>,
}

/// What would change in a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The paragraph: "Dordrecht (GM0505) 2021".
    pub heading: String,
    /// What changes, table by table: the name of the table, and a sentence for each change.
    pub tables: Vec<(String, Vec<String>)>,
    /// How many sentences more there are.
    pub more: usize,
    /// How many figures stay the same and come from other entries.
    pub same: usize,
}

/// What would be recorded, to be read before it is confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckPage {
    /// See [`DeskPage`].
    pub page: DeskPage,
    /// Where the answer is sent.
    pub action: String,
    /// What is sent with it: the whole form, too.
    pub hidden: Vec<(String, String)>,
    /// Why it is shown again.
    pub notice: Option<String>,
    /// The position that the entry would get.
    pub position: String,
    /// The statement in words.
    pub facts: Vec<Fact>,
    /// What would change.
    pub changes: Vec<Change>,
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DonePage {
    /// See [`DeskPage`].
    pub page: DeskPage,
    /// Name of the arrangement.
    pub arrangement: String,
    /// Position of the entry.
    pub position: String,
    /// Its event hash.
    pub hash: String,
    /// Whether it is under a signed checkpoint.
    pub published: bool,
    /// Whether it was recorded by an earlier command, of which this is the same.
    pub repeated: bool,
    /// Its page in the reading room, where that is known.
    pub entry: Option<String>,
    /// Where to record something else.
    pub again: String,
}

/// A page that says one thing, perhaps with a button to send the same again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticePage {
    /// See [`DeskPage`].
    pub page: DeskPage,
    /// What it says, a paragraph each.
    pub text: Vec<String>,
    /// What sends the same again.
    pub again: Option<Again>,
}

/// What sends a form again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// Where to.
    pub action: String,
    /// The step that it was at.
    pub step: String,
    /// All that was filled in, and what makes it the same command.
    pub hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "desk/list.html")]
struct ListView<'a> {
    w: Words,
    page: &'a DeskPage,
    list: &'a ListPage,
}

#[derive(Template)]
#[template(path = "desk/form.html")]
struct FormView<'a> {
    w: Words,
    page: &'a DeskPage,
    form: &'a FormPage,
    fields: String,
}

#[derive(Template)]
#[template(path = "desk/check.html")]
struct CheckView<'a> {
    w: Words,
    page: &'a DeskPage,
    check: &'a CheckPage,
}

#[derive(Template)]
#[template(path = "desk/done.html")]
struct DoneView<'a> {
    w: Words,
    page: &'a DeskPage,
    done: &'a DonePage,
}

#[derive(Template)]
#[template(path = "desk/notice.html")]
struct NoticeView<'a> {
    w: Words,
    page: &'a DeskPage,
    notice: &'a NoticePage,
}

/// A page of links.
#[must_use]
pub fn list_page(list: &ListPage) -> String {
    crate::page::render(&ListView { w: list.page.w(), page: &list.page, list })
}

/// A form.
#[must_use]
pub fn form_page(form: &FormPage) -> String {
    let fields = html(&form.fields, form.page.lang);
    crate::page::render(&FormView { w: form.page.w(), page: &form.page, form, fields })
}

/// What would be recorded.
#[must_use]
pub fn check_page(check: &CheckPage) -> String {
    crate::page::render(&CheckView { w: check.page.w(), page: &check.page, check })
}

/// What was recorded.
#[must_use]
pub fn done_page(done: &DonePage) -> String {
    crate::page::render(&DoneView { w: done.page.w(), page: &done.page, done })
}

/// A page that says one thing.
#[must_use]
pub fn notice_page(notice: &NoticePage) -> String {
    crate::page::render(&NoticeView { w: notice.page.w(), page: &notice.page, notice })
}
