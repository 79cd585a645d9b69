//! Numbers that can be added up by hand, and a graph that reproduces its own history.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::calendar::tests::date;
use crate::chains::tests::{
    ANNA, BORIS, BRANCH, GALINA, MANAGERS, context as club, target, working_days,
};
use crate::chains::{
    Adjustment, ChainFacts, ChainState, Context, NewTask, Next, TaskFacts, again, start, wake,
};
use crate::fields::{FieldType, FieldValue};
use crate::ids::{ChainId, TaskId, VersionId};
use crate::processes::{
    Action, Also, AssigneeRule, Continuation, DueRule, Exhausted, Graph, Pick, SleepUntil, Step,
    Target, Transition,
};
use crate::tasks::{Priority, TaskState};
use crate::time::tests::wall;

/// Made once: the zone takes its time.
static CLUB: LazyLock<Context> = LazyLock::new(club);

const THINKS: ResultId = ResultId::from_i64(1);
const NO_ANSWER: ResultId = ResultId::from_i64(2);
const BOUGHT: ResultId = ResultId::from_i64(3);
const CALL_BACK: ResultId = ResultId::from_i64(5);
const LATER: ResultId = ResultId::from_i64(6);
const CALL: TemplateId = TemplateId::from_i64(1);
const VISIT: TemplateId = TemplateId::from_i64(2);

fn step(key: &str, template_id: TemplateId, results: &[ResultId]) -> Step {
    Step {
        key: key.into(),
        template_id,
        results: results.to_vec(),
        position: None,
    }
}

fn to(target: Target) -> Continuation {
    Continuation::Step { target }
}

fn graph(steps: Vec<Step>, ways: Vec<(&str, ResultId, Continuation)>) -> Graph {
    let ways = ways
        .into_iter()
        .map(|(step, result_id, then)| Transition::plain(step, result_id, then));
    Graph {
        start: Some(target("call", working_days(0))),
        steps,
        transitions: ways.collect(),
    }
}

/// A call that is thought over for three days, tried twice, and bought at the visit.
fn published() -> Graph {
    let retry = Continuation::Retry {
        limit: 2,
        due: vec![working_days(1)],
        assignee: AssigneeRule::Same,
        freedom: Default::default(),
        exhausted: Exhausted::Refusal,
    };
    let sleep = Continuation::Sleep {
        until: SleepUntil {
            field: None,
            days: 7,
            errands: false,
            call: None,
        },
        target: target("call", working_days(0)),
    };
    let visit = DueRule::Field {
        field: "when".into(),
        offset_minutes: 0,
    };
    graph(
        vec![
            step("call", CALL, &[THINKS, NO_ANSWER, CALL_BACK, LATER, BOUGHT]),
            step("visit", VISIT, &[BOUGHT, THINKS]),
        ],
        vec![
            ("call", THINKS, to(target("call", working_days(3)))),
            ("call", NO_ANSWER, retry),
            ("call", CALL_BACK, to(target("visit", visit))),
            ("call", LATER, sleep),
            ("call", BOUGHT, Continuation::Goal),
            ("visit", BOUGHT, Continuation::Goal),
            ("visit", THINKS, to(target("call", working_days(1)))),
        ],
    )
}

fn instant(text: &str) -> Timestamp {
    CLUB.zone.instant(wall(text))
}

/// From Monday, 26 October, to Friday, 20 November 2026, noon.
fn period() -> Period {
    Period {
        first_day: date("2026-10-26"),
        days: 26,
        until: instant("2026-11-20 12:00"),
    }
}

fn stage() -> Context {
    let mut cx = CLUB.clone();
    for template in &mut cx.templates {
        template.planned_minutes = (template.id == CALL).then_some(10);
    }
    cx
}

fn replayed(graph: &Graph, stories: &[Story]) -> Replayed {
    let mut rehearsal = Rehearsal::new(graph, period(), BTreeMap::from([(BRANCH, stage())]));
    for story in stories {
        rehearsal.replay(story);
    }
    rehearsal.finish()
}

