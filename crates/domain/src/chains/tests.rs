//! The decision over a small process: a call that may lead anywhere, and a visit.

use std::collections::BTreeMap;

use super::*;
use crate::calendar::tests::{club, date};
use crate::dictionaries::Choice;
use crate::fields::tests::def;
use crate::fields::{FaultKind, FieldDef, FieldFault, FieldType, Raw};
use crate::ids::*;
use crate::processes::*;
use crate::results::{Outcome, ResultDef};
use crate::tasks::{Assignee, Priority, TaskState, TaskType};
use crate::templates::TemplateDef;
use crate::time::tests::{wall, zone};
use crate::time::{Due, Timestamp};

pub(crate) const OPERATORS: RoleId = RoleId::from_i64(1);
pub(crate) const MANAGERS: RoleId = RoleId::from_i64(2);
pub(crate) const ANNA: EmployeeId = EmployeeId::from_i64(1);
pub(crate) const BORIS: EmployeeId = EmployeeId::from_i64(2);
pub(crate) const VERA: EmployeeId = EmployeeId::from_i64(3);
pub(crate) const GALINA: EmployeeId = EmployeeId::from_i64(4);
const STRANGER: EmployeeId = EmployeeId::from_i64(99);
pub(crate) const BRANCH: BranchId = BranchId::from_i64(1);
const RENEWAL: ProcessId = ProcessId::from_i64(2);

const THINKS: ResultId = ResultId::from_i64(1);
const NO_ANSWER: ResultId = ResultId::from_i64(2);
const BOUGHT: ResultId = ResultId::from_i64(3);
const REFUSED: ResultId = ResultId::from_i64(4);
const CALL_BACK: ResultId = ResultId::from_i64(5);
const LATER: ResultId = ResultId::from_i64(6);
const HANDED_OVER: ResultId = ResultId::from_i64(7);
const RENEWS: ResultId = ResultId::from_i64(8);
const ASKED: ResultId = ResultId::from_i64(9);

pub(crate) fn working_days(amount: u32) -> DueRule {
    DueRule::After {
        amount,
        unit: DueUnit::WorkingDays,
        at: None,
    }
}

pub(crate) fn target(step: &str, due: DueRule) -> Target {
    Target {
        step: step.into(),
        due: Some(due),
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
    }
}

fn graph() -> Graph {
    let on = |step: &str, result_id, then| Transition {
        step: step.into(),
        result_id,
        then,
    };
    let to = |step: &str, due| Continuation::Step {
        target: target(step, due),
    };
    let field = |key: &str| DueRule::Field {
        field: key.into(),
        offset_minutes: 0,
    };
    let minutes = DueRule::After {
        amount: 120,
        unit: DueUnit::WorkingMinutes,
        at: None,
    };
    let handed = Target {
        assignee: AssigneeRule::Field {
            field: "who".into(),
        },
        freedom: Freedom::Nothing,
        ..target("call", working_days(1))
    };
    let asked = Continuation::Step {
        target: target(
            "call",
            DueRule::Ask {
                amount: 2,
                unit: DueUnit::Days,
            },
        ),
    };
    let renews = Continuation::StartProcess {
        process_id: RENEWAL,
    };
    Graph {
        start: Some(target("call", working_days(0))),
        steps: vec![
            Step {
                key: "call".into(),
                template_id: TemplateId::from_i64(1),
                results: vec![
                    THINKS,
                    NO_ANSWER,
                    BOUGHT,
                    REFUSED,
                    CALL_BACK,
                    LATER,
                    HANDED_OVER,
                    RENEWS,
                    ASKED,
                ],
                position: None,
            },
            Step {
                key: "visit".into(),
                template_id: TemplateId::from_i64(2),
                results: vec![BOUGHT],
                position: None,
            },
        ],
        transitions: vec![
            on("call", THINKS, to("call", working_days(3))),
            on(
                "call",
                NO_ANSWER,
                Continuation::Retry {
                    limit: 3,
                    due: vec![minutes, working_days(1)],
                    assignee: AssigneeRule::Same,
                    freedom: Freedom::Both,
                    exhausted: Exhausted::Refusal,
                },
            ),
            on("call", BOUGHT, Continuation::Goal),
            on("call", REFUSED, Continuation::Refusal),
            on("call", CALL_BACK, to("visit", field("when"))),
            on(
                "call",
                LATER,
                Continuation::Sleep {
                    until: SleepUntil {
                        field: Some("after".into()),
                        days: 30,
                    },
                    target: target("call", working_days(0)),
                },
            ),
            on("call", HANDED_OVER, Continuation::Step { target: handed }),
            on("call", RENEWS, renews),
            on("call", ASKED, asked),
            on("visit", BOUGHT, Continuation::Goal),
        ],
    }
}

