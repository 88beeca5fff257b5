//! How long a receiver is waited for. Pure: time and chance are arguments.

use std::time::Duration;

use crate::limits;

/// How long a receiver that does not answer well is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long one attempt may take.
    pub attempt: Duration,
    /// The pause after the first failure; it doubles with every other.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// The longest pause when the receiver asks for one.
    pub longest_asked: Duration,
    /// An event is given up when it failed so often …
    pub attempts: u32,
    /// … and for so long.
    pub span: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempt: limits::WEBHOOK_TIME,
            first: limits::WEBHOOK_FIRST_PAUSE,
            longest: limits::WEBHOOK_LONGEST_PAUSE,
            longest_asked: limits::WEBHOOK_LONGEST_ASKED,
            attempts: limits::WEBHOOK_ATTEMPTS,
            span: limits::WEBHOOK_SPAN,
        }
    }
}

impl Patience {
    /// How long to wait after so many failures: between half of the pause and all of it, by `chance`, so that receivers who failed together are
    /// not tried together; but no less than the receiver asked for.
    pub(super) fn pause(&self, failures: u32, chance: u64, asked: Option<Duration>) -> Duration {
        let doubled =
            2_u32.checked_pow(failures.saturating_sub(1)).and_then(|times| self.first.checked_mul(times));
        let whole = doubled.map_or(self.longest, |pause| pause.min(self.longest));
        let half = whole / 2;
        let more = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
        let pause = whole - half + Duration::from_millis(chance % more);
        pause.max(asked.unwrap_or_default().min(self.longest_asked))
    }

    /// Whether an event is given up.
    pub(super) fn is_over(&self, failures: u32, since: Duration) -> bool {
        failures >= self.attempts && since >= self.span
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_the_longest_and_chance_takes_no_more_than_half() {
        let patience = Patience::default();
        let seconds = |failures, chance, asked| patience.pause(failures, chance, asked).as_millis();
        // failures, shortest, longest, in milliseconds
        let table = [
            (1, 500, 1_000),
            (2, 1_000, 2_000),
            (5, 8_000, 16_000),
            (11, 450_000, 900_000),
            (4_000, 450_000, 900_000),
        ];
        for (failures, shortest, longest) in table {
            assert_eq!(seconds(failures, 0, None), shortest, "{failures}");
            let all = (0..2_000).map(|chance| seconds(failures, chance * 7_919, None));
            assert!(all.into_iter().all(|pause| (shortest..=longest).contains(&pause)), "{failures}");
        }
        assert_eq!(seconds(1, 0, Some(Duration::from_secs(120))), 120_000);
        assert_eq!(seconds(11, 0, Some(Duration::from_secs(120))), 450_000, "its own pause is longer");
        let day = 24 * 60 * 60 * 1_000;
        assert_eq!(seconds(1, 0, Some(Duration::MAX)), day, "nobody asks for more than a day");
    }

    #[test]
    fn an_event_is_given_up_after_many_failures_over_a_long_time() {
        let patience = Patience { attempts: 10, span: Duration::from_secs(100), ..Patience::default() };
        for (failures, seconds, over) in
            [(10, 100, true), (9, 1_000, false), (1_000, 99, false), (11, 101, true)]
        {
            assert_eq!(
                patience.is_over(failures, Duration::from_secs(seconds)),
                over,
                "{failures} {seconds}"
            );
        }
    }
}