/// A result on the day its task was due.
fn given(step: &str, result_id: ResultId, at: &str) -> Given {
    let at = instant(at);
    let template_id = if step == "visit" { VISIT } else { CALL };
    Given {
        template_id,
        step: step.into(),
        result_id,
        answers: vec![],
        by: ANNA,
        at,
        due: Due::Day(CLUB.zone.day(at)),
        assignee: Assignee::Employee(ANNA),
        attempt: 1,
        made: at,
        chosen: false,
    }
}

fn story(given: Vec<Given>) -> Story {
    Story {
        client: ClientFacts {
            responsible_id: Some(BORIS),
            ..CLUB.client.clone().unwrap()
        },
        branch: BRANCH,
        beginning: Beginning::Started {
            at: given[0].at,
            by: Some(ANNA),
        },
        given,
        waits_at: None,
    }
}

/// Thinks on Monday, buys on Thursday.
fn thinker() -> Story {
    story(vec![
        given("call", THINKS, "2026-11-02 11:00"),
        given("call", BOUGHT, "2026-11-05 12:00"),
    ])
}

fn times(replayed: &Replayed, step: &str, result: ResultId) -> u32 {
    let results = &replayed.places[step].results;
    results.iter().find(|(id, _)| *id == result).unwrap().1
}

#[test]
fn a_graph_makes_of_its_own_history_what_really_happened() {
    let seen = replayed(&published(), &[thinker()]);
    assert_eq!((seen.chains, seen.used, seen.left_over), (1, 2, 0));
    assert_eq!(seen.ends.goal, 1);
    assert_eq!(seen.seconds_to_goal, Some(3 * 86_400 + 3_600));
    assert_eq!((seen.tasks, seen.minutes, seen.unplanned), (2, 20, 0));
    let load = &seen.load[&Carrier::Employee(ANNA)];
    assert_eq!((load.days[7], load.days[10], load.tasks), (1, 1, 2));
    assert_eq!(
        (times(&seen, "call", THINKS), times(&seen, "visit", BOUGHT)),
        (1, 0)
    );
    let [round] = &seen.rounds[..] else {
        panic!("{:?}", seen.rounds)
    };
    assert_eq!(round.steps, ["call"]);
    assert_eq!((round.times, round.clients, round.most), (1, 1, 1));
}

#[test]
fn another_delay_and_another_person_move_the_load() {
    let mut draft = published();
    draft.transitions[0].then = to(Target {
        assignee: AssigneeRule::Role {
            role_id: MANAGERS,
            pick: Pick::RoundRobin,
        },
        ..target("call", working_days(1))
    });
    let seen = replayed(&draft, &[thinker()]);
    assert_eq!(seen.load[&Carrier::Employee(ANNA)].days[7], 1);
    assert_eq!(seen.load[&Carrier::Employee(GALINA)].days[8], 1);
    assert_eq!(seen.seconds_to_goal, Some(86_400 + 3_600));
}

#[test]
fn errands_are_work_of_whoever_gets_them_on_the_day_they_are_due() {
    let mut draft = published();
    draft.transitions[0].also.push(Also {
        when: vec![],
        act: Action::Errand {
            template_id: VISIT,
            due: Some(working_days(1)),
            assignee: AssigneeRule::Responsible,
            text: None,
        },
    });
    let seen = replayed(&draft, &[thinker()]);
    assert_eq!((seen.tasks, seen.errands, seen.unplanned), (3, 1, 1));
    let load = &seen.load[&Carrier::Employee(BORIS)];
    assert_eq!((load.tasks, load.days[8]), (1, 1));
    let of_steps: u32 = seen.places.values().map(|place| place.tasks).sum();
    assert_eq!(of_steps, 2, "an errand is of no step");
    // What comes after the period is not counted.
    let late = story(vec![given("call", THINKS, "2026-11-20 11:00")]);
    assert_eq!(replayed(&draft, &[late]).errands, 0);
}

