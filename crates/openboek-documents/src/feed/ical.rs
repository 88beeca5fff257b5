//! A calendar as iCalendar (RFC 5545). A writer of content lines is all that it takes: the crates there are bring `chrono` and a source of
//! randomness, stamp what they write with the clock of the machine, and leave folding to their caller or fold between the bytes of a letter.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::agenda::{Agenda, AgendaDay};
use crate::clean::clean;
use crate::lang::Lang;
use crate::words::filled;

/// Media type.
pub const ICALENDAR: &str = "text/calendar; charset=utf-8";
/// Octets of a line at most, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A calendar to subscribe to.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// Language.
    pub lang: Lang,
    /// Whose it is, by name.
    pub holder: String,
    /// Origin of the log: it makes the names of dates unique.
    pub origin: String,
    /// When the first entry of the log was recorded, in milliseconds since 1970 (UTC): the stamp of days that no entry touched.
    pub since_ms: i64,
    /// When each entry behind a date was recorded.
    pub recorded_at_ms: BTreeMap<u64, i64>,
    /// The page for readers; `None` when it is not known where readers find it.
    pub page: Option<String>,
    /// The dates.
    pub agenda: &'a Agenda,
}

/// Writes a calendar. The same entries give the same bytes: stamps are moments of recording.
#[must_use]
pub fn icalendar(calendar: &Calendar<'_>) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", "-//Openboek//Openboek//NL");
    lines.put("CALSCALE", "GREGORIAN");
    let name = filled("agenda-title", calendar.lang, &[&clean(&calendar.holder)]);
    // RFC 7986; the second is what most programs read.
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.put("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    calendar.agenda.days().into_iter().for_each(|day| event(&mut lines, calendar, day));
    lines.put("END", "VCALENDAR");
    lines.0.into_bytes()
}

fn event(lines: &mut Lines, calendar: &Calendar<'_>, day: &AgendaDay) {
    let newest = day.sources.iter().filter_map(|at| calendar.recorded_at_ms.get(at)).max();
    let stamp = moment(*newest.unwrap_or(&calendar.since_ms));
    lines.put("BEGIN", "VEVENT");
    lines.text("UID", &format!("{}@{}", day.key, calendar.origin));
    lines.put("DTSTAMP", &stamp);
    lines.put("LAST-MODIFIED", &stamp);
    // Each later entry, corrections too, may have moved it.
    lines.put("SEQUENCE", &day.sources.len().saturating_sub(1).to_string());
    lines.put("DTSTART;VALUE=DATE", &basic(day.day));
    if let Ok(next) = day.day.checked_add(1.day()) {
        lines.put("DTEND;VALUE=DATE", &basic(next));
    }
    lines.text("SUMMARY", &clean(&day.title));
    let mut words: Vec<String> = day.words.iter().map(|line| clean(line)).collect();
    if !day.sources.is_empty() {
        let entries: Vec<String> = day.sources.iter().map(u64::to_string).collect();
        words.push(filled("agenda-entries", calendar.lang, &[&entries.join(", ")]));
    }
    lines.text("DESCRIPTION", &words.join("\n"));
    lines.text("CATEGORIES", &day.category);
    if let Some(page) = &calendar.page {
        lines.put("URL", page);
    }
    lines.put("STATUS", if day.is_one_of_several { "TENTATIVE" } else { "CONFIRMED" });
    // A last day takes nobody's time.
    lines.put("TRANSP", "TRANSPARENT");
    lines.put("END", "VEVENT");
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn moment(ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    format!("{}T{:02}{:02}{:02}Z", basic(at.date()), at.hour(), at.minute(), at.second())
}

/// Content lines.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line with a value that is no text: nothing in it needs an escape.
    fn put(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A line with text (RFC 5545, 3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        let escaped = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
        self.put(name, &escaped);
    }

    /// Folds before the letter that has no room; the space at the beginning of what goes on counts.
    fn fold(&mut self, line: &str) {
        let mut used = 0;
        for letter in line.chars() {
            if used + letter.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(letter);
            used += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut lines = Lines::default();
        lines.text("SUMMARY", text);
        lines.0
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(written("a, b; c\\d\ne"), "SUMMARY:a\\, b\\; c\\\\d\\ne\r\n");
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_letter_is_cut() {
        for letter in ["a", "é", "€", "😀", ","] {
            for count in [0, 1, 30, 66, 67, 68, 75, 200, 1_000] {
                let text = letter.repeat(count);
                let folded = written(&text);
                assert!(folded.ends_with("\r\n"));
                assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
                let whole = folded.replace("\r\n ", "").replace("\\,", ",");
                assert_eq!(whole, format!("SUMMARY:{text}\r\n"));
            }
        }
    }
}
