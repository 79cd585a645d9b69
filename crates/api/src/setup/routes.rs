use wire::auth::Session;
use wire::setup::{CompleteSetup, GetSetup, SetupState};

use super::actions;
use crate::http::{Answer, Call, Ctx, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetSetup>(state)
        .on::<CompleteSetup>(complete)
}

async fn state(cx: Ctx, _: Call<GetSetup>) -> Answer<SetupState> {
    let language = cx.language();
    cx.read(move |tx| actions::state(tx, language)).await
}

async fn complete(cx: Ctx, call: Call<CompleteSetup>) -> Answer<Session> {
    actions::complete(&cx, call.body).await
}
