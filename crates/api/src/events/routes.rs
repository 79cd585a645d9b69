use store::Tx;
use wire::events::{Event, EventsQuery, ListEvents};
use wire::page::Page;

use crate::http::live::concerns;
use crate::http::{Answer, Call, Ctx, Routes};

/// Entries that are looked at in one query.
const BITE: i64 = 500;
const DEFAULT_LIMIT: u32 = 50;

pub fn routes() -> Routes {
    Routes::new().on::<ListEvents>(list)
}

async fn list(cx: Ctx, call: Call<ListEvents>) -> Answer<Page<Event>> {
    cx.read(move |tx| after(tx, &call.query)).await
}

fn after(tx: &mut Tx<'_>, query: &EventsQuery) -> Answer<Page<Event>> {
    let actor = tx.actor()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    let mut seen = query.after.unwrap_or_default();
    let mut items = Vec::new();
    loop {
        let bite = tx.events_after(seen, BITE)?;
        let last = bite.last().map(|event| event.seq);
        let own = bite.into_iter().filter(|event| concerns(actor, event));
        items.extend(own.take(limit - items.len()).map(entry));
        match last {
            Some(last) if items.len() < limit => seen = last,
            _ => return Ok(Page::whole(items)),
        }
    }
}

fn entry(event: store::Event) -> Event {
    Event {
        seq: event.seq,
        id: event.subject_id(),
        topic: event.topic,
        version: event.version,
        at: event.at,
    }
}
