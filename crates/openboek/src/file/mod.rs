//! Statement files: what a clerk writes, read into commands for the ledger.
//!
//! ```yaml
//! arrangement: stichtse-vecht
//! actor: griffie.stichtsevecht
//! commands:
//!   - concerns: [GM1904]
//!     act: { organisation: GM1904, organ: council, date: 2020-11-11 }
//!     statements:
//!       - cut_suspended:
//!           cut: SV-20
//!           years: { first: 2021, last: 2021 }
//!           partial: { qualitative: grotendeels }
//! ```
//!
//! A command is recorded as a whole or not at all. A statement is what the protobuf JSON mapping says of
//! `openboek.v1.Statement`. What all statements of a command (or of a file) share may be said once: `concerns` goes to statements that
//! have none, and the fields of `act` go to statements that do not have that field themselves.

mod convert;
mod fault;
mod node;
mod request;
mod settings;

use openboek_wire::v1;
use prost_reflect::{DynamicMessage, MessageDescriptor};

pub(crate) use convert::{prefix, short};
pub(crate) use fault::{Fault, Problem, Shape, capital};
pub(crate) use node::{Entry, Node, Value, parse as parse_yaml};
pub(crate) use request::{identifier, identifier_of};
pub(crate) use settings::{Settings, scalar};

use convert::Converter;

const FILE_KEYS: &[&str] = &["arrangement", "actor", "request", "concerns", "act", "commands", "statements"];
const COMMAND_KEYS: &[&str] = &["actor", "request", "concerns", "act", "statements"];

/// A file that was read.
#[derive(Debug)]
pub(crate) struct StatementFile {
    /// Name of the arrangement.
    pub(crate) arrangement: String,
    /// Its commands, in order.
    pub(crate) commands: Vec<Command>,
}

/// One command of a file.
#[derive(Debug)]
pub(crate) struct Command {
    /// Name of the arrangement.
    pub(crate) arrangement: String,
    /// Who records.
    pub(crate) actor: String,
    /// The request identifier: given, or made from the command.
    pub(crate) request: String,
    /// Its statements.
    pub(crate) statements: Vec<v1::Statement>,
    /// Its line in the file.
    pub(crate) line: usize,
    path: String,
    nodes: Vec<Node>,
}

impl Command {
    /// The line in the file of a field that the ledger names: `statements[0].cut_suspended.cut`.
    pub(crate) fn line_of(&self, field: &str) -> usize {
        // A founding travels alone: its fields are named from `founded`.
        let field = match field.strip_prefix("founded") {
            Some(rest) => format!("statements[0].arrangement_founded{rest}"),
            None => field.to_owned(),
        };
        let Some((number, rest)) = field.strip_prefix("statements[").and_then(|rest| rest.split_once(']'))
        else {
            return self.line;
        };
        let node = number.parse().ok().and_then(|number: usize| self.nodes.get(number));
        node.map_or(self.line, |node| node.line_of(rest.trim_start_matches('.')))
    }

    /// The call that records this command, unless it founds the arrangement.
    pub(crate) fn record_request(&self, wait_for: v1::WaitFor) -> v1::RecordRequest {
        v1::RecordRequest {
            arrangement: self.arrangement.clone(),
            request_id: self.request.clone(),
            actor: self.actor.clone(),
            statements: self.statements.clone(),
            expected_revisions: Vec::new(),
            wait_for: wait_for.into(),
        }
    }

    /// The call that founds the arrangement, when this is the command that does.
    pub(crate) fn create_request(&self) -> Option<v1::CreateArrangementRequest> {
        let v1::statement::Body::ArrangementFounded(founded) = self.statements.first()?.body.as_ref()? else {
            return None;
        };
        Some(v1::CreateArrangementRequest {
            arrangement: self.arrangement.clone(),
            request_id: self.request.clone(),
            actor: self.actor.clone(),
            founded: Some(founded.clone()),
        })
    }

