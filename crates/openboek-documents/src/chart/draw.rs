//! A drawing as SVG: what is in it, and how that is written. Classes only; colours stand in the style sheet.

use std::fmt::Write as _;

use super::scale::Span;

/// Width of a drawing, in units: about the width of a phone, so that letters there are as large as they are here.
pub(super) const WIDTH: i32 = 360;

/// The style of what is in a drawing. It stands in the style sheet of the pages, and in each drawing that is a document of its own.
pub(super) const STYLE: &str = include_str!("../../assets/chart.css");

/// How a part of a drawing is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fill {
    /// Certain and standing.
    Solid,
    /// One of the sources of money, from 0.
    Series(usize),
    /// Not certain yet: strokes.
    Hatched,
    /// Suspended: crossed strokes.
    Crossed,
    /// As it was first: an outline.
    Ghost,
    /// More.
    Up,
    /// Less.
    Down,
}

/// How many series the palette has.
pub(super) const SERIES: usize = 4;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    End,
}

/// Something in a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A bar.
    Bar { fill: Fill, span: Span, y: i32, height: i32 },
    /// An arrow that fills a bar: to the right for more, to the left for less.
    Arrow { fill: Fill, span: Span, y: i32, height: i32 },
    /// Nothing but paper, for what is drawn over something else.
    Paper { span: Span, y: i32, height: i32 },
    /// The line of zero, from above to below.
    Zero { x: i32, y: i32, height: i32 },
    /// What is not known: a frame with a question mark in it.
    Unknown { x: i32, y: i32, height: i32 },
    /// A line through points.
    Line(Vec<(i32, i32)>),
    /// A point.
    Dot(i32, i32),
    /// Words.
    Text { x: i32, y: i32, align: Align, bold: bool, words: String },
}

/// How wide the frame of what is not known is.
pub(super) const UNKNOWN_WIDTH: i32 = 22;

/// A drawing with its name and what it says, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// What every identifier in it begins with.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) marks: Vec<Mark>,
}

