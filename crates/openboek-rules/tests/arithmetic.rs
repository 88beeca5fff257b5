//! Amounts as papers state them: percentages, what agrees with what, and sums that carry their unknowns.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use openboek_rules::{Amount, Base, BasisPoints, Bound, Cents, FigureId, Sum, Text};

fn cents(cents: i64) -> Cents {
    Cents::new(cents).unwrap()
}

fn percent(share: i32, bound: Bound) -> Amount {
    Amount::PercentOf { share: BasisPoints::new(share).unwrap(), base: Base::Unknown(None), bound }
}

fn about(amount: i64, granularity: i64) -> Amount {
    Amount::About { cents: cents(amount), granularity: cents(granularity) }
}

fn unknown(reason: &str) -> Amount {
    Amount::Unknown { reason: Text::new(reason).unwrap(), promised: None }
}

const MILLION: i64 = 100_000_000;
/// The last stated digit of "€ 2,5 miljoen".
const TENTH: i64 = 10_000_000;

/// Domain 1.1: half a cent goes away from zero, so that a cut is the mirror of a raise.
#[test]
fn five_percent_of_a_base_that_became_known() {
    // base, share in basis points, result
    let table = [
        (80_000_000, -500, -4_000_000),
        (123_456_789, -500, -6_172_839),
        (123_456_790, -500, -6_172_840),
        (123_456_770, -500, -6_172_839),
        (123_456_770, 500, 6_172_839),
        (-123_456_770, 500, -6_172_839),
        (123_456_770, -100_000, -1_234_567_700),
        (1, 4_999, 0),
        (1, 5_000, 1),
        (0, -500, 0),
    ];
    for (base, share, result) in table {
        assert_eq!(
            percent(share, Bound::Exactly).of_base(cents(base)),
            Some(cents(result)),
            "{share} bp of {base}"
        );
    }
    assert_eq!(percent(100_000, Bound::Exactly).of_base(cents(Cents::MAX_SIZE)), None, "too large");
    assert_eq!(Amount::Exact(cents(5)).of_base(cents(100)), None, "not a percentage");
}

/// Domain 1.3.5, C1 to C9: what the computed amount is, and whether the stated one agrees with it.
#[test]
fn dalfsen_2013_worked_out_by_hand() {
    let of = |base: i64, share: i32| cents(base).share(BasisPoints::new(share).unwrap()).unwrap().get();
    let gross = 250 * MILLION / 100;
    let net = gross - 35_000_000;
    let macro_care = 3_000 * MILLION;
    // check, computed, expected, stated, agrees
    let table = [
        ("C1 net household help", net, 215_000_000, Some(about(215_000_000, 1_000_000)), Some(true)),
        (
            "C2 left after 75 % of net",
            net + of(net, -7_500),
            53_750_000,
            Some(about(50_000_000, TENTH)),
            Some(true),
        ),
        (
            "C3 left after 75 % of gross",
            gross + of(gross, -7_500),
            62_500_000,
            Some(about(50_000_000, TENTH)),
            Some(false),
        ),
        ("C4 the cut itself", of(net, 7_500), 161_250_000, None, None),
        ("C4 with the stated remainder", net - 50_000_000, 165_000_000, None, None),
        ("C5 macro Begeleiding after 25 %", macro_care + of(macro_care, -2_500), 225_000_000_000, None, None),
        ("C8 macro Jeugd, before the cut", of(macro_care, 8_500), 255_000_000_000, None, None),
    ];
    for (check, computed, expected, stated, agrees) in table {
        assert_eq!(computed, expected, "{check}");
        assert_eq!(stated.and_then(|stated| stated.agrees_with(cents(computed))), agrees, "{check}");
    }
    // C6: 0.097778 % of the macro budget after the cut, 0.073333 % of that before it; C7: 0.093333 %. In millionths of a percent.
    let share = |part: i128, whole: i128| (part * 100_000_000 + whole / 2) / whole;
    assert_eq!(share(220_000_000, 225_000_000_000), 97_778);
    assert_eq!(share(220_000_000, 300_000_000_000), 73_333);
    assert_eq!(share(70_000_000, 75_000_000_000), 93_333);
    // C9: if 3 milliard is what is left after 15 %, the total before it was 3 milliard / 0.85, to the nearest cent.
    let before = (300_000_000_000_i64 * 10_000 + 4_250) / 8_500;
    assert_eq!(before, 352_941_176_471);
    assert_eq!(of(before, 8_500), 300_000_000_000);
    assert_eq!(Amount::AtLeast(cents(before)).agrees_with(cents(before)), Some(true));
}

