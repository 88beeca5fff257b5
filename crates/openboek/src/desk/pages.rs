//! The pages, and what becomes of a form that is sent: shown again, previewed, recorded.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form as Sent, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use openboek_documents::desk::{
    Change, CheckPage, DeskPage, DonePage, Field, FormPage, KindGroup, ListPage, NoticePage, Problem,
    check_page, done_page, field_id, form_page, list_page, notice_page, said,
};
use openboek_documents::{Link, Names, statement_facts, statement_kind};
use openboek_server::differences::told;
use openboek_wire::v1;
use uuid::Uuid;

use super::form::{Builder, CODES};
use super::read::{self, Wrong};
use super::talk::NotDone;
use super::values::Values;
use super::{Desk, Form};
use crate::differences::documents_lang;

/// Names of what is sent with a form and is no field of it.
const SECRET: &str = "!sleutel";
const REQUEST: &str = "!aanvraag";
const REVISION: &str = "!stand";
const STEP: &str = "stap";
const MORE: &str = "meer";

/// Most sentences that are shown of one paragraph.
const SENTENCES: usize = 40;

type Shared = State<Arc<Desk>>;

/// The first page: arrangements.
pub(super) async fn arrangements(State(desk): Shared) -> Response {
    let arrangements = match desk.arrangements().await {
        Ok(arrangements) => arrangements,
        Err(not_done) => return desk.failed(not_done, None),
    };
    let link = |a: v1::Arrangement| Link::new(name_of(&a), format!("/{}", a.arrangement));
    let links: Vec<Link> = arrangements.into_iter().map(link).collect();
    let intro = desk.said(if links.is_empty() { "none" } else { "intro" });
    let page = ListPage {
        page: desk.page(desk.said("title"), Vec::new()),
        intro,
        groups: vec![KindGroup { heading: String::new(), links }],
    };
    Html(list_page(&page)).into_response()
}

/// The kinds of statements, by subject.
pub(super) async fn kinds(State(desk): Shared, Path(arrangement): Path<String>) -> Response {
    let Some(found) = (match desk.arrangement(&arrangement).await {
        Ok(found) => found,
        Err(not_done) => return desk.failed(not_done, None),
    }) else {
        return desk.no_page();
    };
    let mut groups: Vec<(String, Vec<Link>)> = Vec::new();
    for form in &desk.forms {
        let file = form.message.parent_file().name().to_owned();
        let subject = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".proto");
        let heading = desk.said(&format!("group-{subject}"));
        let words = statement_kind(form.kind.kind, documents_lang(desk.lang));
        let link = Link::new(words, format!("/{}/{}", found.arrangement, form.kind.kind));
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, links)) => links.push(link),
            None => groups.push((heading, vec![link])),
        }
    }
    let title = said("kinds-title", documents_lang(desk.lang), &[&name_of(&found)]);
    let page = ListPage {
        page: desk.page(title, vec![desk.first_page()]),
        intro: desk.said("kinds-intro"),
        groups: groups.into_iter().map(|(heading, links)| KindGroup { heading, links }).collect(),
    };
    Html(list_page(&page)).into_response()
}

/// An empty form.
pub(super) async fn blank(
    State(desk): Shared,
    Path((arrangement, kind)): Path<(String, String)>,
) -> Response {
    match desk.place(&arrangement, &kind).await {
        Ok(place) => place.form(&Values::default(), &[], ""),
        Err(answer) => answer,
    }
}

/// A form that was sent.
pub(super) async fn sent(
    State(desk): Shared,
    Path((arrangement, kind)): Path<(String, String)>,
    sent: Result<Sent<Vec<(String, String)>>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Ok(Sent(pairs)) = sent else {
        return desk.notice(StatusCode::PAYLOAD_TOO_LARGE, "problems", vec![desk.said("large-text")]);
    };
    let mut values = Values::of(pairs);
    if values.take(SECRET) != desk.guard.secret() {
        return (StatusCode::FORBIDDEN, stranger(&desk)).into_response();
    }
    let (step, more) = (values.take(STEP), values.take(MORE));
    let (request, revisions) = (values.take(REQUEST), values.take(REVISION));
    let place = match desk.place(&arrangement, &kind).await {
        Ok(place) => place,
        Err(answer) => return answer,
    };
    let mut tidy = values.tidied(&place.form.message, place.form.kind.field);
    values.all("concerns").iter().for_each(|code| tidy.add("concerns", code));
    match step.as_str() {
        "bekijk" => place.check(&tidy, false).await,
        "leg-vast" => place.record(&tidy, request, &revisions).await,
        _ => place.form(&tidy, &[], &more),
    }
}

