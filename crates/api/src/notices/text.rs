//! What a notice says, in the reader's language.

use domain::bulks::BulkState;
use domain::imports::ImportState;
use domain::language::Language;
use domain::notices::NoticeKind;
use store::notices::Notice;

pub fn text(notice: &Notice, language: Language) -> String {
    let title = &notice.said.title;
    let result = notice.said.result.as_deref().unwrap_or_default();
    let by = notice.by.as_ref().map(|(_, name)| name.as_str());
    let count = notice.said.count.unwrap_or_default();
    use Language::{En, Ro, Ru};
    match (notice.kind, by, language) {
        (NoticeKind::Assigned, Some(by), Ru) => format!("{by}: вам задача «{title}»"),
        (NoticeKind::Assigned, Some(by), En) => format!("{by} gave you the task “{title}”"),
        (NoticeKind::Assigned, Some(by), Ro) => format!("{by} v-a dat sarcina „{title}”"),
        (NoticeKind::Assigned, None, Ru) => format!("Вам новая задача «{title}»"),
        (NoticeKind::Assigned, None, En) => format!("You have a new task “{title}”"),
        (NoticeKind::Assigned, None, Ro) => format!("Aveți o sarcină nouă „{title}”"),
        (NoticeKind::TakenBack, by, Ru) => {
            let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
            format!("Результат «{result}» задачи «{title}» отменён{by}")
        }
        (NoticeKind::TakenBack, by, En) => {
            let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
            format!("The result “{result}” of the task “{title}” was taken back{by}")
        }
        (NoticeKind::TakenBack, by, Ro) => {
            let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
            format!("Rezultatul „{result}” al sarcinii „{title}” a fost anulat{by}")
        }
        (NoticeKind::HandedOver, by, Ru) => {
            let from = by.map(|by| format!(" ({by})")).unwrap_or_default();
            format!("Вам переданы задачи{from}: {count}")
        }
        (NoticeKind::HandedOver, by, En) => {
            let from = by.map(|by| format!(" by {by}")).unwrap_or_default();
            format!("Tasks were handed over to you{from}: {count}")
        }
        (NoticeKind::HandedOver, by, Ro) => {
            let from = by.map(|by| format!(" ({by})")).unwrap_or_default();
            format!("V-au fost predate sarcini{from}: {count}")
        }
        (NoticeKind::Message, _, _) => {
            let text = notice.said.text.as_deref().unwrap_or_default();
            match title.is_empty() {
                true => text.to_owned(),
                false => format!("{title}: {text}"),
            }
        }
        (NoticeKind::Imported, _, language) => {
            let said = notice.said.import.as_ref();
            let fates = said.map(|said| said.fates).unwrap_or_default();
            let undone = said.is_some_and(|said| said.state == ImportState::Undone);
            let (made, changed, left) = (fates.created, fates.changed, fates.left);
            let (gone, kept) = (fates.removed + fates.archived, fates.kept);
            let back = fates.returned;
            match (language, undone) {
                (Ru, false) => format!(
                    "Импорт «{title}» завершён. Новых: {made}, изменено: {changed}, не вошло: {left}"
                ),
                (En, false) => format!(
                    "The import “{title}” is complete. New: {made}, changed: {changed}, not taken: {left}"
                ),
                (Ro, false) => format!(
                    "Importul „{title}” este gata. Noi: {made}, schimbate: {changed}, neluate: {left}"
                ),
                (Ru, true) => format!(
                    "Импорт «{title}» отменён. Убрано: {gone}, возвращено: {back}, осталось: {kept}"
                ),
                (En, true) => format!(
                    "The import “{title}” is undone. Removed: {gone}, returned: {back}, kept: {kept}"
                ),
                (Ro, true) => format!(
                    "Importul „{title}” a fost anulat. Eliminate: {gone}, revenite: {back}, rămase: {kept}"
                ),
            }
        }
        (NoticeKind::BulkDone, _, language) => {
            let said = notice.said.bulk.as_ref();
            let fates = said.map(|said| said.fates).unwrap_or_default();
            let undone = said.is_some_and(|said| said.state == BulkState::Undone);
            let (done, skipped) = (fates.changed, fates.skipped);
            let (back, kept) = (fates.returned, fates.kept);
            match (language, undone) {
                (Ru, false) => {
                    format!("Массовое действие выполнено: {done}, пропущено: {skipped}")
                }
                (En, false) => {
                    format!("The bulk action is complete: {done} done, {skipped} skipped")
                }
                (Ro, false) => {
                    format!("Acțiunea în masă este gata: efectuate {done}, sărite {skipped}")
                }
                (Ru, true) => {
                    format!("Массовое действие отменено: {back}, осталось: {kept}")
                }
                (En, true) => {
                    format!("The bulk action is undone: {back} returned, {kept} kept")
                }
                (Ro, true) => {
                    format!("Acțiunea în masă a fost anulată: revenite {back}, rămase {kept}")
                }
            }
        }
        (NoticeKind::Undelivered, _, language) => {
            let why = notice
                .said
                .why
                .map_or("", |why| crate::sending::words(why, language));
            match language {
                Ru => format!("Не доставлено: {title}. {why}"),
                En => format!("Not delivered: {title}. {why}"),
                Ro => format!("Nelivrat: {title}. {why}"),
            }
        }
    }
}
