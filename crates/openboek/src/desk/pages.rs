//! The pages, and what becomes of a form that is sent: shown again, previewed, recorded.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form as Sent, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use openboek_documents::desk::{
    Again, Change, CheckPage, DeskPage, DonePage, Field, FormPage, KindGroup, ListPage, NoticePage, Problem,
    check_page, done_page, field_id, form_page, list_page, notice_page, said,
};
use openboek_documents::{Link, Names, statement_facts, statement_kind};
use openboek_server::differences::told;
use openboek_wire::v1;
use uuid::Uuid;

use super::correct::ENTRY;
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
/// Steps: to see what it changes, and to record it.
const CHECK: &str = "bekijk";
const RECORD: &str = "leg-vast";

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
    match desk.place(&arrangement, &kind, String::new()).await {
        Ok(place) => place.form(&Values::default(), &[], ""),
        Err(Away::NoPage) => desk.no_page(),
        Err(Away::NotDone(not_done)) => desk.failed(not_done, None),
    }
}

/// A form that was sent.
pub(super) async fn sent(
    State(desk): Shared,
    Path((arrangement, kind)): Path<(String, String)>,
    sent: Result<Sent<Vec<(String, String)>>, axum::extract::rejection::FormRejection>,
) -> Response {
    let pairs = match sent {
        Ok(Sent(pairs)) => pairs,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return desk.notice(rejection.status(), "problems", vec![desk.said("large-text")]);
        }
        Err(rejection) => {
            return desk.notice(rejection.status(), "stranger-title", vec![desk.said("stranger-text")]);
        }
    };
    let mut values = Values::of(pairs);
    let secret = values.take(SECRET);
    if secret.is_empty() {
        return (StatusCode::FORBIDDEN, stranger(&desk)).into_response();
    }
    let (step, more) = (values.take(STEP), values.take(MORE));
    let (request, revisions) = (values.take(REQUEST), values.take(REVISION));
    let place = match desk.place(&arrangement, &kind, request.clone()).await {
        Ok(place) => place,
        Err(Away::NoPage) => return desk.no_page(),
        Err(Away::NotDone(not_done)) => {
            // The form goes along, and under the same request: it may have been recorded.
            let step = if step == RECORD { RECORD } else { CHECK };
            let action = format!("/{arrangement}/{kind}");
            return desk.failed(not_done, Some(desk.again(action, step, &values, request, revisions)));
        }
    };
    let mut tidy = values.tidied(&place.form.message, place.form.kind.field);
    values.all("concerns").iter().for_each(|code| tidy.add("concerns", code));
    if secret != desk.guard.secret() {
        // A form from before the program was started anew: what was filled in is kept, and read again before it is recorded.
        let wrong = Wrong { path: String::new(), text: desk.said("restarted") };
        return place.form(&values, &[wrong], "");
    }
    match step.as_str() {
        CHECK => place.check(&tidy, None).await,
        RECORD => place.record(&tidy, &revisions).await,
        _ if more == ENTRY => place.fetched(&values).await,
        // What belongs to alternatives that are not chosen now is kept: they may be chosen again.
        _ => place.form(&values, &[], &more),
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
pub(super) struct Place<'a> {
    pub(super) desk: &'a Desk,
    pub(super) arrangement: v1::Arrangement,
    form: &'a Form,
    /// The request of the form: born with it, so that it is recorded once however often it is sent.
    request: String,
}

/// Why there is no such place.
enum Away {
    /// There is no such arrangement or kind.
    NoPage,
    /// The server did not say.
    NotDone(NotDone),
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

