//! Names of people: split, shown and sorted in the organisation's order.

use serde::{Deserialize, Serialize};

use crate::organisation::NameOrder;

/// The parts of a name. A card with a single word has only a given name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub surname: Option<String>,
    pub given: Option<String>,
    pub patronymic: Option<String>,
}

impl PersonName {
    /// Splits a full name as it is written in the organisation's order; a patronymic, where one is recognised, wins over the order.
    ///
    /// A name typed in one case gets capitals. An empty text gives an empty name.
    pub fn split(full: &str, order: NameOrder) -> Self {
        let full = capitalise(full);
        let words: Vec<&str> = full.split_whitespace().collect();
        let join = |words: &[&str]| (!words.is_empty()).then(|| words.join(" "));
        let name = |surname: &[&str], given: &[&str], patronymic: &[&str]| Self {
            surname: join(surname),
            given: join(given),
            patronymic: join(patronymic),
        };
        match (words.as_slice(), order) {
            ([given], _) => name(&[], &[given], &[]),
            // A surname ends like a man's patronymic more often than a woman's, so that only the latter is sure.
            ([given, second], NameOrder::GivenFirst)
                if is_patronymic(second) == Some(Sure::Yes) =>
            {
                name(&[], &[given], &[second])
            }
            ([given, second], NameOrder::SurnameFirst) if is_patronymic(second).is_some() => {
                name(&[], &[given], &[second])
            }
            ([surname, given], NameOrder::SurnameFirst) => name(&[surname], &[given], &[]),
            ([given, surname], NameOrder::GivenFirst) => name(&[surname], &[given], &[]),
            ([given, middle, surname], _) if is_patronymic(middle).is_some() => {
                name(&[surname], &[given], &[middle])
            }
            // "Мамедов Али Гасан оглы": two words of patronymic.
            ([surname, given @ .., father, child], _)
                if is_child_of(child) && !given.is_empty() =>
            {
                name(&[surname], given, &[father, child])
            }
            ([surname, given @ .., last], _) if is_patronymic(last).is_some() => {
                name(&[surname], given, &[last])
            }
            ([surname, given @ ..], NameOrder::SurnameFirst) => name(&[surname], given, &[]),
            ([given @ .., surname], NameOrder::GivenFirst) => name(&[surname], given, &[]),
            ([], _) => Self::default(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(Option::is_none)
    }

    /// As lists show it: given name and surname in the organisation's order.
    pub fn short(&self, order: NameOrder) -> String {
        let (surname, given) = (self.surname.as_deref(), self.given.as_deref());
        let pair = match order {
            NameOrder::GivenFirst => [given, surname],
            NameOrder::SurnameFirst => [surname, given],
        };
        joined(&pair).unwrap_or_else(|| self.patronymic.clone().unwrap_or_default())
    }

    /// With the patronymic, as documents show it.
    pub fn full(&self, order: NameOrder) -> String {
        let [surname, given, patronymic] = self.parts();
        joined(&match order {
            NameOrder::GivenFirst => [given, patronymic, surname],
            NameOrder::SurnameFirst => [surname, given, patronymic],
        })
        .unwrap_or_default()
    }

    /// One or two capitals for an avatar, in the order of [`Self::short`].
    pub fn initials(&self, order: NameOrder) -> String {
        self.short(order)
            .split_whitespace()
            .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
            .take(2)
            .flat_map(char::to_uppercase)
            .collect()
    }

    /// The key by which lists are ordered: as [`Self::short`] reads, then the patronymic.
    pub fn sort_key(&self, order: NameOrder) -> String {
        let short = self.short(order);
        let whole = joined(&[Some(short.as_str()), self.patronymic.as_deref()]);
        crate::collation::sort_key(&whole.unwrap_or_default())
    }

    fn parts(&self) -> [Option<&str>; 3] {
        [
            self.surname.as_deref(),
            self.given.as_deref(),
            self.patronymic.as_deref(),
        ]
    }
}

fn joined(parts: &[Option<&str>]) -> Option<String> {
    let present: Vec<&str> = parts
        .iter()
        .copied()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!present.is_empty()).then(|| present.join(" "))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    Yes,
    /// Surnames end so too.
    No,
}

fn is_patronymic(word: &str) -> Option<Sure> {
    let lower = word.to_lowercase();
    let ends = |endings: &[&str]| {
        endings.iter().any(|ending| lower.ends_with(ending)) && lower.chars().count() > 5
    };
    if ends(&["овна", "евна", "ична", "ёвна"]) {
        return Some(Sure::Yes);
    }
    let man = ["ович", "евич", "ёвич", "ьич"];
    (ends(&man) || matches!(lower.as_str(), "ильич" | "кузьмич" | "лукич" | "фомич"))
        .then_some(Sure::No)
}

fn is_child_of(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "оглы" | "кызы" | "улы" | "оглу" | "гызы"
    )
}

