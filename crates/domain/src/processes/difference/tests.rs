use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::chains::tests::{ANNA, OPERATORS};
use crate::ids::{EmployeeId, ProcessId, RoleId};
use crate::language::Language;
use crate::processes::check::tests::random::{any_continuation, any_graph};
use crate::processes::{DueUnit, Pick, Position};
use crate::sentence::{Compared, Glossary, Telling};
use crate::time::Zone;

const THINKS: ResultId = ResultId::from_i64(1);
const BOUGHT: ResultId = ResultId::from_i64(2);
const NO_ANSWER: ResultId = ResultId::from_i64(3);
const NOT_NOW: ResultId = ResultId::from_i64(4);
const CALL: TemplateId = TemplateId::from_i64(1);
const TRIAL: TemplateId = TemplateId::from_i64(2);

struct Club;

impl Glossary for Club {
    fn template(&self, id: TemplateId) -> Option<&str> {
        Some(if id == CALL {
            "Звонок"
        } else {
            "Пробное занятие"
        })
    }

    fn result(&self, id: ResultId) -> Option<&str> {
        let names = ["Думает", "Купил", "Недозвон", "Не сейчас"];
        names.get(usize::try_from(id.as_i64() - 1).ok()?).copied()
    }

    fn field(&self, result: ResultId, key: &str) -> Option<&str> {
        (result == NOT_NOW && key == "day").then_some("Вернуться после")
    }

    fn role(&self, id: RoleId) -> Option<&str> {
        (id == OPERATORS).then_some("Операторы")
    }

    fn employee(&self, id: EmployeeId) -> Option<&str> {
        (id == ANNA).then_some("Анна")
    }

    fn process(&self, _: ProcessId) -> Option<&str> {
        None
    }

    fn value(&self, id: ValueId) -> Option<&str> {
        (id.as_i64() == 1).then_some("Далеко")
    }

    fn branch(&self, _: BranchId) -> Option<&str> {
        Some("Центр")
    }

    fn hook(&self, _: crate::ids::HookId) -> Option<&str> {
        Some("Склад")
    }
}

fn days(amount: u32) -> DueRule {
    DueRule::After {
        amount,
        unit: DueUnit::WorkingDays,
        at: None,
    }
}

fn target(step: &str, amount: u32) -> Target {
    Target {
        step: step.into(),
        due: Some(days(amount)),
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
    }
}

/// A call that ends in four ways, and a trial lesson.
fn graph() -> Graph {
    let on = |result_id, then| Transition {
        step: "call".into(),
        result_id,
        cases: Vec::new(),
        then,
        also: Vec::new(),
    };
    let step = |key: &str, template_id, results| Step {
        key: key.into(),
        template_id,
        results,
        position: None,
    };
    Graph {
        start: Some(target("call", 0)),
        steps: vec![
            step("call", CALL, vec![THINKS, BOUGHT, NO_ANSWER, NOT_NOW]),
            step("trial", TRIAL, vec![BOUGHT]),
        ],
        transitions: vec![
            on(
                THINKS,
                Continuation::Step {
                    target: target("call", 3),
                },
            ),
            on(BOUGHT, Continuation::Goal),
            on(
                NO_ANSWER,
                Continuation::Retry {
                    limit: 5,
                    due: vec![days(1)],
                    assignee: AssigneeRule::Same,
                    freedom: Freedom::Both,
                    exhausted: Exhausted::Refusal,
                },
            ),
            on(
                NOT_NOW,
                Continuation::Sleep {
                    until: SleepUntil {
                        field: Some("day".into()),
                        days: 30,
                        errands: false,
                        call: None,
                    },
                    target: target("call", 0),
                },
            ),
            Transition {
                step: "trial".into(),
                result_id: BOUGHT,
                cases: Vec::new(),
                then: Continuation::Goal,
                also: Vec::new(),
            },
        ],
    }
}

fn told(language: Language, before: &Graph, after: &Graph) -> Vec<String> {
    let zone = Zone::utc();
    let telling = Telling {
        language,
        zone: &zone,
        today: chrono::NaiveDate::default(),
    };
    let compared = Compared {
        before,
        after,
        glossary: &Club,
    };
    let changes = difference(before, after);
    let lines = changes.iter().map(|change| {
        let line = telling.change(change, &compared).replace('\u{A0}', " ");
        match change.step.as_deref().and_then(|key| compared.step(key)) {
            Some(step) => format!("{step} | {line}"),
            None => line,
        }
    });
    lines.collect()
}

/// What an edit is told as, in Russian.
#[track_caller]
fn check(edit: impl Fn(&mut Graph), expected: &[&str]) {
    let (before, mut after) = (graph(), graph());
    edit(&mut after);
    assert_eq!(told(Language::Ru, &before, &after), expected);
}