fn result(id: ResultId, outcome: Outcome, fields: Vec<FieldDef>) -> ResultDef {
    ResultDef {
        id,
        name: format!("Результат {id}"),
        outcome,
        reached_human: true,
        do_not_contact: id == REFUSED,
        instant: false,
        fields,
    }
}

fn results() -> Vec<ResultDef> {
    let required = |key, kind| FieldDef {
        required: true,
        ..def(key, kind)
    };
    vec![
        result(
            THINKS,
            Outcome::Postponed,
            vec![def("note", FieldType::LongText)],
        ),
        result(NO_ANSWER, Outcome::NoContact, vec![]),
        result(
            BOUGHT,
            Outcome::Goal,
            vec![
                def("pass", FieldType::Dictionary),
                def("sum", FieldType::Money),
            ],
        ),
        result(REFUSED, Outcome::Refusal, vec![]),
        result(
            CALL_BACK,
            Outcome::Progress,
            vec![required("when", FieldType::DateTime)],
        ),
        result(
            LATER,
            Outcome::Postponed,
            vec![def("after", FieldType::Date)],
        ),
        result(
            HANDED_OVER,
            Outcome::Progress,
            vec![required("who", FieldType::Employee)],
        ),
        result(RENEWS, Outcome::Progress, vec![]),
        result(ASKED, Outcome::Postponed, vec![]),
    ]
}

fn template(id: i64, name: &str, results: Vec<ResultId>) -> TemplateDef {
    TemplateDef {
        id: TemplateId::from_i64(id),
        name: name.into(),
        task_type: TaskType::ClientCall,
        priority: Priority::High,
        planned_minutes: None,
        default_due: working_days(1),
        results,
    }
}

pub(crate) fn staff(id: EmployeeId, name: &str, role_id: RoleId, open_tasks: u32) -> StaffFacts {
    StaffFacts {
        id,
        name: name.into(),
        role_id,
        branches: vec![BRANCH],
        available: id != VERA,
        load: Load {
            open_tasks,
            last_assigned: None,
        },
    }
}

/// Friday noon in Moscow.
fn context() -> Context {
    let zone = zone("Europe/Moscow");
    Context {
        now: zone.instant(wall("2026-11-20 12:00")),
        zone,
        calendar: club(),
        currency: "RUB".into(),
        country: "RU".into(),
        chain: Some(ChainFacts {
            id: ChainId::from_i64(1),
            version_id: VersionId::from_i64(1),
            graph: graph(),
            state: ChainState::Active,
            attempts: BTreeMap::new(),
            recent_tasks: 1,
        }),
        client: Some(ClientFacts {
            id: ClientId::from_i64(1),
            responsible_id: Some(VERA),
        }),
        templates: vec![template(1, "Звонок", vec![]), template(2, "Визит", vec![])],
        results: results(),
        dictionaries: BTreeMap::from([(
            DictionaryId::from_i64(1),
            vec![Choice {
                id: ValueId::from_i64(5),
                name: "Месяц".into(),
                archived: false,
            }],
        )]),
        staff: vec![
            staff(ANNA, "Анна", OPERATORS, 5),
            staff(BORIS, "Борис", OPERATORS, 2),
            staff(VERA, "Вера", OPERATORS, 0),
            staff(GALINA, "Галина", MANAGERS, 0),
        ],
        roles: BTreeMap::from([
            (OPERATORS, "Операторы".into()),
            (MANAGERS, "Управляющие".into()),
        ]),
        processes: BTreeMap::from([(RENEWAL, "Продление".into())]),
    }
}

fn facts() -> TaskFacts {
    TaskFacts {
        id: TaskId::from_i64(1),
        template_id: Some(TemplateId::from_i64(1)),
        step: Some("call".into()),
        branch_id: BRANCH,
        assignee: Assignee::Employee(ANNA),
        due: Due::Day(date("2026-11-20")),
        priority: Priority::Normal,
        state: TaskState::Open,
        attempt: 1,
    }
}

fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, Raw> {
    pairs
        .iter()
        .map(|(key, text)| ((*key).into(), Raw::Text((*text).into())))
        .collect()
}