/// No such page.
pub(super) async fn missing(State(desk): Shared) -> Response {
    desk.no_page()
}

/// What a request gets that did not come from a page of this desk.
pub(super) fn stranger(desk: &Desk) -> Html<String> {
    desk.notice_html("stranger-title", vec![desk.said("stranger-text")], None)
}

/// A kind of statement in an arrangement that is there.
struct Place<'a> {
    desk: &'a Desk,
    arrangement: v1::Arrangement,
    form: &'a Form,
}

impl Desk {
    fn said(&self, key: &str) -> String {
        said(key, documents_lang(self.lang), &[])
    }

    fn page(&self, title: String, above: Vec<Link>) -> DeskPage {
        DeskPage { lang: documents_lang(self.lang), title, above, actor: self.actor.clone() }
    }

    fn first_page(&self) -> Link {
        Link::new(self.said("title"), "/")
    }

    async fn place(&self, arrangement: &str, kind: &str) -> Result<Place<'_>, Response> {
        let Some(form) = self.form(kind) else { return Err(self.no_page()) };
        match self.arrangement(arrangement).await {
            Ok(Some(arrangement)) => Ok(Place { desk: self, arrangement, form }),
            Ok(None) => Err(self.no_page()),
            Err(not_done) => Err(self.failed(not_done, None)),
        }
    }

    fn no_page(&self) -> Response {
        self.notice(StatusCode::NOT_FOUND, "missing-title", vec![self.said("missing-text")])
    }

    fn notice(&self, status: StatusCode, title: &str, text: Vec<String>) -> Response {
        (status, self.notice_html(title, text, None)).into_response()
    }

    fn notice_html(
        &self,
        title: &str,
        text: Vec<String>,
        again: Option<(String, Vec<(String, String)>)>,
    ) -> Html<String> {
        let page = self.page(self.said(title), vec![self.first_page()]);
        Html(notice_page(&NoticePage { page, text, again }))
    }

    /// What the server could not do. `again` is what to send once more when nobody knows whether it did.
    fn failed(&self, not_done: NotDone, again: Option<(String, Vec<(String, String)>)>) -> Response {
        let (title, text) = match not_done {
            NotDone::Unknown if again.is_some() => ("unknown-title", vec![self.said("unknown-text")]),
            NotDone::Trouble(text) => ("trouble-title", text),
            NotDone::Refused(wrong) => ("problems", wrong.into_iter().map(|wrong| wrong.text).collect()),
            NotDone::Unknown | NotDone::Moved => ("trouble-title", Vec::new()),
        };
        (StatusCode::SERVICE_UNAVAILABLE, self.notice_html(title, text, again)).into_response()
    }
}

