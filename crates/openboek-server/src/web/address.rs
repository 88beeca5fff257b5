//! Addresses of pages: the only place that makes them.

use std::fmt::Write as _;

use jiff::civil::Date;
use openboek_documents::{Lang, Link, Links};
use openboek_rules::statement::{Thing, ThingKind};
use openboek_rules::{BudgetYear, Stream};
use openboek_views::model::Paragraph;

use super::moment::Wishes;
use crate::form::Form;

/// The first page.
pub(super) fn home(lang: Lang) -> String {
    format!("/{}", ending(lang))
}

/// What stands behind an address without other wishes.
pub(super) const fn ending(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "",
        Lang::En => "?lang=en",
    }
}

/// An address with other wishes, which may be none.
fn wished(path: &str, wishes: &str, lang: Lang) -> String {
    match (wishes, lang) {
        ("", lang) => format!("{path}{}", ending(lang)),
        (wishes, Lang::Nl) => format!("{path}?{wishes}"),
        (wishes, Lang::En) => format!("{path}?{wishes}&lang=en"),
    }
}

/// The page of an entry.
pub(super) fn entry(arrangement: &str, position: u64, lang: Lang) -> String {
    format!("/{arrangement}/boeking/{position}{}", ending(lang))
}

/// A paragraph after so many entries.
pub(super) fn paragraph(
    arrangement: &str,
    holder: Stream,
    year: BudgetYear,
    size: u64,
    lang: Lang,
) -> String {
    wished(&format!("/{arrangement}/{holder}/{year}"), &format!("stand={size}"), lang)
}

/// What the name of a file of a feed ends with.
pub(super) const ATOM_ENDING: &str = ".atom";
/// The feed of everything in an arrangement.
pub(super) const EVERYTHING: &str = "alles";

/// The folder of the feeds of a kind of thing.
pub(super) const fn folder(kind: ThingKind) -> &'static str {
    match kind {
        ThingKind::Cut => "bezuiniging",
        ThingKind::View => "zienswijze",
        ThingKind::Reaction => "reactie",
        ThingKind::Request => "verzoek",
        ThingKind::Commitment => "toezegging",
        ThingKind::Proposal => "voorstel",
        ThingKind::Subsidy => "subsidie",
        ThingKind::Contribution => "bijdrage",
        ThingKind::Vision => "visie",
        ThingKind::Policy => "beleid",
        ThingKind::Experiment => "experiment",
        ThingKind::Indicator => "indicator",
    }
}

/// What tells a feed from others of the same arrangement: of a municipality or the region, of everything when none is given.
pub(super) fn feed_of_holder(holder: Option<Stream>) -> String {
    holder.map_or_else(|| format!("nieuws/{EVERYTHING}"), |holder| format!("nieuws/{holder}"))
}

/// The same of a thing.
pub(super) fn feed_of_thing((kind, id): &Thing) -> String {
    format!("nieuws/{}/{id}", folder(*kind))
}

/// A feed by its name; `before` a position for older entries.
pub(super) fn feed(arrangement: &str, name: &str, before: Option<u64>, lang: Lang) -> String {
    let before = before.map(|before| format!("voor={before}")).unwrap_or_default();
    wished(&format!("/{arrangement}/{name}{ATOM_ENDING}"), &before, lang)
}

/// What the name of a file of a calendar ends with.
pub(super) const ICAL_ENDING: &str = ".ics";

/// The calendar of a municipality or the region.
pub(super) fn agenda(arrangement: &str, holder: Stream, lang: Lang) -> String {
    format!("/{arrangement}/agenda/{holder}{ICAL_ENDING}{}", ending(lang))
}

/// The page of everything that is still open.
pub(super) fn open(arrangement: &str, stand: &str, lang: Lang) -> String {
    wished(&format!("/{arrangement}/openstaand"), stand, lang)
}

/// Where a question goes: to one arrangement, or to all.
pub(super) fn search_action(arrangement: Option<&str>) -> String {
    arrangement.map_or_else(|| "/zoek".to_owned(), |name| format!("/{name}/zoek"))
}