#[test]
fn rules_of_a_continuation_are_told_by_their_parts() {
    let target_of = |graph: &mut Graph, place: usize, change: fn(&mut Target)| {
        if let Continuation::Step { target } = &mut graph.transitions[place].then {
            change(target);
        }
    };
    check(
        |after| target_of(after, 0, |target| target.due = Some(days(2))),
        &["Звонок | Думает: через 3 рабочих дня → через 2 рабочих дня"],
    );
    check(
        |after| target_of(after, 0, |target| target.due = None),
        &["Звонок | Думает: через 3 рабочих дня → срок из шаблона"],
    );
    check(
        |after| {
            target_of(after, 0, |target| {
                target.assignee = AssigneeRule::Employee { employee_id: ANNA };
                target.freedom = Freedom::Nothing;
            });
        },
        &[
            "Звонок | Думает: исполнитель: тот же → Анна",
            "Звонок | Думает: сотрудник может изменить: срок и исполнителя → ничего",
        ],
    );
    check(
        |after| {
            if let Continuation::Retry {
                limit,
                due,
                assignee,
                exhausted,
                ..
            } = &mut after.transitions[2].then
            {
                *limit = 3;
                *due = vec![days(1), days(2)];
                *assignee = AssigneeRule::Role {
                    role_id: OPERATORS,
                    pick: Pick::Pool,
                };
                *exhausted = Exhausted::Step {
                    target: target("trial", 1),
                };
            }
        },
        &[
            "Звонок | Недозвон: попыток: 5 → 3",
            "Звонок | Недозвон: повторы: через 1 рабочий день → через 1 рабочий день, потом через 2 рабочих дня",
            "Звонок | Недозвон: исполнитель: тот же → общая очередь «Операторы»",
            "Звонок | Недозвон: после последней попытки, было: отказ; стало: → Пробное занятие, через 1 рабочий день",
        ],
    );
    check(
        |after| {
            if let Continuation::Sleep { until, .. } = &mut after.transitions[3].then {
                *until = SleepUntil {
                    field: None,
                    days: 10,
                    errands: false,
                    call: None,
                };
            }
        },
        &[
            "Звонок | Не сейчас: пауза до даты из поля «Вернуться после», без неё через 30 дней → пауза: через 10 дней",
        ],
    );
    check(
        |after| after.transitions[1].then = Continuation::End,
        &["Звонок | Купил: было: цель; стало: конец процесса"],
    );
    check(
        |after| drop(after.transitions.remove(1)),
        &["Звонок | Купил: было: цель; стало: –"],
    );
}

#[test]
fn steps_and_results_come_and_go() {
    check(
        |after| {
            after.steps.push(Step {
                key: "again".into(),
                template_id: TRIAL,
                results: vec![BOUGHT, THINKS],
                position: None,
            });
            after.transitions.push(Transition {
                step: "again".into(),
                result_id: BOUGHT,
                cases: Vec::new(),
                then: Continuation::Goal,
                also: Vec::new(),
            });
        },
        &[
            "Пробное занятие | новый шаг",
            "Пробное занятие | новый результат «Купил»: цель",
            "Пробное занятие | новый результат «Думает»: следующий шаг не выбран",
        ],
    );
    check(
        |after| {
            after.steps.remove(1);
            after.transitions.remove(4);
        },
        &["Пробное занятие | шага больше нет"],
    );
    check(
        |after| {
            after.steps[1].results.push(THINKS);
            after.transitions.push(Transition {
                step: "trial".into(),
                result_id: THINKS,
                cases: Vec::new(),
                then: Continuation::Step {
                    target: target("call", 1),
                },
                also: Vec::new(),
            });
        },
        &["Пробное занятие | новый результат «Думает»: → Звонок, через 1 рабочий день"],
    );
    check(
        |after| {
            after.steps[0].results.remove(0);
            after.transitions.remove(0);
        },
        &["Звонок | нет больше результата «Думает»"],
    );
    check(
        |after| after.steps[0].results.swap(0, 1),
        &["Звонок | другой порядок результатов"],
    );
    check(
        |after| after.steps[0].template_id = TRIAL,
        &["Пробное занятие | шаблон: Звонок → Пробное занятие"],
    );
    check(
        |after| after.steps[0].position = Some(Position { x: 1, y: 2 }),
        &["Звонок | другое место на схеме"],
    );
    check(
        |after| after.steps.swap(0, 1),
        &["шаги стоят в другом порядке"],
    );
}

#[test]
fn the_start_is_told_first() {
    check(
        |after| after.start = Some(target("trial", 0)),
        &["первый шаг: Звонок → Пробное занятие"],
    );
    check(
        |after| after.start = Some(target("call", 1)),
        &["срок первой задачи: в тот же день → через 1 рабочий день"],
    );
    check(|after| after.start = None, &["первый шаг: Звонок → –"]);
}

