//! A problem as a rejection within a stream of commands: a message, so with every violation.

use openboek_wire::v1;

use super::problem::Problem;

impl From<Problem> for v1::Rejection {
    fn from(problem: Problem) -> Self {
        let (message, message_nl) = (
            format!("{} {}", problem.english(), problem.next_english()),
            format!("{} {}", problem.dutch(), problem.next_dutch()),
        );
        let (code, reason) = (problem.code() as i32, problem.name().to_owned());
        let retry_after_ms = problem.retry_after.and_then(|delay| i64::try_from(delay.as_millis()).ok());
        let violations = problem.violations.into_iter().map(|violation| v1::Violation {
            field: violation.field,
            code: violation.code.to_owned(),
            found: violation.found,
            message: violation.english,
            message_nl: violation.dutch,
        });
        Self { code, reason, message, message_nl, violations: violations.collect(), retry_after_ms }
    }
}
