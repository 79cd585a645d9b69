//! Segments: the list's conditions as a set of clients that other filters, files and works name; live, or as it was one day.

use domain::access::Permission;
use domain::filters::{Filter, Operator};
use leptos::prelude::*;
use wire::own_fields::ListedField;
use wire::segments::{
    ArchiveSegment, CreateSegment, FreezeSegment, ListSegments, NewSegment, RestoreSegment,
    Segment, SegmentPatch, SegmentsQuery, ThawSegment, UpdateSegment,
};

use super::address::Listing;
use super::told::told;
use crate::clubtime;
use crate::data::{Sending, queries, query, sending, session};
use crate::i18n::{number, t};
use crate::ui::{
    Banner, Button, Chip, Dialog, DialogSize, Edge, Face, Field, Icon, Input, Kind, Menu, MenuItem,
    Press, Radio, RadioGroup, Toast, Tone, focus_on, toasts,
};

/// What is asked again when a segment was changed here.
const TAGS: &[&str] = &["segments", "own fields", "clients"];
const LIVE: &str = "live";
const FROZEN: &str = "frozen";
/// Where a name is typed.
const NAME: &str = "segment-name";

/// The way to the club's segments, for whoever may make them or has some.
#[component]
pub fn Segments(
    listing: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    #[prop(into)] on_change: Callback<Listing>,
) -> AnyView {
    let may_edit = Memo::new(move |_| session().may(Permission::DirectoryEdit));
    let any = Memo::new(move |_| {
        fields.with(|fields| {
            let field = fields.iter().find(|field| field.key == "segment");
            field.is_some_and(|field| field.filterable)
        })
    });
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| open.set(false));
    view! {
        {move || (may_edit.get() || any.get()).then(|| view! {
            <Button label=t::segments::title() icon=Icon::Users kind=Kind::Ghost face=Face::IconOnPhone on_press=move |()| open.set(true) />
        })}
        <Dialog open=open title=t::segments::title() size=DialogSize::Wide on_close=close>
            <div class="segments">
                {move || may_edit.get().then(|| view! { <Keep listing=listing fields=fields /> })}
                <List listing=listing fields=fields may_edit=may_edit on_take=move |filter: Filter| {
                    let now = listing.get_untracked();
                    on_change.run(Listing { filter, ..now.widened() });
                    close.run(());
                } />
            </div>
        </Dialog>
    }
    .into_any()
}

/// The question whether somebody is in it.
fn of(segment: &Segment) -> Filter {
    let id = segment.id.to_string();
    Filter::All {
        of: vec![Filter::test("segment", Operator::Is, &[&id])],
    }
}

