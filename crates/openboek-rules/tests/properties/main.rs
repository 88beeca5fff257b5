//! What holds for any numbers and any statements.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod any;
mod any_follow_up;
mod auditor;
mod region;
mod subsidies;

use any::{Any, founding};
use any_follow_up::{aimed, restated};
use auditor::Auditor;
use openboek_rules::allocation::by_largest_remainder;
use openboek_rules::{Amount, Cents, State, Statement, Sum, decide, decide_all};
use proptest::prelude::*;

fn cents() -> impl Strategy<Value = Cents> {
    (-Cents::MAX_SIZE..=Cents::MAX_SIZE).prop_map(|cents| Cents::new(cents).unwrap())
}

/// A row of numbers for each statement.
fn statements(most: usize) -> impl Strategy<Value = Vec<Statement>> {
    let numbers = prop::collection::vec(any::<u16>(), 8..40);
    prop::collection::vec(numbers, 0..most)
        .prop_map(|rows| rows.iter().map(|row| Any::new(row).statement()).collect())
}

/// The founding and whatever follows that is accepted.
fn accepted(statements: &[Statement]) -> (State, Vec<Statement>) {
    let mut state = State::default();
    let mut history = Vec::new();
    for statement in std::iter::once(&founding()).chain(statements) {
        let statement = aimed(statement, &history);
        if decide(&state, &statement).is_ok() {
            state.evolve(history.len() as u64, &statement);
            history.push(statement);
        }
    }
    (state, history)
}

