use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn term(from: &str, until: &str) -> Term {
    Term {
        from: day(from),
        until: (!until.is_empty()).then(|| day(until)),
    }
}

#[test]
fn where_a_grant_stands_is_said_by_its_days() {
    use GrantState::{Ending, Future, Over, Valid, Withdrawn};
    let today = day("2026-12-05");
    for (from, until, withdrawn, state) in [
        ("2026-12-06", "", false, Future),
        ("2026-12-06", "2026-12-06", false, Future),
        ("2026-12-05", "", false, Valid),
        ("2026-12-05", "2026-12-05", false, Ending),
        ("2020-01-01", "2026-12-19", false, Ending),
        ("2020-01-01", "2026-12-20", false, Valid),
        ("2020-01-01", "2026-12-04", false, Over),
        ("2020-01-01", "", true, Withdrawn),
        ("2030-01-01", "", true, Withdrawn),
        ("2020-01-01", "2026-12-04", true, Withdrawn),
    ] {
        let of = GrantState::of(&term(from, until), withdrawn, today);
        assert_eq!(of, state, "{from} {until} {withdrawn}");
        assert_eq!(
            of.is_valid(),
            !withdrawn && term(from, until).holds_on(today),
            "{from} {until}"
        );
    }
}

#[test]
fn two_terms_overlap_when_they_share_a_day() {
    for (one, two, overlap) in [
        (("2026-01-01", "2026-01-31"), ("2026-02-01", ""), false),
        (("2026-01-01", "2026-02-01"), ("2026-02-01", ""), true),
        (("2026-01-01", ""), ("2030-01-01", "2030-01-01"), true),
        (("2026-01-01", ""), ("2020-01-01", ""), true),
        (("2026-01-02", ""), ("2020-01-01", "2026-01-01"), false),
        (
            ("2026-01-05", "2026-01-06"),
            ("2026-01-01", "2026-01-31"),
            true,
        ),
    ] {
        let (a, b) = (term(one.0, one.1), term(two.0, two.1));
        assert_eq!(a.overlaps(&b), overlap, "{one:?} {two:?}");
        assert_eq!(b.overlaps(&a), overlap, "{two:?} {one:?}");
    }
}

#[test]
fn per_cent_is_read_as_it_is_typed() {
    for (typed, read) in [
        ("20", Some(2_000)),
        (" 12,5 % ", Some(1_250)),
        ("12.5", Some(1_250)),
        ("0,01", Some(1)),
        ("33,33%", Some(3_333)),
        ("100", Some(10_000)),
        ("100,01", None),
        ("0", None),
        ("-5", None),
        ("", None),
        ("%", None),
        ("1e2", None),
        ("12,345", None),
        ("двадцать", None),
        ("1 0", None),
    ] {
        assert_eq!(typed_percent(typed), read, "{typed}");
    }
    for (basis_points, shown) in [
        (2_000, "20"),
        (1_250, "12,5"),
        (1_205, "12,05"),
        (1, "0,01"),
        (10_000, "100"),
    ] {
        assert_eq!(percent(basis_points, ','), shown);
    }
}

#[test]
fn a_discount_gives_something_that_can_be_given() {
    let sum = |amount, currency: &str| Gives::Sum {
        sum: Money {
            amount,
            currency: currency.into(),
        },
    };
    for (gives, checked) in [
        (Gives::Percent { basis_points: 1 }, Ok(())),
        (
            Gives::Percent {
                basis_points: 10_000,
            },
            Ok(()),
        ),
        (Gives::Percent { basis_points: 0 }, Err(GivesFault::Percent)),
        (
            Gives::Percent {
                basis_points: 10_001,
            },
            Err(GivesFault::Percent),
        ),
        (sum(1, "RUB"), Ok(())),
        (sum(0, "RUB"), Err(GivesFault::Sum)),
        (sum(-1, "RUB"), Err(GivesFault::Sum)),
        (sum(LARGEST_SUM + 1, "RUB"), Err(GivesFault::Sum)),
        (sum(5, "EUR"), Err(GivesFault::Currency)),
        (Gives::Benefit {}, Ok(())),
    ] {
        assert_eq!(gives.check("RUB"), checked, "{gives:?}");
    }
}

fn any_term() -> impl Strategy<Value = Term> {
    (0u64..40, proptest::option::of(0u64..40)).prop_map(|(from, length)| {
        let first = day("2026-01-01") + Days::new(from);
        Term {
            from: first,
            until: length.map(|length| first + Days::new(length)),
        }
    })
}

proptest! {
    #[test]
    fn overlapping_is_having_a_day_in_common(one in any_term(), two in any_term()) {
        let shared = (0..90).map(|ahead| day("2026-01-01") + Days::new(ahead))
            .any(|day| one.holds_on(day) && two.holds_on(day));
        prop_assert_eq!(one.overlaps(&two), shared);
    }

    #[test]
    fn what_is_shown_can_be_typed(basis_points in 1u32..=WHOLE) {
        prop_assert_eq!(typed_percent(&percent(basis_points, ',')), Some(basis_points));
        prop_assert_eq!(typed_percent(&percent(basis_points, '.')), Some(basis_points));
    }
}
