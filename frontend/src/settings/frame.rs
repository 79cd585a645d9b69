//! The frame of the settings: sections, a list with a filter, one thing.

use client::Failure;
use domain::access::Permission;
use leptos::children::ViewFn;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_params_map};

use crate::data::{Query, session};
use crate::i18n::{self, t};
use crate::links;
use crate::shell::Trouble;
use crate::ui::{
    Chip, EmptyState, Icon, Kind, LinkButton, Page, SearchInput, Skeleton, TabLink, TabLinks, Tone,
    Waiting,
};

/// A section of the settings, shown to whoever may change it.
#[derive(Clone, Copy)]
struct Section {
    word: &'static str,
    label: fn() -> &'static str,
    needs: Permission,
}

const SECTIONS: [Section; 11] = [
    Section {
        word: "templates",
        label: t::settings::templates,
        needs: Permission::DirectoryEdit,
    },
    Section {
        word: "results",
        label: t::settings::results,
        needs: Permission::DirectoryEdit,
    },
    Section {
        word: "dictionaries",
        label: t::settings::dictionaries,
        needs: Permission::DirectoryEdit,
    },
    Section {
        word: "discounts",
        label: t::discounts::title,
        needs: Permission::DirectoryEdit,
    },
    Section {
        word: "client-fields",
        label: t::settings::client_fields,
        needs: Permission::DirectoryEdit,
    },
    Section {
        word: "company-fields",
        label: t::settings::company_fields,
        needs: Permission::DirectoryEdit,
    },
    Section {
        word: "people",
        label: t::settings::people,
        needs: Permission::StaffEdit,
    },
    Section {
        word: "roles",
        label: t::settings::roles,
        needs: Permission::RoleEdit,
    },
    Section {
        word: "branches",
        label: t::settings::branches,
        needs: Permission::BranchEdit,
    },
    Section {
        word: "sending",
        label: t::sending::title,
        needs: Permission::OrganisationEdit,
    },
    Section {
        word: "company",
        label: t::settings::company,
        needs: Permission::OrganisationEdit,
    },
];

/// What opens the settings: any one of these.
pub const NEEDS: &[Permission] = &[
    Permission::DirectoryEdit,
    Permission::StaffEdit,
    Permission::RoleEdit,
    Permission::BranchEdit,
    Permission::OrganisationEdit,
];

/// Names and addresses of the sections one may see.
pub fn pages() -> impl Iterator<Item = (&'static str, String)> {
    let seen = SECTIONS
        .iter()
        .filter(|section| session().may(section.needs));
    seen.map(|section| ((section.label)(), links::settings(section.word)))
}

/// `/settings`: the first section one may see.
#[component]
pub fn SettingsHome() -> AnyView {
    let first = move || SECTIONS.iter().find(|section| session().may(section.needs));
    view! {
        {move || match first() {
            Some(section) => view! { <Redirect path=links::settings(section.word) /> }.into_any(),
            None => view! { <Page title=t::settings::title()><EmptyState text=t::settings::nothing_for_you() icon=Icon::Lock /></Page> }.into_any(),
        }}
    }
    .into_any()
}

/// One line of a section's list.
#[derive(Clone, PartialEq)]
pub struct Line {
    pub id: String,
    pub name: String,
    pub hint: String,
    pub archived: bool,
}

/// How the asking for a section's list went.
#[derive(Clone, Copy)]
pub struct Asked {
    there: Signal<bool>,
    failure: Signal<Option<Failure>>,
    again: Callback<()>,
}

impl<T: Send + Sync + 'static> From<Query<T>> for Asked {
    fn from(list: Query<T>) -> Self {
        Self {
            there: Signal::derive(move || list.data().is_some()),
            failure: Signal::derive(move || list.failure()),
            again: Callback::new(move |()| list.refresh()),
        }
    }
}

