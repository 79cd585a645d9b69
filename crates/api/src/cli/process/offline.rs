//! What needs no club: reading, checking and comparing files, and the packs.

use std::path::{Path, PathBuf};

use domain::collation::sort_key;
use domain::language::Language;
use domain::processes::{Severity, difference};
use domain::sentence::{Compared, Telling};
use domain::time::Zone;
use process_file::{File, Offline, Process, packs};
use unicode_normalization::UnicodeNormalization as _;

use super::say;

pub(super) fn read(path: &Path, language: Language) -> Result<File, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let text: String = text.nfc().collect();
    process_file::parse(&text).map_err(|faults| {
        let lines = faults.iter().map(|fault| {
            let message = fault.message(language);
            format!("\n{}:{}: {message}", path.display(), fault.at)
        });
        format!("the file has faults{}", lines.collect::<String>())
    })
}

pub(super) fn check(paths: &[PathBuf], language: Language) -> Result<(), String> {
    let mut bad = String::new();
    for path in paths {
        let file = match read(path, language) {
            Ok(file) => file,
            Err(faults) => {
                bad.push_str(&format!(
                    "\n{}",
                    faults.trim_start_matches("the file has faults\n")
                ));
                continue;
            }
        };
        let mut offline = Offline::new();
        offline.meet(&file);
        for (severity, fault) in offline.problems(&file, language) {
            let line = format!(
                "{}:{}: {}",
                path.display(),
                fault.at,
                fault.message(language)
            );
            match severity {
                Severity::Error => bad.push_str(&format!("\n{line}")),
                Severity::Warning | Severity::Info => say(&format!("{line} ({severity})\n")),
            }
        }
    }
    match bad.is_empty() {
        true => {
            say("Everything can be published.\n");
            Ok(())
        }
        false => Err(format!("this cannot be published{bad}")),
    }
}

pub(super) fn diff(before: &Path, after: &Path, language: Language) -> Result<(), String> {
    let (old, new) = (read(before, language)?, read(after, language)?);
    let mut offline = Offline::new();
    offline.meet(&old);
    offline.meet(&new);
    let called = offline.called(&[&old, &new]);
    let zone = Zone::utc();
    let telling = Telling {
        language,
        zone: &zone,
        today: chrono::NaiveDate::default(),
    };
    let mut text = String::new();
    let same = |process: &Process, file: &'_ File| {
        let key = sort_key(&process.name);
        let mut all = file.processes.iter();
        all.position(|other| sort_key(&other.name) == key)
    };
    for process in &old.processes {
        if same(process, &new).is_none() {
            text.push_str(&format!("- process “{}”\n", process.name));
        }
    }
    for process in &new.processes {
        let Some(place) = same(process, &old) else {
            text.push_str(&format!("+ process “{}”\n", process.name));
            continue;
        };
        let graph = |file: &File, process: &Process| {
            let graph = offline.graph(file, process);
            graph.map_err(|faults| faults.iter().map(ToString::to_string).collect::<String>())
        };
        let (before, after) = (graph(&old, &old.processes[place])?, graph(&new, process)?);
        let compared = Compared {
            before: &before,
            after: &after,
            glossary: &called,
        };
        let changes = difference(&before, &after);
        if !changes.is_empty() {
            text.push_str(&format!("~ process “{}”\n", process.name));
        }
        for change in changes {
            let step = change.step.as_deref().and_then(|key| compared.step(key));
            let step = step.map(|name| format!("{name} | ")).unwrap_or_default();
            text.push_str(&format!(
                "    {step}{}\n",
                telling.change(&change, &compared)
            ));
        }
    }
    if text.is_empty() {
        text.push_str("The processes do not differ.\n");
    }
    say(&text);
    Ok(())
}

pub(super) fn shipped(key: Option<&str>, language: Language) -> Result<(), String> {
    match key {
        Some(key) => {
            let pack = packs::pack(key, language);
            let pack = pack
                .ok_or_else(|| format!("there is no pack “{key}”; see `perezvon process packs`"))?;
            say(pack.text);
        }
        None => {
            for pack in packs::ALL.iter().filter(|pack| pack.language == language) {
                say(&format!("{:<14} {}\n", pack.key, pack.name));
            }
        }
    }
    Ok(())
}
