//! A ledger in memory that obeys the real rules, and paragraphs printed as tables that can be read beside the page they test.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod build;
pub mod print;

use jiff::civil::Date;
use openboek_rules::statement::{Body, Statement};
use openboek_rules::{BudgetYear, Refusal, State, Stream, decide};
use openboek_views::model::{Moment, Paragraph};
use openboek_views::{RecordedEvent, View, is_known_by};

/// What was recorded, in log order.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    state: State,
    pub events: Vec<RecordedEvent>,
    /// Everything that was offered, in order, and whether the rules accepted it.
    pub offered: Vec<(Statement, bool)>,
}

/// The moment a test asks for.
#[derive(Clone, Copy)]
pub struct At {
    size: u64,
    decided: Option<Date>,
    day: Date,
}

impl Ledger {
    /// Records a statement and gives its position; panics when the rules refuse it.
    pub fn say(&mut self, concerns: &[&str], body: Body) -> u64 {
        let kind = body.kind();
        self.offer(concerns, body).unwrap_or_else(|refusals| {
            panic!("{kind}: {}", refusals.iter().map(ToString::to_string).collect::<String>())
        })
    }

    /// Records a statement if the rules accept it.
    pub fn offer(&mut self, concerns: &[&str], body: Body) -> Result<u64, Vec<Refusal>> {
        let mut concerns: Vec<Stream> = concerns.iter().map(|code| Stream::new(code).unwrap()).collect();
        concerns.sort_unstable();
        let statement = Statement { concerns, body };
        let decision = decide(&self.state, &statement);
        self.offered.push((statement.clone(), decision.is_ok()));
        decision?;
        let index = self.size();
        self.state.evolve(index, &statement);
        let recorded_at_ms = 1_600_000_000_000 + i64::try_from(index).unwrap();
        self.events.push(RecordedEvent { index, recorded_at_ms, statement });
        Ok(index)
    }

    pub fn size(&self) -> u64 {
        u64::try_from(self.events.len()).unwrap()
    }

    /// All that is recorded now, read on a day.
    pub fn now(&self, day: &str) -> At {
        At { size: self.size(), decided: None, day: day.parse().unwrap() }
    }

    /// Only the first `size` entries, read on a day.
    pub fn stand(&self, size: u64, day: &str) -> At {
        At { size, decided: None, day: day.parse().unwrap() }
    }

    /// As decided on a day.
    pub fn decided(&self, day: &str) -> At {
        let day = day.parse().unwrap();
        At { size: self.size(), decided: Some(day), day }
    }

    /// The events of a holder at a moment: its own stream and `region`.
    pub fn of(&self, holder: &str, at: At) -> Vec<&RecordedEvent> {
        let holder = Stream::new(holder).unwrap();
        let seen = |event: &&RecordedEvent| {
            let concerns = &event.statement.concerns;
            let ours = concerns.contains(&holder) || concerns.contains(&Stream::Region);
            let known = at.decided.is_none_or(|day| is_known_by(&event.statement, day));
            ours && known && event.index < at.size
        };
        self.events.iter().filter(seen).collect()
    }

    pub fn view(&self, holder: &str, at: At) -> View {
        let events = self.of(holder, at);
        let folded = View::fold(Stream::new(holder).unwrap(), |view| {
            events.iter().for_each(|event| view.apply(event));
            Ok::<(), std::convert::Infallible>(())
        });
        folded.unwrap_or_else(|never| match never {})
    }

    pub fn paragraph(&self, holder: &str, year: i64, at: At) -> Paragraph {
        let moment = Moment { size: at.size, as_decided_on: at.decided, reference_day: at.day };
        self.view(holder, at).paragraph("ledger.example.nl/test", BudgetYear::new(year).unwrap(), moment)
    }
}
