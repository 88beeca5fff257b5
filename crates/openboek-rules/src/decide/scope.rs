//! Rules of the scope of the social domain.

use super::budget::not_in_list;
use super::check::Check;
use crate::id::Stream;
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::ScopeDefined;
use crate::taakveld::CodeList;

/// A member's own stream; each taakveld once, in a list of the scope's years, with a part of it and not more than the whole.
pub(super) fn defined(check: &mut Check<'_>, body: &ScopeDefined) {
    if check.member(body.municipality, "body.municipality") {
        check.concerns(Stream::Municipality(body.municipality));
    }
    check.listed_once("body.taakvelden", body.taakvelden.iter().map(|part| part.taakveld.to_string()));
    let lists: Vec<&CodeList> = body.years.years().filter_map(CodeList::of).collect();
    let Some(first) = lists.first() else {
        check.refuse(Refusal::new(RefusalCode::NoCodeList, "body.years").with("year", body.years.first()));
        return;
    };
    for (place, part) in body.taakvelden.iter().enumerate() {
        let field = |name: &str| format!("body.taakvelden[{place}].{name}");
        if lists.iter().all(|list| list.name_of(&part.taakveld).is_none()) {
            check.refuse(not_in_list(&part.taakveld, first, body.years.first(), field("taakveld")));
        }
        if !(1..=10_000).contains(&part.share.get()) {
            let refusal = Refusal::new(RefusalCode::ShareOutOfRange, field("share_basis_points"));
            check.refuse(refusal.with("taakveld", part.taakveld.as_str()));
        }
    }
}
