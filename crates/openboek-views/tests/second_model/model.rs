//! The second model: totals straight from the plain list of statements, without a fold, an index or a state. Slow and simple on
//! purpose: an accountant with the list and a pencil would do the same.

use std::collections::BTreeMap;

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::statement::{Body, BudgetLine, LineKey, Nature, PaymentDirection, Side};
use openboek_rules::{BudgetYear, Figure, Flow, Pillar, Stream, Taakveld};
use openboek_views::RecordedEvent;

/// What one holder can see, in log order.
pub struct List<'a> {
    holder: Stream,
    pub(crate) seen: Vec<&'a RecordedEvent>,
}

/// Lines with what stands now, in cents; a key may come more than once.
pub type Lines = Vec<(LineKey, i64)>;

/// The figures of a budget year with how sure they are.
pub struct Budget {
    pub lines: Lines,
    pub certainty: &'static str,
}

impl<'a> List<'a> {
    /// Of the first `size` entries, those in the holder's own stream or in `region`.
    pub fn new(events: &'a [RecordedEvent], holder: Stream, size: u64) -> Self {
        let ours = |event: &&RecordedEvent| {
            let concerns = &event.statement.concerns;
            event.index < size && (concerns.contains(&holder) || concerns.contains(&Stream::Region))
        };
        Self { holder, seen: events.iter().filter(ours).collect() }
    }

    /// What begins something for this holder: said in its stream, or by somebody who is not another member.
    pub(crate) fn own(&self) -> impl Iterator<Item = &'a RecordedEvent> {
        let holder = self.holder;
        self.seen.iter().copied().filter(move |event| {
            let statement = &event.statement;
            holder == Stream::Region
                || statement.concerns.contains(&holder)
                || statement.body.act().organisation.municipality().is_none()
        })
    }

    /// The budget of a year as it stands: adopted lines, each replaced by the "new" of its last amendment; while there is none, the draft
    /// of the latest day. With it the changes of reserves that its lines do not hold, of the year and the three after it.
    pub fn budget(&self, year: BudgetYear) -> Option<Budget> {
        let (mut adopted, mut draft) = (None::<BTreeMap<LineKey, i64>>, None);
        for event in &self.seen {
            match &event.statement.body {
                Body::BudgetDrafted(b) if b.holder == self.holder && b.year == year => {
                    let day = b.act.date.latest();
                    if draft.as_ref().is_none_or(|(held, _)| *held <= day) {
                        draft = Some((day, plain(&b.lines)));
                    }
                }
                Body::BudgetAdopted(b) if b.holder == self.holder && b.year == year => {
                    adopted = Some(plain(&b.lines).into_iter().collect());
                }
                Body::BudgetAmended(b) if b.holder == self.holder && b.year == year => {
                    let lines = adopted.get_or_insert_default();
                    lines.extend(b.lines.iter().map(|line| (line.key.clone(), line.new.get())));
                }
                _ => {}
            }
        }
        let certainty = if adopted.is_some() { "decided" } else { "proposed" };
        let adopted = adopted.map(|lines| lines.into_iter().collect());
        let mut lines: Lines = adopted.or(draft.map(|(_, lines)| lines))?;
        lines.extend(self.reserves(year));
        Some(Budget { lines, certainty })
    }

    /// Changes of reserves as lines: what is withdrawn is income on 0.10, what is added expenditure.
    fn reserves(&self, year: BudgetYear) -> Lines {
        let mut lines = Lines::new();
        for event in &self.seen {
            let Body::ReserveChanged(b) = &event.statement.body else { continue };
            let ahead = i64::from(b.year.get()) - i64::from(year.get());
            if b.holder != self.holder || b.in_lines || !(0..=3).contains(&ahead) {
                continue;
            }
            for (side, amount) in [(Side::Income, b.withdrawn), (Side::Expenditure, b.added)] {
                let taakveld = Taakveld::new("0.10").unwrap();
                let key = LineKey {
                    taakveld,
                    year: b.year,
                    side,
                    nature: b.nature,
                    category: None,
                    programme: None,
                };
                lines.extend((amount.get() != 0).then(|| (key, amount.get())));
            }
        }
        lines
    }

    /// How many items and requests ask for an answer and have none. All of them were said in 2024.
    pub fn open_requests(&self) -> usize {
        let mut open = 0;
        for event in self.own() {
            match &event.statement.body {
                Body::ViewSubmitted(asked) => {
                    let answered = |item| {
                        self.seen.iter().any(|later| match &later.statement.body {
                            Body::ViewAnswered(b) => {
                                b.view == asked.view && b.answers.iter().any(|answer| answer.item == item)
                            }
                            _ => false,
                        })
                    };
                    let asking = asked.items.iter().filter(|item| item.kind.asks());
                    open += asking.filter(|item| !answered(item.item.clone())).count();
                }
                Body::RequestMade(asked) => {
                    let answered = self.seen.iter().any(
                        |later| matches!(&later.statement.body, Body::RequestAnswered(b) if b.request == asked.request),
                    );
                    open += usize::from(!answered);
                }
                _ => {}
            }
        }
        open
    }

    /// The indicated figures a paragraph year counts, on one side of one pillar, as a sum with its unknowns.
    pub fn indicated(&self, year: i64, pillar: Pillar, flow: Flow) -> Sum {
        let money = self.money(year).into_iter();
        let chosen =
            money.filter(|told| told.counted && told.figure.pillar == pillar && told.figure.flow == flow);
        let amounts: Vec<Amount> = chosen.map(|told| told.figure.amount.clone()).collect();
        Sum::of(&amounts).expect("small amounts")
    }

    /// What was paid of a subsidy since it is known here: advances and payments, less what came back.
    pub fn paid(&self, subsidy: &str) -> Sum {
        let begun = self.own().find(|event| match &event.statement.body {
            Body::SubsidyApplied(b) => b.subsidy.as_str() == subsidy,
            Body::SubsidyAwarded(b) => b.subsidy.as_str() == subsidy,
            _ => false,
        });
        let since = begun.map_or(u64::MAX, |event| event.index);
        let moved = self.seen.iter().filter(|event| event.index > since).filter_map(|event| {
            match &event.statement.body {
                Body::AdvancePaid(b) if b.subsidy.as_str() == subsidy => Some(b.amount.clone()),
                Body::SubsidyPaid(b) if b.subsidy.as_str() == subsidy => Some(match b.direction {
                    PaymentDirection::ToRecipient => b.amount.clone(),
                    PaymentDirection::FromRecipient => b.amount.negated(),
                }),
                _ => None,
            }
        });
        Sum::of(&moved.collect::<Vec<_>>()).expect("small amounts")
    }
}

