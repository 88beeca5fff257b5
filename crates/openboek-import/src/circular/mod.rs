//! A circular of the *gemeentefonds* about a year: from its weights, volumes and SIUDU amounts to what each municipality gets for
//! each social cluster, beside what earlier circulars said (domain 4.3).
//!
//! `cluster = factor × Σ(weight × volume) + Σ(weight × SIUDU)`; the factor is 1 for property tax. Exact decimals, rounded once to
//! cents per cluster, half away from zero. The integration grants in the SIUDU file are paid beside the clusters and are figures of
//! their own; that of *Beschermd wonen* is for a whole region, through its central municipality.
//!
//! The first circular about a year is `funding-indicated`, each next one `funding-superseded`. One that is imported after a newer
//! one is recorded as what it is, and does not count. The same circular with other amounts is a correction.

mod cells;
mod factor;
mod files;
mod kinds;
mod known;
mod log;
mod name;
mod published;
mod say;
mod sums;

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, Zero};
use openboek_rules::{BudgetYear, Cents, Counting, MunicipalityCode, OrganisationId, Statement};

use crate::decimal::cents_rounded;
use crate::history::Held;
use crate::plan::{Outcome, Plan, Proposal};
use crate::source::Source;
use files::{Matrix, Weights};
use known::{Known, Standing};
use log::{At, Log};
use name::{CLUSTERS, GRANTS, Line, Name};
use say::{Paper, euros};
use sums::Exact;

pub use factor::{listed, typed};
pub use kinds::KINDS;
pub use name::{Circular, Issue};

/// An *uitkeringsfactor*: a decimal of any length.
pub type Factor = BigDecimal;

/// What to do with the weights of a circular.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// Which circular.
    pub circular: Circular,
    /// The budget year it is about.
    pub year: BudgetYear,
    /// The *uitkeringsfactor* of that circular and year.
    pub factor: Factor,
    /// The volumes per municipality.
    pub volumes: Source<'a>,
    /// The supplements, integration and decentralisation grants per municipality.
    pub siudu: Source<'a>,
    /// A published file with results, to hold against what is computed. Nothing of it is recorded.
    pub published: Option<Source<'a>>,
    /// For which municipalities; empty for all members that the ledger holds.
    pub municipalities: Vec<MunicipalityCode>,
    /// Whose circular it is: the *Rijk* in this ledger. Registered when the ledger does not know it.
    pub giver: OrganisationId,
}

/// From the weights of a circular, with the other files in the settings, to a plan. As there are several files, each row of the plan
/// names its file where a workbook names a sheet; the rows of a proposal are those in the file with volumes.
#[must_use]
pub fn plan(source: Source<'_>, settings: &Settings<'_>, held: &[Held]) -> Plan {
    let mut log = Log::default();
    let known = Known::of(held);
    let proposals = proposals(source, settings, &known, &mut log).unwrap_or_default();
    log.finish();
    let plan = Plan { rows: log.rows(), proposals, findings: log.findings };
    // A fault that is found late, in the file to compare with, counts as much as one found early.
    if plan.is_unusable() { plan.without_proposals() } else { plan }
}

fn proposals(
    source: Source<'_>,
    settings: &Settings<'_>,
    known: &Known<'_>,
    log: &mut Log,
) -> Option<Vec<Proposal>> {
    let weights = files::weights(source, log);
    let volumes = files::read(settings.volumes, b'\t', log);
    let siudu = files::read(settings.siudu, b'\t', log);
    let (weights, (volumes_file, volumes), (siudu_file, siudu)) = (weights?, volumes?, siudu?);
    let volumes = files::matrix(volumes_file, &volumes, &weights.by_code, written_otherwise, log);
    let siudu = files::matrix(siudu_file, &siudu, &weights.by_name, |_| None, log);
    let files = Files { weights, volumes: volumes?, siudu: siudu? };
    let asked = asked(settings, known, &files, log)?;
    let computed: BTreeMap<MunicipalityCode, Exact> =
        asked.into_iter().filter_map(|code| Some((code, files.exact(code, settings, log)?))).collect();
    if let Some(published) = settings.published {
        published::compare(published, &computed, &files.volumes.lines, log);
    }
    let mut work = Work { source, settings, known, files: &files, log, proposals: Vec::new() };
    for (municipality, exact) in &computed {
        work.municipality(*municipality, exact);
    }
    let proposals = work.proposals;
    files.weigh(&proposals, &computed, log);
    Some(proposals)
}

