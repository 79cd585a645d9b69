//! Cases and conditions in words.

use super::*;

#[test]
fn a_case_reads_as_a_condition_and_what_follows() {
    use crate::processes::{Case, Condition, Continuation, Test, Transition};
    let transition = Transition {
        cases: vec![Case {
            when: vec![
                Condition::Field {
                    field: "when".into(),
                    is: Test::DaysAtLeast { days: 3 },
                },
                Condition::Stage {
                    one_of: vec![crate::clients::Stage::Lead],
                },
            ],
            then: Continuation::Goal,
        }],
        ..Transition::plain(
            "call",
            crate::ids::ResultId::from_i64(1),
            Continuation::Refusal,
        )
    };
    for (language, expected) in [
        (
            RU,
            "если «Когда» – через 3 дня или позже, статус: лид: цель; иначе отказ",
        ),
        (
            EN,
            "if “Когда” is in 3 days or later, status: lead: goal; otherwise refusal",
        ),
        (
            RO,
            "dacă „Когда” este peste 3 zile sau mai târziu, statut: lead: obiectiv; altfel refuz",
        ),
    ] {
        assert_eq!(
            tell(language, |telling| telling.transition(&transition, &Known)),
            expected
        );
    }
}

#[test]
fn every_condition_has_words() {
    use crate::ids::{BranchId, ValueId};
    use crate::processes::{Condition, Test};
    let field = |is| Condition::Field {
        field: "when".into(),
        is,
    };
    let (both, evening) = (
        vec![ValueId::from_i64(0), ValueId::from_i64(1)],
        vec![ValueId::from_i64(1)],
    );
    let hour = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    for (condition, ru, en) in [
        (
            field(Test::Filled),
            "«Когда» заполнено",
            "“Когда” is filled in",
        ),
        (
            field(Test::Empty),
            "«Когда» не заполнено",
            "“Когда” is empty",
        ),
        (field(Test::Yes), "«Когда» – да", "“Когда” is yes"),
        (
            field(Test::OneOf {
                values: both.clone(),
            }),
            "«Когда» – «Утро» или «Вечер»",
            "“Когда” is “Утро” or “Вечер”",
        ),
        (
            field(Test::AllOf { values: both }),
            "«Когда» включает «Утро» и «Вечер»",
            "“Когда” includes “Утро” and “Вечер”",
        ),
        (
            field(Test::NoneOf { values: evening }),
            "«Когда» – не «Вечер»",
            "“Когда” is not “Вечер”",
        ),
        (
            field(Test::AtMost { number: 3 }),
            "«Когда» не больше 3",
            "“Когда” is at most 3",
        ),
        (
            field(Test::SumAtLeast { amount: 500_050 }),
            "«Когда» не меньше 5000.50",
            "“Когда” is at least 5000.50",
        ),
        (
            field(Test::DaysAtMost { days: -2 }),
            "«Когда» – 2 дня назад или раньше",
            "“Когда” is 2 days ago or earlier",
        ),
        (
            field(Test::Before {
                date: date("2027-01-05"),
            }),
            "«Когда» раньше, чем 5 января 2027",
            "“Когда” is before 5 January 2027",
        ),
        (
            Condition::Attempt { at_least: 3 },
            "попытка 3 или дальше",
            "attempt 3 or later",
        ),
        (
            Condition::Tagged {
                any_of: vec!["VIP".into(), "Друг".into()],
            },
            "метка «VIP» или «Друг»",
            "tag “VIP” or “Друг”",
        ),
        (
            Condition::Branch {
                one_of: vec![BranchId::from_i64(1)],
            },
            "филиал «Центр»",
            "branch “Центр”",
        ),
        (
            Condition::Hour {
                from: hour("18:00"),
                until: hour("21:30"),
            },
            "время с 18:00 до 21:30",
            "time from 18:00 to 21:30",
        ),
    ] {
        assert_eq!(
            tell(RU, |telling| telling.condition(&condition, &Known)),
            ru
        );
        assert_eq!(
            tell(EN, |telling| telling.condition(&condition, &Known)),
            en
        );
    }
}