#[test]
fn what_the_past_does_not_know_is_said_and_not_invented() {
    let mut draft = published();
    // Whoever thinks is invited at once; nobody in this story ever visited.
    draft.transitions[0].then = to(target("visit", working_days(1)));
    let seen = replayed(&draft, &[thinker()]);
    assert_eq!((seen.ends.unknown, seen.places["visit"].unknown), (1, 1));
    assert_eq!((seen.used, seen.left_over), (1, 1));
    // The task that would be there is work all the same; how long it takes was never planned.
    assert_eq!((seen.tasks, seen.unplanned), (2, 1));
}

#[test]
fn results_without_a_way_are_dead_ends_by_name() {
    let mut draft = published();
    draft.steps[0].results.retain(|result| *result != THINKS);
    draft.transitions.retain(|way| way.result_id != BOUGHT);
    let buyer = story(vec![given("call", BOUGHT, "2026-11-03 11:00")]);
    let seen = replayed(&draft, &[thinker(), thinker(), buyer]);
    let told: Vec<_> = seen
        .dead_ends
        .iter()
        .map(|(end, clients)| (end.why, end.step.as_str(), end.result_id, *clients))
        .collect();
    assert_eq!(
        told,
        [
            (DeadEndReason::ResultUnknown, "call", Some(THINKS), 2),
            (DeadEndReason::NothingFollows, "call", Some(BOUGHT), 1),
        ]
    );
    assert_eq!((seen.ends.dead_end, seen.used, seen.left_over), (3, 0, 5));
    // It was chosen, though nothing follows: nobody may call it superfluous.
    assert_eq!(times(&seen, "call", BOUGHT), 1);
}

#[test]
fn who_was_on_his_way_enters_where_he_stood_with_his_attempts() {
    let mut last = given("call", NO_ANSWER, "2026-11-02 11:00");
    last.attempt = 2;
    let on_his_way = Story {
        beginning: Beginning::Before,
        ..story(vec![last.clone()])
    };
    let seen = replayed(&published(), std::slice::from_ref(&on_his_way));
    assert_eq!((seen.ends.refusal, seen.tasks), (1, 1));

    // A renamed step of the same template takes him; where there is none, he cannot go on.
    let mut renamed = published();
    renamed.steps[0].key = "first_call".into();
    assert_eq!(
        replayed(&renamed, std::slice::from_ref(&on_his_way))
            .ends
            .dead_end,
        1
    );
    let mut without = published();
    without.steps.remove(0);
    let seen = replayed(&without, &[on_his_way]);
    let (end, _) = seen.dead_ends.first_key_value().unwrap();
    assert_eq!((end.why, end.template_id), (DeadEndReason::StepGone, CALL));
}

#[test]
fn an_attempt_more_is_not_known_and_one_less_leaves_results_over() {
    let tries = |attempt: u32, at: &str| Given {
        attempt,
        ..given("call", NO_ANSWER, at)
    };
    let unreachable = story(vec![
        tries(1, "2026-11-02 11:00"),
        tries(2, "2026-11-03 11:00"),
    ]);
    let with_limit = |wanted: u32| {
        let mut graph = published();
        if let Continuation::Retry { limit, .. } = &mut graph.transitions[1].then {
            *limit = wanted;
        }
        replayed(&graph, std::slice::from_ref(&unreachable))
    };
    assert_eq!(with_limit(2).ends.refusal, 1);
    let more = with_limit(3);
    assert_eq!((more.ends.unknown, more.tasks), (1, 3));
    let less = with_limit(1);
    assert_eq!((less.ends.refusal, less.tasks, less.left_over), (1, 1, 1));
}

#[test]
fn what_is_still_open_and_what_is_still_asleep_is_not_unknown() {
    let waiting = Story {
        waits_at: Some(CALL),
        ..story(vec![given("call", THINKS, "2026-11-02 11:00")])
    };
    let asleep = story(vec![given("call", LATER, "2026-11-18 11:00")]);
    // Due after the period, also where nobody waits in reality.
    let ahead = story(vec![given("call", THINKS, "2026-11-19 11:00")]);
    let ends = replayed(&published(), &[waiting, asleep, ahead]).ends;
    assert_eq!((ends.open, ends.sleeping, ends.unknown), (2, 1, 0));
}

