use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::ResultId;
use domain::processes::{DueRule, DueUnit, MAX_DAYS, MAX_MINUTES};
use domain::tasks::Priority;
use domain::templates::MAX_RESULTS;
use store::results::ResultRecord;
use store::templates::{TemplateDraft, TemplateRecord};
use wire::error::{Fault, FieldError};
use wire::templates::{NewTemplate, Template, TemplatePatch};

use crate::http::{ApiError, Check};

/// A piece of work is planned for a day at most.
const MOST_MINUTES: u32 = 1_440;

pub fn template(record: TemplateRecord, used_by: u32) -> Template {
    let def = record.def;
    Template {
        id: def.id,
        name: def.name,
        task_type: def.task_type,
        instruction: record.instruction,
        priority: def.priority,
        planned_minutes: def.planned_minutes,
        default_due: def.default_due,
        result_ids: def.results,
        used_by,
        version: record.version,
        created_at: record.created_at,
        updated_at: record.updated_at,
        archived_at: record.archived_at,
    }
}

/// `offered` are those of the named results that exist.
pub fn new(body: NewTemplate, offered: &[Arc<ResultRecord>]) -> Result<TemplateDraft, ApiError> {
    let mut check = Check::new();
    let draft = TemplateDraft {
        name: check.name("/name", &body.name),
        task_type: body.task_type,
        instruction: check.text("/instruction", body.instruction.as_deref()),
        priority: body.priority.unwrap_or(Priority::Normal),
        planned_minutes: body.planned_minutes,
        default_due: body.default_due,
        results: body.result_ids,
    };
    done(check, draft, offered)
}

/// The template with the patch applied.
pub fn changed(
    patch: TemplatePatch,
    present: &TemplateRecord,
    offered: &[Arc<ResultRecord>],
) -> Result<TemplateDraft, ApiError> {
    let mut check = Check::new();
    let def = &present.def;
    let draft = TemplateDraft {
        name: match patch.name {
            Some(name) => check.name("/name", &name),
            None => def.name.clone(),
        },
        task_type: patch.task_type.unwrap_or(def.task_type),
        instruction: match patch.instruction {
            Some(text) => check.text("/instruction", text.as_deref()),
            None => present.instruction.clone(),
        },
        priority: patch.priority.unwrap_or(def.priority),
        planned_minutes: patch.planned_minutes.unwrap_or(def.planned_minutes),
        default_due: patch.default_due.unwrap_or_else(|| def.default_due.clone()),
        results: patch.result_ids.unwrap_or_else(|| def.results.clone()),
    };
    done(check, draft, offered)
}

fn done(
    mut check: Check,
    draft: TemplateDraft,
    offered: &[Arc<ResultRecord>],
) -> Result<TemplateDraft, ApiError> {
    if let Some(minutes) = draft.planned_minutes {
        within(&mut check, "/planned_minutes", minutes, 1, MOST_MINUTES);
    }
    due_faults(&mut check, &draft.default_due);
    result_faults(&mut check, &draft.results, offered);
    check.done()?;
    Ok(draft)
}

/// Where a rule of a template is used there is no form, so it cannot read one.
fn due_faults(check: &mut Check, rule: &DueRule) {
    match rule {
        DueRule::After { amount, unit, .. } | DueRule::Ask { amount, unit } => {
            let most = match unit {
                DueUnit::Minutes | DueUnit::WorkingMinutes => MAX_MINUTES,
                DueUnit::Days | DueUnit::WorkingDays => MAX_DAYS,
            };
            within(check, "/default_due/amount", *amount, 0, most);
        }
        DueRule::Field { .. } => check.fault("/default_due/kind", Fault::NotAllowed),
    }
}

fn result_faults(check: &mut Check, named: &[ResultId], offered: &[Arc<ResultRecord>]) {
    if named.is_empty() {
        check.fault("/result_ids", Fault::Required);
    }
    if named.len() > MAX_RESULTS {
        check.push(FieldError::at("/result_ids", Fault::TooLong).with("max", MAX_RESULTS));
    }
    let mut seen = BTreeSet::new();
    for (place, id) in named.iter().enumerate() {
        let pointer = format!("/result_ids/{place}");
        match offered.iter().find(|record| record.def.id == *id) {
            None => check.fault(&pointer, Fault::NotFound),
            Some(record) if record.archived_at.is_some() => check.fault(&pointer, Fault::Archived),
            Some(_) => {}
        }
        if !seen.insert(*id) {
            check.fault(&pointer, Fault::Taken);
        }
    }
}

fn within(check: &mut Check, pointer: &str, amount: u32, least: u32, most: u32) {
    if amount < least {
        check.push(FieldError::at(pointer, Fault::TooSmall).with("min", least));
    } else if amount > most {
        check.push(FieldError::at(pointer, Fault::TooBig).with("max", most));
    }
}