#[test]
fn every_language_has_its_words() {
    let (before, mut after) = (graph(), graph());
    after.start = Some(target("trial", 0));
    after.steps[1].results.push(THINKS);
    for (language, expected) in [
        (
            Language::En,
            [
                "first step: Звонок → Пробное занятие",
                "Пробное занятие | new result “Думает”: no next step yet",
            ],
        ),
        (
            Language::Ro,
            [
                "primul pas: Звонок → Пробное занятие",
                "Пробное занятие | rezultat nou „Думает”: fără pas următor încă",
            ],
        ),
    ] {
        assert_eq!(told(language, &before, &after), expected);
    }
}

/// A graph as far as the order of its transitions says nothing.
fn settled(graph: &Graph) -> Graph {
    let mut graph = graph.clone();
    graph
        .transitions
        .sort_by_key(|transition| format!("{transition:?}"));
    graph
}

/// One edit anywhere; it may happen to change nothing.
fn edited(graph: &Graph, kind: usize, at: Index, then: Continuation) -> Graph {
    let mut after = graph.clone();
    let steps = after.steps.len();
    let transitions = after.transitions.len();
    match kind {
        0 if steps > 0 => drop(after.steps.remove(at.index(steps))),
        1 if transitions > 0 => drop(after.transitions.remove(at.index(transitions))),
        2 if transitions > 0 => after.transitions[at.index(transitions)].then = then,
        3 if steps > 0 => after.steps[at.index(steps)].results.reverse(),
        4 if steps > 0 => drop(after.steps[at.index(steps)].results.pop()),
        5 if steps > 0 => after.steps[at.index(steps)].template_id = TemplateId::from_i64(77),
        6 if steps > 1 => after.steps.rotate_left(1),
        7 => after.start = after.start.take().map_or(Some(target("a", 9)), |_| None),
        8 if transitions > 0 => {
            let double = after.transitions[at.index(transitions)].clone();
            after.transitions.push(double);
        }
        _ => after.steps.push(Step {
            key: "new".into(),
            template_id: CALL,
            results: vec![],
            position: None,
        }),
    }
    after
}

proptest! {
    #[test]
    fn equal_graphs_do_not_differ(graph in any_graph(true)) {
        prop_assert_eq!(difference(&graph, &graph), []);
    }

    #[test]
    fn no_edit_is_passed_over(
        graph in any_graph(true),
        kind in 0usize..10,
        at in any::<Index>(),
        then in any_continuation(2, true),
    ) {
        let after = edited(&graph, kind, at, then);
        let changes = difference(&graph, &after);
        prop_assert_eq!(changes.is_empty(), settled(&graph) == settled(&after), "{:?}", changes);
        for line in told(Language::Ru, &graph, &after) {
            prop_assert!(!line.is_empty());
        }
    }

    #[test]
    fn two_graphs_that_do_not_differ_are_equal(before in any_graph(true), after in any_graph(true)) {
        if difference(&before, &after).is_empty() {
            prop_assert_eq!(settled(&before), settled(&after));
        }
    }
}

#[test]
fn cases_are_told_by_what_they_ask() {
    use crate::processes::{Case, Condition, Test};
    let far = |then| Case {
        when: vec![Condition::Field {
            field: "day".into(),
            is: Test::OneOf {
                values: vec![ValueId::from_i64(1)],
            },
        }],
        then,
    };
    let third = |then| Case {
        when: vec![Condition::Attempt { at_least: 3 }],
        then,
    };
    let told = |before: Vec<Case>, after: Vec<Case>| {
        let (mut old, mut new) = (graph(), graph());
        let not_now = |graph: &Graph| {
            let mut all = graph.transitions.iter();
            all.position(|one| one.result_id == NOT_NOW).unwrap()
        };
        let place = not_now(&old);
        old.transitions[place].cases = before;
        new.transitions[place].cases = after;
        let compared = Compared {
            before: &old,
            after: &new,
            glossary: &Club,
        };
        let zone = Zone::utc();
        let telling = Telling {
            language: Language::Ru,
            zone: &zone,
            today: chrono::NaiveDate::default(),
        };
        let changes = difference(&old, &new).into_iter();
        changes
            .map(|change| telling.change(&change, &compared))
            .collect::<Vec<_>>()
    };
    let (goal, end) = (Continuation::Goal, Continuation::End);
    assert_eq!(
        told(vec![], vec![far(goal.clone())]),
        ["Не сейчас: новый случай: если «Вернуться после» – «Далеко»: цель"]
    );
    assert_eq!(
        told(vec![third(goal.clone())], vec![third(end.clone())]),
        [
            "Не сейчас: было: если попытка 3 или дальше: цель; стало: если попытка 3 или дальше: конец процесса"
        ]
    );
    assert_eq!(
        told(vec![third(goal.clone())], vec![]),
        ["Не сейчас: нет больше случая: если попытка 3 или дальше: цель"]
    );
    assert_eq!(
        told(
            vec![far(goal.clone()), third(end.clone())],
            vec![third(end), far(goal)]
        ),
        ["Не сейчас: другой порядок случаев"]
    );
}
