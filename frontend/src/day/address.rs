//! What the address says of the day: tab, whose, type, words.

use domain::tasks::TaskType;
use leptos_router::params::ParamsMap;
use wire::day::{DayQuery, DayTab};
use wire::list::{Listed, Person};

use crate::links;

/// Whose tasks are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Whose {
    #[default]
    Mine,
    Team,
    /// An employee's id.
    Colleague(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayAddress {
    pub tab: DayTab,
    pub whose: Whose,
    /// `call`, `client`, `internal`; absent for all.
    pub kind: Option<String>,
    pub words: String,
}

impl DayAddress {
    pub fn read(map: &ParamsMap) -> Self {
        let tab = match map.get_str("tab") {
            Some("planned") => DayTab::Planned,
            Some("done") => DayTab::Done,
            _ => DayTab::Todo,
        };
        let whose = match map.get_str("scope") {
            None | Some("me" | "") => Whose::Mine,
            Some("team") => Whose::Team,
            Some(id) => Whose::Colleague(id.to_owned()),
        };
        Self {
            tab,
            whose,
            kind: map.get("type").filter(|kind| !types(kind).is_empty()),
            words: map.get("q").unwrap_or_default(),
        }
    }

    /// Only what differs from one's own whole queue.
    pub fn parameters(&self) -> String {
        let mut pairs = Vec::new();
        match self.tab {
            DayTab::Todo => {}
            DayTab::Planned => pairs.push(("tab", "planned".to_owned())),
            DayTab::Done => pairs.push(("tab", "done".to_owned())),
        }
        match &self.whose {
            Whose::Mine => {}
            Whose::Team => pairs.push(("scope", "team".to_owned())),
            Whose::Colleague(id) => pairs.push(("scope", id.clone())),
        }
        pairs.extend(self.kind.clone().map(|kind| ("type", kind)));
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        links::parameters(&pairs)
    }

    pub fn link(&self) -> String {
        let parameters = self.parameters();
        match parameters.is_empty() {
            true => links::day(),
            false => format!("{}?{parameters}", links::day()),
        }
    }

    pub fn with_tab(&self, tab: DayTab) -> Self {
        Self {
            tab,
            ..self.clone()
        }
    }

    pub fn is_filtered(&self) -> bool {
        self.kind.is_some() || !self.words.is_empty()
    }

    /// The same tab and person, everything shown.
    pub fn unfiltered(&self) -> Self {
        Self {
            tab: self.tab,
            whose: self.whose.clone(),
            ..Self::default()
        }
    }

    pub fn question(&self) -> DayQuery {
        DayQuery {
            tab: self.tab,
            assignee_id: match &self.whose {
                Whose::Colleague(id) => id.parse().ok().map(Person::Employee),
                Whose::Mine | Whose::Team => None,
            },
            team: (self.whose == Whose::Team).then_some(true),
            task_type: self.kind.as_deref().map(|kind| Listed(types(kind))),
            q: (!self.words.is_empty()).then(|| self.words.clone()),
            ..DayQuery::default()
        }
    }
}

fn types(kind: &str) -> Vec<TaskType> {
    match kind {
        "call" => vec![TaskType::ClientCall, TaskType::CampaignCall],
        "client" => vec![TaskType::ClientTask],
        "internal" => vec![TaskType::Internal],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use leptos_router::params::ParamsMap;
    use wire::day::DayTab;

    use super::{DayAddress, Whose};

    #[test]
    fn an_address_survives_its_link() {
        let address = DayAddress {
            tab: DayTab::Planned,
            whose: Whose::Team,
            kind: Some("call".into()),
            words: "щерб".into(),
        };
        let mut map = ParamsMap::new();
        for (name, value) in [
            ("tab", "planned"),
            ("scope", "team"),
            ("type", "call"),
            ("q", "щерб"),
        ] {
            map.insert(name, value.to_owned());
        }
        assert_eq!(DayAddress::read(&map), address);
        assert_eq!(DayAddress::default().parameters(), "");
    }

    #[test]
    fn an_unknown_type_shows_everything() {
        let mut map = ParamsMap::new();
        map.insert("type", "other".to_owned());
        assert_eq!(DayAddress::read(&map), DayAddress::default());
    }
}
