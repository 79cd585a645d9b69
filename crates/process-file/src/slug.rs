//! Keys made from names, for files that a club writes.

use std::collections::BTreeSet;

use domain::latin;

/// Longest key.
const MOST: usize = 40;

/// Gives every name a key that no other has: `Личный звонок` is `lichnyi_zvonok`.
#[derive(Debug, Default)]
pub struct Keys {
    taken: BTreeSet<String>,
}

impl Keys {
    /// A key that is in use already.
    pub fn take(&mut self, key: &str) {
        self.taken.insert(key.to_owned());
    }

    pub fn of(&mut self, name: &str, otherwise: &str) -> String {
        let slug = slug(name, otherwise);
        let mut key = slug.clone();
        let mut number = 2;
        while !self.taken.insert(key.clone()) {
            let tail = format!("_{number}");
            key = format!("{}{tail}", &slug[..slug.len().min(MOST - tail.len())]);
            number += 1;
        }
        key
    }
}

fn slug(name: &str, otherwise: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'a'..='z' | '0'..='9' => letter.to_string(),
            _ => latin::letter(letter).unwrap_or("_").to_owned(),
        };
        for plain in plain.chars() {
            let known = plain.is_ascii_lowercase() || plain.is_ascii_digit();
            match known {
                true => slug.push(plain),
                false if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
                false => {}
            }
        }
    }
    slug.truncate(MOST);
    let slug = slug.trim_end_matches('_');
    match slug.starts_with(|first: char| first.is_ascii_lowercase()) {
        true => slug.to_owned(),
        false => otherwise.to_owned(),
    }
}
