//! What an action is called.

use domain::access::Permission;
use domain::bulks::BulkAction;
use domain::language::Language;
use store::Tx;

use crate::http::ApiError;

/// What is done for each: "Responsible: Irina".
pub fn title(tx: &mut Tx<'_>, action: &BulkAction, language: Language) -> Result<String, ApiError> {
    use Language::{En, Ro, Ru};
    Ok(match action {
        BulkAction::Responsible { responsible_id } => {
            let name = tx.any_employee(*responsible_id)?.name;
            match language {
                Ru => format!("Ответственный: {name}"),
                En => format!("Responsible: {name}"),
                Ro => format!("Responsabil: {name}"),
            }
        }
        BulkAction::Tags { add, remove } => {
            let signed = |sign: &str, tags: &[String]| {
                let tags = tags.iter().map(|tag| format!("{sign}{tag}"));
                tags.collect::<Vec<_>>()
            };
            let mut tags = signed("+", add);
            tags.extend(signed("−", remove));
            let tags = tags.join(", ");
            match language {
                Ru => format!("Теги: {tags}"),
                En => format!("Tags: {tags}"),
                Ro => format!("Etichete: {tags}"),
            }
        }
        BulkAction::Process { process_id } => {
            let found = tx.process_for(Permission::DirectoryRead, *process_id);
            let name = found.map(|process| process.name).unwrap_or_default();
            match language {
                Ru => format!("Процесс: {name}"),
                En => format!("Process: {name}"),
                Ro => format!("Proces: {name}"),
            }
        }
        BulkAction::Task {
            template_id, title, ..
        } => {
            let template = match template_id {
                Some(id) => tx.template_records(&[*id])?.pop(),
                None => None,
            };
            let name = template.map(|record| record.def.name.clone());
            let name = title.clone().or(name).unwrap_or_default();
            match language {
                Ru => format!("Задача: {name}"),
                En => format!("Task: {name}"),
                Ro => format!("Sarcină: {name}"),
            }
        }
    })
}

/// Why what an action made is cancelled.
pub fn undone(language: Language) -> &'static str {
    match language {
        Language::Ru => "Действие для нескольких клиентов отменено",
        Language::En => "The action for several clients was undone",
        Language::Ro => "Acțiunea pentru mai mulți clienți a fost anulată",
    }
}
