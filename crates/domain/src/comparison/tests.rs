//! Known reference values, and what must hold of all numbers.

use chrono::Duration;
use proptest::prelude::*;

use super::interval::lower_rank;
use super::*;
use crate::chains::ChainState;
use crate::ids::{ClientId, ComparisonId};
use crate::time::Timestamp;

const FIRST: ComparisonId = ComparisonId::from_i64(0x0192_0000_0000_0001);

fn at(day: i64) -> Timestamp {
    Timestamp::EPOCH.plus(Duration::days(day))
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 0.000_06
}

/// A repeatable number from 0 to 1.
fn chance(seed: &mut u64) -> f64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 11) as f64 / (1_u64 << 53) as f64
}

/// Newcombe, Statistics in Medicine 17 (1998), 857–872: method 3.
#[test]
fn intervals_of_a_share_are_those_of_the_literature() {
    for (times, of, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
    ] {
        let found = wilson(times, of).expect("an interval");
        let near = close(found.low, low) && close(found.high, high);
        assert!(near, "{times} of {of}: {found:?}");
    }
    assert_eq!(wilson(0, 0), None);
}

/// Newcombe, Statistics in Medicine 17 (1998), 873–890: method 10.
#[test]
fn intervals_of_a_difference_are_those_of_the_literature() {
    for ((a, m), (b, n), low, high) in [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ] {
        let (greater, less) = (wilson(a, m).expect("one"), wilson(b, n).expect("other"));
        let found = difference(less, greater);
        let near = close(found.low, low) && close(found.high, high);
        assert!(near, "{a}/{m} - {b}/{n}: {found:?}");
    }
}

/// The tables of the sign test: the interval ends at this rank from either end.
#[test]
fn ranks_of_the_middle_are_those_of_the_tables() {
    for (count, rank) in [
        (0, None),
        (5, None),
        (6, Some(1)),
        (8, Some(1)),
        (9, Some(2)),
        (10, Some(2)),
        (15, Some(4)),
        (20, Some(6)),
        (25, Some(8)),
        (50, Some(18)),
        (100, Some(40)),
    ] {
        assert_eq!(lower_rank(count), rank, "{count}");
    }
    // Near the normal approximation where half to the power of the count is nought to a computer.
    let rank = lower_rank(40_000).expect("a rank");
    assert!(
        (rank as f64 - (20_000.0 - 1.96 * 100.0)).abs() < 2.0,
        "{rank}"
    );
}

#[test]
fn the_middle_lies_between_two_of_the_values() {
    let mut days: Vec<i64> = vec![9, 1, 8, 2, 7, 3, 6, 4, 5, 100];
    let found = median(&mut days).expect("an interval");
    assert_eq!((found.low, found.value, found.high), (2.0, 5.5, 9.0));
    assert_eq!(median(&mut [1, 2, 3, 4, 5]), None);
}

#[test]
fn contacts_of_those_who_never_came_count_as_well() {
    let clients = [
        (3, true),
        (1, true),
        (2, true),
        (4, true),
        (2, true),
        (6, false),
        (0, false),
    ];
    let found = per_goal(&clients).expect("an interval");
    assert_eq!(found.value, 18.0 / 5.0);
    // By hand: the squares of -0.6, -2.6, -1.6, 0.4, -1.6, 6 and 0 make 48.4; times 7/6, the root, by 18.
    let deviation = (48.4_f64 * 7.0 / 6.0).sqrt() / 18.0;
    assert!(
        close(found.high, 3.6 * (1.959_964 * deviation).exp()),
        "{found:?}"
    );
    assert!(close(found.low * found.high, found.value * found.value));
    assert_eq!(per_goal(&clients[..4]), None, "four goals");
    assert_eq!(per_goal(&[(0, true); 9]), None, "no contacts at all");
}

/// The usual tables for two shares, two-sided 5 %, power 80 %, without correction: as `power.prop.test` of R gives them.
#[test]
fn as_many_clients_as_the_tables_say() {
    for (before, difference, clients) in [
        (Some(0.50), 5, 1_565),
        (None, 5, 1_565),
        (Some(0.10), 5, 686),
        (Some(0.20), 10, 294),
        (Some(0.50), 10, 388),
        (Some(0.80), 10, 294),
    ] {
        let terms = Terms {
            difference,
            ..USUAL
        };
        let planned = planned(&terms, before);
        assert_eq!(
            planned,
            Planned {
                present: clients,
                challenger: clients
            },
            "{before:?} {difference}"
        );
    }
}

