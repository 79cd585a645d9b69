use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::ids::{EmployeeId, FieldId, SegmentId, ValueId};
use crate::time::Zone;
use crate::time::tests::{utc, zone};

fn around<'a>(
    zone: &'a Zone,
    now: &str,
    own: &'a [crate::fields::FieldDef],
    merged: &'a BTreeMap<ValueId, ValueId>,
) -> Around<'a> {
    Around {
        contacts: true,
        now: utc(now),
        zone,
        me: Some(EmployeeId::from_i64(7)),
        own,
        merged,
        segments: &NONE,
        of: None,
    }
}

static NONE: Segments = Segments::new();

fn read(filter: &Filter, now: &str) -> Result<Sieve, Vec<Placed>> {
    sieve(
        filter,
        around(&zone("Europe/Chisinau"), now, &[], &BTreeMap::new()),
    )
}

fn only(sieve: Result<Sieve, Vec<Placed>>) -> Test {
    match sieve {
        Ok(Sieve::Leaf(leaf)) => leaf.test,
        other => panic!("one question was expected: {other:?}"),
    }
}

const NOW: &str = "2026-11-22 22:30"; // 23 November, half past midnight, on the wall in Chișinău.

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[rstest]
#[case("2026-12-05", "2026-12-05")]
#[case("today", "2026-11-23")]
#[case("today-30", "2026-10-24")]
#[case("today-30d", "2026-10-24")]
#[case("today+2w", "2026-12-07")]
#[case("today-3m", "2026-08-23")]
#[case("today+1y", "2027-11-23")]
fn days_are_said_by_the_wall_of_the_club(#[case] said: &str, #[case] meant: &str) {
    let asked = Filter::test("birth_date", Operator::Is, &[said]);
    let meant = Some(day(meant));
    assert_eq!(only(read(&asked, NOW)), Test::Days(meant, meant));
}

#[rstest]
#[case("2026-13-01")]
#[case("tomorrow")]
#[case("today-")]
#[case("today+x")]
#[case("today+999999")]
#[case("today-9999y")]
#[case("0026-01-01")]
#[case("")]
fn what_is_no_day_is_refused(#[case] said: &str) {
    let asked = Filter::test("birth_date", Operator::From, &[said]);
    let faults = read(&asked, NOW).expect_err("no day");
    assert_eq!(faults[0].why, FilterFault::Malformed);
    assert_eq!(faults[0].pointer(), "/values/0");
}

#[rstest]
#[case("2026-11-23 09:00", "7", &[("11-23", "11-30")])]
#[case("2026-12-30 09:00", "5", &[("12-30", "12-31"), ("01-01", "01-04")])]
#[case("2026-11-23 09:00", "366", &[("01-01", "12-31")])]
#[case("2026-02-20 09:00", "8", &[("02-20", "02-29")])]
#[case("2028-02-20 09:00", "8", &[("02-20", "02-28")])]
fn birthdays_go_over_new_year_and_leap_days(
    #[case] now: &str,
    #[case] days: &str,
    #[case] expected: &[(&str, &str)],
) {
    let asked = Filter::test("birthday", Operator::Within, &[days]);
    let expected = expected
        .iter()
        .map(|(from, to)| ((*from).into(), (*to).into()));
    assert_eq!(only(read(&asked, now)), Test::Birthdays(expected.collect()));
}

#[test]
fn all_faults_are_told_with_their_places() {
    let stage = |value| Filter::test("stage", Operator::Is, &[value]);
    let filter = Filter::All {
        of: vec![
            stage("leads"),
            Filter::test("shoe_size", Operator::Is, &["43"]),
            Filter::test("stage", Operator::Has, &["l"]),
            Filter::Any { of: Vec::new() },
            Filter::Any {
                of: vec![
                    stage("lead"),
                    Filter::test("branch", Operator::Not, &["cli_0000000000001"]),
                    Filter::test("created_at", Operator::Between, &["today"]),
                ],
            },
        ],
    };
    let faults = read(&filter, NOW).expect_err("faults");
    let told: Vec<_> = faults.iter().map(Placed::pointer).collect();
    assert_eq!(
        told,
        [
            "/of/0/values/0",
            "/of/1/field",
            "/of/2/is",
            "/of/3/of",
            "/of/4/of/1/values/0",
            "/of/4/of/2/values"
        ]
    );
    assert_eq!(faults[4].why, FilterFault::WrongId { wanted: "brn" });
    assert_eq!(faults[5].why, FilterFault::Values { wanted: 2 });
}