fn decide(result: ResultId, pairs: &[(&str, &str)], cx: &Context) -> Result<Decision, Rejection> {
    decide_with(result, pairs, &Adjustment::default(), cx)
}

fn decide_with(
    result: ResultId,
    pairs: &[(&str, &str)],
    adjustment: &Adjustment,
    cx: &Context,
) -> Result<Decision, Rejection> {
    complete(
        &facts(),
        result,
        &answers(pairs),
        None,
        adjustment,
        ANNA,
        cx,
    )
}

fn task(decision: &Decision) -> &NewTask {
    match &decision.next {
        Next::Task(task) => task,
        other => panic!("no task but {other:?}"),
    }
}

fn moscow(text: &str) -> Timestamp {
    zone("Europe/Moscow").instant(wall(text))
}

#[test]
fn a_step_makes_one_task_with_its_reasons() {
    let decision = decide(THINKS, &[("note", "  Спросит мужа ")], &context()).unwrap();
    let next = task(&decision);
    assert_eq!(
        (next.step.as_str(), next.due),
        ("call", Due::Day(date("2026-11-24")))
    );
    assert_eq!(
        (next.assignee, &next.assignee_reason),
        (Assignee::Employee(ANNA), &AssigneeReason::Same)
    );
    assert_eq!(
        (next.attempt, next.attempt_limit, next.priority),
        (1, Some(3), Priority::High)
    );
    assert_eq!(
        next.due_reason,
        [
            DueReason::After {
                amount: 3,
                unit: DueUnit::WorkingDays
            },
            DueReason::ClosedDays {
                from: date("2026-11-22"),
                to: date("2026-11-22"),
                name: None
            },
        ]
    );
    assert_eq!(decision.chain.as_ref().unwrap().state, ChainState::Active);
    assert_eq!(
        decision.completed.values[0].value,
        crate::fields::FieldValue::Text("Спросит мужа".into())
    );
    assert_eq!(decision.client, ClientChange::default());
    let Sentence::Task {
        template, person, ..
    } = &decision.sentence
    else {
        panic!()
    };
    assert_eq!(
        (template.as_str(), person.as_deref()),
        ("Звонок", Some("Анна"))
    );
}

