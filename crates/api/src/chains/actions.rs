use domain::access::Permission;
use domain::chains::{Adjustment, ChainState};
use domain::ids::ChainId;
use domain::language::Language;
use store::chains::ChainRow;
use store::{StoreError, Tx};
use wire::chains::{CancelChain, Chain, GetChain, NewChain, StartChain};
use wire::error::{Code, Fault};

use super::begin::begin_process;
use super::convert;
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::Reader;

pub async fn start(cx: Ctx, call: Call<StartChain>) -> Answer<Chain> {
    let (body, language) = (call.body, cx.language());
    cx.write(move |tx| started(tx, &body, language)).await
}

fn started(tx: &mut Tx<'_>, new: &NewChain, language: Language) -> Result<Chain, ApiError> {
    let chain = begun(tx, new)?;
    shown(tx, chain.id, language)
}

/// Begins a chain in the unit of its caller.
pub fn begun(tx: &mut Tx<'_>, new: &NewChain) -> Result<ChainRow, ApiError> {
    tx.hold_client(new.client_id)?;
    let client = tx
        .client_for(Permission::ChainStart, new.client_id)
        .map_err(|error| named(error, "/client_id"))?;
    if client.archived_at.is_some() {
        return Err(ApiError::field("/client_id", Fault::Archived));
    }
    if let Some(running) = tx.running_chain(client.id, new.process_id)? {
        return Err(ApiError::new(Code::ChainRunning).with("chain_id", running.id));
    }
    let adjustment = Adjustment {
        due: new.due,
        assignee_id: new.assignee_id,
    };
    let by = tx.actor()?.employee;
    let beginning =
        begin_process(tx, &client, new.process_id, &adjustment, by).map_err(|error| match error
            .is_not_found()
        {
            true => ApiError::field("/process_id", Fault::NotFound),
            false => error,
        })?;
    let process = &beginning.process;
    Ok(tx.start_chain(
        &client,
        (process.process_id, &process.process_name),
        process.version_id,
        &beginning.begun,
        &beginning.context,
    )?)
}

/// A chain just made or changed, as its page shows it.
fn shown(tx: &mut Tx<'_>, id: ChainId, language: Language) -> Result<Chain, ApiError> {
    let reader = Reader::of(tx, language)?;
    let chain = tx.chain_for(Permission::ClientRead, id)?;
    Ok(convert::chain(tx.chain_card(chain)?, &reader))
}

pub async fn get(cx: Ctx, call: Call<GetChain>) -> Answer<Chain> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| shown(tx, id, language)).await
}

pub async fn cancel(cx: Ctx, call: Call<CancelChain>) -> Answer<Chain> {
    let ((id,), language) = (call.path, cx.language());
    let mut check = Check::new();
    let reason = check.line("/reason", &call.body.reason, crate::http::check::TITLE);
    check.done()?;
    cx.write(move |tx| {
        let client = tx.chain_for(Permission::ChainCancel, id)?.client_id;
        tx.hold_client(client)?;
        let chain = tx.chain_for(Permission::ChainCancel, id)?;
        match chain.state {
            ChainState::Active | ChainState::Sleeping => {}
            state => return Err(ApiError::new(Code::WrongState).with("state", state)),
        }
        tx.cancel_chain(chain, &reason)?;
        super::come_back(tx, id, None)?;
        shown(tx, id, language)
    })
    .await
}

/// What a body names and the caller cannot see is a fault of that member.
pub fn named(error: StoreError, pointer: &str) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::field(pointer, Fault::NotFound),
        error => error.into(),
    }
}
