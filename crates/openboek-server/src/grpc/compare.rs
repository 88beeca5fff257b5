//! Two paragraphs of one arrangement, beside each other.

use openboek_rules::{Malformed, MalformedCode};
use openboek_views::compare::compare as differences;
use openboek_wire::v1;

use super::difference::{Statements, difference, read_statements};
use super::paragraph::{Asked, sized};
use crate::context::Shared;
use crate::errors::Problem;

/// See `CompareParagraphs`.
pub(crate) fn compare(
    shared: &Shared,
    request: &v1::CompareParagraphsRequest,
) -> Result<v1::CompareParagraphsResponse, Problem> {
    let (before, after) = (side(request.before.as_ref(), "before")?, side(request.after.as_ref(), "after")?);
    if before.arrangement != after.arrangement {
        let other: String = after.arrangement.chars().take(80).collect();
        return Err(Malformed::new(MalformedCode::OutOfRange, &other).at("after.key.arrangement").into());
    }
    let ((then, _), (now, _)) = (before.show(shared)?, after.show(shared)?);
    let comparison = differences(&then.paragraph, &now.paragraph);
    let mut statements = Statements::new();
    read_statements(shared, after.arrangement, &comparison, &mut statements)?;
    let difference = difference(&then.paragraph, &now.paragraph, &comparison, &statements);
    sized(v1::CompareParagraphsResponse { difference: Some(difference) })
}

fn side<'a>(at: Option<&'a v1::ParagraphAt>, field: &str) -> Result<Asked<'a>, Problem> {
    let missing = || Malformed::new(MalformedCode::Missing, "").at(field);
    let at = at.ok_or_else(missing)?;
    Asked::below(field, at.key.as_ref(), at.moment.as_ref())
}