#[test]
fn a_stated_amount_agrees_or_not() {
    // stated, computed, agrees
    let table = [
        (Amount::Exact(cents(100)), 100, Some(true)),
        (Amount::Exact(cents(100)), 101, Some(false)),
        (about(50_000_000, TENTH), 59_999_999, Some(true)),
        (about(50_000_000, TENTH), 60_000_000, Some(false)),
        (about(50_000_000, TENTH), 40_000_001, Some(true)),
        (about(50_000_000, TENTH), 40_000_000, Some(false)),
        (Amount::AtMost(cents(100)), 100, Some(true)),
        (Amount::AtMost(cents(100)), 101, Some(false)),
        (Amount::LessThan(cents(100)), 99, Some(true)),
        (Amount::LessThan(cents(100)), 100, Some(false)),
        (Amount::AtLeast(cents(100)), 100, Some(true)),
        (Amount::AtLeast(cents(100)), 99, Some(false)),
        // A bound is about the size: cuts mirror raises.
        (Amount::AtMost(cents(-100)), -100, Some(true)),
        (Amount::AtMost(cents(-100)), -101, Some(false)),
        (Amount::LessThan(cents(-100)), -99, Some(true)),
        (Amount::LessThan(cents(-100)), -100, Some(false)),
        (Amount::AtLeast(cents(-60_000_000)), -66_000_000, Some(true)),
        (Amount::AtLeast(cents(-60_000_000)), -59_999_999, Some(false)),
        (Amount::Range { low: cents(-5), high: cents(5) }, -5, Some(true)),
        (Amount::Range { low: cents(-5), high: cents(5) }, 6, Some(false)),
        (percent(-500, Bound::AtLeast), -5, None),
        (Amount::Qualitative(Text::new("grotendeels").unwrap()), 0, None),
        (unknown("PM"), 0, None),
    ];
    for (stated, computed, agrees) in table {
        assert_eq!(stated.agrees_with(cents(computed)), agrees, "{stated:?} and {computed}");
        let mirrored = stated.negated().agrees_with(cents(-computed));
        assert_eq!(mirrored, agrees, "the mirror of {stated:?} and {computed}");
    }
}

/// Domain 1.3.5, C10 to C15: sums of what is known, with what is not.
#[test]
fn sums_carry_their_unknowns() {
    let zero = Amount::Exact(Cents::ZERO);
    // name, parts, known cents, known parts, of which about, unknown parts
    type Row = (&'static str, Vec<Amount>, i64, u32, u32, u32);
    let table: [Row; 6] = [
        (
            "C10 participation",
            vec![about(350_000_000, TENTH), about(170_000_000, TENTH)],
            520_000_000,
            2,
            2,
            0,
        ),
        (
            "C12 its low variant",
            vec![Amount::LessThan(cents(300_000_000)), about(170_000_000, TENTH)],
            170_000_000,
            1,
            1,
            1,
        ),
        ("C13 Wmo now", vec![about(250_000_000, TENTH), about(90_000_000, 1_000_000)], 340_000_000, 2, 2, 0),
        (
            "C15 Wmo after the plans",
            vec![
                about(50_000_000, TENTH),
                about(220_000_000, TENTH),
                about(70_000_000, 1_000_000),
                unknown("nog geen indicatie beschikbaar"),
            ],
            340_000_000,
            3,
            3,
            1,
        ),
        ("a cut without a base", vec![percent(-500, Bound::Exactly), zero.clone()], 0, 1, 0, 1),
        ("nothing", vec![], 0, 0, 0, 0),
    ];
    for (name, parts, known, known_parts, about_parts, unknown_parts) in table {
        let sum = Sum::of(&parts).unwrap();
        assert_eq!(sum, Sum { known: cents(known), known_parts, about_parts, unknown_parts }, "{name}");
        assert_eq!(
            Sum::of(&parts.iter().map(Amount::negated).collect::<Vec<_>>()).unwrap(),
            sum.negated(),
            "{name}"
        );
    }
    assert!(Sum::of(&[]).unwrap().is_empty());
    assert!(Sum::of(&[unknown("PM")]).unwrap().is_unknown());
    assert!(!Sum::of(&[unknown("PM"), zero]).unwrap().is_unknown());
    let most = Amount::Exact(cents(Cents::MAX_SIZE));
    assert_eq!(Sum::of(&[most.clone(), most]), None, "too large");
}

#[test]
fn the_other_sign_keeps_the_words() {
    let base = Base::Figures(vec![FigureId::new("A10").unwrap()]);
    let cut = Amount::PercentOf {
        share: BasisPoints::new(-7_500).unwrap(),
        base: base.clone(),
        bound: Bound::AtLeast,
    };
    let raise = Amount::PercentOf { share: BasisPoints::new(7_500).unwrap(), base, bound: Bound::AtLeast };
    assert_eq!(cut.negated(), raise);
    assert_eq!(Amount::AtLeast(cents(60)).negated(), Amount::AtLeast(cents(-60)));
    assert_eq!(
        Amount::Range { low: cents(1), high: cents(3) }.negated(),
        Amount::Range { low: cents(-3), high: cents(-1) }
    );
    assert_eq!(unknown("PM").negated(), unknown("PM"));
}
