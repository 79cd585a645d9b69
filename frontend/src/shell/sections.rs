//! The sections of the application: the rail, the palette and the keys lead to the same ones.

use domain::access::Permission;

use crate::data::session;
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::ui::{Icon, Reach};

/// A section that exists, shown to whoever has one of its permissions.
pub struct Section {
    pub label: fn() -> &'static str,
    pub href: fn() -> String,
    /// What the addresses of its pages begin with.
    pub beginning: &'static str,
    /// Of other pages that one reaches from there.
    besides: &'static [&'static str],
    pub icon: Icon,
    needs: &'static [Permission],
    pub reach: Reach,
    key: Option<Key>,
}

/// `G` and this letter lead there.
struct Key {
    letter: char,
    command: &'static str,
    label: fn() -> &'static str,
}

const SECTIONS: &[Section] = &[
    Section {
        label: t::shell::my_day,
        href: links::day,
        beginning: "/day",
        besides: &[],
        icon: Icon::Sun,
        needs: &[],
        reach: Reach::Everywhere,
        key: Some(Key {
            letter: 'd',
            command: "go.day",
            label: t::shell::go_day,
        }),
    },
    Section {
        label: t::clients::title,
        href: links::clients,
        beginning: "/clients",
        besides: &["/companies", "/import", "/duplicates", "/bulks"],
        icon: Icon::Users,
        needs: &[Permission::ClientRead],
        reach: Reach::Everywhere,
        key: Some(Key {
            letter: 'c',
            command: "go.clients",
            label: t::shell::go_clients,
        }),
    },
    Section {
        label: t::processes::title,
        href: links::processes,
        beginning: "/processes",
        besides: &[],
        icon: Icon::Workflow,
        needs: &[Permission::ProcessEdit],
        reach: Reach::WideOnly,
        key: Some(Key {
            letter: 'p',
            command: "go.processes",
            label: t::shell::go_processes,
        }),
    },
    Section {
        label: t::settings::title,
        href: links::all_settings,
        beginning: "/settings",
        besides: &[],
        icon: Icon::Settings,
        needs: crate::settings::NEEDS,
        reach: Reach::Everywhere,
        key: None,
    },
];

pub fn all() -> &'static [Section] {
    SECTIONS
}

/// Those that the one who is signed in may open.
pub fn allowed() -> impl Iterator<Item = &'static Section> {
    SECTIONS.iter().filter(|section| section.is_allowed())
}

impl Section {
    pub fn is_allowed(&self) -> bool {
        let session = session();
        self.needs.is_empty() || self.needs.iter().any(|permission| session.may(*permission))
    }

    /// Whether a page belongs to it.
    pub fn holds(&self, path: &str) -> bool {
        let mut beginnings = std::iter::once(&self.beginning).chain(self.besides);
        beginnings.any(|beginning| path.starts_with(beginning))
    }

    pub fn chord(&self) -> Option<Chord> {
        self.key
            .as_ref()
            .map(|key| Chord::letter(key.letter).after('g'))
    }

    /// The id and the label of the command that leads there.
    pub fn command(&self) -> Option<(&'static str, &'static str)> {
        self.key.as_ref().map(|key| (key.command, (key.label)()))
    }
}
