//! Views as tabs over the list: those that every club has, one's own and shared ones; and what keeps the present list as one.

use domain::filters::{self, Shown};
use leptos::prelude::*;
use wire::views::{
    ArchiveView, CreateView, ListViews, NewView, RestoreView, UpdateView, View, ViewPatch,
    ViewsQuery,
};

use super::address::{Listing, Of};
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::ui::{
    Button, Edge, Face, Field, Icon, Input, Kind, Menu, MenuItem, Press, Switch, TabLink, TabLinks,
    Toast, toasts,
};

/// What is asked again when a view was changed here.
const TAG: &str = "views";

/// The views that every club has.
fn built_in(of: Of) -> Vec<(&'static str, &'static str)> {
    let (all, mine) = (
        (t::filters::all(), ""),
        (t::filters::mine(), "responsible:me"),
    );
    match of {
        Of::Clients => vec![
            all,
            (t::filters::leads(), "stage:lead"),
            (t::filters::clients(), "stage:client"),
            (t::filters::former(), "stage:former"),
            (t::filters::forgotten(), "next_step.empty"),
            mine,
        ],
        Of::Companies => vec![all, mine],
    }
}

fn of_line(line: &str) -> Shown {
    Shown {
        filter: filters::parse(line).unwrap_or_default(),
        ..Shown::default()
    }
}

#[component]
pub fn Views(listing: Memo<Listing>, #[prop(into)] on_change: Callback<Listing>) -> AnyView {
    let of = listing.with_untracked(|listing| listing.of);
    let subject = Some(of.subject());
    let views = query::<ListViews>(move || Some(((), ViewsQuery { subject })));
    let kept = Memo::new(move |_| {
        views
            .data()
            .map_or_else(Vec::new, |page| page.items.clone())
    });
    let chosen = Memo::new(move |_| {
        let id = listing.with(|listing| listing.view.clone())?;
        kept.with(|kept| kept.iter().find(|view| view.id.to_string() == id).cloned())
    });
    // A link to a view that says nothing else means the view as it is.
    Effect::new(move |_| {
        if let Some(view) = chosen.get()
            && listing.with_untracked(|listing| listing.shows() == Shown::default())
            && view.shows != Shown::default()
        {
            let now = listing.get_untracked();
            on_change.run(now.showing(&view.shows, Some(view.id.to_string())));
        }
    });
    let tabs = move || {
        let everybodys = built_in(of).into_iter().map(|(label, line)| {
            let shows = of_line(line);
            let filter = shows.filter.clone();
            let current = Signal::derive(move || {
                chosen.with(Option::is_none)
                    && listing.with(|listing| !listing.archived && listing.filter == filter)
            });
            let href = move || listing.with(|listing| listing.showing(&shows, None).address());
            TabLink::new(label, Signal::derive(href), current)
        });
        let own = kept.get().into_iter().map(|view| {
            let (id, name) = (view.id, view.name.clone());
            let current = Signal::derive(move || {
                chosen.with(|chosen| chosen.as_ref().is_some_and(|one| one.id == id))
            });
            let href = move || {
                let shown = |listing: &Listing| listing.showing(&view.shows, Some(id.to_string()));
                listing.with(|listing| shown(listing).address())
            };
            TabLink::new(name, Signal::derive(href), current)
        });
        let tabs: Vec<TabLink> = everybodys.into_iter().chain(own).collect();
        view! { <TabLinks label=t::filters::views() tabs=tabs /> }
    };
    view! {
        {tabs}
        <Keeper listing=listing chosen=chosen on_change=on_change />
    }
    .into_any()
}

