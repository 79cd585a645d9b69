//! What stands in the list, and how it changes under the reader's eyes.

use std::collections::BTreeSet;

use domain::phone::Phone;
use domain::search::{Query, name_tokens, phone_tokens};
use leptos::prelude::Callback;

use crate::i18n::fold;
use crate::keys::Chord;
use crate::ui::Icon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Recent,
    Clients,
    Companies,
    Tasks,
    Commands,
    Pages,
    /// What was not found can be made.
    Create,
}

/// What a line does.
#[derive(Clone)]
pub enum Act {
    Open(String),
    Run(Callback<()>),
}

#[derive(Clone)]
pub struct Line {
    /// Unique in the list: `client:cli_…`.
    pub id: String,
    pub group: Group,
    pub label: String,
    pub hint: String,
    pub icon: Icon,
    pub chord: Option<Chord>,
    pub act: Act,
}

impl Line {
    /// Whether it is what the query asks for, by its words or by the digits of a phone in its hint.
    pub fn fits(&self, query: &Query) -> bool {
        let mut tokens = name_tokens(&[&self.label, &self.hint]);
        tokens.extend(digits_of(&self.hint));
        query.finds(&tokens)
    }
}

fn digits_of(hint: &str) -> BTreeSet<String> {
    let digits: String = hint.chars().filter(char::is_ascii_digit).collect();
    Phone::from_e164(&format!("+{digits}")).map_or_else(BTreeSet::new, |phone| phone_tokens(&phone))
}

/// Later answers join without moving what is already there: lines that stay keep their places, groups their order. New lines
/// stand at the end of their group, new groups at the end.
pub fn joined(before: &[Line], now: Vec<Line>) -> Vec<Line> {
    let mut groups: Vec<Group> = Vec::new();
    for line in before.iter().chain(&now) {
        if !groups.contains(&line.group) {
            groups.push(line.group);
        }
    }
    let mut out = Vec::with_capacity(now.len());
    for group in groups {
        let fresh: Vec<&Line> = now.iter().filter(|line| line.group == group).collect();
        let known = |id: &str| before.iter().any(|line| line.id == id);
        let staying = before
            .iter()
            .filter_map(|old| fresh.iter().find(|line| line.id == old.id));
        out.extend(staying.map(|line| Line::clone(line)));
        out.extend(
            fresh
                .iter()
                .filter(|line| !known(&line.id))
                .map(|line| Line::clone(line)),
        );
    }
    out
}

/// A label in pieces; `true` where the typed words stand in it.
pub fn marked(label: &str, typed: &str) -> Vec<(String, bool)> {
    let letters: Vec<char> = label.chars().collect();
    let folded: Vec<char> = letters
        .iter()
        .map(|c| fold(&c.to_string()).chars().next().unwrap_or(*c))
        .collect();
    let mut hit = vec![false; letters.len()];
    for word in fold(typed).split_whitespace() {
        let word: Vec<char> = word.chars().collect();
        let at = (0..folded.len()).find(|at| {
            let begins = *at == 0 || !folded[at - 1].is_alphanumeric();
            begins && folded[*at..].starts_with(&word)
        });
        if let Some(at) = at {
            hit[at..at + word.len()].fill(true);
        }
    }
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for (letter, hit) in letters.into_iter().zip(hit) {
        match pieces.last_mut() {
            Some((piece, same)) if *same == hit => piece.push(letter),
            _ => pieces.push((letter.to_string(), hit)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use domain::search::Query;

    use super::{Act, Group, Line, joined, marked};
    use crate::ui::Icon;

    fn line(group: Group, id: &str) -> Line {
        Line {
            id: id.to_owned(),
            group,
            label: id.to_owned(),
            hint: String::new(),
            icon: Icon::Search,
            chord: None,
            act: Act::Open(String::new()),
        }
    }

    fn ids(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| line.id.as_str()).collect()
    }

    #[test]
    fn what_comes_later_stands_below() {
        let page = line(Group::Pages, "page");
        let now = vec![
            line(Group::Clients, "anna"),
            line(Group::Tasks, "call"),
            page.clone(),
        ];
        assert_eq!(ids(&joined(&[page], now)), ["page", "anna", "call"]);
    }

    #[test]
    fn lines_that_stay_keep_their_places() {
        let before = [
            line(Group::Clients, "b"),
            line(Group::Clients, "gone"),
            line(Group::Clients, "c"),
        ];
        let now = ["a", "b", "c"].map(|id| line(Group::Clients, id)).to_vec();
        assert_eq!(ids(&joined(&before, now)), ["b", "c", "a"]);
    }

    #[test]
    fn lines_are_found_by_words_digits_and_the_other_layout() {
        let mut anna = line(Group::Recent, "recent");
        anna.label = "Анна Щербакова".into();
        anna.hint = "+7 912 345-67-89".into();
        for typed in ["анн", "щерб анна", "fyyf", "shcherb", "345-67", "912 345"] {
            assert!(anna.fits(&Query::parse(typed)), "{typed}");
        }
        assert!(!anna.fits(&Query::parse("иван")));
    }

    #[test]
    fn found_letters_are_marked_at_beginnings_of_words() {
        let pieces = marked("Пётр Петров", "петр");
        assert_eq!(
            pieces,
            [("Пётр".to_owned(), true), (" Петров".to_owned(), false)]
        );
        assert_eq!(marked("Анна", "нна"), [("Анна".to_owned(), false)]);
    }
}
