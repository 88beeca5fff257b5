//! The page that checks bundles in the browser.

use super::respond::Page;

/// `/controleer`, also with `?bundel=` and `?lang=`, which the page itself reads.
pub(super) async fn show() -> Page {
    Page {
        policy: openboek_documents::checker_policy(),
        ..Page::html(openboek_documents::CHECKER.to_owned())
    }
}
