use wire::auth::{
    AcceptInvitation, ChangePassword, EndSession, GetInvitation, GetMe, Invitation, ListSessions,
    Me, RefreshSession, Session, SessionInfo, SignIn, SignOut, UpdateMe,
};
use wire::page::Page;

use super::{actions, convert};
use crate::http::{Answer, Call, Ctx, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .on::<SignIn>(sign_in)
        .on::<RefreshSession>(refresh)
        .on::<SignOut>(sign_out)
        .on::<ListSessions>(sessions)
        .on::<EndSession>(end_session)
        .on::<GetMe>(me)
        .on::<UpdateMe>(update_me)
        .on::<ChangePassword>(change_password)
        .on::<GetInvitation>(invitation)
        .on::<AcceptInvitation>(accept)
}

async fn sign_in(cx: Ctx, call: Call<SignIn>) -> Answer<Session> {
    actions::sign_in(&cx, call.body).await
}

async fn refresh(cx: Ctx, _: Call<RefreshSession>) -> Answer<Session> {
    actions::refresh(&cx).await
}

async fn sign_out(cx: Ctx, _: Call<SignOut>) -> Answer<()> {
    actions::sign_out(&cx).await
}

async fn sessions(cx: Ctx, _: Call<ListSessions>) -> Answer<Page<SessionInfo>> {
    cx.read(|tx| {
        let actor = tx.actor()?;
        let sessions = tx.sessions_of(actor.employee)?.into_iter();
        let info = |session| convert::session(session, actor.session);
        Ok(Page::whole(sessions.map(info).collect()))
    })
    .await
}

async fn end_session(cx: Ctx, call: Call<EndSession>) -> Answer<()> {
    let (id,) = call.path;
    cx.write(move |tx| actions::end_session(tx, id)).await?;
    cx.state().accounts.forget();
    Ok(())
}

async fn me(cx: Ctx, _: Call<GetMe>) -> Answer<Me> {
    let largest_file = cx.state().config.largest_file;
    cx.read(move |tx| convert::me(tx, tx.actor()?, largest_file))
        .await
}

async fn update_me(cx: Ctx, call: Call<UpdateMe>) -> Answer<Me> {
    let change = convert::profile(call.body)?;
    let largest_file = cx.state().config.largest_file;
    let me = cx.write(move |tx| {
        tx.update_profile(change.clone())?;
        convert::me(tx, tx.actor()?, largest_file)
    });
    let me = me.await?;
    cx.state().accounts.forget();
    Ok(me)
}

async fn change_password(cx: Ctx, call: Call<ChangePassword>) -> Answer<()> {
    actions::change_password(&cx, call.body).await
}

async fn invitation(cx: Ctx, call: Call<GetInvitation>) -> Answer<Invitation> {
    let hash = actions::fingerprint(&call.path.0);
    cx.read(move |tx| actions::invitation(tx, &hash)).await
}

async fn accept(cx: Ctx, call: Call<AcceptInvitation>) -> Answer<Session> {
    actions::accept(&cx, &call.path.0, call.body).await
}