/// Years of the figure touch the budget year or the three after it; without years, from the year of the document (2024) until three
/// years after it.
pub(crate) fn shown_in(figure: &Figure, year: i64) -> bool {
    match figure.years {
        Some(span) => {
            let (first, last) = (i64::from(span.first().get()), i64::from(span.last().get()));
            first <= year + 3 && year <= last
        }
        None => (2024..=2027).contains(&year),
    }
}

fn plain(lines: &[BudgetLine]) -> Lines {
    lines.iter().map(|line| (line.key.clone(), line.amount.get())).collect()
}

/// What a line is in the result chain (domain 2.2): 0.10 stands below the line.
pub fn is_reserve(key: &LineKey) -> bool {
    key.taakveld.as_str() == "0.10"
}

/// The family of the few codes the histories use (domain 3.3-3.5).
pub fn family(key: &LineKey) -> &'static str {
    match key.taakveld.as_str() {
        "6.1" => "social-infrastructure",
        "6.3" => "income",
        "6.5" => "participation",
        _ => "other",
    }
}

/// The sum of the lines that a question is about; `None` when there is no such line.
pub fn sum(lines: &[(LineKey, i64)], about: impl Fn(&LineKey) -> bool) -> Option<i64> {
    let found: Vec<i64> = lines.iter().filter(|(key, _)| about(key)).map(|(_, cents)| *cents).collect();
    (!found.is_empty()).then(|| found.iter().sum())
}

/// Income minus expenditure; `None` when there is no line on either side.
pub fn balance(lines: &[(LineKey, i64)], about: impl Fn(&LineKey) -> bool) -> Option<i64> {
    let side = |side| sum(lines, |key| key.side == side && about(key));
    match (side(Side::Income), side(Side::Expenditure)) {
        (None, None) => None,
        (income, expenditure) => Some(income.unwrap_or(0) - expenditure.unwrap_or(0)),
    }
}

/// Whether a line counts once or every year.
pub fn is_incidental(key: &LineKey) -> bool {
    key.nature == Nature::Incidental
}
