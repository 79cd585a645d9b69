use domain::access::Permission;
use domain::imports::{
    ColumnTarget, Fates, ImportState, ListSubject, Matched, Plans, RowDecision, Rules, Unknown,
    ValueRule, undo_until,
};
use store::imports::ImportRecord;
use store::{PageRequest, Tx};
use wire::error::{Code, Fault, FieldError};
use wire::imports::{
    CheckImport, DeleteImport, GetImport, Import, ImportPatch, ImportRow, ImportSummary,
    ListImportRows, ListImports, RunImport, UndoImport, UpdateImportRow,
};
use wire::page::Page;

use super::known::Known;
use super::{carry, convert};
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::{Reader, paged};

pub async fn list(cx: Ctx, call: Call<ListImports>) -> Answer<Page<ImportSummary>> {
    let page = PageRequest {
        limit: call.query.limit,
        cursor: call.query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let found = tx.imports_page(&page)?;
        let items = found.items.into_iter();
        Ok(Page {
            items: items
                .map(|row| convert::summary(tx, row))
                .collect::<Result<_, _>>()?,
            next_cursor: found.next_cursor,
            total: None,
        })
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetImport>) -> Answer<Import> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let row = tx.import(id)?;
        convert::import(tx, row)
    })
    .await
}

/// Puts targets and rules of a patch on an import.
pub(super) fn put(
    tx: &mut Tx<'_>,
    import: &mut ImportRecord,
    patch: &ImportPatch,
) -> Result<(), ApiError> {
    let mut check = Check::new();
    if let Some(targets) = &patch.targets {
        if targets.len() != import.columns.0.len() {
            let count = import.columns.0.len();
            check.push(FieldError::at("/targets", Fault::Malformed).with("wanted", count));
        }
        let fields = tx.own_fields(import.subject.cards())?;
        for (place, target) in targets.iter().enumerate() {
            let Some(target) = target else { continue };
            let pointer = format!("/targets/{place}");
            if !target.may_repeat() && targets[..place].contains(&Some(target.clone())) {
                check.fault(&pointer, Fault::Taken);
            }
            if !target.is_of(import.subject) {
                check.fault(&pointer, Fault::NotAllowed);
            }
            if let ColumnTarget::Field(key) = target {
                let known = fields.present.iter().find(|def| def.key == *key);
                match known.map(|def| def.kind) {
                    None => check.fault(&pointer, Fault::UnknownField),
                    Some(domain::fields::FieldType::Client) => {
                        check.fault(&pointer, Fault::NotAllowed);
                    }
                    Some(_) => {}
                }
            }
        }
        for (column, target) in import.columns.0.iter_mut().zip(targets) {
            if column.target != *target {
                column.confidence = None;
            }
            column.target = target.clone();
        }
        import.mapping = None;
    }
    if let Some(rules) = &patch.rules {
        import.rules.0 = tidy_rules(tx, &mut check, import.subject, rules)?;
    }
    check.done()
}

fn tidy_rules(
    tx: &mut Tx<'_>,
    check: &mut Check,
    subject: ListSubject,
    rules: &Rules,
) -> Result<Rules, ApiError> {
    let mut tidy = rules.clone();
    if subject == ListSubject::Companies && rules.stage.is_some() {
        check.fault("/rules/stage", Fault::NotAllowed);
    }
    if let Some(country) = &rules.phone_country {
        tidy.phone_country = Some(check.country("/rules/phone_country", country));
    }
    if let Some(id) = rules.branch_id {
        match tx.branch(id) {
            Ok(branch) if branch.archived_at.is_some() => {
                check.fault("/rules/branch_id", Fault::Archived);
            }
            Ok(_) => {}
            Err(store::StoreError::NotFound) => check.fault("/rules/branch_id", Fault::NotFound),
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(id) = rules.responsible_id
        && !tx.still_works(id)?
    {
        check.fault("/rules/responsible_id", Fault::NotFound);
    }
    tidy.tags = (rules.tags.iter().enumerate())
        .map(|(place, tag)| {
            check.line(
                &format!("/rules/tags/{place}"),
                tag,
                domain::clients::MAX_LABEL,
            )
        })
        .collect();
    Ok(tidy)
}

pub(super) fn changeable(import: &ImportRecord) -> Result<(), ApiError> {
    match import.state.may_change() && import.emptied_at.is_none() {
        true => Ok(()),
        false => Err(ApiError::new(Code::WrongState).with("state", import.state)),
    }
}

pub async fn delete(cx: Ctx, call: Call<DeleteImport>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let import = tx.import_for_change(id)?;
        if !import.state.may_change() && import.state != ImportState::Undone {
            return Err(ApiError::new(Code::WrongState).with("state", import.state));
        }
        Ok(tx.delete_import(&import, seen)?)
    })
    .await
}

