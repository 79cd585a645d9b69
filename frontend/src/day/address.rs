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
        Self::of(|name| map.get(name))
    }

    /// From parameters by name. What is not known means the default.
    fn of(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let tab = match parameter("tab").as_deref() {
            Some("planned") => DayTab::Planned,
            Some("done") => DayTab::Done,
            _ => DayTab::Todo,
        };
        let whose = match parameter("scope").as_deref() {
            None | Some("me" | "") => Whose::Mine,
            Some("team") => Whose::Team,
            Some(id) => Whose::Colleague(id.to_owned()),
        };
        Self {
            tab,
            whose,
            kind: parameter("type").filter(|kind| !types(kind).is_empty()),
            words: parameter("q").unwrap_or_default(),
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
    use wire::day::DayTab;

    use super::{DayAddress, Whose};

    fn read(pairs: &[(&str, &str)]) -> DayAddress {
        let find = |name: &str| pairs.iter().find(|(known, _)| *known == name);
        DayAddress::of(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn an_address_says_tab_person_type_and_words() {
        let address = read(&[
            ("tab", "planned"),
            ("scope", "team"),
            ("type", "call"),
            ("q", "щерб"),
        ]);
        let expected = DayAddress {
            tab: DayTab::Planned,
            whose: Whose::Team,
            kind: Some("call".into()),
            words: "щерб".into(),
        };
        assert_eq!(address, expected);
        assert!(
            address
                .parameters()
                .starts_with("tab=planned&scope=team&type=call&q=%D1")
        );
        assert_eq!(read(&[]).parameters(), "");
    }

    #[test]
    fn what_is_not_known_shows_everything() {
        assert_eq!(
            read(&[("type", "other"), ("tab", "x")]),
            DayAddress::default()
        );
    }
}
