use domain::outgoing::{DeliveryState, Failure};
use serde_json::json;
use store::{DeliveryFilter, PageRequest, Tx};
use wire::error::Code;
use wire::page::Page;
use wire::sending::{
    Delivery, GetSending, ListDeliveries, MailServer, RetryDelivery, SendTestLetter, Sending,
    TestHook, Tried, WithdrawDelivery,
};

use connectors::hooks::{Call as HookCall, refusal};

use super::{convert, letters};
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::tasks::convert::paged;

pub async fn get(cx: Ctx, _: Call<GetSending>) -> Answer<Sending> {
    let mailer = cx.state().post.mailer.as_ref();
    let mail = mailer.map(|mailer| MailServer {
        server: mailer.server().to_owned(),
        from: mailer.from(),
    });
    cx.read(move |tx| {
        let (waiting, dead) = tx.delivery_counts()?;
        let count = |rows| u32::try_from(rows).unwrap_or(u32::MAX);
        Ok(Sending {
            mail: mail.clone(),
            waiting: count(waiting),
            dead: count(dead),
        })
    })
    .await
}

pub async fn test_letter(cx: Ctx, _: Call<SendTestLetter>) -> Answer<Tried> {
    let (me, language) = (cx.actor()?.employee, cx.language());
    let mail = cx.read(move |tx| {
        let me = tx.employee(me)?;
        let club = tx.organisation()?.name;
        Ok(letters::test(me.email, me.name, &club, language))
    });
    let mail = mail.await?;
    let id = format!("test-{}", cx.state().ids.word());
    let tried = cx.state().post.letter(&mail, &id, cx.now()).await;
    Ok(outcome(tried.map(Some), &cx))
}

pub async fn test_hook(cx: Ctx, call: Call<TestHook>) -> Answer<Tried> {
    let (id,) = call.path;
    let (hook, secrets) = cx.read(move |tx| Ok(tx.hook_to_call(id)?)).await?;
    let secrets: Vec<String> = secrets.all().map(str::to_owned).collect();
    let body =
        json!({ "type": "hook.tested", "timestamp": cx.now(), "data": { "hook": hook.name } });
    let tried = cx
        .state()
        .post
        .caller
        .call(&HookCall {
            url: &hook.url,
            id: &format!("test-{}", cx.state().ids.word()),
            at: cx.now(),
            body: &body.to_string(),
            secrets: &secrets,
        })
        .await;
    let tried = tried.and_then(|said| match said.is_yes() {
        true => Ok(Some(
            format!("{} {}", said.status, said.body).trim().to_owned(),
        )),
        false => Err(refusal(&said)),
    });
    Ok(outcome(tried, &cx))
}

pub async fn list(cx: Ctx, call: Call<ListDeliveries>) -> Answer<Page<Delivery>> {
    let (query, language) = (call.query, cx.language());
    let filter = DeliveryFilter {
        state: query.state.map(convert::job_state),
        kind: query.kind,
    };
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let names = tx.hook_names()?;
        let deliveries = tx.deliveries(filter, &page)?;
        Ok(paged(deliveries, |one| {
            convert::delivery(one, &names, language)
        }))
    })
    .await
}

pub async fn retry(cx: Ctx, call: Call<RetryDelivery>) -> Answer<Delivery> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let before = tx.delivery(id)?;
        match tx.retry_delivery(id)? {
            true => shown(tx, id, language),
            false => Err(in_state(convert::state(before.state))),
        }
    })
    .await
}

pub async fn withdraw(cx: Ctx, call: Call<WithdrawDelivery>) -> Answer<Delivery> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let before = tx.delivery(id)?;
        match tx.withdraw_delivery(id)? {
            true => shown(tx, id, language),
            false => Err(in_state(convert::state(before.state))),
        }
    })
    .await
}

fn shown(
    tx: &mut Tx<'_>,
    id: domain::ids::JobId,
    language: domain::language::Language,
) -> Answer<Delivery> {
    let names = tx.hook_names()?;
    Ok(convert::delivery(tx.delivery(id)?, &names, language))
}

fn in_state(state: DeliveryState) -> ApiError {
    ApiError::new(Code::WrongState).with("state", state)
}

fn outcome(tried: Result<Option<String>, Failure>, cx: &Ctx) -> Tried {
    match tried {
        Ok(said) => Tried {
            arrived: true,
            said,
            error: None,
        },
        Err(failure) => Tried {
            arrived: false,
            said: None,
            error: Some(convert::error(failure.why, failure.detail, cx.language())),
        },
    }
}
