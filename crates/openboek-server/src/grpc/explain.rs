//! From euro to decision: a figure with its place, its hard words, the entries behind it and where to find the proof.

use openboek_documents::page::{Explained, explained_figure};
use openboek_documents::{Lang, Names, anchor_id, find_figure, statement_facts, statement_kind};
use openboek_engine::DecodedEntry;
use openboek_proof::entry::Entry;
use openboek_proof::hash::event_hash;
use openboek_rules::{Malformed, MalformedCode};
use openboek_wire::v1;

use super::model;
use super::paragraph::{Asked, sized};
use crate::context::Shared;
use crate::errors::{Problem, Reason};
use crate::limits::ANSWER_BYTES;
use crate::web::{Address, entry_page, names};

/// See `ExplainFigure`.
pub(crate) fn explain(
    shared: &Shared,
    request: &v1::ExplainFigureRequest,
) -> Result<v1::ExplainFigureResponse, Problem> {
    let asked = Asked::new(request.key.as_ref(), request.moment.as_ref())?;
    let Some(figure) = &request.figure else {
        return Err(Malformed::new(MalformedCode::Missing, "").at("figure").into());
    };
    let (shown, provenance) = asked.show(shared)?;
    let cell = model::cell_at(&shown.paragraph, &provenance, figure).ok_or_else(|| no_such_figure(figure))?;
    let names = names(shared, asked.arrangement);
    let published_size = shown.heads.published_size;
    let mut entries = Vec::with_capacity(cell.sources.len());
    let mut bytes = 0;
    for index in &cell.sources {
        if let Some(decoded) = shared.engine.entry(asked.arrangement, *index)? {
            bytes += decoded.stored.byte_count();
            if bytes > ANSWER_BYTES {
                return Err(Problem::new(Reason::AnswerTooLarge));
            }
            entries.extend(explained(&decoded, asked.arrangement, published_size, &names));
        }
    }
    let anchor = anchor_of(&shown.paragraph, figure);
    let words =
        anchor.as_ref().and_then(|anchor| explained_figure(&shown.paragraph, &provenance, anchor, Lang::Nl));
    let address = Address::of(asked.arrangement, &shown.paragraph);
    sized(v1::ExplainFigureResponse {
        cell: Some(cell),
        entries,
        size: provenance.size,
        terms: words.iter().flat_map(terms).collect(),
        place: words.map(place),
        page: anchor.map(|anchor| address.figure(&anchor)).unwrap_or_default(),
        proof: Some(v1::ProofPlaces {
            checkpoint_page: address.checkpoint(),
            bundle_page: address.bundle(),
            published_size,
        }),
    })
}

fn no_such_figure(figure: &v1::Anchor) -> Problem {
    let name = format!("{}.{}.{}", figure.table, figure.row, figure.column);
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    Problem::new(Reason::NoSuchFigure).with("figure", name)
}

/// The figure's address in a page.
fn anchor_of(paragraph: &openboek_views::Paragraph, figure: &v1::Anchor) -> Option<String> {
    let table = paragraph.tables().find(|table| table.id.key() == figure.table)?;
    let column = table.columns.iter().find(|column| column.key() == figure.column)?;
    let anchor = anchor_id(table.id, &figure.row, *column);
    find_figure(paragraph, &anchor).map(|_| anchor)
}

fn place(words: Explained) -> v1::FigurePlace {
    v1::FigurePlace { section: words.section, table: words.table, row: words.row, column: words.column }
}

fn terms(words: &Explained) -> Vec<v1::ExplainedTerm> {
    let term = |term: &&'static openboek_documents::words::Term| v1::ExplainedTerm {
        word: term.word(Lang::Nl).to_owned(),
        meaning: term.definition(Lang::Nl).to_owned(),
    };
    words.terms.iter().map(term).collect()
}

/// One statement by its position; named in the same way as for its proof.
pub(crate) fn entry(
    shared: &Shared,
    request: &v1::GetInclusionProofRequest,
) -> Result<v1::ExplainedEntry, Problem> {
    let (arrangement, index) = (request.arrangement.as_str(), request.index);
    let heads = shared.engine.heads_now(arrangement)?;
    let decoded = shared.engine.entry(arrangement, index)?;
    let words = decoded.and_then(|decoded| {
        explained(&decoded, arrangement, heads.published_size, &names(shared, arrangement))
    });
    let missing = || Problem::new(Reason::NoSuchEntry).with("entry", index).with("size", heads.size);
    sized(words.ok_or_else(missing)?)
}

fn explained(
    decoded: &DecodedEntry,
    arrangement: &str,
    published_size: u64,
    names: &Names,
) -> Option<v1::ExplainedEntry> {
    let Entry::Event(event) = &decoded.entry else { return None };
    let index = decoded.stored.index;
    let kind = event.statement.kind.name().to_owned();
    let facts = decoded.statement.iter().flat_map(|statement| statement_facts(statement, names, Lang::Nl));
    let facts = facts.map(|fact| v1::StatementFact { name: fact.name, values: fact.values });
    Some(v1::ExplainedEntry {
        index,
        event_hash: event_hash(&decoded.stored.entry).to_string(),
        title: format!("Boeking {index}: {}", statement_kind(&kind, Lang::Nl)),
        kind,
        version: u32::try_from(event.statement.kind.version()).unwrap_or(u32::MAX),
        actor: event.statement.actor.as_str().to_owned(),
        recorded_at_ms: event.recorded.unix_ms(),
        statement: decoded.statement.as_ref().map(openboek_wire::from_statement),
        provable_size: (index < published_size).then_some(published_size),
        facts: facts.collect(),
        page: entry_page(arrangement, index),
    })
}