#[test]
fn attempts_are_counted_until_they_are_used_up() {
    let mut cx = context();
    let mut seen = Vec::new();
    loop {
        let decision = decide(NO_ANSWER, &[], &cx).unwrap();
        let change = decision.chain.clone().unwrap();
        cx.chain.as_mut().unwrap().attempts = change.attempts.clone();
        match &decision.next {
            Next::Task(next) => seen.push((next.attempt, next.attempt_limit, next.due)),
            Next::Refusal => {
                assert_eq!(
                    change,
                    ChainChange {
                        state: ChainState::Refused,
                        attempts: BTreeMap::new()
                    }
                );
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        seen,
        [
            (2, Some(3), Due::At(moscow("2026-11-20 14:00"))),
            (3, Some(3), Due::Day(date("2026-11-21"))),
        ]
    );
}

#[test]
fn progress_from_a_step_clears_its_count_and_no_other() {
    let mut cx = context();
    let counts = BTreeMap::from([("call".to_owned(), 2), ("visit".to_owned(), 1)]);
    cx.chain.as_mut().unwrap().attempts = counts;
    let decision = decide(THINKS, &[], &cx).unwrap();
    assert_eq!(
        decision.chain.as_ref().unwrap().attempts,
        BTreeMap::from([("visit".to_owned(), 1)])
    );
    assert_eq!(task(&decision).attempt, 1);
}

#[test]
fn a_promise_is_the_moment_the_client_named() {
    let decision = decide(
        CALL_BACK,
        &[("when", "2026-11-22T20:00:00+03:00")],
        &context(),
    )
    .unwrap();
    let next = task(&decision);
    assert_eq!(next.due, Due::At(moscow("2026-11-22 20:00")));
    assert!(next.promised);
    assert_eq!(next.due_reason[1], DueReason::PromisedOutside);
    assert_eq!(
        (next.template_name.as_str(), next.attempt_limit),
        ("Визит", None)
    );
}

#[test]
fn ends_leave_nothing_to_do() {
    for (result, next, state, sentence) in [
        (BOUGHT, Next::Goal, ChainState::Goal, Sentence::Goal),
        (
            REFUSED,
            Next::Refusal,
            ChainState::Refused,
            Sentence::Refusal,
        ),
        (
            RENEWS,
            Next::StartProcess {
                process_id: RENEWAL,
            },
            ChainState::Ended,
            Sentence::StartProcess {
                process: "Продление".into(),
            },
        ),
    ] {
        let decision = decide(result, &[], &context()).unwrap();
        assert_eq!(decision.next, next);
        assert_eq!(decision.chain.unwrap().state, state);
        assert_eq!(decision.sentence, sentence);
        assert_eq!(decision.client.becomes_client, result == BOUGHT);
        assert_eq!(decision.client.do_not_contact, result == REFUSED);
    }
}

#[test]
fn a_sleep_ends_at_its_date_or_after_its_days() {
    for (pairs, until) in [
        (&[("after", "2026-12-20")][..], "2026-12-20 00:00"),
        (&[][..], "2026-12-20 00:00"),
        // A date that has passed wakes at once.
        (&[("after", "2026-11-01")][..], "2026-11-20 12:00"),
    ] {
        let decision = decide(LATER, pairs, &context()).unwrap();
        let Next::Sleep { until: at, target } = &decision.next else {
            panic!()
        };
        assert_eq!(*at, moscow(until));
        assert_eq!(target.step, "call");
        assert_eq!(decision.chain.unwrap().state, ChainState::Sleeping);
        assert_eq!(
            decision.sentence,
            Sentence::Sleep {
                until: *at,
                template: "Звонок".into()
            }
        );
    }
    let chosen = Adjustment {
        due: Some(Due::Day(date("2027-01-15"))),
        assignee_id: None,
    };
    let decision = decide_with(LATER, &[], &chosen, &context()).unwrap();
    assert!(
        matches!(decision.next, Next::Sleep { until, .. } if until == moscow("2027-01-15 00:00"))
    );
}

#[test]
fn waking_makes_the_task_that_was_planned() {
    let mut cx = context();
    cx.now = moscow("2026-11-22 00:00");
    let begun = wake(&target("call", working_days(0)), VERA, BRANCH, &cx).unwrap();
    assert_eq!(begun.chain.state, ChainState::Active);
    assert_eq!(begun.task.due, Due::Day(date("2026-11-23")));
    assert_eq!(begun.task.due_reason[0], DueReason::Woken);
    // Who put it to sleep is absent: the least loaded colleague stands in.
    assert_eq!(begun.task.assignee, Assignee::Employee(BORIS));
    assert_eq!(
        begun.task.assignee_reason,
        AssigneeReason::Substitute {
            instead_of: Some("Вера".into())
        }
    );
}

#[test]
fn a_chain_starts_with_its_first_task() {
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &context()).unwrap();
    assert_eq!(
        begun.chain,
        ChainChange {
            state: ChainState::Active,
            attempts: BTreeMap::new()
        }
    );
    assert_eq!(begun.task.due, Due::Day(date("2026-11-20")));
    let mut asking = context();
    let ask = DueRule::Ask {
        amount: 2,
        unit: DueUnit::Days,
    };
    asking.chain.as_mut().unwrap().graph.start = Some(target("call", ask));
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &asking).unwrap();
    assert_eq!(
        begun.task.due,
        Due::Day(date("2026-11-23")),
        "the proposal, moved off Sunday"
    );
    let mut empty = context();
    empty.chain.as_mut().unwrap().graph.start = None;
    assert_eq!(
        start(ANNA, BRANCH, &Adjustment::default(), &empty),
        Err(Rejection::NoContinuation)
    );
}

