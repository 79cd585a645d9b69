//! What a comparison of two versions has shown, in plain words.

use super::plural::Noun;
use super::{NBSP, say};
use crate::comparison::{Estimate, Report, Verdict};
use crate::language::Language;

/// Of whom there are not enough: Russian takes the genitive.
const NEW_CLIENTS: Noun = Noun {
    ru: ["нового клиента", "новых клиентов", "новых клиентов"],
    en: ["new client", "new clients"],
    ro: ["client nou", "clienți noi"],
};

/// What is said to whoever asks which version serves better. `numbers` are those of the present version and of the challenger.
pub fn verdict(language: Language, report: &Report, numbers: (u32, u32)) -> String {
    let better = |number: u32, by: Estimate| {
        let point = |share: f64| hundred(language, share);
        let (value, low, high) = (point(by.value), point(by.low), point(by.high));
        match language {
            Language::Ru => format!(
                "Лучше версия{NBSP}{number}: из ста клиентов цели достигают на{NBSP}{value} больше (вероятнее всего, на{NBSP}{low}–{high})."
            ),
            Language::En => format!(
                "Version{NBSP}{number} is better: of a hundred clients {value} more reach the goal (most likely {low}–{high} more)."
            ),
            Language::Ro => format!(
                "Versiunea{NBSP}{number} este mai bună: dintr-o sută de clienți cu{NBSP}{value} mai mulți ajung la obiectiv (cel mai probabil cu{NBSP}{low}–{high})."
            ),
        }
    };
    let by = report.difference.unwrap_or(Estimate {
        value: 0.0,
        low: 0.0,
        high: 0.0,
    });
    match report.verdict {
        Verdict::NotYet { more: 0, .. } => say(
            language,
            "Данных пока недостаточно: клиентов набралось сколько нужно, осталось дождаться, чем закончится их срок.",
            "Not enough data yet: enough clients have begun, and what remains is to wait until their days are over.",
            "Încă nu sunt date suficiente: s-au adunat destui clienți, rămâne să se încheie zilele lor.",
        )
        .into(),
        Verdict::NotYet { more, .. } => {
            let clients = NEW_CLIENTS.counted(language, u64::from(more));
            say(
                language,
                format!("Данных пока недостаточно: не хватает ещё примерно {clients}."),
                format!("Not enough data yet: about {clients} more to go."),
                format!("Încă nu sunt date suficiente: mai trebuie aproximativ {clients}."),
            )
        }
        Verdict::ChallengerBetter => better(numbers.1, by),
        Verdict::PresentBetter => better(
            numbers.0,
            Estimate {
                value: -by.value,
                low: -by.high,
                high: -by.low,
            },
        ),
        Verdict::NoDifference { at_most } => {
            let most = hundred(language, at_most);
            say(
                language,
                format!("Разницы, о которой стоит говорить, нет: если она и есть, то не больше {most} на сто клиентов."),
                format!("No difference worth speaking of: if there is one, it is at most {most} in a hundred clients."),
                format!("Nicio diferență demnă de luat în seamă: dacă există, este de cel mult {most} la o sută de clienți."),
            )
        }
    }
}

/// Of a hundred, to one decimal place where it is not whole.
fn hundred(language: Language, share: f64) -> String {
    let tenths = (share * 1_000.0).round() as i64;
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        tenth => format!("{}{}{}", tenths / 10, say(language, ',', '.', ','), tenth),
    }
}