#[test]
fn an_uneven_share_takes_more_clients_and_nothing_takes_fewer_than_twenty() {
    let with = |share, difference| {
        planned(
            &Terms {
                share,
                difference,
                ..USUAL
            },
            Some(0.4),
        )
    };
    let even = with(50, 10).all();
    let uneven = with(10, 10);
    assert!(uneven.all() > even * 2, "{uneven:?} {even}");
    assert!(
        uneven.present.abs_diff(uneven.challenger * 9) <= 9,
        "{uneven:?}"
    );
    for (share, difference, before) in [(50, 50, Some(0.0)), (1, 50, Some(1.0)), (99, 50, None)] {
        let least = planned(
            &Terms {
                share,
                difference,
                ..USUAL
            },
            before,
        );
        assert!(least.present >= 20 && least.challenger >= 20, "{least:?}");
    }
}

/// The interval of a share holds the truth about 95 times out of 100 wherever the truth is; every outcome is weighed exactly.
#[test]
fn a_share_is_held_as_often_as_is_said() {
    for of in [20_u32, 60, 150] {
        let mut held = 0.0;
        for truth in 1..100 {
            let truth = f64::from(truth) / 100.0;
            let mut weight = (1.0 - truth).powi(of as i32);
            for times in 0..=of {
                let found = wilson(times, of).expect("an interval");
                if found.low <= truth && truth <= found.high {
                    held += weight;
                }
                weight *= f64::from(of - times) / f64::from(times + 1) * truth / (1.0 - truth);
            }
        }
        held /= 99.0;
        assert!((0.94..0.97).contains(&held), "{of}: {held}");
    }
}

/// Two thousand made-up comparisons each: of equal versions one is rarely called better, a difference worth having is found.
#[test]
fn the_rule_errs_as_often_as_it_says() {
    let terms = Terms {
        share: 30,
        days: 10,
        difference: 15,
    };
    let planned = planned(&terms, Some(0.4));
    let mut seed = 7;
    let mut found = |present: f64, challenger: f64| {
        let mut better = 0;
        for _ in 0..2_000 {
            let mut goals = |of: u32, share: f64| {
                let goals = (0..of).filter(|_| chance(&mut seed) < share).count();
                wilson(goals as u32, of).expect("an interval")
            };
            let present = goals(planned.present, present);
            let challenger = goals(planned.challenger, challenger);
            better += u32::from(difference(present, challenger).low > 0.0);
        }
        f64::from(better) / 2_000.0
    };
    let by_chance = found(0.4, 0.4);
    assert!(by_chance < 0.04, "{by_chance}");
    let power = found(0.4, 0.55);
    assert!((0.76..0.86).contains(&power), "{power}");
}

/// Three times as many contacts for each client who comes in the end, and some who never do.
#[test]
fn the_ratio_is_held_as_often_as_is_said() {
    let (mut seed, mut held) = (3, 0);
    for _ in 0..2_000 {
        let clients: Vec<(u32, bool)> = (0..200)
            .map(|_| {
                let goal = chance(&mut seed) < 0.3;
                let contacts = 1 + (chance(&mut seed) * 5.0) as u32 + 2 * u32::from(goal);
                (contacts, goal)
            })
            .collect();
        // 3 contacts on average and 2 more with each goal.
        let truth = (3.0 + 2.0 * 0.3) / 0.3;
        let found = per_goal(&clients).expect("an interval");
        held += u32::from(found.low <= truth && truth <= found.high);
    }
    assert!((1_860..1_950).contains(&held), "{held}");
}

#[test]
fn half_of_the_clients_of_any_hundred_in_a_row_go_elsewhere() {
    for from in [0_i64, 1 << 20, i64::MAX - 20_000] {
        let clients = (from..from + 10_000).map(ClientId::from_i64);
        let there = clients
            .filter(|id| side_of(FIRST, *id, 50) == Side::Challenger)
            .count();
        assert!((4_800..5_200).contains(&there), "{there} from {from}");
    }
}

/// A lot is stored nowhere: were it drawn otherwise tomorrow, clients would change sides.
#[test]
fn lots_stay_what_they_are() {
    let lots: Vec<u32> = (1..=12)
        .map(|id| lot(FIRST, ClientId::from_i64(id)))
        .collect();
    assert_eq!(lots, LOTS);
}

const LOTS: [u32; 12] = [21, 33, 34, 81, 7, 59, 30, 94, 46, 49, 89, 65];

fn run(side: Side, began: i64, state: ChainState, ended: Option<i64>, contacts: &[i64]) -> Run {
    Run {
        side,
        began: at(began),
        state,
        ended: ended.map(at),
        contacts: contacts.iter().copied().map(at).collect(),
    }
}

const TERMS: Terms = Terms {
    share: 50,
    days: 30,
    difference: 20,
};
const PLANNED: Planned = Planned {
    present: 4,
    challenger: 4,
};