fn replayed(history: &[Statement]) -> State {
    let mut state = State::default();
    for (index, statement) in (0..).zip(history) {
        state.evolve(index, statement);
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn parts_make_the_whole(total in cents(), weights in prop::collection::vec(any::<u64>(), 1..40)) {
        let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        prop_assume!(sum > 0);
        let parts = by_largest_remainder(total, &weights).unwrap();
        prop_assert_eq!(parts.iter().map(|part| i128::from(part.get())).sum::<i128>(), i128::from(total.get()));
        for (part, weight) in parts.iter().zip(&weights) {
            // No part is a cent or more away from its exact share.
            let away = i128::from(part.get()) * sum - i128::from(total.get()) * i128::from(*weight);
            prop_assert!(away.abs() < sum, "{part} for {weight} of {sum}");
        }
        let mirror: Vec<Cents> = parts.iter().map(|part| part.negated()).collect();
        prop_assert_eq!(by_largest_remainder(total.negated(), &weights), Some(mirror));
    }

    #[test]
    fn sums_count_every_part(rows in prop::collection::vec(prop::collection::vec(any::<u16>(), 4), 0..8), at in 0_usize..8) {
        let parts: Vec<Amount> = rows.iter().map(|row| Any::new(row).amount()).collect();
        if let Some(sum) = Sum::of(&parts) {
            let known = parts.iter().filter(|part| part.countable().is_some()).count();
            prop_assert_eq!((sum.known_parts as usize, sum.unknown_parts as usize), (known, parts.len() - known));
            let (left, right) = parts.split_at(at.min(parts.len()));
            if let (Some(left), Some(right)) = (Sum::of(left), Sum::of(right)) {
                prop_assert_eq!(left.merge(&right), Some(sum));
            }
        }
    }

    /// Evolving takes anything, in any order, without a founding too; deciding then still answers.
    #[test]
    fn anything_can_have_been_recorded(recorded in statements(40), asked in statements(4)) {
        let state = replayed(&recorded);
        for statement in &asked {
            if let Err(refusals) = decide(&state, statement) {
                prop_assert!(!refusals.is_empty());
                prop_assert!(refusals.iter().all(|refusal| refusal.english() != refusal.dutch()));
            }
        }
    }

    /// The same state and statement give the same answer: in order of precedence, nothing twice, and the state is left alone.
    #[test]
    fn deciding_is_a_function(recorded in statements(40), asked in statements(6)) {
        let (state, history) = accepted(&recorded);
        let again = replayed(&history);
        for statement in &asked {
            let said = decide(&state, statement);
            prop_assert_eq!(&said, &decide(&again, statement));
            if let Err(refusals) = said {
                prop_assert!(refusals.windows(2).all(|pair| pair[0].code <= pair[1].code && pair[0] != pair[1]));
            }
        }
        prop_assert_eq!(state, again);
    }

    /// A command is accepted exactly when its statements are, one after another.
    #[test]
    fn a_command_is_its_statements_in_turn(recorded in statements(30), command in statements(5)) {
        let (state, _) = accepted(&recorded);
        let mut then = state.clone();
        let mut refused = Vec::new();
        for (place, statement) in command.iter().enumerate() {
            if let Err(refusals) = decide(&then, statement) {
                refused.extend(refusals.into_iter().map(|refusal| (place, refusal.code)));
            }
            then.evolve(1_000 + place as u64, statement);
        }
        let said = decide_all(&state, &command).err().unwrap_or_default();
        let codes: Vec<_> = said.into_iter().map(|(place, refusal)| (place, refusal.code)).collect();
        prop_assert_eq!(codes, refused);
    }

    /// A state that shares with clones learns the same as one that does not.
    #[test]
    fn sharing_changes_nothing(recorded in statements(40)) {
        let mut state = State::default();
        let mut clones = Vec::new();
        for (index, statement) in (0..).zip(&recorded) {
            state.evolve(index, statement);
            clones.push((state.clone(), index));
            if index % 7 == 6 {
                clones.clear();
            }
        }
        prop_assert_eq!(&state, &replayed(&recorded));
        for (clone, index) in clones {
            prop_assert_eq!(clone, replayed(&recorded[..=usize::try_from(index).unwrap()]));
        }
    }

    /// A second model, written apart from the rules, finds every accepted history consistent.
    #[test]
    fn what_is_accepted_is_consistent(recorded in statements(120)) {
        let (_, history) = accepted(&recorded);
        let mut auditor = Auditor::default();
        // With every correction in the place of what it corrects, nothing that was built on it stops adding up.
        for statement in restated(&history).iter().flatten() {
            prop_assert_eq!(auditor.check(statement), Ok(()));
        }
    }

    /// After corrections the rules judge as if every entry had said at once what its last correction says.
    #[test]
    fn a_correction_counts_in_the_place_of_the_original(recorded in statements(80), asked in statements(8)) {
        let (state, history) = accepted(&recorded);
        let mut as_it_should_be = State::default();
        for (index, statement) in (0..).zip(restated(&history)) {
            if let Some(statement) = statement {
                as_it_should_be.evolve(index, &statement);
            }
        }
        for statement in asked.iter().filter(|asked| asked.body.kind() != "entry-corrected") {
            prop_assert_eq!(decide(&state, statement), decide(&as_it_should_be, statement));
        }
    }

    /// What creates something cannot be said a second time.
    #[test]
    fn nothing_is_created_twice(recorded in statements(60)) {
        let (state, history) = accepted(&recorded);
        for statement in history.iter().filter(|statement| Auditor::creates(statement).is_some()) {
            prop_assert!(decide(&state, statement).is_err(), "{statement:?}");
        }
    }
}

/// The generator reaches every kind, and enough is accepted for the properties above to mean something.
#[test]
fn the_random_histories_are_rich() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = statements(800);
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..500 {
        let (_, history) = accepted(&strategy.new_tree(&mut runner).unwrap().current());
        kinds.extend(history.iter().map(|statement| statement.body.kind()));
    }
    let missing: Vec<_> = openboek_rules::Body::KINDS.iter().filter(|kind| !kinds.contains(*kind)).collect();
    assert!(missing.is_empty(), "never accepted: {missing:?}");
}

#[cfg(feature = "snapshot")]
proptest! {
    /// A snapshot reads back to the same state, which then learns the same.
    #[test]
    fn snapshots_read_back(recorded in statements(40), later in statements(5)) {
        let mut state = replayed(&recorded);
        let mut read: State = postcard::from_bytes(&postcard::to_stdvec(&state).unwrap()).unwrap();
        prop_assert_eq!(&read, &state);
        for statement in &later {
            state.evolve(1_000, statement);
            read.evolve(1_000, statement);
        }
        prop_assert_eq!(read, state);
    }
}
