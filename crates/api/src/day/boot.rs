//! What the SPA needs to paint its first screen, in one answer and one snapshot.

use domain::access::Permission;
use wire::day::{Boot, BootReply, DayQuery};

use super::actions::day;
use crate::http::{Answer, Call, Ctx};
use crate::tasks::convert::Reader;

/// Tasks of the first answer.
const FIRST: u32 = 40;

pub async fn boot(cx: Ctx, _: Call<Boot>) -> Answer<BootReply> {
    let (language, actor) = (cx.language(), cx.actor()?.clone());
    let largest_file = cx.state().config.largest_file;
    cx.read(move |tx| {
        let reader = Reader::of(tx, language)?;
        let query = DayQuery {
            limit: Some(FIRST),
            ..DayQuery::default()
        };
        let broken = match tx.demand(Permission::InvariantsRead) {
            Ok(()) => tx.broken_chains()?,
            Err(_) => 0,
        };
        Ok(BootReply {
            me: crate::auth::me(tx, &actor, largest_file)?,
            day: day(tx, query, actor.employee, &reader)?,
            unread_notices: tx.unread_notices()?,
            broken_chains: broken,
            server_version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    })
    .await
}
