//! Every edit by example, and taking back.

use std::collections::BTreeMap;

use super::{Edit, Editing};
use crate::clients::Stage;
use crate::ids::{ResultId, TemplateId};
use crate::processes::{
    Action, Also, Case, Condition, Continuation, Exhausted, Graph, Position, Step, Target,
};

fn result(number: i64) -> ResultId {
    ResultId::from_i64(number)
}

fn step(key: &str, results: &[i64]) -> Step {
    Step {
        key: key.into(),
        template_id: TemplateId::from_i64(1),
        results: results.iter().copied().map(result).collect(),
        position: None,
    }
}

fn to(key: &str) -> Continuation {
    Continuation::Step {
        target: Target::plain(key),
    }
}

fn go(step: &str, number: i64, then: Continuation) -> Edit {
    Edit::Continue {
        step: step.into(),
        result: result(number),
        then: Some(then),
    }
}

/// Two steps: `call` with results 1 and 2, `visit` with 3; 1 leads to `visit`, 3 back to `call`, 2 repeats until `visit`.
fn edited() -> Editing {
    let mut editing = Editing::new(Graph::empty());
    editing.apply(Edit::AddStep(step("call", &[1, 2])));
    editing.apply(Edit::AddNext {
        step: "call".into(),
        result: result(1),
        next: step("visit", &[3]),
    });
    editing.apply(go("visit", 3, to("call")));
    editing.apply(go(
        "call",
        2,
        Continuation::Retry {
            limit: 3,
            due: vec![],
            assignee: Default::default(),
            freedom: Default::default(),
            exhausted: Exhausted::Step {
                target: Target::plain("visit"),
            },
        },
    ));
    editing
}

#[test]
fn the_first_step_begins_and_a_result_leads_on_to_a_new_one() {
    let editing = edited();
    let graph = editing.graph();
    assert_eq!(graph.start, Some(Target::plain("call")));
    assert_eq!(graph.continuation("call", result(1)), Some(&to("visit")));
    assert_eq!(graph.steps.len(), 2);
}

#[test]
fn a_step_takes_what_led_to_it_along_but_not_the_retry_that_ends_in_it() {
    let mut editing = edited();
    editing.apply(Edit::RemoveStep {
        step: "visit".into(),
    });
    let graph = editing.graph();
    assert_eq!(graph.steps.len(), 1);
    assert_eq!(graph.continuation("call", result(1)), None);
    assert!(graph.continuation("call", result(2)).is_some());
    editing.apply(Edit::RemoveStep {
        step: "call".into(),
    });
    assert_eq!(editing.graph(), &Graph::empty());
}

#[test]
fn the_step_that_began_hands_the_beginning_on() {
    let mut editing = edited();
    editing.apply(Edit::RemoveStep {
        step: "call".into(),
    });
    assert_eq!(editing.graph().start, Some(Target::plain("visit")));
}

#[test]
fn a_result_that_is_taken_away_takes_its_continuation_along() {
    let mut editing = edited();
    editing.apply(Edit::Results {
        step: "call".into(),
        results: vec![result(4), result(2)],
    });
    let graph = editing.graph();
    assert_eq!(
        graph.step("call").unwrap().results,
        [result(4), result(2)],
        "in the order that was given"
    );
    assert_eq!(graph.continuation("call", result(1)), None);
    assert!(graph.continuation("call", result(2)).is_some());
    assert!(graph.continuation("visit", result(3)).is_some());
}

#[test]
fn a_changed_continuation_keeps_its_place() {
    let mut editing = edited();
    let order = |editing: &Editing| -> Vec<ResultId> {
        let transitions = &editing.graph().transitions;
        transitions.iter().map(|known| known.result_id).collect()
    };
    let before = order(&editing);
    editing.apply(go("call", 1, Continuation::Goal));
    assert_eq!(order(&editing), before);
}

#[test]
fn every_edit_is_taken_back_and_done_again() {
    let edits = [
        Edit::AddStep(step("errand", &[5])),
        Edit::AddNext {
            step: "visit".into(),
            result: result(3),
            next: step("check", &[6]),
        },
        Edit::RemoveStep {
            step: "call".into(),
        },
        Edit::Results {
            step: "call".into(),
            results: vec![],
        },
        go("call", 1, Continuation::End),
        Edit::Continue {
            step: "call".into(),
            result: result(1),
            then: None,
        },
        Edit::Start(Target::plain("visit")),
        Edit::Move {
            step: "visit".into(),
            to: Position { x: -8, y: 400 },
        },
        Edit::Replace(Graph::empty()),
    ];
    for edit in edits {
        let mut editing = edited();
        let before = editing.graph().clone();
        editing.apply(edit.clone());
        let after = editing.graph().clone();
        assert_ne!(before, after, "{edit:?}");
        editing.undo();
        assert_eq!(*editing.graph(), before, "{edit:?}");
        editing.redo();
        assert_eq!(*editing.graph(), after, "{edit:?}");
        assert!(!editing.can_redo());
    }
}