/// Headings of volumes that differ from the code among the weights.
fn written_otherwise(heading: &str) -> Option<&'static str> {
    (heading == "vast nieuw").then_some("vast")
}

/// For whom; `None`, with a finding, when that is nobody.
fn asked(
    settings: &Settings<'_>,
    known: &Known<'_>,
    files: &Files<'_>,
    log: &mut Log,
) -> Option<Vec<MunicipalityCode>> {
    let mut asked = settings.municipalities.clone();
    if asked.is_empty() {
        asked.extend(known.members.keys());
    }
    asked.sort_unstable();
    asked.dedup();
    if asked.is_empty() {
        log.say(kinds::NOBODY, files.volumes.file, None, None, "", "");
        return None;
    }
    Some(asked)
}

/// The three files.
struct Files<'a> {
    weights: Weights,
    volumes: Matrix<'a>,
    siudu: Matrix<'a>,
}

impl Files<'_> {
    fn exact(&self, municipality: MunicipalityCode, settings: &Settings<'_>, log: &mut Log) -> Option<Exact> {
        let exact = sums::exact(municipality, &settings.factor, &self.volumes, &self.siudu, log);
        if exact.is_none() {
            self.outcome(municipality, Outcome::LeftOut, log);
        }
        exact
    }

    /// What becomes of the rows of a municipality.
    fn outcome(&self, municipality: MunicipalityCode, outcome: Outcome, log: &mut Log) {
        for matrix in [&self.volumes, &self.siudu] {
            if let Some(line) = matrix.lines.get(&municipality) {
                log.row(line.at, outcome);
            }
        }
    }

    /// The weights of the social clusters are in all amounts.
    fn weigh(&self, proposals: &[Proposal], computed: &BTreeMap<MunicipalityCode, Exact>, log: &mut Log) {
        let outcome = match (proposals.is_empty(), computed.is_empty()) {
            (false, _) => Outcome::Recorded,
            (true, false) => Outcome::Unchanged,
            (true, true) => Outcome::NotAsked,
        };
        let criteria = self.weights.by_code.values().chain(self.weights.by_name.values());
        for criterion in criteria.filter(|criterion| criterion.is_social()) {
            log.row(criterion.at, outcome);
        }
    }
}

/// Making the statements.
struct Work<'a, 'b> {
    source: Source<'b>,
    settings: &'b Settings<'b>,
    known: &'b Known<'b>,
    files: &'b Files<'b>,
    log: &'a mut Log,
    proposals: Vec<Proposal>,
}

impl Work<'_, '_> {
    /// All amounts of one municipality, or none of them.
    fn municipality(&mut self, municipality: MunicipalityCode, exact: &Exact) {
        let before = self.proposals.len();
        let outcome = match self.amounts(municipality, exact) {
            None => {
                self.proposals.truncate(before);
                let at = self.at(municipality);
                let file = at.map_or(self.files.volumes.file, |at| at.file);
                self.log.say(kinds::TOO_LARGE, file, at.map(|at| at.row), None, municipality.to_string(), "");
                Outcome::LeftOut
            }
            Some(()) if self.proposals.len() > before => Outcome::Recorded,
            Some(()) => Outcome::Unchanged,
        };
        self.files.outcome(municipality, outcome, self.log);
    }

    fn at(&self, municipality: MunicipalityCode) -> Option<At> {
        self.files.volumes.lines.get(&municipality).map(|line| line.at)
    }

    fn amounts(&mut self, municipality: MunicipalityCode, exact: &Exact) -> Option<()> {
        let row = |matrix: &Matrix<'_>| matrix.lines.get(&municipality).map(|line| line.at.row);
        let places = [row(&self.files.volumes), row(&self.files.siudu)];
        let mut paper = Paper::new(self.source, self.settings, places)?;
        let clusters = exact.clusters();
        let mut lines: Vec<(Line, Cents)> = Vec::new();
        for (line, amount) in CLUSTERS.into_iter().zip(&clusters) {
            lines.push((line, cents_rounded(amount)?));
        }
        self.rounding(municipality, &clusters, &lines, &mut paper)?;
        for (line, amount) in GRANTS.into_iter().zip(&exact.grants) {
            if !amount.is_zero() || self.known.follows(self.name(municipality, line)) {
                lines.push((line, cents_rounded(amount)?));
            }
        }
        for (line, amount) in lines {
            self.amount(self.name(municipality, line), amount, &paper)?;
        }
        Some(())
    }