pub async fn check(cx: Ctx, call: Call<CheckImport>) -> Answer<Import> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let mut import = tx.import_for_change(id)?;
        changeable(&import)?;
        named_by_something(&import)?;
        import.state = ImportState::Checking;
        import.behind = 0;
        import.looked_at = 0;
        import.plans.0 = Plans::default();
        import.unknown.0 = Vec::new();
        import.acting = Some(tx.actor()?.employee);
        let seen = import.version;
        tx.change_import("checking", &mut import, seen)?;
        convert::import(tx, import)
    })
    .await
}

/// A card has a name: some column must say it.
fn named_by_something(import: &ImportRecord) -> Result<(), ApiError> {
    let columns = &import.columns.0;
    let named = columns
        .iter()
        .filter_map(|column| column.target.as_ref())
        .any(ColumnTarget::is_name);
    match named {
        true => Ok(()),
        false => Err(ApiError::new(Code::WrongState).with("state", "no_column_with_names")),
    }
}

pub async fn rows(cx: Ctx, call: Call<ListImportRows>) -> Answer<Page<ImportRow>> {
    let ((id,), query, language) = (call.path, call.query, cx.language());
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    let plans = query.plan.map(|list| list.0).unwrap_or_default();
    let fates = query.fate.map(|list| list.0).unwrap_or_default();
    cx.read(move |tx| {
        let import = tx.import(id)?;
        let reader = Reader::of(tx, language)?;
        let found = tx.import_rows(id, &plans, &fates, &page)?;
        let rows = convert::rows(tx, &import, found.items, &reader)?;
        let found = store::Page {
            items: rows,
            next_cursor: found.next_cursor,
            total: found.total,
        };
        Ok(paged(found, |row| row))
    })
    .await
}

pub async fn update_row(cx: Ctx, call: Call<UpdateImportRow>) -> Answer<ImportRow> {
    let ((id, number), patch, language) = (call.path, call.body, cx.language());
    let number = i32::try_from(number).map_err(|_| ApiError::not_found())?;
    cx.write(move |tx| {
        let mut import = tx.import_for_change(id)?;
        changeable(&import)?;
        let mut row = tx.import_row(id, number)?;
        let mut check = Check::new();
        for (place, change) in patch.cells.iter().enumerate() {
            let count = import.columns.0.len();
            match row.cells.0.get_mut(change.column as usize) {
                Some(cell) => change.value.trim().clone_into(cell),
                None => check.push(
                    FieldError::at(format!("/cells/{place}/column"), Fault::TooBig)
                        .with("max", count.saturating_sub(1)),
                ),
            }
        }
        if let Some(decision) = &patch.decision {
            if let Some(decision) = decision {
                decided(tx, &mut check, import.subject, decision)?;
            }
            row.decision = decision.clone().map(store::Json);
        }
        check.done()?;
        match import.state {
            ImportState::Checked => {
                let known = Known::of(tx, &import)?;
                let planned = super::plan::plan(tx, &known, &import, &row)?;
                import.plans.0.moved(row.plan, planned.plan);
                carry::keep(tx, &mut row, planned)?;
            }
            _ => tx.save_import_row(&row)?,
        }
        let seen = import.version;
        tx.change_import("row_changed", &mut import, seen)?;
        let reader = Reader::of(tx, language)?;
        let mut shown = convert::rows(tx, &import, vec![row], &reader)?;
        shown.pop().ok_or_else(ApiError::not_found)
    })
    .await
}

