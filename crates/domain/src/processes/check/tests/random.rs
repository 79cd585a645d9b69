//! Random graphs: the checker agrees with brute force, and what it accepts never gets stuck.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::chains::tests::{BRANCH, context, facts};
use crate::chains::{
    Adjustment, ChainState, Context, Decision, MAX_TASKS_A_DAY, Next, Rejection, Returned,
    TaskFacts, come_back, complete, start, wake,
};
use crate::clients::Stage;
use crate::fields::Raw;
use crate::processes::{Back, Call, Case, Condition};
use crate::time::{Due, Timestamp};

const KEYS: [&str; 5] = ["a", "b", "c", "d", "lost"];

fn any_due() -> impl Strategy<Value = DueRule> {
    prop_oneof![
        3 => Just(at_once()),
        3 => Just(working_days(1)),
        1 => Just(DueRule::Ask { amount: 1, unit: DueUnit::Days }),
        1 => Just(field("when")),
    ]
}

fn any_target(steps: usize, wild: bool) -> impl Strategy<Value = Target> {
    let keys: Vec<&str> = KEYS[..steps]
        .iter()
        .copied()
        .chain(wild.then_some("lost"))
        .collect();
    (select(keys), proptest::option::of(any_due())).prop_map(|(key, due)| Target {
        step: key.into(),
        due,
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
    })
}

fn any_exhausted(steps: usize, wild: bool) -> impl Strategy<Value = Exhausted> {
    prop_oneof![
        any_target(steps, wild).prop_map(|target| Exhausted::Step { target }),
        Just(Exhausted::Refusal),
        Just(Exhausted::End),
    ]
}

fn any_back(steps: usize, wild: bool) -> impl Strategy<Value = Back> {
    prop_oneof![
        4 => any_target(steps, wild).prop_map(|target| Back::Step { step: target.step }),
        1 => Just(Back::Goal),
        1 => Just(Back::Refusal),
        1 => Just(Back::End),
    ]
}

fn any_call(steps: usize, wild: bool) -> impl Strategy<Value = Call> {
    let back = || any_back(steps, wild);
    (back(), back(), back()).prop_map(|(goal, refusal, end)| Call {
        process_id: OTHER,
        goal,
        refusal,
        end,
    })
}

pub(crate) fn any_continuation(steps: usize, wild: bool) -> impl Strategy<Value = Continuation> {
    let retry = (
        1u32..4,
        proptest::collection::vec(any_due(), usize::from(!wild)..3),
        any_exhausted(steps, wild),
    );
    let sleep = (
        proptest::option::of(Just("day".to_owned())),
        u32::from(!wild)..3,
        any::<bool>(),
        proptest::option::of(any_call(steps, wild)),
        any_target(steps, wild),
    );
    prop_oneof![
        5 => any_target(steps, wild).prop_map(|target| Continuation::Step { target }),
        1 => Just(Continuation::Goal),
        1 => Just(Continuation::Refusal),
        1 => retry.prop_map(|(limit, due, exhausted)| Continuation::Retry {
            limit,
            due,
            assignee: AssigneeRule::Same,
            freedom: Freedom::Both,
            exhausted,
        }),
        2 => sleep.prop_map(move |(field, days, errands, call, target)| {
            // It waits for one thing; the checker says so of the wild ones.
            let errands = errands && (wild || call.is_none());
            Continuation::Sleep { until: SleepUntil { field, days, errands, call }, target }
        }),
    ]
}

/// Conditions that every result can be asked by.
pub(crate) fn any_condition() -> impl Strategy<Value = Condition> {
    let hour = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    prop_oneof![
        (1u32..4).prop_map(|at_least| Condition::Attempt { at_least }),
        select(vec![Stage::Lead, Stage::Client]).prop_map(|stage| Condition::Stage {
            one_of: vec![stage]
        }),
        (0u32..24, 1u32..24).prop_map(move |(from, long)| Condition::Hour {
            from: hour(from),
            until: hour((from + long) % 24),
        }),
    ]
}

fn any_cases(steps: usize, wild: bool) -> impl Strategy<Value = Vec<Case>> {
    let when = proptest::collection::vec(any_condition(), usize::from(!wild)..3);
    let case = (when, any_continuation(steps, wild)).prop_map(|(when, then)| Case { when, then });
    prop_oneof![
        2 => Just(Vec::new()),
        1 => proptest::collection::vec(case, 1..3),
    ]
}