#[test]
fn the_employee_changes_what_the_transition_allows() {
    let due = |due| Adjustment {
        due: Some(due),
        assignee_id: None,
    };
    let person = |id| Adjustment {
        due: None,
        assignee_id: Some(id),
    };
    let when = Due::At(moscow("2026-11-22 23:00"));
    let decision = decide_with(THINKS, &[], &due(when), &context()).unwrap();
    assert_eq!(
        (task(&decision).due, task(&decision).promised),
        (when, true),
        "a chosen date is not moved"
    );
    assert_eq!(task(&decision).due_reason, [DueReason::Chosen]);
    let decision = decide_with(THINKS, &[], &person(VERA), &context()).unwrap();
    assert_eq!(
        task(&decision).assignee,
        Assignee::Employee(VERA),
        "a named choice is kept"
    );
    assert!(matches!(
        decision.sentence,
        Sentence::Task { away: true, .. }
    ));

    let handed = [("who", "emp_0000000000002")];
    for (result, pairs, adjustment, expected) in [
        (
            THINKS,
            &[][..],
            due(Due::Day(date("2026-11-19"))),
            Rejection::DueInPast,
        ),
        (
            THINKS,
            &[],
            due(Due::At(moscow("2026-11-20 11:00"))),
            Rejection::DueInPast,
        ),
        (THINKS, &[], person(STRANGER), Rejection::AssigneeUnknown),
        (HANDED_OVER, &handed, due(when), Rejection::DueNotAdjustable),
        (
            HANDED_OVER,
            &handed,
            person(ANNA),
            Rejection::AssigneeNotAdjustable,
        ),
        (BOUGHT, &[], due(when), Rejection::DueNotAdjustable),
        (BOUGHT, &[], person(ANNA), Rejection::AssigneeNotAdjustable),
        (LATER, &[], person(ANNA), Rejection::AssigneeNotAdjustable),
    ] {
        assert_eq!(
            decide_with(result, pairs, &adjustment, &context()),
            Err(expected)
        );
    }
    // What equals the proposal is no change.
    let same = Adjustment {
        due: Some(Due::Day(date("2026-11-21"))),
        assignee_id: Some(BORIS),
    };
    assert!(decide_with(HANDED_OVER, &handed, &same, &context()).is_ok());
}

#[test]
fn a_rule_that_asks_needs_an_answer() {
    let cx = context();
    assert_eq!(decide(ASKED, &[], &cx), Err(Rejection::DueRequired));
    assert_eq!(
        proposed_due(&facts(), ASKED, &cx),
        Some(Due::Day(date("2026-11-23")))
    );
    assert_eq!(proposed_due(&facts(), THINKS, &cx), None);
    let chosen = Adjustment {
        due: Some(Due::Day(date("2026-11-25"))),
        assignee_id: None,
    };
    let decision = decide_with(ASKED, &[], &chosen, &cx).unwrap();
    assert_eq!(task(&decision).due, Due::Day(date("2026-11-25")));
}

#[test]
fn refusals_name_their_cause() {
    let cx = context();
    let adjustment = Adjustment::default();
    for state in [TaskState::Done, TaskState::Cancelled] {
        let closed = TaskFacts { state, ..facts() };
        let refused = complete(
            &closed,
            THINKS,
            &BTreeMap::new(),
            None,
            &adjustment,
            ANNA,
            &cx,
        );
        assert_eq!(refused, Err(Rejection::NotOpen));
    }
    let mut cancelled = context();
    cancelled.chain.as_mut().unwrap().state = ChainState::Cancelled;
    assert_eq!(decide(THINKS, &[], &cancelled), Err(Rejection::NotOpen));

    let visit = TaskFacts {
        step: Some("visit".into()),
        ..facts()
    };
    let refused = complete(
        &visit,
        THINKS,
        &BTreeMap::new(),
        None,
        &adjustment,
        ANNA,
        &cx,
    );
    assert_eq!(
        refused,
        Err(Rejection::ResultNotAllowed {
            allowed: vec![BOUGHT]
        })
    );

    let required = FieldFault {
        key: "when".into(),
        why: FaultKind::Required,
    };
    let unknown = FieldFault {
        key: "nope".into(),
        why: FaultKind::Unknown,
    };
    assert_eq!(
        decide(CALL_BACK, &[("nope", "1")], &cx),
        Err(Rejection::Fields(vec![required, unknown]))
    );

    let comment = complete(
        &facts(),
        THINKS,
        &BTreeMap::new(),
        Some("a\u{0}"),
        &adjustment,
        ANNA,
        &cx,
    );
    assert_eq!(comment, Err(Rejection::Comment(FaultKind::Characters)));

    let mut damaged = context();
    damaged.chain.as_mut().unwrap().graph.transitions.clear();
    assert_eq!(
        decide(THINKS, &[], &damaged),
        Err(Rejection::NoContinuation)
    );
}

#[test]
fn a_chain_that_runs_in_circles_is_stopped_but_may_end() {
    let mut cx = context();
    cx.chain.as_mut().unwrap().recent_tasks = MAX_TASKS_A_DAY;
    assert_eq!(decide(THINKS, &[], &cx), Err(Rejection::TooManySteps));
    assert!(decide(BOUGHT, &[], &cx).is_ok());
    assert!(decide(LATER, &[], &cx).is_ok());
}