/// Keeps what the list is narrowed by.
#[component]
fn Keep(listing: Memo<Listing>, fields: Memo<Vec<ListedField>>) -> AnyView {
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let name = RwSignal::new(String::new());
    let way = RwSignal::new(LIVE.to_owned());
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = NewSegment {
            name: name.get_untracked(),
            filter: listing.with_untracked(|listing| listing.filter.clone()),
            frozen: way.get_untracked() == FROZEN,
        };
        sending.send::<CreateSegment>((), (), new, move |segment| {
            name.set(String::new());
            queries.stale(TAGS);
            toasts.show(Toast::new(t::segments::kept(segment.name)));
        });
    };
    let ways = Signal::derive(|| {
        vec![
            Radio::new(LIVE, t::segments::way_live()),
            Radio::new(FROZEN, t::segments::way_frozen()),
        ]
    });
    let error = Signal::derive(move || sending.fault("/name"));
    let conditions =
        move || listing.with(|listing| fields.with(|fields| told(fields, &listing.filter)));
    let unsaid = move || {
        let more = listing.with(|listing| !listing.q.is_empty() || listing.archived);
        more.then(|| view! { <p class="meta">{t::segments::words_stay_out()}</p> })
    };
    view! {
        <section class="segments__new" aria-label=t::segments::keep_title()>
            <h3 class="section-head">{t::segments::keep_title()}</h3>
            {move || match listing.with(|listing| listing.filter.is_open()) {
                true => view! { <p class="meta">{t::segments::narrow_first()}</p> }.into_any(),
                false => view! {
                    <form class="segments__form" novalidate on:submit=keep>
                        <p class="segments__told">{conditions}</p>
                        {unsaid}
                        <Field label=t::segments::name() error=error><Input value=name max_length=200 /></Field>
                        <RadioGroup value=way label=t::segments::way() options=ways />
                        <Refusal sending=sending />
                        <div><Button label=t::segments::keep() kind=Kind::Primary press=Press::Submit busy=Signal::derive(move || sending.pending()) /></div>
                    </form>
                }.into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn List(
    listing: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    may_edit: Memo<bool>,
    #[prop(into)] on_take: Callback<Filter>,
) -> AnyView {
    let all = query::<ListSegments>(|| {
        let archived = Some(true);
        Some(((), SegmentsQuery { archived }))
    });
    let parts = Memo::new(move |_| {
        let page = all.data();
        let items = page.map_or_else(Vec::new, |page| page.items.clone());
        let parts: (Vec<Segment>, Vec<Segment>) = items
            .into_iter()
            .partition(|segment| segment.archived_at.is_none());
        parts
    });
    let none = move || all.data().is_some() && parts.with(|(here, _)| here.is_empty());
    let key = |segment: &Segment| (segment.id, segment.version);
    let here = move || parts.with(|(here, _)| here.clone());
    let gone = move || parts.with(|(_, gone)| gone.clone());
    view! {
        <section class="segments__all" aria-label=t::segments::all()>
            <h3 class="section-head">{t::segments::all()}</h3>
            {move || none().then(|| view! { <p class="meta">{t::segments::none()}</p> })}
            <ul class="segments__list">
                <For each=here key=key let:segment><li><One segment=segment listing=listing fields=fields may_edit=may_edit on_take=on_take /></li></For>
            </ul>
            {move || (may_edit.get() && parts.with(|(_, gone)| !gone.is_empty())).then(|| view! {
                <details class="segments__gone">
                    <summary>{t::segments::archived()}</summary>
                    <ul class="segments__list"><For each=gone key=key let:segment><li><Gone segment=segment /></li></For></ul>
                </details>
            })}
        </section>
    }
    .into_any()
}

/// A segment: opened as a list, renamed, frozen, made live, taken away.
#[component]
fn One(
    segment: Segment,
    listing: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    may_edit: Memo<bool>,
    on_take: Callback<Filter>,
) -> AnyView {
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let (id, version) = (segment.id, segment.version);
    let naming = RwSignal::new(false);
    let name = RwSignal::new(segment.name.clone());
    let frozen = segment.frozen_at.is_some();
    let conditions = {
        let filter = segment.filter.clone();
        move || fields.with(|fields| told(fields, &filter))
    };
    let state = match (segment.frozen_at, segment.frozen_count) {
        (Some(at), Some(count)) => t::segments::frozen_at(number(count), clubtime::moment(at)),
        _ => t::segments::live().to_owned(),
    };
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let patch = SegmentPatch {
            name: Some(name.get_untracked()),
            ..SegmentPatch::default()
        };
        sending.change::<UpdateSegment>((id,), version, patch, move |_| {
            queries.stale(TAGS);
            naming.set(false);
        });
    };
    let take_conditions = move |()| {
        let patch = SegmentPatch {
            filter: Some(listing.with_untracked(|listing| listing.filter.clone())),
            ..SegmentPatch::default()
        };
        sending.change::<UpdateSegment>((id,), version, patch, move |now| {
            queries.stale(TAGS);
            toasts.show(Toast::new(t::segments::was_changed(now.name)));
        });
    };
    let freeze = move |()| {
        sending.change::<FreezeSegment>((id,), version, (), move |now| {
            queries.stale(TAGS);
            let count = number(now.frozen_count.unwrap_or_default());
            toasts.show(Toast::new(t::segments::was_frozen(&now.name, count)));
        });
    };
    let thaw = move |()| {
        sending.change::<ThawSegment>((id,), version, (), move |now| {
            queries.stale(TAGS);
            toasts.show(Toast::new(t::segments::was_thawed(now.name)));
        });
    };
    let called = StoredValue::new(segment.name.clone());
    let back = move || {
        sending.send::<RestoreSegment>((id,), (), (), move |_| queries.stale(TAGS));
    };
    let take_away = move |()| {
        sending.change::<ArchiveSegment>((id,), version, (), move |()| {
            queries.stale(TAGS);
            let text = t::segments::was_archived(called.get_value());
            toasts.show(Toast::new(text).undo(back));
        });
    };
    Effect::new(move |_| {
        if naming.get() {
            request_animation_frame(|| focus_on(NAME));
        }
    });
    let label = segment.name.clone();
    let taken = StoredValue::new(segment);
    let head = move || {
        match naming.get() {
        true => view! {
            <form class="segments__rename" novalidate on:submit=rename
                on:keydown=move |event| if event.key() == "Escape" {
                    event.prevent_default();
                    event.stop_propagation();
                    naming.set(false);
                }
            >
                <Field label=t::segments::name() id=NAME error=Signal::derive(move || sending.fault("/name"))><Input value=name max_length=200 /></Field>
                <Button label=t::segments::save() kind=Kind::Primary press=Press::Submit busy=Signal::derive(move || sending.pending()) />
                <Button label=t::filters::cancel() kind=Kind::Ghost on_press=move |()| naming.set(false) />
            </form>
        }.into_any(),
        false => {
            let label = label.clone();
            let menu = label.clone();
            view! {
                <div class="segments__head">
                    <Button label=label kind=Kind::Ghost icon=Icon::ListFilter on_press=move |()| on_take.run(taken.with_value(of)) />
                    <Chip label=state.clone() tone=if frozen { Tone::Info } else { Tone::Bare } />
                    {may_edit.get().then(|| view! {
                        <span class="segments__menu">
                            <Menu label=t::segments::menu(menu) icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost edge=Edge::End>
                                <MenuItem label=t::segments::rename() on_press=move |()| naming.set(true) />
                                <MenuItem label=t::segments::show_conditions() on_press=move |()| on_take.run(taken.with_value(|segment| segment.filter.clone())) />
                                {(!frozen && listing.with(|listing| !listing.filter.is_open())).then(|| view! {
                                    <MenuItem label=t::segments::take_conditions() on_press=take_conditions />
                                })}
                                <MenuItem label=if frozen { t::segments::freeze_anew() } else { t::segments::freeze() } on_press=freeze />
                                {frozen.then(|| view! { <MenuItem label=t::segments::thaw() on_press=thaw /> })}
                                <MenuItem label=t::segments::archive() on_press=take_away />
                            </Menu>
                        </span>
                    })}
                </div>
            }.into_any()
        }
    }
    };
    view! {
        {head}
        <p class="meta segments__told">{conditions}</p>
        <Refusal sending=sending />
    }
    .into_any()
}

/// One that was taken away, and the way back.
#[component]
fn Gone(segment: Segment) -> AnyView {
    let (sending, queries) = (sending(), queries());
    let id = segment.id;
    let back = move |()| {
        sending.send::<RestoreSegment>((id,), (), (), move |_| queries.stale(TAGS));
    };
    view! {
        <div class="segments__head">
            <span class="grow">{segment.name.clone()}</span>
            <Button label=t::segments::restore(segment.name) icon=Icon::Archive kind=Kind::Ghost busy=Signal::derive(move || sending.pending()) on_press=back />
        </div>
        <Refusal sending=sending />
    }
    .into_any()
}

/// Why it was refused, when that belongs to no field of the form.
#[component]
fn Refusal(sending: Sending) -> AnyView {
    let words = move || {
        let failure = sending.failure()?;
        let Some(problem) = failure.problem() else {
            return Some(t::filters::view_not_saved().to_owned());
        };
        let mut faults = problem.errors.iter();
        let is_name = |pointer: &Option<String>| pointer.as_deref() == Some("/name");
        match faults.find(|fault| !is_name(&fault.pointer)) {
            Some(fault) => Some(fault.message.clone()),
            None if problem.errors.is_empty() => Some(problem.detail.clone()),
            None => None,
        }
    };
    view! {
        {move || words().map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
    }
    .into_any()
}