#[test]
fn a_filter_is_bounded() {
    let leaf = Filter::test("next_step", Operator::Empty, &[]);
    let nest =
        |depth: usize| (0..depth).fold(leaf.clone(), |inner, _| Filter::Any { of: vec![inner] });
    assert!(read(&nest(MAX_DEPTH), NOW).is_ok());
    let faults = read(&nest(MAX_DEPTH + 1), NOW).expect_err("too deep");
    assert_eq!(faults[0].why, FilterFault::TooDeep { max: MAX_DEPTH });
    let many = |count| Filter::All {
        of: vec![leaf.clone(); count],
    };
    assert!(read(&many(MAX_LEAVES), NOW).is_ok());
    let faults = read(&many(MAX_LEAVES + 5), NOW).expect_err("too many");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].why, FilterFault::TooMany { max: MAX_LEAVES });
}

#[test]
fn me_is_who_asks_and_a_merged_value_counts_for_the_other() {
    let (one, other) = (ValueId::from_i64(1), ValueId::from_i64(2));
    let merged = BTreeMap::from([(one, other)]);
    let zone = Zone::utc();
    let choice = |filter: &Filter| only(sieve(filter, around(&zone, NOW, &[], &merged)));
    let me = Filter::test("responsible", Operator::Is, &["me"]);
    assert_eq!(choice(&me), Test::OneOf(vec![Choice::Id(7)]));
    let source = Filter::test("source", Operator::Not, &[&one.to_string()]);
    assert_eq!(choice(&source), Test::NoneOf(vec![Choice::Id(2)]));
}

#[rstest]
#[case("stage:lead,client;next_step.empty")]
#[case("tag:утро|tag.not:дети")]
#[case("stage:lead;(tag:утро|(source.empty;created_at.from:today-30))")]
#[case("note.has:\"a,b; (c) \\\"d\\\"\"")]
#[case("fields.from:3;fields.from.from:4")]
#[case("fields.time.between:09:00,18:30")]
#[case("")]
fn a_line_is_read_and_written_the_same(#[case] line: &str) {
    let filter = parse(line).expect("a filter");
    assert_eq!(write(&filter), line);
}

#[rstest]
#[case("stage:")]
#[case("tag:a|b")]
fn what_is_missing_is_left_to_the_check(#[case] line: &str) {
    assert!(parse(line).is_some_and(|filter| read(&filter, NOW).is_err()));
}

#[rstest]
#[case("stage:lead;")]
#[case("(stage:lead")]
#[case("stage:lead)")]
#[case("stage.like:lead")]
#[case("a:1;b:2|c:3")]
#[case("note.has:\"a")]
#[case("((((((((((a:1))))))))))")]
fn a_broken_line_is_no_filter(#[case] line: &str) {
    assert_eq!(parse(line), None);
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let field = prop::sample::select(vec![
        "stage",
        "name",
        "fields.from",
        "fields.level",
        "created_at",
    ]);
    let is = prop::sample::select(Operator::ALL);
    let value = r#"[a-zа-я0-9 ,;|():"\\.-]{0,8}"#;
    let leaf = (field, is, prop::collection::vec(value, 0..3)).prop_map(|(field, is, values)| {
        Filter::Test {
            field: field.to_owned(),
            is,
            values,
        }
    });
    leaf.prop_recursive(3, 20, 4, |inner| {
        // A group of one is written as what is in it.
        let of = prop::collection::vec(inner, 2..4);
        prop_oneof![
            of.clone().prop_map(|of| Filter::All { of }),
            of.prop_map(|of| Filter::Any { of }),
        ]
    })
}

proptest! {
    #[test]
    fn every_filter_survives_its_line(filter in any_filter()) {
        prop_assert_eq!(parse(&write(&filter)), Some(filter));
    }

    #[test]
    fn no_line_breaks_the_reading(line in "\\PC{0,60}") {
        if let Some(filter) = parse(&line) {
            let _ = read(&filter, NOW);
        }
    }
}

#[test]
fn keys_are_found_again() {
    fn check<F: Asked>() {
        for field in F::BUILT_IN.iter().copied() {
            assert_eq!(F::built_in(field.key()), Some(field));
            for language in crate::language::Language::ALL {
                assert!(!field.label(*language).is_empty());
            }
        }
    }
    check::<Field>();
    check::<CompanyField>();
    for field in Field::BUILT_IN {
        assert!(!field.operators().is_empty());
    }
    let own = Field::Own(FieldId::from_i64(1), crate::fields::FieldType::Money);
    assert_eq!(own.column(), ColumnType::Money);
}

fn segment(number: i64) -> SegmentId {
    SegmentId::from_i64(number)
}

fn live(line: &str, owner: i64) -> Segment {
    Segment::Live {
        filter: parse(line).expect("a filter"),
        owner: EmployeeId::from_i64(owner),
    }
}