/// A card that somebody chose for a row: of the right kind, and within reach.
fn decided(
    tx: &mut Tx<'_>,
    check: &mut Check,
    subject: ListSubject,
    decision: &RowDecision,
) -> Result<(), ApiError> {
    match (subject, decision) {
        (_, RowDecision::Skip | RowDecision::New) => {}
        (ListSubject::Clients, RowDecision::Card { client_id }) => {
            if !tx.sees_client(*client_id)? {
                check.fault("/decision/client_id", Fault::NotFound);
            }
        }
        (ListSubject::Companies, RowDecision::Company { company_id }) => {
            if tx.found_companies([*company_id])?.is_empty() {
                check.fault("/decision/company_id", Fault::NotFound);
            }
        }
        (_, RowDecision::Card { .. } | RowDecision::Company { .. }) => {
            check.fault("/decision/kind", Fault::NotAllowed);
        }
    }
    Ok(())
}

pub async fn run(cx: Ctx, call: Call<RunImport>) -> Answer<Import> {
    let ((id,), body) = (call.path, call.body);
    cx.write(move |tx| {
        let mut import = tx.import_for_change(id)?;
        if import.state != ImportState::Checked || import.emptied_at.is_some() {
            return Err(ApiError::new(Code::WrongState).with("state", import.state));
        }
        let plans = import.plans.0;
        if plans.new + plans.change == 0 {
            return Err(ApiError::new(Code::WrongState).with("state", "nothing_to_do"));
        }
        if plans.new > 0 {
            tx.demand(Permission::ClientCreate)?;
        }
        if plans.change > 0 && import.rules.0.existing != Matched::Skip {
            tx.demand(Permission::ClientEdit)?;
        }
        if body.process_id.is_some() && import.subject == ListSubject::Companies {
            return Err(ApiError::field("/process_id", Fault::NotAllowed));
        }
        if let Some(process) = body.process_id {
            crate::chains::expect_beginnable(tx, process, "/process_id")?;
        } else if body.per_day.is_some() {
            return Err(ApiError::field("/process_id", Fault::Required));
        }
        values_made(tx, &import)?;
        // What was looked at for the rehearsal is looked at again: the club has gone on since.
        tx.forget_import_file(id)?;
        import.state = ImportState::Running;
        import.behind = 0;
        import.looked_at = 0;
        import.fates.0 = Fates::default();
        import.process_id = body.process_id;
        import.per_day = body.per_day.map(|count| count as i32);
        import.acting = Some(tx.actor()?.employee);
        let seen = import.version;
        tx.change_import("started", &mut import, seen)?;
        convert::import(tx, import)
    })
    .await
}

/// Makes the values of dictionaries that are to be made.
fn values_made(tx: &mut Tx<'_>, import: &ImportRecord) -> Result<(), ApiError> {
    let known = Known::of(tx, import)?;
    let wanted: Vec<ValueRule> = import
        .rules
        .0
        .values
        .iter()
        .filter(|rule| rule.then == Unknown::Create)
        .cloned()
        .collect();
    for rule in wanted {
        let column = import.columns.0.get(rule.column as usize);
        let target = column.and_then(|column| column.target.as_ref());
        let Some(dictionary) = target.and_then(|target| known.dictionary(target)) else {
            continue;
        };
        let mut check = Check::new();
        let name = check.name("/rules/values", &rule.value);
        check.done()?;
        if tx
            .taken_values(dictionary, std::slice::from_ref(&name))?
            .is_empty()
        {
            tx.add_values(dictionary, &[name])?;
        }
    }
    Ok(())
}

pub async fn undo(cx: Ctx, call: Call<UndoImport>) -> Answer<Import> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let mut import = tx.import_for_change(id)?;
        let finished = import
            .finished_at
            .filter(|_| import.state == ImportState::Done);
        let Some(finished) = finished else {
            return Err(ApiError::new(Code::WrongState).with("state", import.state));
        };
        if tx.now() > undo_until(finished) || import.emptied_at.is_some() {
            return Err(ApiError::new(Code::UndoExpired));
        }
        tx.stop_import_chains(id)?;
        import.state = ImportState::Undoing;
        // Backwards, from after the last row.
        import.behind = i32::MAX;
        import.looked_at = 0;
        import.undone_at = Some(tx.now());
        import.acting = Some(tx.actor()?.employee);
        let seen = import.version;
        tx.change_import("undoing", &mut import, seen)?;
        convert::import(tx, import)
    })
    .await
}