/// The page that answers a question; with an empty one, the page to ask on.
pub(super) fn search(arrangement: Option<&str>, asked: &str, stand: &str, lang: Lang) -> String {
    let question = if asked.is_empty() { String::new() } else { format!("q={}", encoded(asked)) };
    let wishes = [question.as_str(), stand];
    let wishes: Vec<&str> = wishes.into_iter().filter(|wish| !wish.is_empty()).collect();
    wished(&search_action(arrangement), &wishes.join("&"), lang)
}

/// A text as a value behind a question mark, percent-encoded.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            // Writing to a string cannot fail.
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

/// The page of a code; of all codes when none is given.
pub(crate) fn explanation(code: &str, lang: Lang) -> String {
    let slash = if code.is_empty() { "" } else { "/" };
    format!("/uitleg{slash}{code}{}", ending(lang))
}

/// A paragraph at a moment that stays the same for ever.
#[derive(Clone, Debug)]
pub(crate) struct Address<'a> {
    pub(super) arrangement: &'a str,
    pub(super) holder: Stream,
    pub(super) year: BudgetYear,
    /// A number of entries, or a day that is over.
    pub(super) stand: String,
    pub(super) as_decided_on: Option<Date>,
    pub(super) lang: Lang,
}

impl<'a> Address<'a> {
    /// The address of a paragraph as it was computed.
    pub(crate) fn of(arrangement: &'a str, paragraph: &Paragraph) -> Self {
        let head = &paragraph.head;
        Self {
            arrangement,
            holder: head.holder,
            year: head.year,
            stand: head.moment.size.to_string(),
            as_decided_on: head.moment.as_decided_on,
            lang: Lang::Nl,
        }
    }

    /// The same in a language.
    pub(crate) fn in_language(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The same as a reader wished it: a day that is over stays a day, since open terms are counted to it.
    pub(super) fn wished(self, wishes: &Wishes, today: Date) -> Self {
        let day = wishes.moment.as_known_on.filter(|day| *day < today);
        Self { stand: day.map_or(self.stand, |day| day.to_string()), lang: wishes.lang, ..self }
    }

    fn path(&self) -> String {
        format!("/{}/{}/{}", self.arrangement, self.holder, self.year)
    }

    /// The moment as it stands behind a question mark.
    fn moment(&self) -> String {
        let decided = self.as_decided_on.map(|day| format!("&besluiten-tot={day}")).unwrap_or_default();
        format!("stand={}{decided}", self.stand)
    }

    fn query(&self) -> String {
        wished("", &self.moment(), self.lang)
    }

    const fn lang_of_query(&self, before: char) -> &'static str {
        match (self.lang, before) {
            (Lang::Nl, _) => "",
            (Lang::En, '?') => "?lang=en",
            (Lang::En, _) => "&lang=en",
        }
    }

    /// This moment, for ever.
    pub(super) fn permanent(&self) -> String {
        format!("{}{}", self.path(), self.query())
    }

    /// The newest moment.
    pub(super) fn newest(&self) -> String {
        format!("{}{}", self.path(), self.lang_of_query('?'))
    }

    fn rendering(&self, ending: &str) -> String {
        format!("{}.{ending}{}", self.path(), self.query())
    }

    /// Links of a document that leaves the server: only those that stay true.
    pub(crate) fn links_of_document(&self) -> Links {
        Links {
            home: home(self.lang),
            entry_base: format!("/{}/boeking/", self.arrangement),
            figure_base: format!("{}/cijfer{}&cijfer=", self.path(), self.query()),
            permanent: self.permanent(),
            downloads: self.downloads(),
            ..Links::default()
        }
    }

    /// The page that explains a figure ([`openboek_documents::anchor_id`]) at this moment.
    pub(crate) fn figure(&self, anchor: &str) -> String {
        format!("{}/cijfer/{anchor}{}", self.path(), self.query())
    }