#[test]
fn outside_a_process_nothing_follows_by_itself() {
    let cx = Context {
        chain: None,
        ..context()
    };
    let free = TaskFacts {
        step: None,
        ..facts()
    };
    let done = complete(
        &free,
        BOUGHT,
        &BTreeMap::new(),
        Some(" готово "),
        &Adjustment::default(),
        ANNA,
        &cx,
    );
    let done = done.unwrap();
    assert_eq!(
        (done.next, done.chain, done.sentence),
        (Next::Nothing, None, Sentence::Nothing)
    );
    assert_eq!(done.completed.comment.as_deref(), Some("готово"));
    assert!(done.client.becomes_client);
}

#[test]
fn assignees_follow_their_rule() {
    let role = |pick| AssigneeRule::Role {
        role_id: OPERATORS,
        pick,
    };
    let named = |employee_id| AssigneeRule::Employee { employee_id };
    let substitute = |name: &str| AssigneeReason::Substitute {
        instead_of: Some(name.into()),
    };
    let mut cx = context();
    cx.staff[0].load.last_assigned = Some(moscow("2026-11-19 10:00"));
    for (rule, assignee, reason) in [
        (
            AssigneeRule::Same,
            Assignee::Employee(ANNA),
            AssigneeReason::Same,
        ),
        // Vera is responsible and absent.
        (
            AssigneeRule::Responsible,
            Assignee::Employee(BORIS),
            substitute("Вера"),
        ),
        (
            named(GALINA),
            Assignee::Employee(GALINA),
            AssigneeReason::Named,
        ),
        (named(VERA), Assignee::Employee(BORIS), substitute("Вера")),
        (
            named(STRANGER),
            Assignee::Employee(ANNA),
            AssigneeReason::Substitute { instead_of: None },
        ),
        (
            role(Pick::Pool),
            Assignee::Pool(OPERATORS),
            AssigneeReason::Pool,
        ),
        // Never chosen comes before chosen yesterday; Vera is passed over.
        (
            role(Pick::RoundRobin),
            Assignee::Employee(BORIS),
            AssigneeReason::RoundRobin,
        ),
        (
            role(Pick::LeastLoaded),
            Assignee::Employee(BORIS),
            AssigneeReason::LeastLoaded,
        ),
        // Nobody has this role.
        (
            AssigneeRule::Role {
                role_id: RoleId::from_i64(9),
                pick: Pick::LeastLoaded,
            },
            Assignee::Pool(RoleId::from_i64(9)),
            AssigneeReason::Pool,
        ),
    ] {
        let graph = &mut cx.chain.as_mut().unwrap().graph;
        graph.start = Some(Target {
            assignee: rule.clone(),
            ..target("call", working_days(0))
        });
        let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).unwrap();
        assert_eq!(
            (begun.task.assignee, begun.task.assignee_reason),
            (assignee, reason),
            "{rule:?}"
        );
    }
    // Equal loads: the lower id. Somebody of another branch is never taken.
    for person in &mut cx.staff {
        person.load = Load::default();
    }
    cx.staff[0].branches = vec![BranchId::from_i64(2)];
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    graph.start = Some(Target {
        assignee: role(Pick::LeastLoaded),
        ..target("call", working_days(0))
    });
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).unwrap();
    assert_eq!(begun.task.assignee, Assignee::Employee(BORIS));
    let Sentence::Task { person, pool, .. } = begun.sentence else {
        panic!()
    };
    assert_eq!((person.as_deref(), pool), (Some("Борис"), None));
}

#[test]
fn the_person_of_a_field_gets_the_task_even_when_absent() {
    let decision = decide(HANDED_OVER, &[("who", "emp_0000000000003")], &context()).unwrap();
    assert_eq!(task(&decision).assignee, Assignee::Employee(VERA));
    assert_eq!(
        task(&decision).assignee_reason,
        AssigneeReason::Field {
            label: "Поле who".into()
        }
    );
    assert!(matches!(
        decision.sentence,
        Sentence::Task { away: true, .. }
    ));
}

#[test]
fn a_context_travels_as_json_and_decides_the_same() {
    let cx = context();
    let copy: Context = serde_json::from_str(&serde_json::to_string(&cx).unwrap()).unwrap();
    assert_eq!(copy, cx);
    assert_eq!(decide(THINKS, &[], &copy), decide(THINKS, &[], &cx));
}
