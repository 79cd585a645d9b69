//! Everything the runner needs, in one answer and one snapshot.

use domain::access::Permission;
use store::PageRequest;
use wire::tasks::{GetWorkplace, Workplace};

use super::convert::Reader;
use super::explain::why;
use super::script::{Variables, render};
use crate::chains::settings;
use crate::clients::convert as people;
use crate::http::{Answer, Call, Ctx};

/// Entries of the timeline beside the form.
const LATEST: u32 = 10;

pub async fn get(cx: Ctx, call: Call<GetWorkplace>) -> Answer<Workplace> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let task = tx.task_for(Permission::TaskRead, id)?;
        let settings = settings(tx, task.branch_id)?;
        let zone = &settings.zone;
        let reader = Reader::of(tx, language)?;
        let facts = tx.decision_facts(&task, &settings)?;
        let why = why(tx, &task, &reader, zone)?;
        let mut variables = Variables {
            organisation: Some(tx.organisation()?.name),
            branch: Some(settings.branch.name.clone()),
            employee: tx.name_of_asker()?,
            ..Variables::default()
        };
        let (mut client, mut timeline) = (None, Vec::new());
        if let Some(row) = tx.client_of_task(&task)? {
            let entries = tx.timeline(&row, &[], &PageRequest::first(LATEST))?;
            timeline = entries
                .items
                .into_iter()
                .map(|e| people::entry(e, &reader, zone))
                .collect();
            variables.given = row.given.clone();
            let card = people::client(tx.client_card(row)?, &reader, zone);
            variables.client = Some(card.name.clone());
            client = Some(card);
        }
        Ok(Workplace {
            task: reader.task(tx.task_card(task)?),
            facts: facts.task,
            context: facts.context,
            client,
            timeline,
            script_html: facts.instruction.map(|script| render(&script, &variables)),
            why,
        })
    })
    .await
}
