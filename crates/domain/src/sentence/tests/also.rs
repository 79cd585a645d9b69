//! What a result also does, in words.

use super::*;

#[test]
fn actions_read_as_rules_of_the_process() {
    use crate::chains::tests::OPERATORS;
    use crate::clients::Stage;
    use crate::ids::{ProcessId, ResultId, TemplateId};
    use crate::processes::{
        Action, Also, AssigneeRule, Condition, Continuation, DueRule, DueUnit, Pick, Transition,
    };
    let also = vec![
        Also {
            when: vec![Condition::Attempt { at_least: 2 }],
            act: Action::Errand {
                template_id: TemplateId::from_i64(1),
                due: Some(DueRule::After {
                    amount: 1,
                    unit: DueUnit::Days,
                    at: None,
                }),
                assignee: AssigneeRule::Role {
                    role_id: OPERATORS,
                    pick: Pick::RoundRobin,
                },
                text: None,
            },
        },
        Also {
            when: vec![],
            act: Action::Tag {
                add: vec!["VIP".into()],
                remove: vec!["новый".into()],
            },
        },
        Also {
            when: vec![],
            act: Action::Stage {
                stage: Stage::Former,
            },
        },
        Also {
            when: vec![],
            act: Action::Responsible {
                assignee: AssigneeRule::Same,
            },
        },
        Also {
            when: vec![],
            act: Action::StartProcess {
                process_id: ProcessId::from_i64(2),
            },
        },
    ];
    let transition = Transition {
        also,
        ..Transition::plain("call", ResultId::from_i64(1), Continuation::Goal)
    };
    for (language, expected) in [
        (
            RU,
            "цель; ещё: если попытка 2 или дальше: поручение «Выдать абонемент», через 1 день, «Операторы» (по очереди); \
             метки: +«VIP» −«новый»; статус клиента: бывший; ответственный: тот же; рядом начинается процесс «Продление»",
        ),
        (
            EN,
            "goal; also: if attempt 2 or later: errand “Выдать абонемент”, in 1 day, “Операторы” (in turn); \
             tags: +“VIP” −“новый”; client's status: former; responsible: the same person; process “Продление” starts beside",
        ),
    ] {
        let told = tell(language, |telling| telling.transition(&transition, &Known));
        assert_eq!(told, expected);
    }
}

#[test]
fn what_happened_besides_is_one_sentence_after_the_next_step() {
    use crate::chains::{Beside, Sentence, Told};
    let told = Told {
        also: vec![
            Beside::Responsible {
                person: "Анна".into(),
            },
            Beside::Process {
                process: "Забота".into(),
                runs: true,
            },
        ],
        ..Told::plain(Sentence::Goal)
    };
    assert_eq!(
        tell(RU, |telling| telling.told(&told)),
        "Процесс завершён: цель достигнута. Ещё: ответственный: Анна; рядом начинается процесс «Забота» (уже идёт)."
    );
    let nothing = tell(RU, |telling| telling.besides(&[]).unwrap_or_default());
    assert_eq!(nothing, "");
}
