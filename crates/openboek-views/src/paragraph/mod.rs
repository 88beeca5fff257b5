//! The projection: from a view to a paragraph. One module per section; `cells` and `context` are what they share.

mod amendments;
mod balance;
mod budget;
mod cells;
mod checks;
mod context;
mod corrections;
mod cuts;
mod figures;
mod glance;
mod joint;
mod lanes;
mod learning;
mod multi_year;
mod pillars;
mod recurring;
mod sources;
mod unknowns;
mod voices;

use openboek_rules::BudgetYear;

use crate::model::{Head, Moment, Paragraph, Section, SectionId};
use crate::view::View;
use cells::section;
use context::Context;

/// The paragraph of one budget year.
pub(crate) fn build(view: &View, origin: &str, year: BudgetYear, moment: Moment) -> Paragraph {
    let context = Context::new(view, year, &moment);
    let lanes = lanes::of(&context);
    let budget = budget::Sheet::of(&context, year);
    let unknowns = unknowns::table(&context, &lanes);
    let sections = [
        section(
            SectionId::AtAGlance,
            [Some(glance::table(&context, budget.as_ref(), &lanes, unknowns.as_ref()))],
        ),
        section(
            SectionId::IncomeAndExpenditure,
            [
                budget.as_ref().map(budget::Sheet::by_taakveld),
                budget.as_ref().map(budget::Sheet::by_family),
                multi_year::estimates(&context),
                Some(budget::means_in_and_out(budget.as_ref())),
            ],
        ),
        section(
            SectionId::Indications,
            [
                pillars::table(&context),
                figures::all(&context),
                checks::table_of(&context),
                figures::reductions(&context),
            ],
        ),
        section(
            SectionId::Cuts,
            [
                cuts::lanes(&context, &lanes),
                balance::sums(&context),
                cuts::parts(&context),
                cuts::history(&context),
            ],
        ),
        section(SectionId::Amendments, [amendments::table_of(&context), corrections::table_of(&context)]),
        section(
            SectionId::Voices,
            [
                voices::views(&context),
                voices::items(&context),
                voices::reactions(&context),
                voices::requests(&context),
                voices::commitments(&context),
            ],
        ),
        section(SectionId::JointProposals, [joint::proposals(&context), joint::councils(&context)]),
        section(
            SectionId::Learning,
            [
                learning::courses(&context),
                learning::progress(&context),
                learning::experiments(&context),
                learning::indicators(&context),
            ],
        ),
        section(SectionId::Unknowns, [unknowns]),
    ];
    let mut sections: Vec<Section> = sections.into_iter().flatten().collect();
    corrections::behind(&context, &mut sections);
    let papers = sources::table(&context, &sections);
    sections.extend(section(SectionId::Sources, [papers]));
    Paragraph { head: head(view, origin, year, moment), sections }
}

fn head(view: &View, origin: &str, year: BudgetYear, moment: Moment) -> Head {
    Head {
        origin: origin.to_owned(),
        arrangement: view.names.arrangement(),
        holder: view.holder,
        holder_name: view.names.holder(view.holder),
        year,
        moment,
    }
}