#[test]
fn who_is_not_judged_yet_counts_as_begun_only() {
    use ChainState::{Active, Cancelled, Ended, Goal, Refused, Sleeping};
    use Side::{Challenger, Present};
    let runs = [
        // A goal in time; one of its contacts came after it was judged.
        run(Present, 0, Goal, Some(3), &[1, 2, 3, 31]),
        // A goal, but too late: a client without one.
        run(Present, 1, Goal, Some(40), &[2, 20, 39]),
        run(Challenger, 1, Refused, Some(2), &[2]),
        run(Challenger, 2, Cancelled, Some(5), &[]),
        run(Challenger, 9, Ended, Some(10), &[10]),
        // Not thirty days yet, though it ended well already.
        run(Present, 20, Goal, Some(21), &[21]),
        run(Present, 21, Active, None, &[22]),
        run(Challenger, 22, Sleeping, None, &[]),
    ];
    let found = report(&TERMS, PLANNED, &runs, at(41));
    let present = &found.present;
    assert_eq!((present.begun, present.goal, present.running), (4, 3, 1));
    assert_eq!(
        (present.judged, present.reached, present.contacts),
        (2, 1, 5)
    );
    assert_eq!(present.goal_share, wilson(1, 2));
    let other = &found.challenger;
    assert_eq!(
        (other.begun, other.refused, other.ended, other.running),
        (4, 1, 2, 1)
    );
    assert_eq!((other.judged, other.reached, other.contacts), (3, 0, 2));
    let until = Some(at(52));
    assert_eq!(
        found.verdict,
        Verdict::NotYet {
            more: 0,
            waiting: 3,
            until
        }
    );
    assert_eq!(found.at, at(41));
}

#[test]
fn whose_contacts_matter() {
    use ChainState::{Active, Goal};
    use Side::{Challenger, Present};
    let runs = [
        run(Present, 0, Goal, Some(3), &[1]),
        run(Challenger, 2, Goal, Some(4), &[3]),
        run(Present, 5, Goal, Some(9), &[7]),
        run(Challenger, 8, Active, None, &[9]),
        run(Present, 20, Active, None, &[21]),
    ];
    let few = Planned {
        present: 1,
        challenger: 1,
    };
    for (planned, now, last) in [
        (PLANNED, 29, None),
        (PLANNED, 30, Some(0)),
        (PLANNED, 37, Some(5)),
        (PLANNED, 60, Some(20)),
        (few, 60, Some(2)),
    ] {
        let found = last_judged(&TERMS, planned, &runs, at(now));
        assert_eq!(found, last.map(at), "{planned:?}, day {now}");
        // What is read no further says the same.
        let read = runs.iter().cloned().map(|run| match found {
            Some(last) if run.began <= last => run,
            _ => Run {
                contacts: Vec::new(),
                ..run
            },
        });
        let read: Vec<Run> = read.collect();
        let whole = report(&TERMS, planned, &runs, at(now));
        assert_eq!(report(&TERMS, planned, &read, at(now)), whole);
    }
}

/// So many of each side, the first of whom reached the goal on the fifth day.
fn cohort(side: Side, clients: u32, goals: u32) -> impl Iterator<Item = Run> {
    (0..clients).map(move |number| match number < goals {
        true => run(side, 0, ChainState::Goal, Some(5), &[1]),
        false => run(side, 0, ChainState::Refused, Some(2), &[1]),
    })
}

#[test]
fn the_verdict_waits_for_the_plan_and_then_stays() {
    let planned = Planned {
        present: 100,
        challenger: 100,
    };
    let told = |present: (u32, u32), challenger: (u32, u32), day: i64| {
        let mut runs: Vec<Run> = cohort(Side::Present, present.0, present.1).collect();
        runs.extend(cohort(Side::Challenger, challenger.0, challenger.1));
        report(&TERMS, planned, &runs, at(day)).verdict
    };
    let not_yet = |more, waiting, until: Option<i64>| Verdict::NotYet {
        more,
        waiting,
        until: until.map(at),
    };
    // However clear it looks.
    assert_eq!(told((99, 0), (99, 99), 90), not_yet(2, 0, None));
    assert_eq!(told((0, 0), (0, 0), 90), not_yet(200, 0, None));
    assert_eq!(told((100, 0), (40, 40), 90), not_yet(120, 0, None));
    assert_eq!(told((100, 0), (100, 99), 29), not_yet(0, 200, Some(30)));
    assert_eq!(told((100, 30), (100, 60), 30), Verdict::ChallengerBetter);
    assert_eq!(told((100, 60), (100, 30), 30), Verdict::PresentBetter);
    let Verdict::NoDifference { at_most } = told((100, 40), (100, 45), 30) else {
        panic!("no difference");
    };
    assert!((0.18..0.19).contains(&at_most), "{at_most}");
    // Those who came later change nothing: 400 more, none of whom reached anything.
    assert_eq!(told((100, 30), (500, 60), 30), Verdict::ChallengerBetter);
}