/// Says that the list is not as its view any more, and keeps it.
#[component]
fn Keeper(
    listing: Memo<Listing>,
    chosen: Memo<Option<View>>,
    #[prop(into)] on_change: Callback<Listing>,
) -> AnyView {
    let of = listing.with_untracked(|listing| listing.of);
    let (sending, toasts, queries) = (sending(), toasts(), queries());
    let naming = RwSignal::new(false);
    let (name, shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let renamed = RwSignal::new(false);
    let shows = Memo::new(move |_| listing.with(Listing::shows));
    let changed = Memo::new(move |_| match chosen.get() {
        Some(view) => view.shows != shows.get(),
        None => {
            let shows = shows.get();
            built_in(of).iter().all(|(_, line)| of_line(line) != shows)
        }
    });
    let go = move |view: Option<String>| {
        let now = listing.get_untracked();
        on_change.run(Listing { view, ..now });
    };
    let patch = move |view: View, patch: ViewPatch| {
        sending.change::<UpdateView>((view.id,), view.version, patch, move |_| {
            queries.stale(&[TAG]);
            naming.set(false);
        });
    };
    let save = move |()| {
        if let Some(view) = chosen.get_untracked() {
            let shows = Some(shows.get_untracked());
            patch(
                view,
                ViewPatch {
                    shows,
                    ..ViewPatch::default()
                },
            );
        }
    };
    let ask = move |()| {
        renamed.set(false);
        name.set(String::new());
        shared.set(false);
        sending.refuse(None);
        naming.set(true);
    };
    let rename = move |()| {
        if let Some(view) = chosen.get_untracked() {
            renamed.set(true);
            name.set(view.name);
            shared.set(view.shared);
            sending.refuse(None);
            naming.set(true);
        }
    };
    let keep = move || {
        let (name, shared) = (name.get_untracked(), shared.get_untracked());
        if let Some(view) = chosen.get_untracked().filter(|_| renamed.get_untracked()) {
            let change = ViewPatch {
                name: Some(name),
                shared: Some(shared),
                shows: None,
            };
            return patch(view, change);
        }
        let new = NewView {
            subject: Some(of.subject()),
            name,
            shared,
            shows: shows.get_untracked(),
        };
        sending.send::<CreateView>((), (), new, move |view| {
            queries.stale(&[TAG]);
            naming.set(false);
            go(Some(view.id.to_string()));
        });
    };
    let back = move |view: View| {
        let id = view.id;
        sending.send::<RestoreView>((id,), (), (), move |_| {
            queries.stale(&[TAG]);
            go(Some(id.to_string()));
        });
    };
    let take_away = move |()| {
        let Some(view) = chosen.get_untracked() else {
            return;
        };
        sending.change::<ArchiveView>((view.id,), view.version, (), move |()| {
            queries.stale(&[TAG]);
            go(None);
            let text = t::filters::view_gone(view.name.clone());
            toasts.show(Toast::new(text).undo(move || back(view.clone())));
        });
    };
    let editable =
        Memo::new(move |_| chosen.with(|view| view.as_ref().is_some_and(|view| view.editable)));
    let fault = Signal::derive(move || {
        let told = sending.fault("/name");
        told.or_else(|| {
            sending
                .failure()
                .map(|_| t::filters::view_not_saved().to_owned())
        })
    });
    let form = move || {
        naming.get().then(|| view! {
            <form
                class="cluster view-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    keep();
                }
                on:keydown=move |event| if event.key() == "Escape" {
                    event.prevent_default();
                    naming.set(false);
                }
            >
                <Field label=t::filters::view_name() id="view-name" error=fault><Input value=name max_length=200 /></Field>
                <Switch on=shared label=t::filters::view_shared() />
                <Button label=t::filters::keep_view() kind=Kind::Primary press=Press::Submit busy=Signal::derive(move || sending.pending()) />
                <Button label=t::filters::cancel() kind=Kind::Ghost on_press=move |()| naming.set(false) />
            </form>
        })
    };
    Effect::new(move |_| {
        if naming.get() {
            request_animation_frame(|| crate::ui::focus_on("view-name"));
        }
    });
    view! {
        {move || (changed.get() && !naming.get()).then(|| view! {
            <div class="cluster view-keeper">
                {move || editable.get().then(|| view! {
                    <Button label=t::filters::keep_view() on_press=save />
                })}
                <Button label=move || if editable.get() { t::filters::keep_as_new() } else { t::filters::keep_view() } kind=Kind::Ghost on_press=ask />
            </div>
        })}
        {move || (editable.get() && !changed.get() && !naming.get()).then(|| view! {
            <div class="cluster view-keeper">
                <Menu label=t::filters::view_menu() icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost edge=Edge::End>
                    <MenuItem label=t::filters::rename_view() on_press=rename />
                    <MenuItem label=t::filters::remove_view() on_press=take_away />
                </Menu>
            </div>
        })}
        {form}
    }
    .into_any()
}
