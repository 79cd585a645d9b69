use wire::organisation::{GetOrganisation, Organisation, UpdateOrganisation};

use super::{actions, convert};
use crate::http::{Answer, Call, Ctx, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetOrganisation>(get)
        .on::<UpdateOrganisation>(update)
}

async fn get(cx: Ctx, _: Call<GetOrganisation>) -> Answer<Organisation> {
    cx.read(|tx| Ok(convert::organisation(tx.organisation()?)))
        .await
}

async fn update(cx: Ctx, call: Call<UpdateOrganisation>) -> Answer<Organisation> {
    let change = convert::change(call.body)?;
    cx.write(move |tx| actions::update(tx, call.seen, change.clone()))
        .await
}
