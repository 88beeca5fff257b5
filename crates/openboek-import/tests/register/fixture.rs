//! A ledger in memory that obeys the real rules, and registers of our own with the defects of real ones.

use openboek_import::register::{Settings, plan};
use openboek_import::{Held, Outcome, Plan, Source, history};
use openboek_rules::act::{Act, Organ};
use openboek_rules::statement::{ArrangementFounded, LegalForm, Member};
use openboek_rules::{
    Body, BudgetYear, MunicipalityCode, OrganisationId, State, Statement, Stream, Text, UncertainDate, decide,
};
use openboek_views::model::{Moment, Paragraph, TableId, Value};
use openboek_views::{RecordedEvent, View};

pub(crate) const TOWN: &str = "GM0363";

pub(crate) fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

pub(crate) fn town() -> Stream {
    Stream::new(TOWN).unwrap()
}

pub(crate) fn org(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

pub(crate) fn act(by: &str) -> Act {
    let (documents, legal_basis) = (Vec::new(), Vec::new());
    Act {
        organisation: org(by),
        organ: Organ::Executive,
        date: UncertainDate::Unknown,
        documents,
        legal_basis,
        note: None,
    }
}

/// As Amsterdam publishes it, on a day.
pub(crate) fn stand(day: &str) -> Settings {
    Settings::new(org(TOWN), town(), text("Subsidieregister"), day.parse().unwrap())
}

/// What was recorded.
#[derive(Clone, Default)]
pub(crate) struct Ledger {
    state: State,
    recorded: Vec<(u64, Statement)>,
}

impl Ledger {
    /// A single municipality with its partners.
    pub(crate) fn founded() -> Self {
        let mut ledger = Self::default();
        let body = Body::ArrangementFounded(ArrangementFounded {
            act: act("region"),
            name: text("Amsterdam en partners"),
            form: LegalForm::SingleMunicipality,
            members: vec![Member { code: MunicipalityCode::new(TOWN).unwrap(), name: text("Amsterdam") }],
        });
        ledger.say(Statement { concerns: vec![Stream::Region], body });
        ledger
    }

    /// Records a statement; panics when the rules refuse it.
    pub(crate) fn say(&mut self, statement: Statement) {
        if let Err(refusals) = decide(&self.state, &statement) {
            panic!("{:?} is refused: {refusals:?}", statement.body);
        }
        let index = u64::try_from(self.recorded.len()).unwrap();
        self.state.evolve(index, &statement);
        self.recorded.push((index, statement));
    }

    pub(crate) fn held(&self) -> Vec<Held> {
        history::held(self.recorded.iter().cloned())
    }

    pub(crate) fn plan(&self, file: &str, settings: &Settings) -> Plan {
        self.plan_bytes("register.csv", file.as_bytes(), settings)
    }

    pub(crate) fn plan_bytes(&self, name: &str, bytes: &[u8], settings: &Settings) -> Plan {
        plan(Source { name, bytes }, settings, &self.held())
    }

    /// Records all of a plan under the real rules, and gives it back.
    pub(crate) fn record(&mut self, plan: Plan) -> Plan {
        for proposal in &plan.proposals {
            self.say(proposal.statement.clone());
        }
        plan
    }

    /// Imports a file of our own.
    pub(crate) fn import(&mut self, file: &str, settings: &Settings) -> Plan {
        let plan = self.plan(file, settings);
        self.record(plan)
    }

    pub(crate) fn paragraph(&self, year: i64) -> Paragraph {
        let mut view = View::new(town());
        for (index, statement) in &self.recorded {
            let recorded_at_ms = 1_600_000_000_000;
            view.apply(&RecordedEvent { index: *index, recorded_at_ms, statement: statement.clone() });
        }
        let size = u64::try_from(self.recorded.len()).unwrap();
        let moment = Moment { size, as_decided_on: None, reference_day: "2020-03-09".parse().unwrap() };
        view.paragraph("openboek.example/amsterdam", BudgetYear::new(year).unwrap(), moment)
    }
}

/// The known cents of a total of the table of subsidies.
pub(crate) fn total(paragraph: &Paragraph, column: &str) -> i64 {
    let table = paragraph.table(TableId::Subsidies).unwrap();
    match &table.cell("total", column).unwrap().value {
        Value::Sum(sum) => sum.known.get(),
        other => panic!("{other:?}"),
    }
}

/// Headings and dashes as Amsterdam has them.
pub(crate) const HEAD: &str = "\
TABLE_NAME,DOSSIERNUMMER,AANVRAGER,REGELINGNAAM,BELEIDSTERREIN,ORGANISATIEONDERDEEL,PROJECT_NAAM,TYPE_PERIODICITEIT,BEDRAG_AANGEVRAAGD,BEDRAG_VERLEEND,BEDRAG_VASTGESTELD,SUBSIDIEJAAR
----------,-------------,---------,------------,--------------,--------------------,------------,------------------,------------------,---------------,------------------,------------
";

/// A register of rows of the form `dossier | recipient | regulation | project | asked | awarded | determined`, with its footer.
pub(crate) fn register(rows: &str) -> String {
    let rows: Vec<String> = rows.lines().map(str::trim).filter(|row| !row.is_empty()).map(csv_row).collect();
    footed(&rows.concat(), rows.len())
}

fn csv_row(row: &str) -> String {
    let cells: Vec<&str> = row.split('|').collect();
    let [dossier, recipient, regulation, project, asked, awarded, determined] = cells[..] else {
        panic!("{row}")
    };
    let [dossier, asked, awarded, determined] = [dossier, asked, awarded, determined].map(str::trim);
    // One blank on each side belongs to the table; others are the register's.
    let [recipient, regulation, project] = [recipient, regulation, project]
        .map(|cell| cell.strip_prefix(' ').unwrap_or(cell))
        .map(|cell| cell.strip_suffix(' ').unwrap_or(cell));
    format!(
        "REGISTER,{dossier},{recipient},{regulation},Welzijn en Zorg,\"Onderwijs, Jeugd en Zorg\",{project},Eenmalig,{asked},{awarded},{determined},2019\n"
    )
}

/// Rows with headings, an empty record and a footer.
pub(crate) fn footed(rows: &str, count: usize) -> String {
    format!("{HEAD}{rows},,,,,,,,,,,\n({count} rows affected),,,,,,,,,,,\n")
}

/// `kind: summary` of each proposal, without those of new organisations.
pub(crate) fn said(plan: &Plan) -> Vec<String> {
    let proposals = plan.proposals.iter().map(|p| (p.statement.body.kind(), &p.summary));
    proposals
        .filter(|(kind, _)| *kind != "organisation-registered")
        .map(|(kind, s)| format!("{kind}: {s}"))
        .collect()
}

/// `code row` of each finding; `-` for one about all of the file.
pub(crate) fn found(plan: &Plan) -> Vec<String> {
    let row = |row: Option<u64>| row.map_or("-".to_owned(), |row| row.to_string());
    plan.findings.iter().map(|finding| format!("{} {}", finding.kind.code, row(finding.place.row))).collect()
}

/// `line outcome` of the rows that are no structure.
pub(crate) fn outcomes(plan: &Plan) -> Vec<String> {
    let rows = plan.rows.iter().filter(|row| row.outcome != Outcome::Structure);
    rows.map(|row| format!("{} {:?}", row.row, row.outcome)).collect()
}
