use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::access::Permission;
use store::hooks::NewHook;
use wire::hooks::{
    ArchiveHook, ChangeHookSecret, CreateHook, GetHook, Hook, HookMade, ListHooks, RestoreHook,
    UpdateHook,
};
use wire::page::Page;

use super::convert;
use crate::http::{Answer, Call, Ctx};

pub async fn list(cx: Ctx, _: Call<ListHooks>) -> Answer<Page<Hook>> {
    let open = cx.actor()?.may(Permission::OrganisationEdit);
    cx.read(move |tx| {
        let hooks = tx.hooks()?.into_iter().map(convert::hook);
        let shown = hooks.map(|hook| Hook {
            url: hook.url.filter(|_| open),
            ..hook
        });
        Ok(Page::whole(shown.collect()))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateHook>) -> Answer<HookMade> {
    let (name, url) = convert::new(call.body, inside(&cx))?;
    let secret = fresh(&cx);
    cx.transact(move |tx| {
        let hook = tx.create_hook(&NewHook {
            name: name.clone(),
            url: url.clone(),
            secret: secret.clone(),
        })?;
        Ok(HookMade {
            hook: convert::hook(hook),
            secret: secret.clone(),
        })
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetHook>) -> Answer<Hook> {
    let (id,) = call.path;
    cx.read(move |tx| Ok(convert::hook(tx.hook_for_edit(id)?)))
        .await
}

pub async fn update(cx: Ctx, call: Call<UpdateHook>) -> Answer<Hook> {
    let ((id,), seen) = (call.path, call.seen);
    let change = convert::change(call.body, inside(&cx))?;
    cx.write(move |tx| Ok(convert::hook(tx.update_hook(id, seen, &change)?)))
        .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveHook>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_hook(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreHook>) -> Answer<Hook> {
    let (id,) = call.path;
    cx.write(move |tx| Ok(convert::hook(tx.restore_hook(id)?)))
        .await
}

pub async fn change_secret(cx: Ctx, call: Call<ChangeHookSecret>) -> Answer<HookMade> {
    let (id,) = call.path;
    let secret = fresh(&cx);
    cx.transact(move |tx| {
        let hook = tx.change_hook_secret(id, &secret)?;
        Ok(HookMade {
            hook: convert::hook(hook),
            secret: secret.clone(),
        })
    })
    .await
}

/// A secret as Standard Webhooks write it.
fn fresh(cx: &Ctx) -> String {
    format!("whsec_{}", STANDARD.encode(cx.state().ids.bytes::<32>()))
}

/// Whether hooks may lead into the server's own network.
fn inside(cx: &Ctx) -> bool {
    cx.state().config.hooks_inside
}
