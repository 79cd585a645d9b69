//! What results also do: each problem by example.

use super::*;
use crate::clients::Stage;
use crate::ids::{HookId, TemplateId};
use crate::processes::{Action, Also, Condition, MAX_ALSO, MessageBy, Pick, Recipient};
use crate::tasks::TaskType;

fn errand(template: i64, text: Option<&str>) -> Action {
    Action::Errand {
        template_id: TemplateId::from_i64(template),
        due: None,
        assignee: AssigneeRule::Same,
        text: text.map(str::to_owned),
    }
}

fn tags(add: &[&str], remove: &[&str]) -> Action {
    let words = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect();
    Action::Tag {
        add: words(add),
        remove: words(remove),
    }
}

/// What the checker says when the call also does this. Template 2 is internal.
fn with(also: Vec<Also>) -> Vec<String> {
    let mut club = catalogue();
    club.templates[1].task_type = TaskType::Internal;
    club.templates[1].results = vec![ResultId::from_i64(1)];
    club.templates[2].task_type = TaskType::Internal;
    club.templates[2].results = vec![];
    let graph = Graph {
        start: Some(target("call", at_once())),
        steps: vec![step("call", &[4])],
        transitions: vec![Transition {
            also,
            ..on("call", 4, Continuation::Refusal)
        }],
    };
    publishable(&graph, &club)
        .into_iter()
        .filter(|problem| problem.code != ProblemCode::TemplateDiffers)
        .map(|problem| {
            let also = problem.also.map(|number| format!("also {number}"));
            let words = [Some(problem.code.as_str().into()), also, problem.field];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn message(to: Recipient, by: MessageBy, subject: &str) -> Action {
    Action::Message {
        to,
        by,
        subject: subject.into(),
        text: "Текст".into(),
    }
}

fn always(act: Action) -> Also {
    Also { when: vec![], act }
}

#[test]
fn sound_actions_have_no_problems() {
    let responsible = Action::Responsible {
        assignee: AssigneeRule::Role {
            role_id: OPERATORS,
            pick: Pick::RoundRobin,
        },
    };
    let also = [
        errand(2, Some("{client}: {result}, {field:when}")),
        tags(&["vip"], &["new"]),
        Action::Stage {
            stage: Stage::Former,
        },
        responsible,
        Action::StartProcess { process_id: OTHER },
    ];
    assert_eq!(with(also.map(always).to_vec()), [""; 0]);
}

#[test]
fn each_flaw_is_named_with_its_number() {
    let asks = Action::Errand {
        template_id: TemplateId::from_i64(2),
        due: Some(DueRule::Ask {
            amount: 1,
            unit: DueUnit::Days,
        }),
        assignee: AssigneeRule::Employee {
            employee_id: EmployeeId::from_i64(77),
        },
        text: None,
    };
    let pool = Action::Responsible {
        assignee: AssigneeRule::Role {
            role_id: OPERATORS,
            pick: Pick::Pool,
        },
    };
    let unknown = Action::StartProcess {
        process_id: ProcessId::from_i64(77),
    };
    for (act, expected) in [
        (errand(77, None), vec!["unknown_template also 1"]),
        (errand(1, None), vec!["errand_not_internal also 1"]),
        (errand(3, None), vec!["no_results also 1"]),
        (errand(2, Some(" ")), vec!["empty_text also 1"]),
        (
            errand(2, Some("{клиент} {field:nothing}")),
            vec![
                "unknown_field also 1 nothing",
                "unknown_placeholder also 1 клиент",
            ],
        ),
        (asks, vec!["no_form also 1", "unknown_employee also 1"]),
        (tags(&[], &[]), vec!["tags_unclear also 1"]),
        (tags(&["VIP"], &["vip"]), vec!["tags_unclear also 1"]),
        (tags(&[" "], &[]), vec!["tags_unclear also 1"]),
        (pool, vec!["responsible_pool also 1"]),
        (unknown, vec!["unknown_process also 1"]),
        (
            message(Recipient::Client, MessageBy::Notice, "x"),
            vec!["client_notice also 1"],
        ),
        (
            message(Recipient::Same, MessageBy::Email, ""),
            vec!["empty_text also 1"],
        ),
        (
            Action::Hook {
                hook_id: HookId::from_i64(7),
            },
            vec!["unknown_hook also 1"],
        ),
    ] {
        assert_eq!(with(vec![always(act.clone())]), expected, "{act:?}");
    }
    let asked = Also {
        when: vec![Condition::Attempt { at_least: 0 }],
        act: tags(&["vip"], &[]),
    };
    assert_eq!(with(vec![asked]), ["condition_bounds also 1"]);
    let many = vec![always(tags(&["vip"], &[])); MAX_ALSO + 1];
    assert_eq!(with(many), ["too_many_actions"]);
}

#[test]
fn a_process_that_starts_beside_may_not_come_back_at_once() {
    let mut club = catalogue();
    club.processes.get_mut(&OTHER).unwrap().at_once = BTreeSet::from([OWN]);
    let graph = |due| Graph {
        start: Some(target("call", due)),
        steps: vec![step("call", &[1, 2])],
        transitions: vec![
            Transition {
                also: vec![always(Action::StartProcess { process_id: OTHER })],
                ..on("call", 1, Continuation::Goal)
            },
            on("call", 2, Continuation::Refusal),
        ],
    };
    assert_eq!(said(&graph(at_once()), &club), ["illegal_loop call 1"]);
    assert_eq!(said(&graph(working_days(1)), &club), [""; 0]);
}