    /// What the ledger could not even read, each with its line: everything that can be known without asking it.
    pub(crate) fn malformed(&self) -> Vec<Fault> {
        let read = match self.create_request() {
            Some(request) => openboek_wire::to_founding(&request),
            None => openboek_wire::to_command(&self.record_request(v1::WaitFor::Recorded)),
        };
        let fault = |mut malformed: openboek_rules::Malformed| {
            let field = std::mem::take(&mut malformed.field);
            let line = self.line_of(&field);
            let path = if field == "arrangement" { field } else { join(&self.path, &field) };
            Fault { line, path, problem: Problem::Malformed(malformed) }
        };
        read.err().unwrap_or_default().into_iter().map(fault).collect()
    }
}

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with its form. Whether the values can be values is [`Command::malformed`]; whether they may be recorded is
/// the ledger's to say.
pub(crate) fn read(text: &str) -> Result<StatementFile, Vec<Fault>> {
    let root = node::parse(text).map_err(|fault| vec![fault])?;
    let mut reader = Reader::new()?;
    let file = reader.file(&root);
    if reader.faults.is_empty() { file.ok_or_else(Vec::new) } else { Err(reader.faults) }
}

/// One statement, as it stands under `statements`.
///
/// # Errors
/// Everything that is wrong with its form, by paths that begin in the statement.
pub(crate) fn statement(node: &Node) -> Result<v1::Statement, Vec<Fault>> {
    let mut reader = Reader::new()?;
    let statement = reader.statement(node, "");
    if reader.faults.is_empty() { statement.ok_or_else(Vec::new) } else { Err(reader.faults) }
}

struct Reader {
    faults: Vec<Fault>,
    statement: MessageDescriptor,
}

/// What a command takes over from the file around it.
struct Around<'a> {
    arrangement: &'a str,
    actor: Option<&'a Node>,
    concerns: Option<&'a Node>,
    act: Option<&'a Node>,
}

impl Reader {
    fn new() -> Result<Self, Vec<Fault>> {
        let statement = openboek_wire::descriptors()
            .ok()
            .and_then(|pool| pool.get_message_by_name("openboek.v1.Statement"))
            .ok_or_else(|| {
                vec![Fault::at_line(1, Problem::Unreadable { reason: "openboek.v1.Statement".into() })]
            })?;
        Ok(Self { faults: Vec::new(), statement })
    }

    fn file(&mut self, root: &Node) -> Option<StatementFile> {
        self.map_with(root, "", FILE_KEYS)?;
        let arrangement = self.text(root, "", "arrangement")?;
        let around = Around {
            arrangement: &arrangement,
            actor: root.get("actor"),
            concerns: root.get("concerns"),
            act: root.get("act"),
        };
        let commands = match (root.get("commands"), root.get("statements")) {
            (Some(commands), None) => {
                if let Some(request) = root.get("request") {
                    self.fault(request.line, "request", Problem::RequestForMany);
                }
                self.commands(commands, &around)?
            }
            (None, Some(_)) => vec![self.command(root, "", &around)?],
            _ => {
                self.fault(root.line, "", Problem::StatementsOrCommands);
                return None;
            }
        };
        self.check_founding(&commands);
        Some(StatementFile { arrangement, commands })
    }

