use wire::organisation::{GetOrganisation, Organisation, UpdateOrganisation};

use super::{actions, convert};
use crate::http::{Answer, Call, Ctx, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetOrganisation>(get)
        .on::<UpdateOrganisation>(update)
}

async fn get(cx: Ctx, _: Call<GetOrganisation>) -> Answer<Organisation> {
    let mail = cx.state().post.mailer.is_some();
    cx.read(move |tx| Ok(convert::organisation(tx.organisation()?, mail)))
        .await
}

async fn update(cx: Ctx, call: Call<UpdateOrganisation>) -> Answer<Organisation> {
    let change = convert::change(call.body)?;
    let mail = cx.state().post.mailer.is_some();
    cx.write(move |tx| actions::update(tx, call.seen, change.clone(), mail))
        .await
}
