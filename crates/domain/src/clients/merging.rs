//! Making one card of two: what is proposed, what may be chosen, and how the kept card gets back what it was.
//!
//! The browser proposes with the functions that the server applies, so that nobody is surprised. What is a list is united unless somebody says otherwise;
//! of anything else the kept card's value is proposed, or the other's where the kept card has none. Undoing compares three states member by member:
//! before the merge, after it, and now. What nobody has touched since becomes what it was; what somebody has changed stays his.

use chrono::Duration;

use super::Stage;
use crate::fields::FieldType;
use crate::time::Timestamp;
use crate::words::words;

/// How long a merge can be undone.
pub const UNDO: Duration = Duration::days(30);

/// Until when a merge can be undone.
pub fn undo_until(merged_at: Timestamp) -> Timestamp {
    merged_at.plus(UNDO)
}

words! {
    /// One of two cards.
    CardSide {
        /// The card that stays.
        Kept = "kept",
        /// The card that is put into it.
        Other = "other",
    }
}

words! {
    /// Whose value of a member the card gets.
    CardChoice {
        Kept = "kept",
        Other = "other",
        /// Of lists and texts: one united with the other.
        Both = "both",
    }
}

/// What kind of value a member has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// One value: either the one or the other.
    One,
    /// Several values, which can be united.
    Many,
    /// A text to which another one can be added.
    Text,
}

/// The members of a card that are chosen between, in the order of the page. The club's own fields follow as `fields.<key>`.
pub const MEMBERS: &[(&str, Nature)] = &[
    ("surname", Nature::One),
    ("given", Nature::One),
    ("patronymic", Nature::One),
    ("birth_date", Nature::One),
    ("phones", Nature::Many),
    ("emails", Nature::Many),
    ("messengers", Nature::Many),
    ("stage", Nature::One),
    ("branch", Nature::One),
    ("responsible", Nature::One),
    ("source", Nature::One),
    ("tags", Nature::Many),
    ("do_not_contact", Nature::Many),
    ("relations", Nature::Many),
    ("note", Nature::Text),
];

/// What kind of value a member of a card has; `None` for what is chosen in no other way.
pub fn nature(member: &str) -> Option<Nature> {
    let mut members = MEMBERS.iter();
    members
        .find(|(known, _)| *known == member)
        .map(|(_, nature)| *nature)
}

impl Nature {
    /// Of an own field.
    pub const fn of(kind: FieldType) -> Self {
        match kind {
            FieldType::DictionaryMulti => Self::Many,
            _ => Self::One,
        }
    }

    pub const fn allows(self, choice: CardChoice) -> bool {
        !matches!((self, choice), (Self::One, CardChoice::Both))
    }

    /// What is chosen where nobody says otherwise.
    pub const fn proposed(self, kept_has: bool, other_has: bool) -> CardChoice {
        match (kept_has, other_has) {
            (true, true) if matches!(self, Self::Many | Self::Text) => CardChoice::Both,
            (false, true) => CardChoice::Other,
            _ => CardChoice::Kept,
        }
    }
}

/// A person who has bought is no lead again because his second card says so.
pub const fn proposed_stage(kept: Stage, other: Stage) -> CardChoice {
    match (kept, other) {
        (Stage::Lead, Stage::Client | Stage::Former) | (Stage::Former, Stage::Client) => {
            CardChoice::Other
        }
        _ => CardChoice::Kept,
    }
}

/// One value by a choice.
pub fn one<T: Clone>(choice: CardChoice, kept: &T, other: &T) -> T {
    match choice {
        CardChoice::Other => other.clone(),
        CardChoice::Kept | CardChoice::Both => kept.clone(),
    }
}

/// Several values by a choice; `same` says which are one.
pub fn many<T: Clone>(
    choice: CardChoice,
    kept: &[T],
    other: &[T],
    same: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    match choice {
        CardChoice::Kept => kept.to_vec(),
        CardChoice::Other => other.to_vec(),
        CardChoice::Both => {
            let mut united = kept.to_vec();
            for item in other {
                if !united.iter().any(|known| same(known, item)) {
                    united.push(item.clone());
                }
            }
            united
        }
    }
}

/// A text by a choice: of both, the second follows the first unless it stands in it already.
pub fn text(choice: CardChoice, kept: Option<&str>, other: Option<&str>) -> Option<String> {
    let text = match (choice, kept, other) {
        (CardChoice::Kept, kept, _) => kept?.to_owned(),
        (CardChoice::Other, _, other) => other?.to_owned(),
        (CardChoice::Both, Some(kept), Some(other)) if kept.contains(other) => kept.to_owned(),
        (CardChoice::Both, Some(kept), Some(other)) if other.contains(kept) => other.to_owned(),
        (CardChoice::Both, Some(kept), Some(other)) => format!("{kept}\n\n{other}"),
        (CardChoice::Both, kept, other) => kept.or(other)?.to_owned(),
    };
    Some(text)
}

