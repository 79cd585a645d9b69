//! A fictitious client walks: to the end of his attempts, through a sleep, and by who he is.

use std::collections::BTreeMap;

use domain::calendar::{Calendar, DayHours};
use domain::chains::{ClientFacts, Context, Sentence, StaffFacts};
use domain::clients::Stage;
use domain::ids::{BranchId, ClientId, EmployeeId, ResultId, RoleId, TemplateId};
use domain::processes::{
    Action, Also, Case, Condition, Continuation, DueRule, DueUnit, Exhausted, Graph, SleepUntil,
    Step, Target, Transition,
};
use domain::results::{Outcome, ResultDef};
use domain::tasks::{Priority, TaskType};
use domain::templates::TemplateDef;
use domain::time::{Timestamp, Zone};

use super::{Actor, Standing, Trial, Waking, Who};

fn actor() -> Actor {
    Actor {
        by: EmployeeId::from_i64(1),
        branch: BranchId::from_i64(1),
    }
}

fn days(amount: u32) -> DueRule {
    DueRule::After {
        amount,
        unit: DueUnit::Days,
        at: None,
    }
}

/// Result 1 repeats at most twice, then refuses; 2 sleeps for a week; 3 is the goal.
fn graph() -> Graph {
    let to = |number, then| Transition {
        step: "call".into(),
        result_id: ResultId::from_i64(number),
        cases: Vec::new(),
        then,
        also: Vec::new(),
    };
    let retry = Continuation::Retry {
        limit: 2,
        due: vec![days(1)],
        assignee: Default::default(),
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
        target: Target::plain("call"),
    };
    Graph {
        start: Some(Target::plain("call")),
        steps: vec![Step {
            key: "call".into(),
            template_id: TemplateId::from_i64(1),
            results: (1..=3).map(ResultId::from_i64).collect(),
            position: None,
        }],
        transitions: vec![to(1, retry), to(2, sleep), to(3, Continuation::Goal)],
    }
}

fn club() -> Context {
    let hour = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let day = DayHours {
        opens: hour(9),
        closes: hour(21),
    };
    let result = |number| ResultDef {
        id: ResultId::from_i64(number),
        name: format!("result {number}"),
        outcome: Outcome::Progress,
        reached_human: true,
        do_not_contact: false,
        instant: false,
        fields: vec![],
    };
    Context {
        now: Timestamp::parse("2026-11-21T12:00:00Z").unwrap(),
        zone: Zone::utc(),
        calendar: Calendar {
            week: [Some(day); 7],
            holidays: vec![],
        },
        currency: "RUB".into(),
        country: "RU".into(),
        chain: None,
        client: Some(ClientFacts {
            id: ClientId::from_i64(1),
            responsible_id: None,
            stage: Stage::Lead,
            tags: Vec::new(),
            running: BTreeMap::new(),
            email: None,
        }),
        templates: vec![TemplateDef {
            id: TemplateId::from_i64(1),
            name: "Call".into(),
            task_type: TaskType::ClientCall,
            priority: Priority::Normal,
            planned_minutes: None,
            default_due: days(0),
            results: vec![],
        }],
        results: (1..=3).map(result).collect(),
        dictionaries: BTreeMap::new(),
        staff: vec![StaffFacts {
            id: EmployeeId::from_i64(1),
            name: "Ann".into(),
            role_id: RoleId::from_i64(1),
            branches: vec![BranchId::from_i64(1)],
            available: true,
            load: Default::default(),
        }],
        roles: BTreeMap::new(),
        processes: BTreeMap::new(),
        branches: BTreeMap::new(),
        words: Default::default(),
        hooks: BTreeMap::new(),
        join: None,
        caller: None,
    }
}

fn go(from: &Trial, result: i64) -> Trial {
    let result = ResultId::from_i64(result);
    from.go_on(&graph(), actor(), &club(), result, &BTreeMap::new())
        .unwrap()
}

#[test]
fn attempts_are_counted_and_end_and_the_clock_goes_along() {
    let begun = Trial::begin(&graph(), actor(), &club(), Who::default()).unwrap();
    let second = go(&begun, 1);
    let Standing::Task(task) = &second.standing else {
        panic!("{second:?}")
    };
    assert_eq!(task.attempt, 2);
    assert_eq!(
        second.now,
        Timestamp::parse("2026-11-22T09:00:00Z").unwrap()
    );
    let over = go(&second, 1);
    assert_eq!(over.standing, Standing::Over);
    assert_eq!(over.story.last().unwrap().then.next, Sentence::Refusal);
    assert_eq!(over.story.len(), 2);
}

#[test]
fn a_sleep_ends_on_its_date_and_the_goal_ends_all() {
    let begun = Trial::begin(&graph(), actor(), &club(), Who::default()).unwrap();
    let asleep = go(&begun, 2);
    assert!(matches!(asleep.standing, Standing::Asleep { .. }));
    let awake = asleep
        .wake(&graph(), actor(), &club(), Waking::Date, "")
        .unwrap();
    assert!(awake.now >= Timestamp::parse("2026-11-28T00:00:00Z").unwrap());
    assert_eq!(go(&awake, 3).standing, Standing::Over);
}

#[test]
fn conditions_read_what_the_client_is_said_to_be() {
    let hour = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let conditions = [
        Condition::Stage {
            one_of: vec![Stage::Former],
        },
        Condition::Tagged {
            any_of: vec!["VIP".into()],
        },
        Condition::Branch {
            one_of: vec![BranchId::from_i64(2)],
        },
        Condition::Hour {
            from: hour(20),
            until: hour(23),
        },
    ];
    for condition in conditions {
        let mut graph = graph();
        graph.transitions[0].cases = vec![Case {
            when: vec![condition.clone()],
            then: Continuation::Goal,
        }];
        let ends = |from: &Trial, actor| {
            let result = ResultId::from_i64(1);
            let next = from.go_on(&graph, actor, &club(), result, &BTreeMap::new());
            next.unwrap().standing == Standing::Over
        };
        let plain = Trial::begin(&graph, actor(), &club(), Who::default()).unwrap();
        assert!(!ends(&plain, actor()), "{condition:?}");
        let mut said = plain.clone();
        said.who.stage = Stage::Former;
        said.who.tags = vec!["vip".into()];
        said.now = Timestamp::parse("2026-11-21T21:00:00Z").unwrap();
        let there = Actor {
            branch: BranchId::from_i64(2),
            ..actor()
        };
        assert!(ends(&said, there), "{condition:?}");
    }
}

#[test]
fn what_results_make_of_the_client_is_read_by_later_ones() {
    let mut graph = graph();
    graph.transitions[0].also = vec![
        Also {
            when: Vec::new(),
            act: Action::Tag {
                add: vec!["asked".into()],
                remove: vec!["New".into()],
            },
        },
        Also {
            when: Vec::new(),
            act: Action::Stage {
                stage: Stage::Former,
            },
        },
    ];
    let who = Who {
        tags: vec!["new".into(), "child".into()],
        ..Who::default()
    };
    let begun = Trial::begin(&graph, actor(), &club(), who).unwrap();
    let result = ResultId::from_i64(1);
    let next = begun.go_on(&graph, actor(), &club(), result, &BTreeMap::new());
    let who = next.unwrap().who;
    assert_eq!(
        (who.stage, who.tags),
        (Stage::Former, vec!["child".into(), "asked".into()])
    );
}

#[test]
fn a_draft_without_a_beginning_cannot_be_tried() {
    assert!(Trial::begin(&Graph::empty(), actor(), &club(), Who::default()).is_err());
}
