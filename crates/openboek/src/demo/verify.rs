//! The verifier of the demonstration: a process of its own, so that nothing of the server's memory can help it.

use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_audit::Lang;

use crate::trouble::Trouble;

/// The program that verifies.
pub(super) struct Verifier {
    program: PathBuf,
    /// Whether it is this very program, asked to be the auditor's.
    own: bool,
}

impl Verifier {
    /// The auditor's program beside this one; when it is not there, this program in a new process.
    ///
    /// # Errors
    /// When this program cannot be found on disk.
    pub(super) fn find() -> Result<Self, Trouble> {
        let own = std::env::current_exe().map_err(|error| Trouble::failed(error.to_string()))?;
        let beside = own.with_file_name(format!("openboek-audit{}", std::env::consts::EXE_SUFFIX));
        Ok(if beside.is_file() {
            Self { program: beside, own: false }
        } else {
            Self { program: own, own: true }
        })
    }

    /// Which program it is, for people.
    pub(super) fn introduction(&self, lang: Lang) -> &'static str {
        match (self.own, lang) {
            (false, Lang::Nl) => "Controle van de bundels door het losse programma openboek-audit:",
            (false, Lang::En) => "The bundles are verified by the separate program openboek-audit:",
            (true, Lang::Nl) => {
                "Controle van de bundels door `openboek audit verify` in een eigen proces (openboek-audit staat hier niet naast):"
            }
            (true, Lang::En) => {
                "The bundles are verified by `openboek audit verify` in a process of its own (openboek-audit is not beside this \
                 program):"
            }
        }
    }

    /// Verifies a bundle: whether it holds, and what the program said.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub(super) fn verify(&self, bundle: &Path, origin: &str, lang: Lang) -> Result<(bool, String), Trouble> {
        let mut command = Command::new(&self.program);
        if self.own {
            command.arg("audit");
        }
        command.arg("verify").arg(bundle).args(["--origin", origin, "--lang", lang.pick("nl", "en")]);
        let output = command
            .output()
            .map_err(|error| Trouble::failed(format!("{}: {error}", self.program.display())))?;
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Ok((output.status.success(), said))
    }
}
