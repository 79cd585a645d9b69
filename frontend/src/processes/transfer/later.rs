//! Those who stayed on older versions may go over later.

use domain::access::Permission;
use domain::ids::ProcessId;
use domain::processes::VersionState;
use leptos::prelude::*;
use wire::processes::{ListVersions, Version};
use wire::transfers::{ListTransfers, NewTransfer, StartTransfer};

use super::choice::{Choice, Leaving};
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::settings::general;
use crate::ui::{Banner, Button, Dialog, DialogSize, Kind, Tone};

/// Says how many run on older versions, and moves them. Nothing while there are none, or while others are on the way.
#[component]
pub fn Later(id: ProcessId) -> AnyView {
    let versions = query::<ListVersions>(move || Some(((id,), ())));
    let transfers = query::<ListTransfers>(move || Some(((id,), ())));
    let behind = Memo::new(move |_| {
        let versions = versions.data()?;
        let transfers = transfers.data()?;
        if transfers.items.iter().any(|one| one.finished_at.is_none()) {
            return None;
        }
        let published =
            |version: &&Version| version.state == VersionState::Published && !version.beside;
        let newest = versions.items.iter().find(published)?.clone();
        // Those who are compared stay where chance has put them.
        let others = versions.items.iter().filter(|one| !one.beside);
        let older = others.filter(|one| one.id != newest.id);
        let behind: u32 = older.map(|version| version.running).sum();
        (behind > 0).then_some((newest, behind))
    });
    view! {
        {move || behind.get().map(|(newest, behind)| view! { <Behind id=id newest=newest behind=behind /> })}
    }
    .into_any()
}

#[component]
fn Behind(id: ProcessId, newest: Version, behind: u32) -> AnyView {
    let (sending, queries) = (sending(), queries());
    let open = RwSignal::new(false);
    let choice = Choice::new(true);
    let may = session().may(Permission::ProcessPublish);
    let start = move |()| {
        let lots = untrack(|| choice.lots());
        sending.send::<StartTransfer>((id,), (), NewTransfer { lots }, move |_| {
            open.set(false);
            queries.stale(&["processes"]);
        });
    };
    let blocked = Signal::derive(move || match choice.lots().is_empty() {
        true => Some(t::transfer::nobody_goes().to_owned()),
        false => choice
            .incomplete()
            .then(|| t::transfer::reason_needed().to_owned()),
    });
    let busy = Signal::derive(move || sending.pending());
    let text = t::transfer::behind(i64::from(behind));
    let (version, graph) = (newest.id, Signal::stored(newest.graph));
    view! {
        <Banner text=text inset=true actions=move || view! {
            {may.then(|| view! { <Button label=t::transfer::later() on_press=move |()| open.set(true) /> })}
        } />
        <Dialog open=open title=t::transfer::later_title(newest.number) size=DialogSize::Wide foot=move || view! {
            <Button label=t::transfer::start() kind=Kind::Primary blocked=blocked busy=busy on_press=start />
        }>
            {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
            <Leaving id=id choice=choice graph=graph newest=Some(version) />
        </Dialog>
    }
    .into_any()
}