#[test]
fn dates_that_were_promised_move_along_and_chosen_ones_stay_as_far_ahead() {
    let mut draft = published();
    draft.transitions[0].then = to(target("call", working_days(1)));
    let mut booked = given("call", CALL_BACK, "2026-11-05 12:00");
    booked.answers = vec![Filled {
        key: "when".into(),
        label: "when".into(),
        kind: FieldType::DateTime,
        value: FieldValue::DateTime(instant("2026-11-06 18:00")),
        names: vec![],
    }];
    let mut visited = given("visit", BOUGHT, "2026-11-06 19:00");
    visited.due = Due::At(instant("2026-11-06 18:00"));
    let booker = story(vec![
        given("call", THINKS, "2026-11-02 11:00"),
        booked,
        visited,
    ]);
    let seen = replayed(&draft, std::slice::from_ref(&booker));
    // The second call is two days earlier, so the visit is, at its hour.
    assert_eq!(seen.seconds_to_goal, Some(2 * 86_400 + 8 * 3_600));

    let mut chosen = thinker();
    chosen.given[1].chosen = true;
    chosen.given[1].made = instant("2026-11-02 11:00");
    let seen = replayed(&draft, &[chosen]);
    assert_eq!(seen.seconds_to_goal, Some(3 * 86_400 + 3_600));
}

#[test]
fn a_round_is_one_round_wherever_it_is_entered() {
    let mut booked = given("call", CALL_BACK, "2026-11-02 11:00");
    booked.answers = vec![Filled {
        key: "when".into(),
        label: "when".into(),
        kind: FieldType::Date,
        value: FieldValue::Date(date("2026-11-03")),
        names: vec![],
    }];
    let again = given("visit", THINKS, "2026-11-03 11:00");
    let round = vec![
        booked.clone(),
        again.clone(),
        given("call", BOUGHT, "2026-11-04 11:00"),
    ];
    let entered = Story {
        beginning: Beginning::Before,
        ..story(vec![
            again,
            booked,
            given("visit", BOUGHT, "2026-11-05 11:00"),
        ])
    };
    let seen = replayed(&published(), &[story(round), entered]);
    let [round] = &seen.rounds[..] else {
        panic!("{:?}", seen.rounds)
    };
    assert_eq!(round.steps, ["call", "visit"]);
    assert_eq!((round.times, round.clients), (2, 2));
}

/// A client led through a graph by the engine: what the engine made of a few choices, with the delays of real people.
fn lived(graph: &Graph, choices: &[(usize, i64)], began: i64) -> Story {
    let mut cx = stage();
    let at = period().until.minus(chrono::Duration::minutes(began));
    let stand = |cx: &mut Context, now: Timestamp, attempts: BTreeMap<String, u32>| {
        cx.now = now;
        cx.chain = Some(ChainFacts {
            id: ChainId::from_i64(1),
            version_id: VersionId::from_i64(1),
            graph: graph.clone(),
            state: ChainState::Active,
            attempts,
            recent_tasks: 0,
            open_errands: 0,
        });
        for member in &mut cx.staff {
            member.available = true;
        }
        cx.client = Some(ClientFacts {
            responsible_id: Some(BORIS),
            ..CLUB.client.clone().unwrap()
        });
    };
    stand(&mut cx, at, BTreeMap::new());
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).unwrap();
    let (mut task, mut made) = (begun.task, at);
    let mut told = Story {
        client: cx.client.clone().unwrap(),
        branch: BRANCH,
        beginning: Beginning::Started { at, by: Some(ANNA) },
        given: vec![],
        waits_at: None,
    };
    for (choice, late) in choices {
        let done = due_from(&task, &cx)
            .plus(chrono::Duration::minutes(*late))
            .max(cx.now);
        if done > period().until {
            break;
        }
        let step = graph.step(&task.step).unwrap();
        let result = step.results[choice % step.results.len()];
        let attempts = cx.chain.take().unwrap().attempts;
        stand(&mut cx, done, attempts);
        let by = match task.assignee {
            Assignee::Employee(id) => id,
            Assignee::Pool(_) => ANNA,
        };
        told.given.push(Given {
            template_id: task.template_id,
            step: task.step.clone(),
            result_id: result,
            answers: vec![],
            by,
            at: done,
            due: task.due,
            assignee: task.assignee,
            attempt: task.attempt,
            made,
            chosen: false,
        });
        let facts = facts_of(&task);
        let Ok((chain, next)) = again(&facts, result, &[], &Adjustment::default(), by, &cx) else {
            break;
        };
        stand(&mut cx, done, chain.attempts);
        match next {
            Next::Task(next) => (task, made) = (next, done),
            Next::Sleep { until, target, .. } if until <= period().until => {
                let attempts = cx.chain.take().unwrap().attempts;
                stand(&mut cx, until, attempts);
                (task, made) = (wake(&target, by, BRANCH, &cx).unwrap().task, until);
            }
            _ => return told,
        }
        told.waits_at = Some(task.template_id);
    }
    told
}