/// A graph of up to four steps; a wild one may lack or double anything.
pub(crate) fn any_graph(wild: bool) -> impl Strategy<Value = Graph> {
    (1usize..=4).prop_flat_map(move |steps| {
        let results = proptest::collection::vec(
            proptest::sample::subsequence(vec![1i64, 2, 3, 4], 1..=4),
            steps,
        );
        let copies = if wild {
            prop_oneof![8 => Just(1usize), 1 => Just(0), 1 => Just(2)].boxed()
        } else {
            Just(1usize).boxed()
        };
        let then = (
            copies,
            any_continuation(steps, wild),
            any_cases(steps, wild),
        );
        let thens = proptest::collection::vec(then, steps * 4);
        let begin = match wild {
            true => proptest::option::weighted(0.9, any_target(steps, wild)).boxed(),
            false => any_target(steps, wild).prop_map(Some).boxed(),
        };
        (results, thens, begin).prop_map(move |(results, thens, begin)| {
            let mut thens = thens.into_iter();
            let mut graph = Graph {
                start: begin.map(|target| Target {
                    due: Some(at_once()),
                    ..target
                }),
                steps: Vec::new(),
                transitions: Vec::new(),
            };
            for (key, numbers) in KEYS.iter().zip(&results) {
                graph.steps.push(step(key, numbers));
                for number in numbers {
                    let (copies, then, cases) = thens.next().expect("enough continuations");
                    let transition = Transition {
                        cases,
                        ..on(key, *number, then)
                    };
                    graph
                        .transitions
                        .extend(std::iter::repeat_n(transition, copies));
                }
            }
            graph
        })
    })
}

/// Every way from step to step, and whether time passes on it; written again, without the checker's code.
fn ways(graph: &Graph) -> Vec<(usize, usize, bool)> {
    let place = |key: &str| graph.steps.iter().position(|step| step.key == key);
    let waits = |target: &Target| !matches!(target.due, Some(DueRule::After { amount: 0, .. }));
    let mut ways = Vec::new();
    for transition in &graph.transitions {
        let Some(from) = place(&transition.step) else {
            continue;
        };
        let mut thens = vec![&transition.then];
        for case in &transition.cases {
            thens.push(&case.then);
        }
        for then in thens {
            if let Continuation::Sleep { until, .. } = then
                && let Some(call) = &until.call
            {
                // The templates let a day pass, so no way back is timeless.
                for back in [&call.goal, &call.refusal, &call.end] {
                    if let Back::Step { step } = back
                        && let Some(to) = place(step)
                    {
                        ways.push((from, to, true));
                    }
                }
            }
            let way = match then {
                Continuation::Step { target }
                | Continuation::Retry {
                    exhausted: Exhausted::Step { target },
                    ..
                } => Some((target, waits(target))),
                Continuation::Sleep { until, target } => {
                    Some((target, !until.errands || waits(target)))
                }
                _ => None,
            };
            if let Some((target, time)) = way
                && let Some(to) = place(&target.step)
            {
                ways.push((from, to, time));
            }
        }
    }
    ways
}

/// Walks every path that visits no step twice; true when one closes without any time passing.
fn has_timeless_circle(path: &mut Vec<usize>, ways: &[(usize, usize, bool)]) -> bool {
    let here = path[path.len() - 1];
    for (from, to, time) in ways {
        if *from != here || *time {
            continue;
        }
        if *to == path[0] {
            return true;
        }
        if !path.contains(to) {
            path.push(*to);
            let found = has_timeless_circle(path, ways);
            path.pop();
            if found {
                return true;
            }
        }
    }
    false
}

