//! Looking for something in a ledger: what the page of the reading room finds, as messages.

use openboek_documents::page::SearchHit;
use openboek_documents::search::{BadQuery, Excerpt, Fit, Found, Query, subject};
use openboek_rules::statement::Statement;
use openboek_rules::{Malformed, MalformedCode};
use openboek_wire::v1;

use super::convert::page_size;
use super::paragraph::{moment_query, sized};
use crate::context::Shared;
use crate::errors::Problem;
use crate::limits::{SEARCH_HITS, SEARCH_HITS_MOST};
use crate::web::{FoundKind, found};

/// See `Search`.
pub(crate) fn search(shared: &Shared, request: &v1::SearchRequest) -> Result<v1::SearchResponse, Problem> {
    let mut faults = Vec::new();
    let moment = moment_query(request.moment.as_ref(), &mut faults);
    let query = Query::read(&request.query).map_err(|bad| faults.push(bad_query(bad, &request.query))).ok();
    let limit = page_size(request.limit, (SEARCH_HITS_MOST, SEARCH_HITS), "limit");
    let limit = limit.map_err(|fault| faults.push(fault)).ok();
    let (Some(query), Some(limit)) = (query.filter(|_| faults.is_empty()), limit) else {
        return Err(faults.into());
    };
    let (size, from, kinds) = found(shared, &request.arrangement, &query, moment, limit)?;
    sized(v1::SearchResponse { groups: kinds.into_iter().map(group).collect(), size, from })
}

fn bad_query(bad: BadQuery, query: &str) -> Malformed {
    let code = match bad {
        BadQuery::Empty => MalformedCode::Empty,
        BadQuery::TooLong => MalformedCode::TooLong,
    };
    Malformed::new(code, query).at("query")
}

fn group(kind: FoundKind) -> v1::SearchGroup {
    v1::SearchGroup {
        kind: kind.group.key().to_owned(),
        count: number(kind.count),
        hits: kind.hits.into_iter().map(|(found, statement, shown)| hit(found, &statement, shown)).collect(),
    }
}

fn hit(found: Found, statement: &Statement, shown: SearchHit) -> v1::SearchHit {
    let fit = match found.fit {
        Fit::Exact => v1::SearchFit::Exact,
        Fit::Words => v1::SearchFit::Words,
        Fit::Beginnings => v1::SearchFit::Beginnings,
    };
    v1::SearchHit {
        index: found.position,
        fit: fit.into(),
        subject: subject(statement).map(|(kind, id)| format!("{}/{id}", kind.key())).unwrap_or_default(),
        kind: statement.body.kind().to_owned(),
        concerns: statement.concerns.iter().map(ToString::to_string).collect(),
        act_date: statement.body.act().date.to_string(),
        title: shown.link.text,
        excerpt: shown.excerpt.map(excerpt),
        page: shown.link.url,
        others: number(found.others),
    }
}

fn excerpt(excerpt: Excerpt) -> v1::StatementFact {
    let text = excerpt.text.into_iter().map(|part| part.text).collect();
    v1::StatementFact { name: excerpt.name, values: vec![text] }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
