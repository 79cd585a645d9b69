//! What the map is asked for, as it stands in the address.

use chrono::{Duration, NaiveDate};
use domain::ids::{ProcessId, VersionId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::map::MapQuery;

use super::super::spot::Spot;
use crate::links;

/// The period when none is named.
const USUAL: i64 = 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// So many days, today included.
    Days(i64),
    Own {
        from: NaiveDate,
        to: NaiveDate,
    },
}

/// Which of a step's lists is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum List {
    #[default]
    Standing,
    Overdue,
    Asleep,
    Done,
}

impl List {
    const WORDS: [(Self, &'static str); 4] = [
        (Self::Standing, "standing"),
        (Self::Overdue, "overdue"),
        (Self::Asleep, "asleep"),
        (Self::Done, "done"),
    ];

    fn parse(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.into_iter();
        words
            .find(|(_, known)| *known == word)
            .map(|(list, _)| list)
    }

    fn word(self) -> Option<&'static str> {
        let mut words = Self::WORDS.into_iter();
        words.find(|(list, _)| *list == self).map(|(_, word)| word)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub version: Option<VersionId>,
    pub period: Period,
    /// The numbers as a table instead of a picture.
    pub table: bool,
    pub spot: Option<Spot>,
    pub list: List,
}

impl Look {
    /// `get` answers what a parameter of the address says.
    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let day = |name: &str| get(name).and_then(|text| text.parse().ok());
        let days = get("days").and_then(|text| text.parse().ok());
        Self {
            version: get("version").and_then(|text| text.parse().ok()),
            period: match (day("from"), day("to")) {
                (Some(from), Some(to)) => Period::Own { from, to },
                _ => Period::Days(
                    days.filter(|days| (1..=366).contains(days))
                        .unwrap_or(USUAL),
                ),
            },
            table: get("view").as_deref() == Some("table"),
            spot: get("node").and_then(|node| Spot::parse(&node)),
            list: get("list")
                .and_then(|word| List::parse(&word))
                .unwrap_or_default(),
        }
    }

    pub fn address(&self, process: ProcessId) -> String {
        let pair = |name: &str, value: Option<String>| value.map(|value| (name.to_owned(), value));
        let (days, from, to) = match self.period {
            Period::Days(USUAL) => (None, None, None),
            Period::Days(days) => (Some(days.to_string()), None, None),
            Period::Own { from, to } => (None, Some(from.to_string()), Some(to.to_string())),
        };
        let list = self.list.word().filter(|_| self.list != List::Standing);
        let parts = [
            pair("mode", Some("map".to_owned())),
            pair("version", self.version.map(|id| id.to_string())),
            pair("days", days),
            pair("from", from),
            pair("to", to),
            pair("view", self.table.then(|| "table".to_owned())),
            pair("node", self.spot.as_ref().map(Spot::write)),
            pair("list", list.map(str::to_owned)),
        ];
        links::with_query(&links::process(process), parts.into_iter().flatten())
    }

    /// What the server is asked, on this day.
    pub fn query(&self, today: NaiveDate) -> MapQuery {
        let (from, to) = match self.period {
            Period::Days(days) => (today - Duration::days(days - 1), today),
            Period::Own { from, to } => (from, to),
        };
        MapQuery {
            version_id: self.version,
            from: Some(from),
            to: Some(to),
        }
    }
}

/// The look in the address, and how it becomes another: at once, and Back leaves the map.
#[derive(Clone, Copy)]
pub struct Looking {
    pub process: ProcessId,
    pub look: Memo<Look>,
    change: Callback<Look>,
}

impl Looking {
    pub fn new(process: ProcessId) -> Self {
        let address = use_query_map();
        let written = Memo::new(move |_| address.with(|map| Look::read(|name| map.get(name))));
        let now = RwSignal::new(written.get_untracked());
        Effect::new(move |_| now.set(written.get()));
        let navigate = StoredValue::new_local(use_navigate());
        let change = Callback::new(move |look: Look| {
            if now.with_untracked(|now| *now == look) {
                return;
            }
            let to = look.address(process);
            now.set(look);
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate.with_value(|navigate| navigate(&to, options));
        });
        Self {
            process,
            look: Memo::new(move |_| now.get()),
            change,
        }
    }

    pub fn change(self, with: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        with(&mut look);
        self.change.run(look);
    }

    /// The address of another look.
    pub fn link(self, with: impl FnOnce(&mut Look)) -> String {
        let mut look = self.look.get();
        with(&mut look);
        look.address(self.process)
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ResultId;

    use super::*;

    fn read(query: &[(&str, &str)]) -> Look {
        let value = |name: &str| query.iter().find(|(known, _)| *known == name);
        Look::read(|name| value(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_look_is_its_address() {
        let id = ProcessId::from_i64(7);
        let day = |text: &str| text.parse().unwrap();
        let bare = read(&[("mode", "map")]);
        assert_eq!(bare.address(id), format!("/processes/{id}?mode=map"));
        for look in [
            bare.clone(),
            Look {
                period: Period::Days(7),
                table: true,
                ..bare.clone()
            },
            Look {
                period: Period::Own {
                    from: day("2026-11-01"),
                    to: day("2026-11-09"),
                },
                version: Some(VersionId::from_i64(3)),
                spot: Some(Spot::result("call", ResultId::from_i64(5))),
                list: List::Done,
                ..bare.clone()
            },
        ] {
            let address = look.address(id);
            let query = address.split_once('?').unwrap().1;
            let pairs: Vec<(&str, &str)> = query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .collect();
            assert_eq!(read(&pairs), look, "{address}");
        }
        assert_eq!(read(&[("days", "0")]).period, Period::Days(30));
        assert_eq!(read(&[("from", "2026-11-01")]).period, Period::Days(30));
    }
}