/// A value when a merge is undone, and whether it is what it was before.
pub fn one_back<T: PartialEq + Clone>(before: &T, after: &T, now: &T) -> (T, bool) {
    match now == after {
        true => (before.clone(), true),
        // Nothing of the merge is in it.
        false => (now.clone(), before == after),
    }
}

/// Several values when a merge is undone: without those that it added, with those that it took, and with what people did since. Whether it is what it was before.
pub fn many_back<T: PartialEq + Clone>(before: &[T], after: &[T], now: &[T]) -> (Vec<T>, bool) {
    if now == after {
        return (before.to_vec(), true);
    }
    if before == after {
        return (now.to_vec(), true);
    }
    let mut back: Vec<T> = now
        .iter()
        .filter(|item| !after.contains(item) || before.contains(item))
        .cloned()
        .collect();
    for item in before {
        if !after.contains(item) && !back.contains(item) {
            back.push(item.clone());
        }
    }
    (back, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_united_and_gaps_are_filled() {
        use CardChoice::{Both, Kept, Other};
        for (nature, kept, other, proposed) in [
            (Nature::One, true, true, Kept),
            (Nature::One, true, false, Kept),
            (Nature::One, false, true, Other),
            (Nature::One, false, false, Kept),
            (Nature::Many, true, true, Both),
            (Nature::Many, false, true, Other),
            (Nature::Text, true, true, Both),
            (Nature::Text, true, false, Kept),
        ] {
            assert_eq!(
                nature.proposed(kept, other),
                proposed,
                "{nature:?} {kept} {other}"
            );
            assert!(nature.allows(proposed));
        }
        assert!(!Nature::One.allows(Both));
        assert_eq!(nature("phones"), Some(Nature::Many));
        assert_eq!(nature("version"), None);
        assert_eq!(Nature::of(FieldType::DictionaryMulti), Nature::Many);
        assert_eq!(Nature::of(FieldType::Text), Nature::One);
    }

    #[test]
    fn whoever_has_bought_stays_a_client() {
        use Stage::{Client, Former, Lead};
        for (kept, other, proposed) in [
            (Lead, Client, CardChoice::Other),
            (Lead, Former, CardChoice::Other),
            (Former, Client, CardChoice::Other),
            (Client, Lead, CardChoice::Kept),
            (Former, Lead, CardChoice::Kept),
            (Lead, Lead, CardChoice::Kept),
        ] {
            assert_eq!(proposed_stage(kept, other), proposed, "{kept} {other}");
        }
    }

    #[test]
    fn texts_are_not_repeated() {
        for (kept, other, both) in [
            (Some("a"), Some("b"), Some("a\n\nb")),
            (Some("ab"), Some("b"), Some("ab")),
            (Some("a"), Some("ab"), Some("ab")),
            (Some("a"), None, Some("a")),
            (None, Some("b"), Some("b")),
            (None, None, None),
        ] {
            assert_eq!(text(CardChoice::Both, kept, other).as_deref(), both);
        }
        assert_eq!(text(CardChoice::Other, Some("a"), None), None);
    }

    /// Before, after, now, what it becomes, and whether nothing stays of the time between.
    #[test]
    fn what_nobody_touched_becomes_what_it_was() {
        let list = |text: &str| -> Vec<char> { text.chars().collect() };
        for (before, after, now, back, clean) in [
            ("ab", "abc", "abc", "ab", true),
            ("ab", "c", "c", "ab", true),
            // Somebody has added one, and taken one.
            ("ab", "abc", "abcd", "abd", false),
            ("ab", "abc", "ac", "a", false),
            // The one that the merge took comes again.
            ("ab", "c", "cd", "dab", false),
            // The merge did not change it.
            ("ab", "ab", "abd", "abd", true),
            ("", "c", "", "", false),
        ] {
            let found = many_back(&list(before), &list(after), &list(now));
            assert_eq!(found, (list(back), clean), "{before} {after} {now}");
        }
        assert_eq!(one_back(&1, &2, &2), (1, true));
        assert_eq!(one_back(&1, &2, &3), (3, false));
        assert_eq!(one_back(&1, &1, &3), (3, true));
    }

    #[test]
    fn thirty_days() {
        let day = Timestamp::EPOCH;
        assert_eq!(undo_until(day).as_micros(), 30 * 86_400 * 1_000_000);
    }
}