/// A section: its list and, by the address, one thing or a new one.
///
/// `detail` is called with the id in the address, `new` for a new thing.
#[component]
pub fn Section(
    word: &'static str,
    #[prop(into)] asked: Asked,
    #[prop(into)] lines: Signal<Vec<Line>>,
    /// What the button that adds one says; absent where nothing is added here.
    #[prop(optional, into)]
    add: Option<TextProp>,
    /// Beside an empty list: what this section is for.
    #[prop(into)]
    purpose: TextProp,
    detail: impl Fn(String) -> AnyView + Send + Sync + Clone + 'static,
) -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).filter(|id| !id.is_empty()));
    let filter = RwSignal::new(String::new());
    let shown = move || {
        let wanted = i18n::fold(&filter.get());
        let all = lines.get();
        all.into_iter()
            .filter(|line| wanted.is_empty() || i18n::fold(&line.name).contains(&wanted))
            .collect::<Vec<_>>()
    };
    let trouble = move || asked.failure.get().filter(|_| !asked.there.get());
    let ready = Signal::derive(move || asked.there.get() || asked.failure.get().is_some());
    let title = SECTIONS
        .iter()
        .find(|section| section.word == word)
        .map_or(t::settings::title as fn() -> _, |section| section.label);
    view! {
        <SettingsPage title=title() add=add.map(|label| (label, links::setting(word, "new")))>
            <div class="settings" data-open=move || id.get().map(|_| "")>
                <div class="settings__list">
                    {move || (lines.with(Vec::len) > 8).then(|| view! { <SearchInput value=filter label=t::settings::filter() /> })}
                    <Waiting ready=ready skeleton=|| view! { <Skeleton rows=10 /> }>
                        {move || trouble().map(|failure| view! { <Trouble failure=failure on_retry=asked.again /> })}
                        <nav aria-label=title()>
                            <For each=shown key=|line| (line.id.clone(), line.name.clone(), line.hint.clone(), line.archived) let:line>
                                <SectionLine word=word line=line id=id />
                            </For>
                        </nav>
                    </Waiting>
                </div>
                <div class="settings__detail">
                    {move || match id.get() {
                        Some(id) => detail(id),
                        None => view! { <EmptyState text=purpose.clone() /> }.into_any(),
                    }}
                </div>
            </div>
        </SettingsPage>
    }
    .into_any()
}

#[component]
fn SectionLine(word: &'static str, line: Line, id: Memo<Option<String>>) -> AnyView {
    let own = line.id.clone();
    let current = move || {
        id.with(|id| id.as_deref() == Some(own.as_str()))
            .then_some("page")
    };
    view! {
        <a class="settings__line" href=links::setting(word, &line.id) aria-current=current data-archived=line.archived.then_some("")>
            <span class="truncate">{line.name}</span>
            {line.archived.then(|| view! { <Chip label=t::settings::archived() tone=Tone::Bare /> })}
            <span class="meta nowrap">{line.hint}</span>
        </a>
    }
    .into_any()
}

/// The page around a section: title, sections as tabs, the adding button.
#[component]
pub fn SettingsPage(
    #[prop(into)] title: TextProp,
    add: Option<(TextProp, String)>,
    children: Children,
) -> AnyView {
    let path = use_location().pathname;
    let tabs = SECTIONS
        .iter()
        .filter(|section| session().may(section.needs))
        .map(|section| {
            let address = links::settings(section.word);
            let beginning = address.clone();
            let current = Signal::derive(move || path.with(|path| is_below(path, &beginning)));
            TabLink::new((section.label)(), address, current)
        })
        .collect::<Vec<_>>();
    let actions = ViewFn::from(move || {
        add.clone()
            .map(|(label, href)| {
                view! { <LinkButton label=label href=href icon=Icon::Plus kind=Kind::Primary /> }
                    .into_any()
            })
            .into_any()
    });
    view! {
        <Page title=title flush=true actions=actions above=move || view! { <TabLinks label=t::settings::title() tabs=tabs.clone() /> }>
            {children()}
        </Page>
    }
    .into_any()
}

/// Whether an address is that of a section, or of a thing in it.
fn is_below(path: &str, section: &str) -> bool {
    let rest = path.strip_prefix(section);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
