//! Rules of counted inhabitants: of members, each once, and once for a day.

use super::check::{Check, at};
use crate::id::Stream;
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::InhabitantsCounted;

pub(super) fn counted(check: &mut Check<'_>, body: &InhabitantsCounted) {
    check.reaches(&body.counts.iter().map(|count| Stream::Municipality(count.municipality)).collect());
    check.listed_once("body.counts", body.counts.iter().map(|count| count.municipality.to_string()));
    for (place, count) in body.counts.iter().enumerate() {
        check.member(count.municipality, format!("body.counts[{place}].municipality"));
        let key = (body.reference_date.clone(), count.municipality);
        if let Some(entry) = check.state.inhabitants.get(&key) {
            let refusal = Refusal::new(RefusalCode::InhabitantsExist, format!("body.counts[{place}]"));
            let refusal = refusal.with("municipality", count.municipality.to_string());
            check.refuse(refusal.with("date", body.reference_date.to_string()).with("entry", at(*entry)));
        }
    }
}