    /// The page of what is different from another paragraph: `wish` says which; `stand` is the moment of this one, empty for the newest.
    pub(super) fn compared(&self, wish: &str, stand: &str) -> String {
        let wishes: Vec<&str> = [wish, stand].into_iter().filter(|wish| !wish.is_empty()).collect();
        wished(&format!("{}/verschil", self.path()), &wishes.join("&"), self.lang)
    }

    /// The newest checkpoint.
    pub(crate) fn checkpoint(&self) -> String {
        format!("/{}/checkpoint", self.arrangement)
    }

    /// The bundle of the holder.
    pub(crate) fn bundle(&self) -> String {
        format!("/{}/bundel/{}.zip", self.arrangement, self.holder)
    }

    /// The page that checks the bundle of the holder in the browser.
    pub(super) fn checker(&self) -> String {
        format!("/controleer?bundel={}{}", self.bundle(), self.lang_of_query('&'))
    }

    /// The same, which also tells whether these entries are in the bundle.
    pub(super) fn checker_of(&self, entries: &[u64]) -> String {
        let positions: Vec<String> = entries.iter().map(u64::to_string).collect();
        let entries =
            if positions.is_empty() { String::new() } else { format!("&boeking={}", positions.join(",")) };
        format!("{}{entries}", self.checker())
    }

    /// The official document of the newest moment.
    pub(super) fn pdf(&self) -> Link {
        let name = match self.lang {
            Lang::Nl => "PDF met het bewijs erin",
            Lang::En => "PDF with its proof in it",
        };
        Link::new(name, format!("{}.pdf{}", self.path(), self.lang_of_query('?')))
    }

    fn downloads(&self) -> Vec<Link> {
        let (excel, package, text, bundle) = match self.lang {
            Lang::Nl => (
                "Excel (XLSX)",
                "CSV met beschrijving (datapakket, ZIP)",
                "Tekst",
                "Bundel om zelf te controleren (ZIP)",
            ),
            Lang::En => (
                "Excel (XLSX)",
                "CSV with its description (data package, ZIP)",
                "Text",
                "Bundle to check for yourself (ZIP)",
            ),
        };
        let form = |name: &str, form: Form| Link::new(name, self.rendering(form.ending()));
        vec![
            form(excel, Form::Xlsx),
            form("OpenDocument (ODS)", Form::Ods),
            form("CSV", Form::Csv),
            form(package, Form::DataPackage),
            form("JSON", Form::Json),
            form(text, Form::Text),
            Link::new(bundle, self.bundle()),
        ]
    }

    /// Links of the page: also to other years, moments and the other language.
    pub(super) fn links(&self, is_earlier: bool, years: &[BudgetYear], moments: &[Date]) -> Links {
        let other = Self { lang: if self.lang == Lang::Nl { Lang::En } else { Lang::Nl }, ..self.clone() };
        let other_name = if self.lang == Lang::Nl { "English" } else { "Nederlands" };
        let year = |year: &BudgetYear| {
            let address = Self { year: *year, ..self.clone() };
            Link::new(year.to_string(), if is_earlier { address.permanent() } else { address.newest() })
        };
        let moment = |day: &Date| {
            let name = openboek_documents::form::day(*day, self.lang);
            let address = Self { stand: day.to_string(), as_decided_on: None, ..self.clone() };
            Link::new(name, address.permanent())
        };
        let stand = if is_earlier { self.moment() } else { String::new() };
        Links {
            check: Some(self.checker()),
            compare: Some(self.compared("", &stand)),
            since: is_earlier.then(|| self.compared(&format!("sinds={}", self.stand), "")),
            open: Some(open(self.arrangement, &stand, self.lang)),
            follow: super::feed::follow_holder(self.arrangement, Some(self.holder), self.lang),
            latest: is_earlier.then(|| self.newest()),
            years: years.iter().filter(|other| **other != self.year).map(year).collect(),
            moments: moments.iter().map(moment).collect(),
            other_language: Some(Link::new(
                other_name,
                if is_earlier { other.permanent() } else { other.newest() },
            )),
            ..self.links_of_document()
        }
    }
}
