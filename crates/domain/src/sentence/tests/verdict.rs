//! Verdicts of comparisons.

use super::*;
use crate::comparison::{Estimate, Judged, Report, Verdict};

fn told(language: Language, verdict: Verdict) -> String {
    let difference = Estimate {
        value: 0.0625,
        low: 0.01,
        high: 0.1149,
    };
    let turned = Estimate {
        value: -difference.value,
        low: -difference.high,
        high: -difference.low,
    };
    let report = Report {
        at: Timestamp::EPOCH,
        present: Judged::default(),
        challenger: Judged::default(),
        difference: Some(match verdict {
            Verdict::PresentBetter => turned,
            _ => difference,
        }),
        verdict,
    };
    verdict_of(language, &report)
}

fn verdict_of(language: Language, report: &Report) -> String {
    crate::sentence::verdict(language, report, (3, 4)).replace(NBSP, " ")
}

#[test]
fn a_verdict_is_told_in_clients_of_a_hundred() {
    for (language, verdict, expected) in [
        (
            RU,
            Verdict::ChallengerBetter,
            "Лучше версия 4: из ста клиентов цели достигают на 6,3 больше (вероятнее всего, на 1–11,5).",
        ),
        (
            RU,
            Verdict::PresentBetter,
            "Лучше версия 3: из ста клиентов цели достигают на 6,3 больше (вероятнее всего, на 1–11,5).",
        ),
        (
            EN,
            Verdict::ChallengerBetter,
            "Version 4 is better: of a hundred clients 6.3 more reach the goal (most likely 1–11.5 more).",
        ),
        (
            RO,
            Verdict::PresentBetter,
            "Versiunea 3 este mai bună: dintr-o sută de clienți cu 6,3 mai mulți ajung la obiectiv (cel mai probabil cu 1–11,5).",
        ),
        (
            RU,
            Verdict::NoDifference { at_most: 0.04 },
            "Разницы, о которой стоит говорить, нет: если она и есть, то не больше 4 на сто клиентов.",
        ),
        (
            EN,
            Verdict::NoDifference { at_most: 0.0361 },
            "No difference worth speaking of: if there is one, it is at most 3.6 in a hundred clients.",
        ),
    ] {
        assert_eq!(told(language, verdict), expected);
    }
}

#[test]
fn how_many_are_missing_is_told_in_the_right_form() {
    for (language, more, expected) in [
        (RU, 1, "не хватает ещё примерно 1 нового клиента."),
        (RU, 21, "не хватает ещё примерно 21 нового клиента."),
        (RU, 22, "не хватает ещё примерно 22 новых клиентов."),
        (RU, 111, "не хватает ещё примерно 111 новых клиентов."),
        (EN, 1, "about 1 new client more to go."),
        (EN, 312, "about 312 new clients more to go."),
        (RO, 2, "mai trebuie aproximativ 2 clienți noi."),
        (RO, 40, "mai trebuie aproximativ 40 de clienți noi."),
    ] {
        let verdict = Verdict::NotYet {
            more,
            waiting: 0,
            until: None,
        };
        let told = told(language, verdict);
        assert!(told.ends_with(expected), "{told}");
    }
    let verdict = Verdict::NotYet {
        more: 0,
        waiting: 9,
        until: None,
    };
    assert!(told(EN, verdict).contains("wait until their days are over"));
}
