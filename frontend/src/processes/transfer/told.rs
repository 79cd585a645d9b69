//! The progress of the latest transfer, and the way back for a day.

use chrono::Duration;
use domain::access::Permission;
use domain::ids::{ProcessId, TransferId};
use domain::processes::transfer::{Carried, TransferState};
use leptos::prelude::*;
use wire::transfers::{ListTransferred, ListTransfers, Transfer, TransferredQuery, UndoTransfer};

use crate::clubtime;
use crate::data::{now, queries, query, sending, session};
use crate::i18n::{number, t};
use crate::links;
use crate::settings::general;
use crate::shell::Loaded;
use crate::ui::{Banner, Button, Dialog, Kind, Tone};

/// How long an undone transfer is told of.
const NEWS: Duration = Duration::hours(24);

/// The latest transfer while it is at work, while it can be undone, and a day after it was.
#[component]
pub fn Told(id: ProcessId) -> AnyView {
    let transfers = query::<ListTransfers>(move || Some(((id,), ())));
    let latest = Memo::new(move |_| transfers.data()?.items.first().cloned());
    view! { {move || latest.get().map(|transfer| view! { <One id=id transfer=transfer /> })} }
        .into_any()
}

fn told(transfer: &Transfer) -> Option<(String, Tone)> {
    let count = |count: u32| number(i64::from(count));
    let carried = transfer.moved + transfer.ended;
    match transfer.state {
        TransferState::Running => Some((
            t::transfer::running(
                transfer.version_number,
                count(carried),
                count(transfer.total),
            ),
            Tone::Info,
        )),
        TransferState::Done => {
            let until = transfer.undo_until.filter(|until| *until > now())?;
            let text = t::transfer::done(
                transfer.version_number,
                count(transfer.moved),
                count(transfer.ended),
                clubtime::moment(until),
            );
            Some((text, Tone::Ok))
        }
        TransferState::Undoing => Some((
            t::transfer::undoing(count(transfer.returned + transfer.kept), count(carried)),
            Tone::Info,
        )),
        TransferState::Undone => {
            let fresh = |at: &domain::time::Timestamp| at.plus(NEWS) > now();
            transfer.finished_at.filter(fresh)?;
            let text = t::transfer::undone(count(transfer.returned), count(transfer.kept));
            Some((text, Tone::Ok))
        }
    }
}

#[component]
fn One(id: ProcessId, transfer: Transfer) -> AnyView {
    let Some((text, tone)) = told(&transfer) else {
        return ().into_any();
    };
    let (sending, queries) = (sending(), queries());
    let may = session().may(Permission::ProcessPublish);
    let of = transfer.id;
    let undoes = may && transfer.undo_until.is_some();
    let undo = move |()| {
        sending.send::<UndoTransfer>((id, of), (), (), move |_| queries.stale(&["processes"]));
    };
    let open = RwSignal::new(false);
    let kept = transfer.state == TransferState::Undone && transfer.kept > 0;
    let busy = Signal::derive(move || sending.pending());
    view! {
        <Banner text=text tone=tone inset=true actions=move || view! {
            {undoes.then(|| view! { <Button label=t::transfer::undo() busy=busy on_press=undo /> })}
            {kept.then(|| view! { <Button label=t::transfer::kept() kind=Kind::Ghost on_press=move |()| open.set(true) /> })}
        } />
        {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
        <Dialog open=open title=t::transfer::kept_title()>
            <Kept id=id transfer=of />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Kept(id: ProcessId, transfer: TransferId) -> AnyView {
    let asked = TransferredQuery {
        outcome: Some(Carried::Kept),
        limit: Some(200),
        cursor: None,
    };
    let kept = query::<ListTransferred>(move || Some(((id, transfer), asked.clone())));
    view! {
        <Loaded query=kept let:page>
            <ul class="plain-list">
                {page.items.iter().map(|row| view! { <li><a href=links::client(row.client_id)>{row.client_name.clone()}</a></li> }).collect_view()}
            </ul>
        </Loaded>
    }
    .into_any()
}
