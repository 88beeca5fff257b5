//! Rules of registers: what is listed is a subsidy, and only what is listed can be gone.

use super::check::Check;
use super::subsidy::{amount, known, recipient};
use crate::refusal::RefusalCode;
use crate::statement::{SubsidyListed, SubsidyUnlisted};

pub(super) fn listed(check: &mut Check<'_>, body: &SubsidyListed) {
    known(check, &body.subsidy);
    if let Some(of) = &body.recipient {
        recipient(check, of);
    }
    if let Some(asked) = &body.asked {
        amount(check, asked, "body.asked");
    }
}

pub(super) fn unlisted(check: &mut Check<'_>, body: &SubsidyUnlisted) {
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    if !subsidy.listed {
        check.unknown(RefusalCode::SubsidyNotListed, "body.subsidy", "subsidy", body.subsidy.as_str());
    }
}