    fn commands(&mut self, node: &Node, around: &Around<'_>) -> Option<Vec<Command>> {
        let items = self.list(node, "commands")?;
        if items.is_empty() {
            self.fault(node.line, "commands", Problem::EmptyFile);
        }
        let mut commands = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            let path = format!("commands[{number}]");
            if self.map_with(item, &path, COMMAND_KEYS).is_some() {
                commands.extend(self.command(item, &path, around));
            }
        }
        Some(commands)
    }

    fn command(&mut self, node: &Node, path: &str, around: &Around<'_>) -> Option<Command> {
        let actor = match node.get("actor").or(around.actor) {
            Some(actor) => self.scalar(actor, &join(path, "actor"))?,
            None => self.text(node, path, "actor")?,
        };
        let Some(list) = node.get("statements") else {
            self.fault(node.line, &join(path, "statements"), Problem::MissingKey { key: "statements" });
            return None;
        };
        let concerns = node.get("concerns").or(around.concerns);
        let act = node.get("act").or(around.act);
        let mut nodes = self.list(list, &join(path, "statements"))?;
        let mut statements = Vec::with_capacity(nodes.len());
        for (number, item) in nodes.iter_mut().enumerate() {
            fill(item, concerns, act);
            statements.extend(self.statement(item, &join(path, &format!("statements[{number}]"))));
        }
        let request = match node.get("request") {
            Some(request) => self.scalar(request, &join(path, "request"))?,
            None => request::identifier(around.arrangement, &actor, &statements),
        };
        Some(Command {
            arrangement: around.arrangement.to_owned(),
            actor,
            request,
            statements,
            line: node.line,
            path: path.to_owned(),
            nodes,
        })
    }

    fn statement(&mut self, node: &Node, path: &str) -> Option<v1::Statement> {
        let mut converter = Converter::at(path);
        let json = converter.message(node, &self.statement);
        if !converter.faults.is_empty() {
            self.faults.append(&mut converter.faults);
            return None;
        }
        if node.entries().iter().filter(|entry| entry.key != "concerns").count() != 1 {
            self.fault(node.line, path, Problem::OneKind);
            return None;
        }
        let message = DynamicMessage::deserialize(self.statement.clone(), json)
            .map_err(|error| error.to_string())
            .and_then(|message| message.transcode_to().map_err(|error| error.to_string()));
        match message {
            Ok(statement) => Some(statement),
            Err(reason) => {
                self.fault(node.line, path, Problem::Unreadable { reason });
                None
            }
        }
    }

    fn check_founding(&mut self, commands: &[Command]) {
        for (number, command) in commands.iter().enumerate() {
            let foundings = command
                .statements
                .iter()
                .filter(|statement| {
                    matches!(statement.body, Some(v1::statement::Body::ArrangementFounded(_)))
                })
                .count();
            if foundings > 0 && (number > 0 || command.statements.len() > 1) {
                let fault = Fault {
                    line: command.line,
                    path: command.path.clone(),
                    problem: Problem::FoundingNotAlone,
                };
                self.faults.push(fault);
            }
        }
    }

    fn map_with(&mut self, node: &Node, path: &str, known: &[&str]) -> Option<()> {
        if !matches!(node.value, Value::Map(_)) {
            self.expected(node, path, Shape::Map);
            return None;
        }
        for entry in node.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let known = known.iter().map(|&key| key.to_owned()).collect();
            let problem = Problem::UnknownKey { key: entry.key.clone(), known };
            self.fault(entry.line, &join(path, &entry.key), problem);
        }
        Some(())
    }

    fn list(&mut self, node: &Node, path: &str) -> Option<Vec<Node>> {
        if let Value::List(items) = &node.value {
            return Some(items.clone());
        }
        self.expected(node, path, Shape::List);
        None
    }

    fn text(&mut self, node: &Node, path: &str, key: &'static str) -> Option<String> {
        if let Some(value) = node.get(key) {
            return self.scalar(value, &join(path, key));
        }
        self.fault(node.line, &join(path, key), Problem::MissingKey { key });
        None
    }

    fn scalar(&mut self, node: &Node, path: &str) -> Option<String> {
        if let Value::Scalar(text) = &node.value {
            return Some(text.clone());
        }
        self.expected(node, path, Shape::Text);
        None
    }

    fn expected(&mut self, node: &Node, path: &str, shape: Shape) {
        let found = match &node.value {
            Value::Null => "null".to_owned(),
            Value::Scalar(text) => format!("`{text}`"),
            Value::List(_) => "[...]".to_owned(),
            Value::Map(_) => "{...}".to_owned(),
        };
        self.fault(node.line, path, Problem::Expected { shape, found });
    }

    fn fault(&mut self, line: usize, path: &str, problem: Problem) {
        self.faults.push(Fault { line, path: path.to_owned(), problem });
    }
}

/// Gives a statement what its command or file says for all: `concerns` when it has none, and the fields of `act` that its own act does
/// not have. A founding always concerns `region`.
fn fill(statement: &mut Node, concerns: Option<&Node>, act: Option<&Node>) {
    if statement.get("arrangement_founded").is_some() {
        let region = Node { line: statement.line, value: Value::Scalar("region".into()) };
        let region = Node { line: statement.line, value: Value::List(vec![region]) };
        statement.fill("concerns", &region);
    }
    if let Some(concerns) = concerns {
        statement.fill("concerns", concerns);
    }
    let (Some(act), Value::Map(entries)) = (act, &mut statement.value) else { return };
    for body in entries.iter_mut().filter(|entry| entry.key != "concerns") {
        body.node.fill("act", act);
        let Value::Map(fields) = &mut body.node.value else { continue };
        for own in fields.iter_mut().filter(|field| field.key == "act") {
            for shared in act.entries() {
                own.node.fill(&shared.key, &shared.node);
            }
        }
    }
}

fn join(path: &str, step: &str) -> String {
    match (path.is_empty(), step.starts_with('[')) {
        (true, _) => step.to_owned(),
        (false, true) => format!("{path}{step}"),
        (false, false) => format!("{path}.{step}"),
    }
}
