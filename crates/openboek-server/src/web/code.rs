//! Pages about codes: what a refusal, an error or a signal means, for who was given its code.

use axum::extract::Path;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use openboek_documents::page::{CodeExplained, CodeList, code_list_page, code_page};
use openboek_documents::{Lang, Link};

use super::address::{explanation, home};
use super::moment::lang_of;
use super::respond::{Page, fail};
use crate::errors::{Problem, Reason};

/// `/uitleg/{code}`
pub(super) async fn show(Path(code): Path<String>, uri: Uri) -> Response {
    let lang = lang_of(uri.query());
    let Some(page) = crate::code_page(&code) else { return fail(&Problem::new(Reason::NoSuchPage), lang) };
    let explained = CodeExplained {
        lang,
        code: page.code,
        subject: page.subject,
        explanation: if lang == Lang::Nl { &page.dutch } else { &page.english },
        home: home(lang),
        all: explanation("", lang),
        other_language: other(page.code, lang),
    };
    Page::html(code_page(&explained)).into_response()
}

/// `/uitleg`
pub(super) async fn list(uri: Uri) -> Response {
    let lang = lang_of(uri.query());
    let codes = crate::codes().into_iter().map(|code| Link::new(code, explanation(code, lang))).collect();
    let list = CodeList { lang, codes, home: home(lang), other_language: other("", lang) };
    Page::html(code_list_page(&list)).into_response()
}

fn other(code: &str, lang: Lang) -> Link {
    match lang {
        Lang::Nl => Link::new("English", explanation(code, Lang::En)),
        Lang::En => Link::new("Nederlands", explanation(code, Lang::Nl)),
    }
}