    async fn place(&self, arrangement: &str, kind: &str, request: String) -> Result<Place<'_>, Away> {
        let form = self.form(kind).ok_or(Away::NoPage)?;
        let found = self.arrangement(arrangement).await.map_err(Away::NotDone)?;
        let request = if request.is_empty() { Uuid::now_v7().to_string() } else { request };
        Ok(Place { desk: self, arrangement: found.ok_or(Away::NoPage)?, form, request })
    }

    /// What sends a form again.
    fn again(
        &self,
        action: String,
        step: &str,
        values: &Values,
        request: String,
        revisions: String,
    ) -> Again {
        let ours = [(SECRET, self.guard.secret().to_owned()), (REQUEST, request), (REVISION, revisions)];
        let ours = ours.into_iter().map(|(name, value)| (name.to_owned(), value));
        Again { action, step: step.to_owned(), hidden: ours.chain(values.pairs()).collect() }
    }

    fn no_page(&self) -> Response {
        self.notice(StatusCode::NOT_FOUND, "missing-title", vec![self.said("missing-text")])
    }

    fn notice(&self, status: StatusCode, title: &str, text: Vec<String>) -> Response {
        (status, self.notice_html(title, text, None)).into_response()
    }

    fn notice_html(&self, title: &str, text: Vec<String>, again: Option<Again>) -> Html<String> {
        let page = self.page(self.said(title), vec![self.first_page()]);
        Html(notice_page(&NoticePage { page, text, again }))
    }

    /// What the server could not do, with what sends the form again.
    fn failed(&self, not_done: NotDone, again: Option<Again>) -> Response {
        let (title, text) = match not_done {
            // Perhaps it was recorded: by the request one knows.
            NotDone::Unknown if again.as_ref().is_some_and(|again| again.step == RECORD) => {
                ("unknown-title", vec![self.said("unknown-text")])
            }
            NotDone::Trouble(text) => ("trouble-title", text),
            NotDone::Refused(wrong) => ("problems", wrong.into_iter().map(|wrong| wrong.text).collect()),
            NotDone::Unknown | NotDone::Away | NotDone::Moved | NotDone::Taken => {
                ("trouble-title", vec![self.said("away")])
            }
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
    pub(super) fn form(&self, values: &Values, wrong: &[Wrong], more: &str) -> Response {
        let codes = self.codes();
        let build = |wrong: &[Wrong]| {
            let (desk, members) = (self.desk, codes.as_slice());
            let cuts = self.form.kind.field.starts_with("cut_");
            Builder { values, wrong, more, members, comments: &desk.comments, lang: desk.lang, cuts }
                .form(self.form)
        };
        let names = names_of(&build(&[]));
        // What has no field now, such as of a kind inside a correction that is not chosen, goes along.
        let unseen = values.pairs().filter(|(name, _)| !names.contains_key(name));
        let ours = [(SECRET, self.desk.guard.secret().to_owned()), (REQUEST, self.request.clone())];
        let ours = ours.into_iter().map(|(name, value)| (name.to_owned(), value));
        let wrong: Vec<Wrong> = wrong.iter().map(|wrong| at_field(wrong, &names)).collect();
        let problem = |wrong: &Wrong| Problem {
            id: if wrong.path.is_empty() { String::new() } else { field_id(&wrong.path) },
            label: names.get(&wrong.path).cloned().unwrap_or_default(),
            text: wrong.text.clone(),
        };
        let page = FormPage {
            page: self.page(self.kind_words()),
            action: self.address(),
            hidden: ours.chain(unseen).collect(),
            problems: wrong.iter().map(problem).collect(),
            fields: build(&wrong),
            lists: vec![(CODES, codes.clone())],
        };
        let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(form_page(&page))).into_response()
    }

    fn command(
        &self,
        statement: v1::Statement,
        expected_revisions: Vec<v1::ExpectedRevision>,
    ) -> v1::RecordRequest {
        v1::RecordRequest {
            arrangement: self.arrangement.arrangement.clone(),
            request_id: self.request.clone(),
            actor: self.desk.actor.clone(),
            statements: vec![statement],
            expected_revisions,
            wait_for: v1::WaitFor::Published.into(),
        }
    }

    /// What the server could not do before anything was recorded.
    pub(super) fn not_done(&self, not_done: NotDone, values: &Values) -> Response {
        let again = self.desk.again(self.address(), CHECK, values, self.request.clone(), String::new());
        self.desk.failed(not_done, Some(again))
    }

    /// What would be recorded, and what it would change; with a word on why it is shown again.
    async fn check(mut self, values: &Values, notice: Option<&str>) -> Response {
        let statement = match read::statement(self.form, values, self.desk.lang) {
            Ok(statement) => statement,
            Err(wrong) => return self.form(values, &wrong, ""),
        };
        let mut notice = notice.map(|key| self.desk.said(key));
        let mut answer = self.desk.preview(self.command(statement.clone(), Vec::new())).await;
        if matches!(answer, Err(NotDone::Taken)) {
            // Somebody went back to a form that was recorded, and changed it: that is another statement.
            self.request = Uuid::now_v7().to_string();
            notice = Some(self.desk.said("taken"));
            answer = self.desk.preview(self.command(statement.clone(), Vec::new())).await;
        }
        let answer = match answer {
            Ok(answer) => answer,
            Err(NotDone::Refused(wrong)) => return self.form(values, &wrong, ""),
            Err(not_done) => return self.not_done(not_done, values),
        };
        if let Some(before) = &answer.recorded_before {
            return self.done(&v1::RecordResponse { repeated_request: true, ..before.clone() });
        }
        let entry = answer.entries.first();
        let revisions = entry.map(|entry| revisions(&entry.revisions)).unwrap_or_default();
        let again = self.desk.again(self.address(), RECORD, values, self.request.clone(), revisions);
        let page = CheckPage {
            page: self.page(self.desk.said("check-title")),
            action: again.action,
            hidden: again.hidden,
            notice,
            position: entry.map(|entry| entry.index.to_string()).unwrap_or_default(),
            facts: self.facts(&statement),
            changes: together(answer.paragraphs.iter().map(|difference| self.change(difference))),
        };
        Html(check_page(&page)).into_response()
    }

    async fn record(self, values: &Values, revisions: &str) -> Response {
        let statement = match read::statement(self.form, values, self.desk.lang) {
            Ok(statement) => statement,
            Err(wrong) => return self.form(values, &wrong, ""),
        };
        // Without what it was read at nobody knows whether it still does that.
        let Some(expected) = expected(revisions) else { return self.check(values, Some("moved")).await };
        match self.desk.record(self.command(statement, expected)).await {
            Ok(recorded) => self.done(&recorded),
            Err(NotDone::Moved) => self.check(values, Some("moved")).await,
            Err(NotDone::Taken) => self.check(values, None).await,
            Err(NotDone::Refused(wrong)) => self.form(values, &wrong, ""),
            Err(not_done) => {
                let revisions = revisions.to_owned();
                let again = self.desk.again(self.address(), RECORD, values, self.request.clone(), revisions);
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
            entry: self.desk.reading_room.as_ref().map(|room| {
                format!("{room}/{arrangement}/boeking/{position}{}", self.desk.lang.pick("", "?lang=en"))
            }),
            again: format!("/{arrangement}"),
            position,
        };
        Html(done_page(&page)).into_response()
    }

    fn facts(&self, statement: &v1::Statement) -> Vec<openboek_documents::Fact> {
        let names: Names = self.codes().into_iter().collect();
        let read = openboek_wire::to_statement(statement, "statements[0]");
        read.map(|statement| statement_facts(&statement, &names, documents_lang(self.desk.lang)))
            .unwrap_or_default()
    }

    /// What would change in a paragraph, as far as a page has room for it.
    fn change(&self, difference: &v1::ParagraphDifference) -> Change {
        let mut told = told(difference, documents_lang(self.desk.lang));
        let more = told.shorten(SENTENCES);
        let frames = told.frames.into_iter().map(|sentence| (sentence, Vec::new()));
        Change { heading: told.heading, tables: frames.chain(told.tables).collect(), more, same: told.same }
    }
}

/// What changes alike in several paragraphs is told once: "Dordrecht (GM0505) 2021, 2022".
fn together(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut told: Vec<Change> = Vec::new();
    for change in changes {
        let (of, year) = change.heading.rsplit_once(' ').unwrap_or((&change.heading, ""));
        // What was left out for want of room may differ.
        let alike = |last: &Change| {
            last.more == 0 && change.more == 0 && last.same == change.same && last.tables == change.tables
        };
        let same = |last: &&mut Change| alike(last) && last.heading.starts_with(&format!("{of} "));
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

/// What was read; `None` when that is not whole.
fn expected(revisions: &str) -> Option<Vec<v1::ExpectedRevision>> {
    let pair = |pair: &str| {
        let (stream, revision) = pair.split_once('=')?;
        Some(v1::ExpectedRevision { stream: stream.to_owned(), revision: revision.parse().ok()? })
    };
    revisions.split(' ').map(pair).collect()
}

/// Names of all fields of a form with their labels.
pub(super) fn names_of(fields: &[Field]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    // With the item of a list that a field is in: "Regels 3 – Baten of lasten".
    let mut to_do: Vec<(&Field, String)> = fields.iter().map(|field| (field, String::new())).collect();
    while let Some((field, within)) = to_do.pop() {
        let (name, label) = match field {
            Field::Entrance(entrance) => (&entrance.name, &entrance.label),
            Field::Group { name, label, fields, .. } => {
                to_do.extend(fields.iter().map(|field| (field, within.clone())));
                (name, label)
            }
            Field::List { name, label, items, .. } => {
                for item in items {
                    let within = match item.fields.len() {
                        1 => within.clone(),
                        _ => format!("{within}{} – ", item.label),
                    };
                    to_do.extend(item.fields.iter().map(|field| (field, within.clone())));
                }
                (name, label)
            }
            Field::OneOf { name, label, alternatives, .. } => {
                let fields = alternatives.iter().flat_map(|(_, fields)| fields);
                to_do.extend(fields.map(|field| (field, within.clone())));
                (name, label)
            }
            Field::Boxes { name, label, .. } => (name, label),
        };
        names.insert(name.clone(), format!("{within}{label}"));
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
