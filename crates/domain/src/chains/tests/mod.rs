//! The decision over a small process: a call that may lead anywhere, and a visit.

mod beside;
mod call;
mod cases;
mod join;
mod people_and_refusals;
mod ways;

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
        cases: Vec::new(),
        then,
        also: Vec::new(),
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
                        errands: false,
                        call: None,
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
pub(crate) fn context() -> Context {
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
            open_errands: 0,
        }),
        client: Some(ClientFacts {
            id: ClientId::from_i64(1),
            responsible_id: Some(VERA),
            stage: crate::clients::Stage::Lead,
            tags: Vec::new(),
            running: BTreeMap::new(),
            email: None,
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
        branches: BTreeMap::new(),
        words: Words::default(),
        hooks: BTreeMap::new(),
        join: None,
        caller: None,
    }
}

pub(crate) fn facts() -> TaskFacts {
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