    fn name(&self, municipality: MunicipalityCode, line: Line) -> Name {
        Name { year: self.settings.year, circular: self.settings.circular, line, municipality }
    }

    /// Where the sum of the rounded amounts is not the rounded sum, both are said: here, and on paper (domain 4.3).
    fn rounding(
        &mut self,
        municipality: MunicipalityCode,
        exact: &[BigDecimal],
        rounded: &[(Line, Cents)],
        paper: &mut Paper,
    ) -> Option<()> {
        let whole = cents_rounded(&exact.iter().sum())?;
        let sum = Cents::sum(rounded.iter().map(|(_, amount)| *amount))?;
        if sum != whole {
            let (sum, whole) = (euros(sum), euros(whole));
            paper.remark(&format!("Som van de afgeronde bedragen: {sum}; afgeronde som: {whole}"));
            let line = self.files.volumes.lines.get(&municipality);
            let found = format!("{}: {sum}", line.map(|line| line.name).unwrap_or_default());
            let file = self.files.volumes.file;
            self.log.say(kinds::SUM, file, line.map(|line| line.at.row), None, found, whole);
        }
        Some(())
    }

    /// One amount: what it is to what is held decides what is said.
    fn amount(&mut self, name: Name, amount: Cents, paper: &Paper) -> Option<()> {
        let standing = self.known.standing(name, amount);
        let what = name.line.description();
        if matches!(standing, Standing::First | Standing::After(_))
            && let Some(other) = self.known.other(name)
        {
            self.say(kinds::OTHER_FIGURE, name, &format!("{what}: {other}"));
        }
        let statement = match standing {
            Standing::Held => return Some(()),
            Standing::First => paper.indicated(name, amount, Counting::Counted)?,
            Standing::After(earlier) => paper.superseded(name, amount, earlier)?,
            Standing::Older => {
                self.say(kinds::OLDER, name, &format!("{what}: {}", euros(amount)));
                paper.indicated(name, amount, Counting::Memo)?
            }
            Standing::Corrects(held) => {
                let (file, amounts) = (tidy(self.source.name), euros(amount));
                let reason = format!("Het bestand {file} van deze circulaire geeft {amounts}");
                paper.corrected(held, amount, &reason)?
            }
        };
        self.giver(paper)?;
        self.propose(name.municipality, statement, &summary(name, amount, self.who(name.municipality)));
        Some(())
    }

    /// The giver is registered before the first statement that names it.
    fn giver(&mut self, paper: &Paper) -> Option<()> {
        let giver = &self.settings.giver;
        if self.proposals.is_empty() && !self.known.knows(giver) {
            let statement = paper.giver(giver)?;
            self.proposals.push(Proposal {
                statement,
                rows: Vec::new(),
                summary: format!("Organisatie {giver}: Rijk"),
            });
        }
        Some(())
    }

    fn propose(&mut self, municipality: MunicipalityCode, statement: Statement, summary: &str) {
        let rows = self.at(municipality).map(|at| at.row).into_iter().collect();
        self.proposals.push(Proposal { statement, rows, summary: summary.to_owned() });
    }

    fn say(&mut self, kind: &'static crate::finding::Kind, name: Name, found: &str) {
        let at = self.at(name.municipality);
        let found = format!("{}, {found}", self.who(name.municipality));
        self.log.say(kind, self.files.volumes.file, at.map(|at| at.row), None, found, "");
    }

    fn who(&self, municipality: MunicipalityCode) -> &str {
        self.files.volumes.lines.get(&municipality).map(|line| line.name).unwrap_or_default()
    }
}

fn summary(name: Name, amount: Cents, who: &str) -> String {
    let (circular, year) = (name.circular.name(), name.year);
    format!("{who}, {circular} over {year}: {}, {}", name.line.description(), euros(amount))
}

/// The name of a file as a person can read it on a line.
fn tidy(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(100).collect::<String>().trim().to_owned()
}