impl Place<'_> {
    fn address(&self) -> String {
        format!("/{}/{}", self.arrangement.arrangement, self.form.kind.kind)
    }

    fn page(&self, title: String) -> DeskPage {
        let kinds = Link::new(name_of(&self.arrangement), format!("/{}", self.arrangement.arrangement));
        self.desk.page(title, vec![self.desk.first_page(), kinds])
    }

    fn kind_words(&self) -> String {
        statement_kind(self.form.kind.kind, documents_lang(self.desk.lang))
    }

    /// Codes with names: members, and the region.
    fn codes(&self) -> Vec<(String, String)> {
        let members =
            self.arrangement.members.iter().map(|member| (member.code.clone(), member.name.clone()));
        members.chain([("region".to_owned(), name_of(&self.arrangement))]).collect()
    }

    /// The form with what was filled in, and what is wrong with it.
    fn form(&self, values: &Values, wrong: &[Wrong], more: &str) -> Response {
        let codes = self.codes();
        let build = |wrong: &[Wrong]| {
            let (desk, members) = (self.desk, codes.as_slice());
            Builder { values, wrong, more, members, comments: &desk.comments, lang: desk.lang }
                .form(self.form)
        };
        let names = names_of(&build(&[]));
        let wrong: Vec<Wrong> = wrong.iter().map(|wrong| at_field(wrong, &names)).collect();
        let problem = |wrong: &Wrong| Problem {
            id: if wrong.path.is_empty() { String::new() } else { field_id(&wrong.path) },
            label: names.get(&wrong.path).cloned().unwrap_or_default(),
            text: wrong.text.clone(),
        };
        let page = FormPage {
            page: self.page(self.kind_words()),
            action: self.address(),
            hidden: vec![(SECRET.to_owned(), self.desk.guard.secret().to_owned())],
            problems: wrong.iter().map(problem).collect(),
            fields: build(&wrong),
            lists: vec![(CODES, codes.clone())],
        };
        let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(form_page(&page))).into_response()
    }

    fn command(&self, statement: v1::Statement, request_id: String, revisions: &str) -> v1::RecordRequest {
        v1::RecordRequest {
            arrangement: self.arrangement.arrangement.clone(),
            request_id,
            actor: self.desk.actor.clone(),
            statements: vec![statement],
            expected_revisions: expected(revisions),
            wait_for: v1::WaitFor::Published.into(),
        }
    }

    /// What would be recorded, and what it would change.
    async fn check(&self, values: &Values, moved: bool) -> Response {
        let statement = match read::statement(self.form, values, self.desk.lang) {
            Ok(statement) => statement,
            Err(wrong) => return self.form(values, &wrong, ""),
        };
        let request = Uuid::now_v7().to_string();
        let answer = match self.desk.preview(self.command(statement.clone(), request.clone(), "")).await {
            Ok(answer) => answer,
            Err(NotDone::Refused(wrong)) => return self.form(values, &wrong, ""),
            Err(not_done) => return self.desk.failed(not_done, None),
        };
        let entry = answer.entries.first();
        let revisions = entry.map(|entry| revisions(&entry.revisions)).unwrap_or_default();
        let page = CheckPage {
            page: self.page(self.desk.said("check-title")),
            action: self.address(),
            hidden: self.hidden(values, request, revisions),
            moved,
            position: entry.map(|entry| entry.index.to_string()).unwrap_or_default(),
            facts: self.facts(&statement),
            changes: together(answer.paragraphs.iter().map(|difference| self.change(difference))),
        };
        Html(check_page(&page)).into_response()
    }

    async fn record(&self, values: &Values, request: String, revisions: &str) -> Response {
        let statement = match read::statement(self.form, values, self.desk.lang) {
            Ok(statement) => statement,
            Err(wrong) => return self.form(values, &wrong, ""),
        };
        match self.desk.record(self.command(statement, request.clone(), revisions)).await {
            Ok(recorded) => self.done(&recorded),
            Err(NotDone::Moved) => self.check(values, true).await,
            Err(NotDone::Refused(wrong)) => self.form(values, &wrong, ""),
            Err(not_done) => {
                let again = (self.address(), self.hidden(values, request, revisions.to_owned()));
                self.desk.failed(not_done, Some(again))
            }
        }
    }

    fn done(&self, recorded: &v1::RecordResponse) -> Response {
        let entry = recorded.entries.first();
        let position = recorded.first_index.to_string();
        let arrangement = &self.arrangement.arrangement;
        let page = DonePage {
            page: self.page(self.desk.said("done-title")),
            arrangement: name_of(&self.arrangement),
            hash: entry.map(|entry| entry.event_hash.clone()).unwrap_or_default(),
            published: recorded.published_size.is_some(),
            repeated: recorded.repeated_request,
            entry: self
                .desk
                .reading_room
                .as_ref()
                .map(|room| format!("{room}/{arrangement}/boeking/{position}")),
            again: format!("/{arrangement}"),
            position,
        };
        Html(done_page(&page)).into_response()
    }

    /// Everything that is sent along: the form as it was filled in, and what makes the command the same one.
    fn hidden(&self, values: &Values, request: String, revisions: String) -> Vec<(String, String)> {
        let ours = [(SECRET, self.desk.guard.secret().to_owned()), (REQUEST, request), (REVISION, revisions)];
        ours.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(values.pairs()).collect()
    }

    fn facts(&self, statement: &v1::Statement) -> Vec<openboek_documents::Fact> {
        let names: Names = self.codes().into_iter().collect();
        let read = openboek_wire::to_statement(statement, "statements[0]");
        read.map(|statement| statement_facts(&statement, &names, documents_lang(self.desk.lang)))
            .unwrap_or_default()
    }

    /// What would change in a paragraph, as far as a page has room for it.
    fn change(&self, difference: &v1::ParagraphDifference) -> Change {
        let told = told(difference, documents_lang(self.desk.lang));
        let mut change = Change { heading: told.heading, ..Change::default() };
        change.tables = told.frames.into_iter().map(|sentence| (sentence, Vec::new())).collect();
        let mut room = SENTENCES;
        for (title, mut sentences) in told.tables {
            change.more += sentences.len().saturating_sub(room);
            sentences.truncate(room);
            room -= sentences.len();
            if !sentences.is_empty() {
                change.tables.push((title, sentences));
            }
        }
        change
    }
}

