//! Two cards side by side: which one stays, what it says from now on, and what happens to the work behind them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::Permission;
use domain::ids::{ClientId, DuplicateId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use wire::clients::{Client, GetClient};
use wire::duplicates::{DismissDuplicate, DuplicateState, GetDuplicate};
use wire::error::Code;
use wire::merges::{
    CardChoice, CardSide, CardsCompared, CompareClients, MergeClients, NewMerge, UndoMerge,
};

use super::aftermath::{self, Preview};
use super::row::{Choices, MemberRow, agreed};
use super::words;
use crate::clients::CHANGED_BY_MERGE;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::quick::{ClientBox, take_back};
use crate::shell::{Followed, Forbidden, Loaded};
use crate::ui::{
    Button, Dialog, EmptyState, Field, Icon, InlineError, Kind, LinkButton, Page, Radio,
    RadioGroup, Toast, toasts,
};

#[component]
pub fn Compare() -> AnyView {
    let (params, address) = (use_params_map(), use_query_map());
    let pair = Memo::new(move |_| {
        let kept = params.with(|map| map.get("id"));
        let other = address.with(|map| map.get("with"));
        let parse = |text: Option<String>| text.and_then(|text| text.parse::<ClientId>().ok());
        (parse(kept), parse(other))
    });
    view! {
        <Page title=t::merges::title() actions=move || view! { <Back kept=pair.get().0 /> }>
            {move || match pair.get() {
                _ if !session().may(Permission::ClientMerge) => view! { <Forbidden permission=Permission::ClientMerge /> }.into_any(),
                (Some(kept), Some(other)) => view! { <Pair kept=kept other=other /> }.into_any(),
                (Some(kept), None) => view! { <ChooseOther kept=kept /> }.into_any(),
                (None, _) => view! { <EmptyState text=t::shell::not_found_title() /> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

/// A pair that was found: the older card stays unless somebody swaps them.
#[component]
pub fn ComparePair() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.with(|map| map.get("id"));
        id.and_then(|text| text.parse::<DuplicateId>().ok())
    });
    let pair = query::<GetDuplicate>(move || id.get().map(|id| ((id,), ())));
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let two = Callback::new(move |()| {
        let (Some(id), go) = (id.get_untracked(), go.clone()) else {
            return;
        };
        sending.send::<DismissDuplicate>((id,), (), (), move |_| {
            queries.stale(&["duplicates"]);
            toasts.show(Toast::new(t::duplicates::dismissed()));
            go(&links::duplicates(), NavigateOptions::default());
        });
    });
    let undecided = move || {
        pair.data()
            .is_some_and(|pair| pair.state == DuplicateState::Open)
    };
    let why = move || {
        pair.data()
            .map(|pair| view! { <span class="page__note">{words::reasons(&pair.reasons)}</span> })
    };
    view! {
        <Page title=t::merges::title() note=why actions=move || undecided().then(|| view! {
            <Button label=t::duplicates::two() busy=Signal::derive(move || sending.pending()) on_press=two />
        })>
            {move || match session().may(Permission::ClientMerge) {
                false => view! { <Forbidden permission=Permission::ClientMerge /> }.into_any(),
                true => view! { <Loaded query=pair let:pair><Pair kept=pair.one.id other=pair.other.id /></Loaded> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn Back(kept: Option<ClientId>) -> AnyView {
    kept.map(|id| view! { <LinkButton label=t::merges::keep_two() href=links::client(id) kind=Kind::Ghost /> })
        .into_any()
}

/// Which card is it that is merged into this one?
#[component]
fn ChooseOther(kept: ClientId) -> AnyView {
    let card = query::<GetClient>(move || Some(((kept,), ())));
    let go = use_navigate();
    let chosen = RwSignal::new(Vec::new());
    let take = move |all: Vec<crate::ui::Choice>| {
        let Some(other) = all
            .first()
            .and_then(|choice| choice.value.parse::<ClientId>().ok())
        else {
            return;
        };
        if other != kept {
            go(&links::merge(kept, Some(other)), NavigateOptions::default());
        }
    };
    let take = Callback::new(take);
    view! {
        <Followed query=card let:card>
            <div class="merge-choose">
                <Field label=t::merges::choose() hint=Signal::derive(move || card.with(|card| t::merges::choose_hint(&card.name)))>
                    <ClientBox chosen=chosen on_change=take />
                </Field>
            </div>
        </Followed>
    }
    .into_any()
}

#[component]
fn Pair(kept: ClientId, other: ClientId) -> AnyView {
    let cards = query::<CompareClients>(move || Some(((kept, other), ())));
    view! { <Followed query=cards rows=12 let:cards><Cards cards=cards /></Followed> }.into_any()
}

#[component]
fn Cards(cards: Signal<Arc<CardsCompared>>) -> AnyView {
    let choices: Choices = RwSignal::new(BTreeMap::new());
    let continues = RwSignal::new(String::new());
    let side = Memo::new(move |_| CardSide::parse(&continues.get()));
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let (asking, missing) = (RwSignal::new(false), RwSignal::new(false));
    let (kept, other) = cards.with_untracked(|cards| (cards.kept.id, cards.other.id));
    let go = use_navigate();
    let merge = {
        let go = go.clone();
        move || {
            let (version, body) = cards.with_untracked(|cards| {
                let body = NewMerge {
                    other_id: other,
                    other_version: cards.other.version,
                    choices: chosen(cards, &choices.get_untracked()),
                    continues: side.get_untracked().filter(|_| cards.both_run),
                };
                (cards.kept.version, body)
            });
            let go = go.clone();
            sending.change::<MergeClients>((kept,), version, body, move |merge| {
                asking.set(false);
                queries.stale(CHANGED_BY_MERGE);
                go(
                    &links::client(kept),
                    NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    },
                );
                toasts.show(Toast::new(t::merges::merged()).undo(move || {
                    take_back::<UndoMerge>((merge.id,), move |_| {
                        queries.stale(CHANGED_BY_MERGE);
                        toasts.show(Toast::new(t::merges::split_done()));
                    });
                }));
            });
        }
    };
    // Whoever has not said whose process goes on is asked before anything else.
    let ask = move || {
        let silent = cards.with_untracked(|cards| cards.both_run) && side.get_untracked().is_none();
        missing.set(silent);
        sending.refuse(None);
        if !silent {
            asking.set(true);
        }
    };
    keys::add(
        Command::new("merge.merge", Scope::Page, t::merges::merge(), ask).on(Chord::ENTER.ctrl()),
    );
    let trouble = Signal::derive(move || {
        let failure = sending.failure()?;
        Some(match failure.problem() {
            Some(problem) if problem.code == Code::VersionMismatch => {
                t::merges::changed().to_owned()
            }
            Some(problem) => problem
                .errors
                .first()
                .map_or(problem.detail.clone(), |fault| fault.message.clone()),
            None => t::shell::not_saved().to_owned(),
        })
    });
    Effect::new(move |_| {
        let stale = sending
            .failure()
            .is_some_and(|failure| failure.code() == Some(Code::VersionMismatch));
        if stale {
            asking.set(false);
            queries.stale(&["clients", "merges"]);
        }
    });
    let members = Memo::new(move |_| cards.with(|cards| cards.members.clone()));
    let differing = move || {
        members
            .get()
            .into_iter()
            .filter(|member| !member.same)
            .collect::<Vec<_>>()
    };
    let agreeing = move || {
        members
            .get()
            .into_iter()
            .filter(|member| member.same)
            .collect::<Vec<_>>()
    };
    let both_run = Memo::new(move |_| cards.with(|cards| cards.both_run));
    let names =
        Memo::new(move |_| cards.with(|cards| (cards.kept.name.clone(), cards.other.name.clone())));
    let archived = Memo::new(move |_| cards.with(|cards| cards.kept.archived_at.is_some()));
    let told = Signal::derive(move || cards.with(|cards| aftermath::sentences(cards, side.get())));
    let merge = StoredValue::new(merge);
    view! {
        <div class="merge">
            <div class="merge-heads">
                <Head card=Signal::derive(move || cards.with(|cards| cards.kept.clone())) role=t::merges::kept() />
                <Head card=Signal::derive(move || cards.with(|cards| cards.other.clone())) role=t::merges::other() />
                <LinkButton label=t::merges::swap() icon=Icon::ArrowUpDown href=links::merge(other, Some(kept)) kind=Kind::Ghost />
            </div>
            <section class="merge-rows" aria-label=t::merges::differences()>
                <h2 class="section-head">{t::merges::differences()}</h2>
                {move || differing().is_empty().then(|| view! { <p class="meta">{t::merges::no_differences()}</p> })}
                <For each=differing key=|member| (member.member.clone(), member.kept.clone(), member.other.clone()) let:member>
                    <MemberRow member=member choices=choices />
                </For>
                {move || {
                    let same = agreeing();
                    (!same.is_empty()).then(|| view! {
                        <details class="merge-agreed">
                            <summary>{t::merges::same(i64::try_from(same.len()).unwrap_or(i64::MAX))}</summary>
                            <dl>{same.iter().map(agreed).collect_view()}</dl>
                        </details>
                    })
                }}
            </section>
            {move || both_run.get().then(|| {
                let options = Signal::derive(move || cards.with(|cards| vec![way(CardSide::Kept, &cards.kept), way(CardSide::Other, &cards.other)]));
                view! {
                    <section class="merge-continues">
                        <RadioGroup value=continues label=t::merges::continues() options=options on_change=move |_: String| missing.set(false) />
                        <p class="meta">{t::merges::continues_hint()}</p>
                        <InlineError text=Signal::derive(move || missing.get().then(|| t::merges::choose_continues().to_owned())) />
                    </section>
                }
            })}
            <Preview sentences=told />
            {move || archived.get().then(|| view! { <InlineError text=Signal::derive(move || Some(t::merges::cannot_kept(names.get().0))) /> })}
            <InlineError text=Signal::derive(move || trouble.get().filter(|_| !asking.get())) />
            <div class="merge-foot">
                {move || (!archived.get()).then(|| view! {
                    <Button label=t::merges::merge() kind=Kind::Primary chord=Chord::ENTER.ctrl() on_press=move |()| ask() />
                })}
            </div>
            <Dialog
                open=asking
                title=t::merges::confirm_title()
                foot=move || view! {
                    <Button label=t::merges::keep_two() on_press=move |()| asking.set(false) />
                    <Button label=t::merges::merge() kind=Kind::Primary busy=Signal::derive(move || sending.pending())
                        on_press=move |()| merge.with_value(|merge| merge()) />
                }
            >
                <p>{move || { let (kept, other) = names.get(); t::merges::confirm(&kept, &other) }}</p>
                <InlineError text=trouble />
            </Dialog>
        </div>
    }
    .into_any()
}

/// What is sent: a word for every member on which the cards differ.
fn chosen(
    cards: &CardsCompared,
    choices: &BTreeMap<String, CardChoice>,
) -> BTreeMap<String, CardChoice> {
    let differing = cards.members.iter().filter(|member| !member.same);
    differing
        .map(|member| {
            let choice = choices.get(&member.member).copied();
            (member.member.clone(), choice.unwrap_or(member.proposed))
        })
        .collect()
}

/// The chains of a card as something to choose.
fn way(side: CardSide, card: &Client) -> Radio {
    let next = aftermath::next_of(card);
    let next = next.unwrap_or_else(|| t::merges::no_step().to_owned());
    Radio::new(
        side.as_str(),
        format!("{} · {} · {next}", card.name, aftermath::running(card)),
    )
}

/// A card in short: its name, what is its part, and since when it is there.
#[component]
fn Head(card: Signal<Client>, role: &'static str) -> AnyView {
    view! {
        <div class="merge-head">
            <span class="meta">{role}</span>
            <a class="merge-head__name" href=move || card.with(|card| links::client(card.id))>{move || card.with(|card| card.name.clone())}</a>
            <span class="meta">{move || card.with(|card| crate::clubtime::moment(card.created_at))}</span>
        </div>
    }
    .into_any()
}