/// What a line asks where these segments are.
fn among(segments: &Segments, line: &str, of: Option<i64>) -> Result<Sieve, Vec<Placed>> {
    let (zone, merged) = (zone("Europe/Chisinau"), BTreeMap::new());
    let around = Around {
        segments,
        of: of.map(segment),
        ..around(&zone, NOW, &[], &merged)
    };
    sieve(&parse(line).expect("a filter"), around)
}

#[test]
fn a_live_segment_is_what_it_asks_and_its_me_is_its_owner() {
    let segments = BTreeMap::from([(segment(1), live("responsible:me;stage:lead", 9))]);
    let direct = parse("responsible:emp_0000000000009;stage:lead").expect("a filter");
    let asked = among(&segments, &format!("segment:{}", segment(1)), None);
    assert_eq!(asked, read(&direct, NOW));
    let not = among(&segments, &format!("segment.not:{}", segment(1)), None).expect("asked");
    assert_eq!(not, Sieve::Not(Box::new(asked.expect("asked"))));
}

#[test]
fn live_and_frozen_segments_stand_side_by_side() {
    let segments = BTreeMap::from([
        (segment(1), live("stage:lead", 9)),
        (segment(2), Segment::Frozen),
    ]);
    let line = format!("segment:{},{}", segment(1), segment(2));
    let Ok(Sieve::Any(of)) = among(&segments, &line, None) else {
        panic!("one of two was expected");
    };
    let frozen = Leaf {
        field: Field::Segment,
        test: Test::OneOf(vec![Choice::Id(2)]),
    };
    assert_eq!(of[1], Sieve::Leaf(frozen));
}

#[test]
fn what_a_segment_cannot_ask_is_told_where_it_is_named() {
    let named = |number: i64| format!("segment:{}", segment(number));
    let segments = BTreeMap::from([
        (segment(1), live(&named(2), 9)),
        (segment(2), live(&named(1), 9)),
        (segment(3), live("fields.gone.filled", 9)),
        (segment(4), live("stage:lead", 9)),
        (segment(5), live(&named(4), 9)),
        (segment(6), live(&named(5), 9)),
        (segment(7), live(&named(6), 9)),
        (segment(8), live(&named(7), 9)),
    ]);
    let told = |line: &str, of: Option<i64>| {
        let faults = among(&segments, line, of).expect_err("faulty");
        faults
            .into_iter()
            .map(|fault| (fault.at, fault.why))
            .collect::<Vec<_>>()
    };
    let at = |why| vec![(At::Value(0), why)];
    assert_eq!(told(&named(1), None), at(FilterFault::Circle));
    assert_eq!(told(&named(4), Some(4)), at(FilterFault::Circle));
    assert_eq!(told(&named(3), None), at(FilterFault::Unusable));
    assert_eq!(told(&named(99), None), at(FilterFault::UnknownSegment));
    assert_eq!(
        told("segment:утро", None),
        at(FilterFault::WrongId { wanted: "seg" })
    );
    assert!(among(&segments, &named(7), None).is_ok());
    assert_eq!(told(&named(8), None), at(FilterFault::Unusable));
}

#[test]
fn segments_of_segments_have_an_end() {
    let full = vec!["stage:lead"; MAX_LEAVES].join(";");
    let segments: Segments = (1..=11)
        .map(|number| (segment(number), live(&full, 9)))
        .collect();
    let line: Vec<String> = (1..=11).map(|number| segment(number).to_string()).collect();
    let faults =
        among(&segments, &format!("segment:{}", line.join(",")), None).expect_err("too many");
    assert_eq!(
        faults[0].why,
        FilterFault::TooMany {
            max: 10 * MAX_LEAVES
        }
    );
}

#[test]
fn companies_are_asked_about_their_own_fields() {
    let (zone, merged) = (zone("Europe/Chisinau"), BTreeMap::new());
    let around = around(&zone, NOW, &[], &merged);
    let read = |filter: &Filter| sieve::<CompanyField>(filter, around);
    let asked = Filter::test("tag", Operator::Is, &["Ёлки", "ДОГОВОР"]);
    let Ok(Sieve::Leaf(leaf)) = read(&asked) else {
        panic!("one question")
    };
    let words = ["елки", "договор"].map(|word| Choice::Word(word.to_owned()));
    assert_eq!(
        (leaf.field, leaf.test),
        (CompanyField::Tag, Test::OneOf(words.into()))
    );
    let refused = |field, is, values: &[&str]| {
        let faults = read(&Filter::test(field, is, values)).expect_err("a fault");
        faults[0].why.clone()
    };
    // What only clients have, and what is only shown.
    for field in ["stage", "next_step", "segment", "people", "contact"] {
        assert_eq!(
            refused(field, Operator::Filled, &[]),
            FilterFault::UnknownField,
            "{field}"
        );
    }
    assert!(matches!(
        refused("created_at", Operator::Empty, &[]),
        FilterFault::Operator { .. }
    ));
}