#[test]
fn everything_can_be_taken_back_to_the_beginning() {
    let mut editing = edited();
    let whole = editing.graph().clone();
    while editing.can_undo() {
        editing.undo();
    }
    assert_eq!(*editing.graph(), Graph::empty());
    while editing.can_redo() {
        editing.redo();
    }
    assert_eq!(*editing.graph(), whole);
}

#[test]
fn many_small_moves_are_one_and_what_changes_nothing_is_none() {
    let mut editing = edited();
    let before = editing.graph().clone();
    let shift = |step: &str, x| Edit::Move {
        step: step.into(),
        to: Position { x, y: 0 },
    };
    for x in 1..20 {
        editing.apply(shift("call", x));
    }
    editing.apply(shift("visit", 300));
    editing.apply(shift("visit", 300));
    editing.undo();
    assert_eq!(editing.graph().step("visit").unwrap().position, None);
    editing.undo();
    assert_eq!(*editing.graph(), before);
    editing.redo();
    editing.apply(shift("call", 50));
    editing.undo();
    let position = editing.graph().step("call").unwrap().position;
    assert_eq!(position, Some(Position { x: 19, y: 0 }));
}

#[test]
fn another_edit_gives_up_what_was_taken_back() {
    let mut editing = edited();
    editing.undo();
    editing.apply(Edit::Start(Target::plain("visit")));
    assert!(!editing.can_redo());
}

#[test]
fn tidying_forgets_every_place() {
    let mut editing = edited();
    editing.apply(Edit::Move {
        step: "call".into(),
        to: Position { x: 1, y: 2 },
    });
    editing.apply(Edit::Tidy);
    let mut steps = editing.graph().steps.iter();
    assert!(steps.all(|step| step.position.is_none()));
    editing.undo();
    assert!(editing.graph().step("call").unwrap().position.is_some());
}

#[test]
fn a_key_is_never_given_to_another_template() {
    let graph = edited().graph().clone();
    let (own, other) = (TemplateId::from_i64(7), TemplateId::from_i64(8));
    let used = BTreeMap::from([("probnoe_zaniatie".to_owned(), own)]);
    for (name, template, expected) in [
        ("Пробное занятие", own, "probnoe_zaniatie"),
        ("Пробное занятие", other, "probnoe_zaniatie_2"),
        ("Call", own, "call_2"),
        ("1 + 1", own, "step"),
    ] {
        assert_eq!(graph.free_key(name, template, &used), expected, "{name}");
    }
}

fn case(to_step: &str) -> Case {
    Case {
        when: vec![Condition::Attempt { at_least: 2 }],
        then: to(to_step),
    }
}

fn ask(cases: Vec<Case>) -> Edit {
    Edit::Cases {
        step: "call".into(),
        result: result(1),
        cases,
    }
}

#[test]
fn cases_are_set_and_taken_back() {
    let mut editing = edited();
    editing.apply(ask(vec![case("call")]));
    assert_eq!(editing.graph().cases("call", result(1)), [case("call")]);
    assert_eq!(
        editing.graph().continuation("call", result(1)),
        Some(&to("visit"))
    );
    editing.undo();
    assert!(editing.graph().cases("call", result(1)).is_empty());
    let depth = editing.depth();
    editing.apply(Edit::Cases {
        step: "call".into(),
        result: result(9),
        cases: vec![case("call")],
    });
    assert_eq!(editing.depth(), depth, "nothing follows that result");
}

#[test]
fn what_a_result_also_does_is_set_taken_back_and_goes_with_what_follows() {
    let mut editing = edited();
    let also = vec![Also {
        when: vec![],
        act: Action::Stage {
            stage: Stage::Former,
        },
    }];
    let set = |number| Edit::Also {
        step: "call".into(),
        result: result(number),
        also: also.clone(),
    };
    editing.apply(set(1));
    assert_eq!(editing.graph().also("call", result(1)), also);
    editing.apply(go("call", 1, Continuation::Goal));
    assert_eq!(editing.graph().also("call", result(1)), also, "stays");
    editing.undo();
    editing.undo();
    assert!(editing.graph().also("call", result(1)).is_empty());
    let depth = editing.depth();
    editing.apply(set(9));
    assert_eq!(editing.depth(), depth, "nothing follows that result");
    editing.apply(set(1));
    editing.apply(Edit::Continue {
        step: "call".into(),
        result: result(1),
        then: None,
    });
    assert!(editing.graph().also("call", result(1)).is_empty());
}

#[test]
fn a_step_takes_the_cases_that_led_to_it_along() {
    let mut editing = edited();
    editing.apply(ask(vec![case("visit"), case("call")]));
    editing.apply(Edit::RemoveStep {
        step: "visit".into(),
    });
    assert_eq!(editing.graph().cases("call", result(1)), [case("call")]);
    assert_eq!(
        editing.graph().continuation("call", result(1)),
        Some(&to("visit")),
        "the cases that are left cannot be without it; the checker names it"
    );
}
