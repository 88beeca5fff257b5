//! Rules of record keeping.

use super::check::Check;
use crate::act::Reference;
use crate::refusal::{RefusalCode, Value};
use crate::statement::DocumentRegistered;

/// Reference numbers are unique per organisation, not globally; a placeholder ("xxxx") is no number (domain 1.1, 1.4).
pub(super) fn document_registered(check: &mut Check<'_>, body: &DocumentRegistered) {
    if let Some(entry) = check.state.documents.get(&body.document) {
        check.exists(
            RefusalCode::DocumentExists,
            "body.document",
            "document",
            body.document.as_str(),
            *entry,
        );
    }
    check.document(&body.reference, "body.reference");
    if let Reference::Assigned(number) = &body.reference.reference {
        let maker = body.reference.organisation.as_ref().unwrap_or(&body.act.organisation).clone();
        let key = (maker, number.clone());
        if let Some(entry) = check.state.references.get(&key) {
            let found = Value::Reference(key.0, key.1);
            check.exists(RefusalCode::DocumentExists, "body.reference.assigned", "document", found, *entry);
        }
    }
    if let Some((organisation, _)) = &body.addressee {
        check.organisation(organisation, "body.addressee.organisation");
    }
}
