//! "Discounts and benefits" on a card: what counts today, what is to come, and what was, folded.

use domain::access::Permission;
use domain::discounts::GrantState;
use leptos::prelude::*;
use wire::discounts::{DiscountGrant, ListClientDiscounts, ReturnDiscount, WithdrawDiscount};

use super::dialog::GrantDialog;
use super::{TAGS, words};
use crate::clients::OpenCard;
use crate::clubtime;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::quick::{SaveTrouble, take_back};
use crate::ui::{
    Button, Chip, Edge, Face, Icon, Kind, Menu, MenuItem, MenuRule, Toast, Tone, toasts,
};

#[component]
pub fn Discounts(card: OpenCard) -> AnyView {
    let id = card.client.with_untracked(|client| client.id);
    let page = query::<ListClientDiscounts>(move || Some(((id,), ())));
    let there = Memo::new(move |_| page.data().map(|page| page.items.clone()));
    let may = Memo::new(move |_| {
        let client = card.client.get();
        client.archived_at.is_none()
            && session().may_with_client(Permission::ClientDiscount, &client)
    });
    let of = move |past: bool| {
        let all = there.get().unwrap_or_default().into_iter();
        all.filter(move |one| one.state.is_past() == past)
            .collect::<Vec<_>>()
    };
    let past = Memo::new(move |_| of(true));
    let any = Memo::new(move |_| {
        there.with(|all| all.as_ref().is_some_and(|all| !all.is_empty() || may.get()))
    });
    let open = RwSignal::new(false);
    // Whose days or words are to be changed; nothing for one more.
    let changed = RwSignal::new(None::<DiscountGrant>);
    let change = Callback::new(move |grant: Option<DiscountGrant>| {
        changed.set(grant);
        open.set(true);
    });
    let key = |one: &DiscountGrant| {
        (
            one.id,
            one.version,
            one.name.clone(),
            one.state,
            one.gives.clone(),
        )
    };
    view! {
        {move || any.get().then(|| view! {
            <section class="discounts" aria-label=t::discounts::title()>
                <h2 class="section-head">{t::discounts::title()}</h2>
                <ul class="discounts__list">
                    <For each=move || of(false) key=key let:grant><Line grant=grant may=may on_change=change /></For>
                </ul>
                {move || may.get().then(|| view! {
                    <div><Button label=t::discounts::grant() icon=Icon::Plus kind=Kind::Ghost on_press=move |()| change.run(None) /></div>
                })}
                {move || (!past.with(Vec::is_empty)).then(|| view! {
                    <details class="discounts__past">
                        <summary>{t::discounts::past(past.with(Vec::len).to_string())}</summary>
                        <ul class="discounts__list">
                            <For each=move || past.get() key=key let:grant><Line grant=grant may=may on_change=change /></For>
                        </ul>
                    </details>
                })}
                <GrantDialog client=id open=open changed=changed />
            </section>
        })}
    }
    .into_any()
}

#[component]
fn Line(
    grant: DiscountGrant,
    may: Memo<bool>,
    on_change: Callback<Option<DiscountGrant>>,
) -> AnyView {
    let (id, version, state) = (grant.id, grant.version, grant.state);
    let withdrawing = sending();
    let toasts = toasts();
    let called = StoredValue::new(grant.name.clone());
    let back = move || {
        take_back::<ReturnDiscount>((id,), move |grant| {
            queries().stale(TAGS);
            toasts.show(Toast::new(t::discounts::returned(grant.name)));
        });
    };
    let withdraw = move |()| {
        withdrawing.change::<WithdrawDiscount>((id,), version, (), move |()| {
            queries().stale(TAGS);
            let text = t::discounts::withdrawn(called.get_value());
            toasts.show(Toast::new(text).undo(back));
        });
    };
    let zone = clubtime::home_zone();
    let day = |at| clubtime::telling(&zone).date(zone.day(at));
    let granted = grant.granted_by.as_ref().map(|by| {
        let (at, name) = (day(grant.granted_at), by.name.clone());
        t::discounts::granted_by(at, name)
    });
    let gone = grant.withdrawn_by.as_ref().map(|by| {
        let at = grant.withdrawn_at.map(day).unwrap_or_default();
        t::discounts::withdrawn_by(at, by.name.clone())
    });
    let facts = [grant.document.clone(), grant.note.clone(), gone.or(granted)];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let tone = match state {
        GrantState::Ending => Tone::Warn,
        _ => Tone::Plain,
    };
    let mark = words::state(state).map(|label| view! { <Chip label=label tone=tone /> });
    let (figure, term) = (words::gives(&grant.gives), words::term(&grant));
    let name = grant.name.clone();
    let grant = StoredValue::new(grant);
    let menu = move || {
        let may_return = state == GrantState::Withdrawn;
        let label = t::discounts::actions(called.get_value());
        may.get().then(|| view! {
            <Menu label=label icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost edge=Edge::End>
                {match may_return {
                    true => view! {
                        <MenuItem label=t::discounts::give_back() icon=Icon::Undo2 on_press=move |()| back() />
                    }.into_any(),
                    false => view! {
                        <MenuItem label=t::discounts::change() icon=Icon::Pencil on_press=move |()| on_change.run(Some(grant.get_value())) />
                        <MenuRule />
                        <MenuItem label=t::discounts::withdraw() icon=Icon::X tone=Tone::Danger on_press=withdraw />
                    }.into_any(),
                }}
            </Menu>
        })
    };
    view! {
        <li class="discount">
            <div class="discount__what">
                <span class="discount__name">{name}</span>
                {figure.map(|figure| view! { <span class="discount__figure">{figure}</span> })}
                {term.map(|term| view! { <span class="discount__term">{term}</span> })}
                {mark}
            </div>
            {menu}
            {(!facts.is_empty()).then(|| view! { <p class="meta discount__facts">{facts.join(" · ")}</p> })}
            <div class="discount__trouble"><SaveTrouble of=withdrawing /></div>
        </li>
    }
    .into_any()
}
