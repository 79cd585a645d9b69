use std::io;
use std::sync::Arc;

use actix_web::web::Bytes;
use domain::fields::Subject;
use domain::ids::ExportId;
use domain::language::Language;
use store::Tx;
use store::exports::ExportEnd;
use wire::exports::{ExportClients, ExportCompanies};

use super::file::File;
use super::plan::{Batch, Plan};
use super::{clients, companies};
use crate::http::attachment::{Attachment, Pieces};
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn of_clients(cx: Ctx, call: Call<ExportClients>) -> Answer<()> {
    let (body, language) = (call.body, cx.language());
    export(cx, move |tx| clients::plan(tx, body, language)).await
}

pub async fn of_companies(cx: Ctx, call: Call<ExportCompanies>) -> Answer<()> {
    let (body, language) = (call.body, cx.language());
    export(cx, move |tx| companies::plan(tx, body, language)).await
}

async fn export(
    cx: Ctx,
    plan: impl FnOnce(&mut Tx<'_>) -> Result<Plan, ApiError> + Send + 'static,
) -> Answer<()> {
    // Everything that can be refused is refused before the first byte.
    let (plan, first) = cx
        .read(move |tx| {
            let plan = plan(tx)?;
            let first = plan.batch(tx, None)?;
            Ok((plan, first))
        })
        .await?;
    let log = plan.log.clone();
    let id: ExportId = cx
        .transact(move |tx| {
            let id = tx.new_id();
            tx.log_export(id, &log)?;
            Ok(id)
        })
        .await?;
    let file = File::begin(&plan)?;
    let (name, plain_name) = names(&plan);
    let (attachment, pieces) = Attachment::new(name, plain_name, plan.format.content_type());
    actix_web::rt::spawn(send(cx.clone(), id, plan, first, file, pieces));
    cx.attach(attachment);
    Ok(())
}

/// "Клиенты 2026-11-23.xlsx".
fn names(plan: &Plan) -> (String, String) {
    let (day, ending) = (plan.today, plan.format.ending());
    let [word, plain] = [word(plan), word_in(plan, Language::En)];
    (
        format!("{word} {day}.{ending}"),
        format!("{}-{day}.{ending}", plain.to_lowercase()),
    )
}

/// What the file and its sheets are called.
pub(super) fn word(plan: &Plan) -> &'static str {
    word_in(plan, plan.language)
}

fn word_in(plan: &Plan, language: Language) -> &'static str {
    let [ru, en, ro] = match plan.log.of {
        Subject::Client => ["Клиенты", "Clients", "Clienți"],
        Subject::Company => ["Компании", "Companies", "Companii"],
    };
    match language {
        Language::Ru => ru,
        Language::En => en,
        Language::Ro => ro,
    }
}

/// Sends the file to its end, or until nobody listens, and says in the log how many rows left.
async fn send(cx: Ctx, id: ExportId, plan: Plan, first: Batch, file: File, pieces: Pieces) {
    let mut rows = 0;
    let sent = all(&cx, Arc::new(plan), first, file, &pieces, &mut rows).await;
    let whole = match sent {
        Ok(whole) => whole,
        Err(error) => {
            tracing::error!(request = cx.request_id(), ?error, "an export broke off");
            let broken = io::Error::other("the export broke off");
            // Who has gone away needs no reason.
            let _ = pieces.send(Err(broken)).await;
            false
        }
    };
    let end = ExportEnd { rows, whole };
    let logged = cx.transact(move |tx| Ok(tx.log_export_end(id, end)?));
    if let Err(error) = logged.await {
        tracing::error!(request = cx.request_id(), ?error, "an export is not logged");
    }
}

/// `false` when the reader has gone away.
async fn all(
    cx: &Ctx,
    plan: Arc<Plan>,
    first: Batch,
    mut file: File,
    pieces: &Pieces,
    rows: &mut u64,
) -> Result<bool, ApiError> {
    let mut batch = first;
    loop {
        let next = batch.next.take();
        let count = batch.rows.len() as u64;
        let written = file.write(batch.rows)?;
        if !written.is_empty() && pieces.send(Ok(Bytes::from(written))).await.is_err() {
            return Ok(false);
        }
        *rows += count;
        let Some(cursor) = next else { break };
        if pieces.is_closed() {
            return Ok(false);
        }
        let plan = Arc::clone(&plan);
        batch = cx.read(move |tx| plan.batch(tx, Some(cursor))).await?;
    }
    file.end(pieces).await
}
