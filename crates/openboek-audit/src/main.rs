//! The program `openboek-audit`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let status =
        openboek_audit::run(std::env::args_os().collect(), &mut std::io::stdout(), &mut std::io::stderr());
    ExitCode::from(status)
}