/// Capitals for a name typed in one case; any other is left as it is.
fn capitalise(full: &str) -> String {
    let one_case =
        full.to_lowercase() == full || (full.to_uppercase() == full && full.chars().count() > 2);
    if !one_case {
        return full.to_owned();
    }
    let mut capital = true;
    full.chars()
        .flat_map(|letter| {
            let shown: Vec<char> = match capital {
                true => letter.to_uppercase().collect(),
                false => letter.to_lowercase().collect(),
            };
            capital = letter.is_whitespace() || matches!(letter, '-' | '\'' | '’');
            shown
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(full: &str, order: NameOrder) -> [String; 3] {
        let name = PersonName::split(full, order);
        [name.surname, name.given, name.patronymic].map(|part| part.unwrap_or_else(|| "–".into()))
    }

    #[test]
    fn a_full_name_is_split() {
        use NameOrder::{GivenFirst, SurnameFirst};
        for (order, full, parts) in [
            (
                SurnameFirst,
                "Щербакова Екатерина Сергеевна",
                ["Щербакова", "Екатерина", "Сергеевна"],
            ),
            (
                SurnameFirst,
                "Екатерина Сергеевна Щербакова",
                ["Щербакова", "Екатерина", "Сергеевна"],
            ),
            (
                SurnameFirst,
                "Щербакова Екатерина",
                ["Щербакова", "Екатерина", "–"],
            ),
            (SurnameFirst, "Абрамович Роман", ["Абрамович", "Роман", "–"]),
            (SurnameFirst, "Иван Сергеевич", ["–", "Иван", "Сергеевич"]),
            (
                SurnameFirst,
                "Popescu Ana Maria",
                ["Popescu", "Ana Maria", "–"],
            ),
            (
                SurnameFirst,
                "Мамедов Али Гасан оглы",
                ["Мамедов", "Али", "Гасан оглы"],
            ),
            (
                SurnameFirst,
                "ИВАНОВА-ПЕТРОВА АННА",
                ["Иванова-Петрова", "Анна", "–"],
            ),
            (
                GivenFirst,
                "Екатерина Щербакова",
                ["Щербакова", "Екатерина", "–"],
            ),
            (GivenFirst, "Роман Абрамович", ["Абрамович", "Роман", "–"]),
            (GivenFirst, "Анна Сергеевна", ["–", "Анна", "Сергеевна"]),
            (GivenFirst, "Петров Иван Ильич", ["Петров", "Иван", "Ильич"]),
            (
                GivenFirst,
                "Ana Maria Popescu",
                ["Popescu", "Ana Maria", "–"],
            ),
            (GivenFirst, "  șerban   țurcan ", ["Țurcan", "Șerban", "–"]),
            (GivenFirst, "o'neil", ["–", "O'Neil", "–"]),
            (GivenFirst, "Анна", ["–", "Анна", "–"]),
            (GivenFirst, "", ["–", "–", "–"]),
        ] {
            assert_eq!(split(full, order), parts, "{full}");
        }
    }

    #[test]
    fn a_name_is_shown_in_the_organisations_order() {
        use NameOrder::{GivenFirst, SurnameFirst};
        let name = PersonName::split("Щербакова Екатерина Сергеевна", SurnameFirst);
        assert_eq!(name.short(GivenFirst), "Екатерина Щербакова");
        assert_eq!(name.short(SurnameFirst), "Щербакова Екатерина");
        assert_eq!(name.full(GivenFirst), "Екатерина Сергеевна Щербакова");
        assert_eq!(name.full(SurnameFirst), "Щербакова Екатерина Сергеевна");
        assert_eq!(name.initials(GivenFirst), "ЕЩ");
        let single = PersonName::split("анна", GivenFirst);
        assert_eq!(
            (single.short(SurnameFirst), single.initials(GivenFirst)),
            ("Анна".into(), "А".into())
        );
        assert!(PersonName::split("  ", GivenFirst).is_empty());
        let yolkin = PersonName::split("Пётр Ёлкин", GivenFirst);
        assert!(
            yolkin.sort_key(SurnameFirst)
                > PersonName::split("Анна Егорова", GivenFirst).sort_key(SurnameFirst)
        );
        assert!(
            yolkin.sort_key(SurnameFirst)
                < PersonName::split("Анна Жукова", GivenFirst).sort_key(SurnameFirst)
        );
    }
}