fn facts_of(task: &NewTask) -> TaskFacts {
    TaskFacts {
        id: TaskId::from_i64(1),
        template_id: Some(task.template_id),
        step: Some(task.step.clone()),
        branch_id: BRANCH,
        assignee: task.assignee,
        due: task.due,
        priority: Priority::Normal,
        state: TaskState::Open,
        attempt: task.attempt,
    }
}

fn due_from(task: &NewTask, cx: &Context) -> Timestamp {
    match task.due {
        Due::At(at) => at,
        Due::Day(day) => cx.zone.instant(day.and_hms_opt(12, 0, 0).unwrap()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_result_of_its_own_history_is_reproduced_at_its_step(
        clients in proptest::collection::vec(
            (proptest::collection::vec((0usize..9, -600i64..4_000), 1..12), 0i64..37_000),
            1..12,
        ),
    ) {
        // Field rules need answers, which these choices do not give.
        let mut graph = published();
        graph.transitions[2].then = to(target("visit", working_days(1)));
        let stories: Vec<Story> = clients
            .iter()
            .map(|(choices, began)| lived(&graph, choices, *began))
            .collect();
        let mut real: BTreeMap<(String, ResultId), u32> = BTreeMap::new();
        for given in stories.iter().flat_map(|story| &story.given) {
            *real.entry((given.step.clone(), given.result_id)).or_default() += 1;
        }
        let seen = replayed(&graph, &stories);
        let made = seen.places.iter().flat_map(|(step, place)| {
            place.results.iter().map(|(result, times)| ((step.clone(), *result), *times))
        });
        let made: BTreeMap<_, _> = made.filter(|(_, times)| *times > 0).collect();
        prop_assert_eq!(made, real);
        prop_assert_eq!((seen.left_over, seen.ends.unknown, seen.ends.dead_end), (0, 0, 0));
        let ends = seen.ends;
        let all = ends.goal + ends.refusal + ends.ended + ends.handed_over + ends.sleeping + ends.open;
        prop_assert_eq!(all, seen.chains);
    }

    #[test]
    fn whatever_the_draft_is_every_client_and_every_result_is_accounted_for(
        clients in proptest::collection::vec(
            (proptest::collection::vec((0usize..9, -600i64..4_000), 1..12), 0i64..37_000),
            1..12,
        ),
        gone in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let stories: Vec<Story> = clients
            .iter()
            .map(|(choices, began)| lived(&published(), choices, *began))
            .filter(|story| !story.given.is_empty())
            .collect();
        let mut draft = published();
        for place in gone {
            let place = place.index(draft.transitions.len());
            draft.transitions.remove(place);
        }
        let seen = replayed(&draft, &stories);
        let given: usize = stories.iter().map(|story| story.given.len()).sum();
        prop_assert_eq!(seen.used + seen.left_over, given as u32);
        let ends = seen.ends;
        let all = ends.goal + ends.refusal + ends.ended + ends.handed_over + ends.sleeping + ends.open + ends.unknown + ends.dead_end;
        prop_assert_eq!((all, seen.chains), (stories.len() as u32, stories.len() as u32));
        let dead: u32 = seen.dead_ends.values().sum();
        prop_assert_eq!(dead, ends.dead_end);
    }
}
