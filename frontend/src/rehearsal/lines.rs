//! What the draft and the published version have in common, put side by side.

use chrono::{Duration, NaiveDate};
use domain::ids::ProcessId;
use wire::rehearsal::{Rehearsal, Replay, ReplayLoad};

use crate::i18n::{self, t};
use crate::links;

/// A rehearsal, ready to be told.
pub struct Both {
    process: ProcessId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub working_days: u32,
    pub chains: u32,
    pub results: u32,
    pub draft: Replay,
    pub present: Option<Replay>,
}

/// Numbers of one person or role; of a day, for the picture.
pub struct Pair<'a> {
    pub name: &'a str,
    pub key: String,
    pub draft: Option<&'a ReplayLoad>,
    pub present: Option<&'a ReplayLoad>,
}

impl Both {
    pub fn of(process: ProcessId, told: Rehearsal) -> Self {
        Self {
            process,
            from: told.from,
            to: told.to,
            working_days: told.working_days.max(1),
            chains: told.chains,
            results: told.results,
            draft: told.draft,
            present: told.present,
        }
    }

    pub fn days(&self) -> usize {
        usize::try_from((self.to - self.from).num_days() + 1).unwrap_or(1)
    }

    pub fn day(&self, place: usize) -> NaiveDate {
        self.from + Duration::days(i64::try_from(place).unwrap_or_default())
    }

    pub fn a_day(&self, count: u64) -> f64 {
        float(count) / f64::from(self.working_days)
    }

    /// Everybody who would have work or has it, who would have the most first.
    pub fn carriers(&self) -> Vec<Pair<'_>> {
        let key = |load: &ReplayLoad| match (load.employee_id, load.role_id) {
            (Some(id), _) => id.to_string(),
            (None, Some(role)) => role.to_string(),
            (None, None) => String::new(),
        };
        let mut pairs: Vec<Pair<'_>> = self
            .draft
            .load
            .iter()
            .map(|load| Pair {
                name: &load.name,
                key: key(load),
                draft: Some(load),
                present: None,
            })
            .collect();
        for load in self.present.iter().flat_map(|present| &present.load) {
            let own = key(load);
            match pairs.iter_mut().find(|pair| pair.key == own) {
                Some(pair) => pair.present = Some(load),
                None => pairs.push(Pair {
                    name: &load.name,
                    key: own,
                    draft: None,
                    present: Some(load),
                }),
            }
        }
        pairs
    }

    /// The address of a step in the editor.
    pub fn at(&self, step: &str, result: Option<String>) -> String {
        let node = match result {
            Some(result) => format!("{step}.{result}"),
            None => step.to_owned(),
        };
        let place = [
            ("mode".to_owned(), "graph".to_owned()),
            ("node".to_owned(), node),
        ];
        links::with_query(&links::process(self.process), place)
    }
}

#[expect(clippy::cast_precision_loss, reason = "no count reaches 2^53")]
pub fn float(count: u64) -> f64 {
    count as f64
}

/// 6 h 20 min.
pub fn time(minutes: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
    let minutes = minutes.round() as i64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t::dates::minutes(minutes),
        (hours, 0) => t::dates::hours(hours),
        (hours, minutes) => format!("{} {}", t::dates::hours(hours), t::dates::minutes(minutes)),
    }
}

/// A number beside what it is now: `+4`, `−2`, nothing where they are equal to a tenth.
pub fn change(draft: f64, present: Option<f64>) -> Option<String> {
    let by = draft - present?;
    let shown = i18n::tenths(by.abs());
    (shown != i18n::tenths(0.0)).then(|| match by > 0.0 {
        true => format!("+{shown}"),
        false => format!("−{shown}"),
    })
}

/// A count for a plural.
pub fn n(count: u32) -> i64 {
    i64::from(count)
}

pub fn whole(count: u32) -> String {
    i18n::number(i64::from(count))
}
