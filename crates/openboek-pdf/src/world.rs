//! The layout: everything typst may see is in memory.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Smart, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fault::Fault;
use crate::job::Job;

const TEMPLATE: &str = include_str!("template.typ");

/// The fonts that the template uses, of those that come with typst: Libertinus Serif in four styles, and DejaVu Sans Mono for what that has no
/// letters for. They are taken by their places, since to look into all of them costs more than a document; a test holds their names.
pub(crate) fn font_files() -> impl Iterator<Item = &'static [u8]> {
    let plain_mono = typst_assets::fonts().count().saturating_sub(1);
    typst_assets::fonts()
        .enumerate()
        .filter(move |(place, _)| *place < 4 || *place == plain_mono)
        .map(|(_, data)| data)
}

/// Lays out.
pub(crate) fn pdf(job: Job) -> Result<Vec<u8>, Fault> {
    let identifier = job.identifier.clone();
    let memory = Memory::of(job)?;
    let document: PagedDocument = typst::compile(&memory).output.map_err(|found| layout(&found))?;
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| Fault::Layout(error.message().to_string()))?;
    let creator = Smart::Custom(Some(format!("Openboek {}", env!("CARGO_PKG_VERSION"))));
    let options =
        PdfOptions { ident: Smart::Custom(identifier), creator, standards, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|found| layout(&found))
}

/// What typst has against it, in a line.
fn layout(found: &[SourceDiagnostic]) -> Fault {
    let told = found.iter().map(|one| {
        let hints = one.hints.iter().map(|hint| format!(" ({})", hint.v));
        std::iter::once(one.message.to_string()).chain(hints).collect::<String>()
    });
    Fault::Layout(told.collect::<Vec<_>>().join("; ").replace('\n', " "))
}

/// The world of a document: its template, its words, its attachments and its fonts.
struct Memory {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl Memory {
    fn of(job: Job) -> Result<Self, Fault> {
        let fonts: Vec<Font> = font_files().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let mut files = BTreeMap::from([("in/document.json".to_owned(), Bytes::new(job.document))]);
        let mut listed: Vec<Value> = Vec::new();
        for file in job.attachments {
            let mut entry = Dict::new();
            entry.insert("name".into(), file.name.as_str().into_value());
            entry.insert("media-type".into(), file.media_type.into_value());
            entry.insert("description".into(), file.description.into_value());
            entry.insert("relationship".into(), file.relationship.word().into_value());
            listed.push(entry.into_value());
            files.insert(file.name, Bytes::new(file.bytes));
        }
        let mut inputs = Dict::new();
        inputs.insert(
            "attachments".into(),
            listed.into_iter().collect::<typst::foundations::Array>().into_value(),
        );
        // Headers of rows are an extra of typst that is still being made; the tests look at what comes of it.
        let features = std::iter::once(Feature::A11yExtras).collect();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(id("main.typ")?, TEMPLATE.to_owned()),
            files,
        })
    }
}

fn id(path: &str) -> Result<FileId, Fault> {
    let path = VirtualPath::new(path).map_err(|_| Fault::Input(format!("the path {path}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        self.files.get(path).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::text::FontInfo;

    use super::*;

    #[test]
    fn the_fonts_are_the_two_families_that_the_licences_name() {
        let families: Vec<String> = font_files()
            .flat_map(|data| FontInfo::iter(data).collect::<Vec<_>>())
            .map(|font| font.family.to_string())
            .collect();
        assert_eq!(
            families,
            [
                "Libertinus Serif",
                "Libertinus Serif",
                "Libertinus Serif",
                "Libertinus Serif",
                "DejaVu Sans Mono"
            ]
        );
    }
}