fn steps_with(problems: &[Problem], code: ProblemCode) -> BTreeSet<String> {
    problems
        .iter()
        .filter(|problem| problem.code == code)
        .filter_map(|problem| problem.step.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn the_checker_agrees_with_brute_force(graph in any_graph(true)) {
        let problems = publishable(&graph, &catalogue());
        let ways = ways(&graph);

        let circle = (0..graph.steps.len()).any(|first| has_timeless_circle(&mut vec![first], &ways));
        prop_assert_eq!(!steps_with(&problems, ProblemCode::IllegalLoop).is_empty(), circle);

        let counted = |wanted: fn(usize) -> bool| -> BTreeSet<String> {
            let pairs = graph.steps.iter().flat_map(|step| step.results.iter().map(move |result| (step, result)));
            pairs
                .filter(|(step, result)| wanted(graph.transitions.iter().filter(|t| t.step == step.key && t.result_id == **result).count()))
                .map(|(step, _)| step.key.clone())
                .collect()
        };
        prop_assert_eq!(steps_with(&problems, ProblemCode::MissingContinuation), counted(|count| count == 0));
        prop_assert_eq!(steps_with(&problems, ProblemCode::DuplicateContinuation), counted(|count| count > 1));

        let cases = |wanted: fn(&[Case], usize) -> bool| -> BTreeSet<String> {
            let has = |one: &&Transition| (0..one.cases.len()).any(|place| wanted(&one.cases, place));
            graph.transitions.iter().filter(has).map(|one| one.step.clone()).collect()
        };
        let two = |then: &Continuation| matches!(then, Continuation::Sleep { until, .. } if until.errands && until.call.is_some());
        let waits: BTreeSet<String> = graph
            .transitions
            .iter()
            .filter(|one| two(&one.then) || one.cases.iter().any(|case| two(&case.then)))
            .map(|one| one.step.clone())
            .collect();
        prop_assert_eq!(steps_with(&problems, ProblemCode::WaitsForTwo), waits);
        prop_assert_eq!(steps_with(&problems, ProblemCode::EmptyCase), cases(|all, place| all[place].when.is_empty()));
        let covered = |all: &[Case], place: usize| {
            all[..place].iter().any(|earlier| earlier.when.iter().filter(|one| !all[place].when.contains(one)).count() == 0)
        };
        prop_assert_eq!(steps_with(&problems, ProblemCode::CaseNeverDecides), cases(covered));

        let first = graph.start.as_ref().and_then(|start| graph.steps.iter().position(|step| step.key == start.step));
        if let Some(first) = first {
            let mut seen = vec![false; graph.steps.len()];
            seen[first] = true;
            for _ in 0..graph.steps.len() {
                for (from, to, _) in &ways {
                    seen[*to] |= seen[*from];
                }
            }
            let lost: BTreeSet<String> =
                graph.steps.iter().zip(&seen).filter(|(_, seen)| !**seen).map(|(step, _)| step.key.clone()).collect();
            prop_assert_eq!(steps_with(&problems, ProblemCode::UnreachableStep), lost);
        } else {
            prop_assert!(!has_no_errors(&problems), "without a start nothing is published");
        }
    }
}

/// How a called process ends by the date, or that it has not.
fn any_end() -> impl Strategy<Value = ChainState> {
    select(vec![
        ChainState::Active,
        ChainState::Goal,
        ChainState::Refused,
        ChainState::Ended,
        ChainState::Cancelled,
    ])
}

/// A chain as the store would keep it.
struct Running {
    cx: Context,
    step: String,
    made: Vec<Timestamp>,
}

impl Running {
    fn recent(&mut self) -> u32 {
        let since = self.cx.now.minus(chrono::Duration::hours(24));
        let recent = self.made.iter().filter(|at| **at > since).count() as u32;
        self.cx.chain.as_mut().unwrap().recent_tasks = recent;
        recent
    }

    fn complete(&self, result: ResultId) -> Result<Decision, Rejection> {
        let mut values = BTreeMap::new();
        if result == id(4) {
            let when = self.cx.now.plus(chrono::Duration::hours(30));
            values.insert("when".to_owned(), Raw::Text(when.to_string()));
            values.insert("who".to_owned(), Raw::Text(ANNA.to_string()));
        }
        let task = TaskFacts {
            step: Some(self.step.clone()),
            ..facts()
        };
        let today = Due::Day(self.cx.zone.day(self.cx.now));
        let asked = Adjustment {
            due: Some(today),
            assignee_id: None,
        };
        let silent = Adjustment::default();
        match complete(&task, result, &values, None, &silent, ANNA, &self.cx) {
            Err(Rejection::DueRequired) => {
                complete(&task, result, &values, None, &asked, ANNA, &self.cx)
            }
            decided => decided,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// Rules 2 and 3: whatever people answer, an active chain has exactly one task, a sleeping one exactly one date.
    #[test]
    fn an_accepted_graph_never_gets_stuck(
        graph in any_graph(false),
        answers in proptest::collection::vec((any::<Index>(), 0i64..40, 0u32..2, any_end()), 1..60),
    ) {
        prop_assume!(has_no_errors(&publishable(&graph, &catalogue())));
        let mut cx = context();
        cx.templates = catalogue().templates;
        cx.results = catalogue().results;
        cx.chain.as_mut().unwrap().graph = graph.clone();
        let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).expect("an accepted graph starts");
        let mut chain = Running { made: vec![cx.now], step: begun.task.step, cx };

        for (answer, hours, open_errands, end) in answers {
            chain.cx.chain.as_mut().unwrap().open_errands = open_errands;
            let results = graph.step(&chain.step).expect("tasks stand at steps").results.clone();
            let result = *answer.get(&results);
            let tired = chain.recent() >= MAX_TASKS_A_DAY;
            let before = chain.cx.chain.clone().unwrap();
            let decision = match chain.complete(result) {
                Err(Rejection::TooManySteps) => {
                    prop_assert!(tired, "the guard fires only at its limit");
                    chain.cx.now = chain.cx.now.plus(chrono::Duration::hours(25));
                    continue;
                }
                decided => decided.expect("every result leads somewhere"),
            };
            // Once: the same completion decides the same.
            prop_assert_eq!(chain.complete(result), Ok(decision.clone()));
            // One continuation wins: that of the first case that holds, found by hand.
            let transition = graph.transition(&chain.step, result).expect("an accepted graph is whole");
            let tried = before.attempts.get(&chain.step).copied().unwrap_or(0) + 1;
            let hour = chain.cx.zone.wall(chain.cx.now).time();
            let holds = |condition: &Condition| match condition {
                Condition::Attempt { at_least } => tried >= *at_least,
                Condition::Stage { one_of } => *one_of == [Stage::Lead],
                Condition::Hour { from, until } if from < until => *from <= hour && hour < *until,
                Condition::Hour { from, until } => !(*until <= hour && hour < *from),
                other => panic!("{other:?} is not drawn"),
            };
            let mut wins = None;
            for (place, case) in transition.cases.iter().enumerate().rev() {
                if !case.when.iter().any(|condition| !holds(condition)) {
                    wins = Some(place);
                }
            }
            let because = decision.because.as_ref().map(|because| because.case as usize - 1);
            prop_assert_eq!(because, wins);
            let decided = wins.map_or(&transition.then, |place| &transition.cases[place].then);
            let change = decision.chain.clone().expect("a chain's task changes its chain");
            let expected = match &decision.next {
                Next::Task(_) => ChainState::Active,
                Next::Sleep { .. } => ChainState::Sleeping,
                Next::Goal => ChainState::Goal,
                Next::Refusal => ChainState::Refused,
                Next::End | Next::StartProcess { .. } => ChainState::Ended,
                Next::Nothing | Next::Join(_) => return Err(TestCaseError::fail("a chain is never left without a next step")),
            };
            prop_assert_eq!(change.state, expected);
            prop_assert_eq!(&before, chain.cx.chain.as_ref().unwrap(), "deciding changes nothing");
            chain.cx.chain.as_mut().unwrap().attempts = change.attempts.clone();

            let next = match decision.next {
                Next::Task(task) => task,
                Next::Sleep { until, errands, call, target } => {
                    prop_assert!(until >= chain.cx.now);
                    prop_assert!(!errands || before.open_errands > 0, "it waits only for what there is");
                    match call.as_ref().and_then(|call| call.back(end)) {
                        Some(back) => match come_back(back, &target, "Другой", ANNA, BRANCH, &chain.cx).expect("a caller goes on") {
                            Returned::Task(begun) => {
                                prop_assert_eq!(&Back::Step { step: begun.task.step.clone() }, back);
                                begun.task
                            }
                            Returned::Ended(state) => {
                                let ended = match back {
                                    Back::Goal => Some(ChainState::Goal),
                                    Back::Refusal => Some(ChainState::Refused),
                                    Back::End => Some(ChainState::Ended),
                                    Back::Step { .. } => None,
                                };
                                prop_assert_eq!(Some(state), ended);
                                return Ok(());
                            }
                        },
                        None => {
                            chain.cx.now = until;
                            wake(&target, ANNA, BRANCH, &chain.cx).expect("a sleeping chain wakes").task
                        }
                    }
                }
                _ => return Ok(()),
            };
            if let Continuation::Retry { limit, .. } = decided
                && next.step == chain.step
            {
                prop_assert!(next.attempt <= *limit);
            }
            prop_assert_eq!(next.attempt, change.attempts.get(&next.step).copied().unwrap_or(0) + 1);
            chain.made.push(chain.cx.now);
            chain.step = next.step;
            chain.cx.now = chain.cx.now.plus(chrono::Duration::hours(hours));
        }
    }
}