proptest! {
    /// A greater share only moves the boundary.
    #[test]
    fn who_is_with_the_challenger_stays_there(comparison: i64, client: i64, less in 1_u32..99, more in 0_u32..98) {
        let (comparison, client) = (ComparisonId::from_i64(comparison), ClientId::from_i64(client));
        let greater = (less + more).min(99);
        if side_of(comparison, client, less) == Side::Challenger {
            prop_assert_eq!(side_of(comparison, client, greater), Side::Challenger);
        }
        prop_assert_eq!(side_of(comparison, client, less), side_of(comparison, client, less));
        prop_assert!(lot(comparison, client) < 100);
    }

    /// Of many clients as many go to the challenger as were to: within five standard deviations.
    #[test]
    fn the_share_is_kept(comparison: i64, from in 0_i64..1 << 50, stride in 1_i64..1 << 10, share in 1_u32..=99) {
        let comparison = ComparisonId::from_i64(comparison);
        let clients = (0..4_000).map(|n| ClientId::from_i64(from + n * stride));
        let there = clients.filter(|id| side_of(comparison, *id, share) == Side::Challenger).count();
        let part = f64::from(share) / 100.0;
        let spread = (4_000.0 * part * (1.0 - part)).sqrt();
        prop_assert!((there as f64 - 4_000.0 * part).abs() < 5.0 * spread, "{} of {}", there, share);
    }

    /// Two comparisons split the same clients independently.
    #[test]
    fn comparisons_know_nothing_of_each_other(first: i64, second: i64) {
        prop_assume!(first != second);
        let lots = |id: i64| {
            let id = ComparisonId::from_i64(id);
            (0..4_000).map(move |client| side_of(id, ClientId::from_i64(client), 50))
        };
        let same = lots(first).zip(lots(second)).filter(|(a, b)| a == b).count();
        prop_assert!((1_840..2_160).contains(&same), "{}", same);
    }

    /// An interval holds its value, within what is possible, and more clients make it narrower.
    #[test]
    fn intervals_are_around_their_value(of in 1_u32..5_000, part in 0.0_f64..=1.0) {
        let times = (f64::from(of) * part) as u32;
        let one = wilson(times, of).expect("an interval");
        prop_assert!(0.0 <= one.low && one.low <= one.value && one.value <= one.high && one.high <= 1.0);
        let ten = wilson(times * 10, of * 10).expect("an interval");
        prop_assert!(ten.high - ten.low < one.high - one.low);
        let nought = difference(one, one);
        prop_assert!(nought.low <= 0.0 && nought.high >= 0.0);
        prop_assert!((nought.low + nought.high).abs() < 1e-9);
    }

    /// Whatever the runs are: everybody is counted once, and the sides change places with their names.
    #[test]
    fn reports_add_up_and_are_fair(seeds in prop::collection::vec((any::<bool>(), 0_i64..80, 0_usize..6, 0_i64..60), 0..60)) {
        let mut runs: Vec<Run> = seeds.iter().map(|(challenger, began, state, lasted)| {
            let side = if *challenger { Side::Challenger } else { Side::Present };
            let state = ChainState::ALL[*state];
            let over = !matches!(state, ChainState::Active | ChainState::Sleeping);
            run(side, *began, state, over.then_some(began + lasted), &[*began, began + 1])
        }).collect();
        runs.sort_by_key(|run| run.began);
        let mirrored: Vec<Run> = runs.iter().map(|run| Run {
            side: if run.side == Side::Present { Side::Challenger } else { Side::Present },
            ..run.clone()
        }).collect();
        let (found, other) = (report(&TERMS, PLANNED, &runs, at(70)), report(&TERMS, PLANNED, &mirrored, at(70)));
        for side in [&found.present, &found.challenger] {
            prop_assert_eq!(side.begun, side.goal + side.refused + side.ended + side.running);
            prop_assert!(side.reached <= side.judged && side.judged <= side.begun.min(side.planned));
        }
        prop_assert_eq!(&found.present, &other.challenger);
        prop_assert_eq!(found.difference.map(|it| it.low), other.difference.map(|it| -it.high));
        let turned = match other.verdict {
            Verdict::PresentBetter => Verdict::ChallengerBetter,
            Verdict::ChallengerBetter => Verdict::PresentBetter,
            same => same,
        };
        prop_assert_eq!(found.verdict, turned);
    }
}
