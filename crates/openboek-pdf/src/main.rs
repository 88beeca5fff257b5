//! `openboek-pdf`: reads a document and what to attach to it as JSON from standard input, writes a PDF to standard output.
//!
//! The file is PDF/A-3a (it stays readable, and carries attachments) and PDF/UA-1 (it can be read aloud); what is not both is no file but a
//! fault. The same input always gives the same bytes: nothing here looks at a clock, a folder, a font of this machine or a network.
//!
//! Exit status: 0 done; 1 the input is no document; 2 wrong command line; 3 the document cannot be laid out as both standards ask. On standard
//! error is then one line: a permanent code, a colon, and what is wrong, in English: the program that started this one has the words for people.

mod fault;
mod job;
mod letters;
mod world;

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use fault::Fault;
use job::Job;

const HELP: &str = "\
openboek-pdf < job.json > document.pdf

Lays out a document of Openboek as PDF/A-3a and PDF/UA-1. `openboek export pdf` and `openboek serve --pdf` start it.

  --version   print the version
  --licences  print the licences of the fonts that are in this program and, in part, in its documents
";

/// The most that is read: a document with its proof.
const MAX_INPUT: u64 = 256 << 20;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let said = match arguments.as_slice() {
        [] => made(),
        [one] if one == "--version" => {
            Ok(format!("openboek-pdf {}\n", env!("CARGO_PKG_VERSION")).into_bytes())
        }
        [one] if one == "--licences" => Ok(include_bytes!("../FONTS.md").to_vec()),
        [one] if one == "--help" || one == "-h" => Ok(HELP.as_bytes().to_vec()),
        _ => Err(Fault::WrongUse(HELP.to_owned())),
    };
    let written = said.and_then(|bytes| {
        let mut out = std::io::stdout().lock();
        out.write_all(&bytes).and_then(|()| out.flush()).map_err(|error| Fault::Io(error.to_string()))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Whoever closed standard error does not want to know.
            let _ = writeln!(std::io::stderr(), "{fault}");
            fault.status()
        }
    }
}

/// The document of standard input.
fn made() -> Result<Vec<u8>, Fault> {
    let mut input = Vec::new();
    let read = std::io::stdin().lock().take(MAX_INPUT + 1).read_to_end(&mut input);
    read.map_err(|error| Fault::Io(error.to_string()))?;
    if input.len() as u64 > MAX_INPUT {
        return Err(Fault::Input(format!("more than {MAX_INPUT} bytes")));
    }
    world::pdf(Job::read(&input)?)
}
