//! The projection: from a view to a paragraph. One module per section; `cells` and `context` are what they share.

mod actuals;
mod amendments;
mod balance;
mod budget;
mod cells;
mod chain;
mod checks;
mod codes_by_year;
mod context;
mod corrections;
mod cuts;
mod figures;
mod forbidden_codes;
mod funding;
mod glance;
mod joint;
mod lanes;
mod learning;
mod ledgers;
mod lines;
mod long_incidental;
mod multi_year;
mod notices;
mod pillars;
mod recurring;
mod region;
mod region_cycle;
mod region_keys;
mod reserves;
mod rounding;
mod scope;
mod signals;
mod sources;
mod splits;
mod stages;
mod subsidies;
mod subsidy_signals;
mod unknowns;
mod voices;
mod years;

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
    let split = splits::Split::of(&context);
    let years = years::columns(&context);
    let years = years.as_deref();
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
                split.as_ref().and_then(splits::Split::by_programme),
                split.as_ref().and_then(splits::Split::by_nature),
                split.as_ref().and_then(splits::Split::own_contributions),
                actuals::table_of(&context),
                actuals::by_family(&context),
                years.and_then(chain::table_of),
                years.and_then(|years| multi_year::estimates(years, context.year)),
                years.and_then(codes_by_year::table_of),
                years.and_then(long_incidental::table_of),
                reserves::table_of(&context),
                Some(budget::means_in_and_out(budget.as_ref())),
                scope::table_of(&context),
                stages::table_of(&context),
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
        section(SectionId::Funding, [funding::sources(&context)]),
        section(
            SectionId::Region,
            [
                region::contributions(&context),
                region::shares(&context),
                region::mirror(&context),
                region_keys::components(&context),
                region_keys::values(&context),
                region_cycle::papers(&context),
                region_cycle::changes(&context),
            ],
        ),
        section(
            SectionId::Subsidies,
            [
                subsidies::ceilings(&context),
                subsidies::subsidies(&context),
                ledgers::table(&context),
                subsidies::recipients(&context),
                subsidies::shares(&context),
                notices::table(&context),
                notices::objections(&context),
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
        section(SectionId::Signals, [signals::table(&context, signals::collect(&context))]),
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
