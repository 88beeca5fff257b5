//! Statements of a budget's way from draft to accounts.

use openboek_rules::statement::*;
use openboek_rules::{BasisPoints, ReserveId, UncertainDate};

use crate::any::{Any, text};

impl Any<'_> {
    /// A body of one of these kinds.
    pub(crate) fn accounts_body(&mut self, kind: &str) -> Body {
        let (act, holder, year) = (self.act(), self.stream(), self.year());
        let until = UncertainDate::Unknown;
        match kind {
            "budget-drafted" => Body::BudgetDrafted(BudgetDrafted {
                act,
                holder,
                year,
                lines: self.lines(),
                rounded_to: None,
            }),
            "budget-sent-for-views" => {
                let to = self.many(3, Self::municipality);
                Body::BudgetSentForViews(BudgetSentForViews { act, holder, year, to, until })
            }
            "reserve-changed" => Body::ReserveChanged(ReserveChanged {
                act,
                holder,
                year,
                reserve: self.id(ReserveId::new, "R"),
                name: text("een reserve"),
                added: self.cents(),
                withdrawn: self.cents(),
                nature: Nature::Incidental,
                in_lines: self.yes(),
                opening: self.maybe(Self::cents),
                closing: self.maybe(Self::cents),
                explanation: None,
            }),
            "actuals-reported" => {
                let lines = self.lines();
                Body::ActualsReported(ActualsReported {
                    act,
                    holder,
                    year,
                    through: until,
                    lines,
                    rounded_to: None,
                })
            }
            "accounts-adopted" => Body::AccountsAdopted(AccountsAdopted {
                act,
                holder,
                year,
                lines: self.lines(),
                rounded_to: None,
            }),
            "scope-defined" => Body::ScopeDefined(ScopeDefined {
                act,
                municipality: self.municipality(),
                years: self.years(),
                taakvelden: self.many(2, |any| ScopeShare {
                    taakveld: any.taakveld(),
                    share: BasisPoints::new(any.of(&[10_000, 1, 0])).unwrap(),
                }),
            }),
            other => panic!("no {other} is made here"),
        }
    }

    fn lines(&mut self) -> Vec<BudgetLine> {
        self.many(3, |any| BudgetLine { key: any.line_key(), amount: any.cents(), explanation: None })
    }
}