/// What changes alike in several paragraphs is told once: "Dordrecht (GM0505) 2021, 2022".
fn together(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut told: Vec<Change> = Vec::new();
    for change in changes {
        let (of, year) = change.heading.rsplit_once(' ').unwrap_or((&change.heading, ""));
        let same =
            |last: &&mut Change| last.tables == change.tables && last.heading.starts_with(&format!("{of} "));
        match told.last_mut().filter(same) {
            Some(last) => last.heading.push_str(&format!(", {year}")),
            None => told.push(change),
        }
    }
    told
}

fn name_of(arrangement: &v1::Arrangement) -> String {
    if arrangement.name.is_empty() { arrangement.arrangement.clone() } else { arrangement.name.clone() }
}

/// Streams with the revision that the entry would get in each, as one value: `GM0505=3 region=7`.
fn revisions(revisions: &[v1::StreamRevision]) -> String {
    revisions.iter().map(|at| format!("{}={}", at.stream, at.revision)).collect::<Vec<_>>().join(" ")
}

fn expected(revisions: &str) -> Vec<v1::ExpectedRevision> {
    let pair = |pair: &str| {
        let (stream, revision) = pair.split_once('=')?;
        Some(v1::ExpectedRevision { stream: stream.to_owned(), revision: revision.parse().ok()? })
    };
    revisions.split(' ').filter_map(pair).collect()
}

/// Names of all fields of a form with their labels.
pub(super) fn names_of(fields: &[Field]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut to_do: Vec<&Field> = fields.iter().collect();
    while let Some(field) = to_do.pop() {
        let (name, label) = match field {
            Field::Entrance(entrance) => (&entrance.name, &entrance.label),
            Field::Group { name, label, fields, .. } => {
                to_do.extend(fields);
                (name, label)
            }
            Field::List { name, label, items, .. } => {
                to_do.extend(items.iter().flat_map(|item| &item.fields));
                (name, label)
            }
            Field::OneOf { name, label, alternatives, .. } => {
                to_do.extend(alternatives.iter().flat_map(|(_, fields)| fields));
                (name, label)
            }
            Field::Boxes { name, label, .. } => (name, label),
        };
        names.insert(name.clone(), label.clone());
    }
    names
}

/// What is wrong, at the nearest field that the form has: the server may name what lies within one, or a choice by its own name.
fn at_field(wrong: &Wrong, names: &BTreeMap<String, String>) -> Wrong {
    let mut path = wrong.path.as_str();
    loop {
        let choice = path.rsplit_once('.').map(|(above, last)| format!("{above}.?{last}"));
        let found =
            [Some(path.to_owned()), choice].into_iter().flatten().find(|name| names.contains_key(name));
        if found.is_some() || path.is_empty() {
            return Wrong { path: found.unwrap_or_default(), text: wrong.text.clone() };
        }
        path = path.rfind(['.', '[']).and_then(|end| path.get(..end)).unwrap_or_default();
    }
}