impl Drawing {
    /// The `<svg>` for a page that has the style sheet.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        out
    }

    /// An SVG document that stands alone, with its own style: for a file, or a picture in a PDF.
    #[must_use]
    pub fn document(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, true);
        out.push('\n');
        out
    }

    /// Whether it has a name of its own; one without only repeats the figures beside it.
    fn is_named(&self) -> bool {
        !self.title.is_empty()
    }

    // Writing to a string cannot fail.
    fn write(&self, out: &mut String, alone: bool) {
        let (id, width, height) = (&self.id, self.width, self.height);
        let _ = write!(out, "<svg class=\"c\" viewBox=\"0 0 {width} {height}\"");
        if alone {
            let _ =
                write!(out, " xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"");
        }
        match (self.is_named(), self.description.is_empty()) {
            (false, _) => out.push_str(" aria-hidden=\"true\">"),
            (true, true) => {
                out.push_str(" role=\"img\" aria-label=\"");
                push_escaped(out, &self.title);
                out.push_str("\">");
            }
            (true, false) => {
                let _ = write!(out, " role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">");
                push_escaped(out, &self.title);
                let _ = write!(out, "</title><desc id=\"{id}-d\">");
                push_escaped(out, &self.description);
                out.push_str("</desc>");
            }
        }
        if alone {
            let _ = write!(out, "<style>svg{{color:#1b1b1b;font-family:sans-serif}}\n{STYLE}</style>");
        }
        self.write_patterns(out);
        for mark in &self.marks {
            self.write_mark(out, mark);
        }
        out.push_str("</svg>");
    }

    /// The hatches that are used, each once.
    fn write_patterns(&self, out: &mut String) {
        let used = |wanted: Fill| {
            let mut marks = self.marks.iter();
            marks.any(|mark| matches!(mark, Mark::Bar { fill, .. } if *fill == wanted))
        };
        for (fill, letter, path) in
            [(Fill::Hatched, 'h', "M-1 7L7-1"), (Fill::Crossed, 'x', "M0 0L6 6M0 6L6 0")]
        {
            if used(fill) {
                let _ = write!(
                    out,
                    "<pattern id=\"{}-{letter}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path \
                     class=\"c-l\" d=\"{path}\"/></pattern>",
                    self.id
                );
            }
        }
    }

    fn write_mark(&self, out: &mut String, mark: &Mark) {
        let _ = match mark {
            Mark::Bar { fill, span, y, height } => write!(
                out,
                "<rect{} x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\"/>",
                self.filled(*fill),
                span.start,
                span.length
            ),
            Mark::Paper { span, y, height } => write!(
                out,
                "<rect class=\"c-w\" x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\"/>",
                span.start, span.length
            ),
            Mark::Arrow { fill, span, y, height } => self.write_arrow(out, *fill, *span, *y, *height),
            Mark::Zero { x, y, height } => write!(out, "<path class=\"c-z\" d=\"M{x} {y}v{height}\"/>"),
            Mark::Unknown { x, y, height } => write!(
                out,
                "<rect class=\"c-u\" x=\"{x}\" y=\"{y}\" width=\"{UNKNOWN_WIDTH}\" height=\"{height}\"/><text \
                 class=\"c-b c-m\" x=\"{}\" y=\"{}\">?</text>",
                x + UNKNOWN_WIDTH / 2,
                y + height - 2
            ),
            Mark::Line(points) => {
                let mut path = String::new();
                for (place, (x, y)) in points.iter().enumerate() {
                    let _ = write!(path, "{}{x} {y}", if place == 0 { 'M' } else { 'L' });
                }
                write!(out, "<path class=\"c-p\" d=\"{path}\"/>")
            }
            Mark::Dot(x, y) => write!(out, "<circle class=\"c-a\" cx=\"{x}\" cy=\"{y}\" r=\"2\"/>"),
            Mark::Text { x, y, align, bold, words } => {
                let class = match (align, bold) {
                    (Align::Start, false) => "",
                    (Align::Start, true) => " class=\"c-b\"",
                    (Align::End, false) => " class=\"c-e\"",
                    (Align::End, true) => " class=\"c-b c-e\"",
                };
                let _ = write!(out, "<text{class} x=\"{x}\" y=\"{y}\">");
                push_escaped(out, words);
                write!(out, "</text>")
            }
        };
    }

    fn write_arrow(&self, out: &mut String, fill: Fill, span: Span, y: i32, height: i32) -> std::fmt::Result {
        let (left, right) = (span.start, span.start + span.length);
        let (half, low) = (y + height / 2, y + height);
        let head = span.length.min(height / 2);
        let path = if fill == Fill::Down {
            format!("M{right} {y}H{}L{left} {half}L{} {low}H{right}z", left + head, left + head)
        } else {
            format!("M{left} {y}H{}L{right} {half}L{} {low}H{left}z", right - head, right - head)
        };
        write!(out, "<path{} d=\"{path}\"/>", self.filled(fill))
    }

    fn filled(&self, fill: Fill) -> String {
        match fill {
            Fill::Solid | Fill::Up => " class=\"c-a\"".to_owned(),
            Fill::Down => " class=\"c-n\"".to_owned(),
            Fill::Series(number) => format!(" class=\"c-s{}\"", number.min(SERIES - 1)),
            Fill::Hatched => format!(" class=\"c-h\" fill=\"url(#{}-h)\"", self.id),
            Fill::Crossed => format!(" class=\"c-h\" fill=\"url(#{}-x)\"", self.id),
            Fill::Ghost => " class=\"c-g\"".to_owned(),
        }
    }
}

pub(super) fn push_escaped(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// A text in so many letters: a longer one ends after a whole word, with "…". Amounts hold no space, so none is cut.
pub(super) fn fitted(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut out = String::new();
    for word in text.split(' ') {
        if out.chars().count() + word.chars().count() + 1 > letters {
            break;
        }
        out.push_str(word);
        out.push(' ');
    }
    out.pop();
    format!("{}\u{2026}", out.trim_end_matches([',', ';', '(']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_after_a_whole_word() {
        let table = [
            ("kort", 10, "kort"),
            ("€\u{a0}-165.000 vastgesteld", 40, "€\u{a0}-165.000 vastgesteld"),
            ("€\u{a0}-165.000, waarvan opgeschort", 20, "€\u{a0}-165.000, waarvan…"),
            ("€\u{a0}-165.000, waarvan opgeschort", 14, "€\u{a0}-165.000…"),
            ("onoverzichtelijkheden", 5, "…"),
        ];
        for (text, letters, fits) in table {
            assert_eq!(fitted(text, letters), fits);
        }
    }
}
