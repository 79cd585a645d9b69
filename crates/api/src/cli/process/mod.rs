//! Processes as files, from the server's own terminal.

mod offline;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use domain::collation::sort_key;
use domain::language::Language;
use store::{Db, Tx, Who};
use wire::process_files::{Done, Existing, Imported, ThingKind};

use super::data;
use crate::clock::Clock;
use crate::config::Config;
use crate::http::ApiError;
use crate::ids::Ids;
use crate::process_files::{Tried, Wanted, export, import};

#[derive(Debug, Args)]
#[command(
    after_help = "A process file is YAML with everything a process stands on: steps, results with their fields, scripts, lists of \
        values. Things are recognised by their names, so a file can be taken in again and again: nothing comes twice, and what it \
        does not name stays.\n\n\
        A way of working with files:\n  \
        perezvon process packs fitness --language en > club.yaml   begin with a shipped pack\n  \
        perezvon process check club.yaml                           edit it; faults are told with their lines\n  \
        perezvon process diff club.yaml                            what would be different in this club\n  \
        perezvon process import club.yaml --publish                take it in\n  \
        perezvon process export \"Warm client\" -o warm.yaml         and back into a file\n\n\
        The format is described in docs/process-files.md."
)]
pub(super) struct Process {
    #[command(subcommand)]
    command: Command,

    /// The language of what is told.
    #[arg(long, global = true, value_enum, default_value = "en")]
    language: Spoken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Spoken {
    Ru,
    En,
    Ro,
}

impl From<Spoken> for Language {
    fn from(spoken: Spoken) -> Self {
        match spoken {
            Spoken::Ru => Self::Ru,
            Spoken::En => Self::En,
            Spoken::Ro => Self::Ro,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a process of the club as a file: its draft, else what is published.
    Export {
        /// Its name, or its id.
        process: String,
        /// A published version by its number, instead of the draft.
        #[arg(long, value_name = "N")]
        version: Option<u32>,
        /// Where to; the terminal when absent.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take a file into the club: all of it, or nothing when a line does not fit.
    Import {
        file: PathBuf,
        /// Publish at once; without it only drafts are saved.
        #[arg(long)]
        publish: bool,
        /// Leave results and templates that the club has already as they are; only what is missing is added.
        #[arg(long)]
        keep: bool,
        /// Tell what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Read files and check their processes; needs no club.
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// What differs between two files, or between the club and a file, in words.
    Diff {
        before: PathBuf,
        /// Absent: the club is compared with the file.
        after: Option<PathBuf>,
    },
    /// List the packs that ship with Perezvon, or print one.
    Packs { key: Option<String> },
}

pub(super) fn run(process: &Process, config: &Config) -> Result<(), String> {
    let language = process.language.into();
    match &process.command {
        Command::Export {
            process,
            version,
            output,
        } => exported(config, process, *version, output.as_deref()),
        Command::Import {
            file,
            publish,
            keep,
            dry_run,
        } => {
            let wanted = Wanted {
                publish: *publish,
                existing: if *keep {
                    Existing::Keep
                } else {
                    Existing::Update
                },
                language,
            };
            let imported = imported(config, file, wanted, *dry_run)?;
            say(&summary(&imported));
            Ok(())
        }
        Command::Check { files } => offline::check(files, language),
        Command::Diff {
            before,
            after: Some(after),
        } => offline::diff(before, after, language),
        Command::Diff {
            before,
            after: None,
        } => {
            let wanted = Wanted {
                publish: false,
                existing: Existing::Update,
                language,
            };
            let imported = imported(config, before, wanted, true)?;
            say(&summary(&imported));
            Ok(())
        }
        Command::Packs { key } => offline::shipped(key.as_deref(), language),
    }
}

/// To the terminal, or to whoever reads us until he has enough.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn in_club<T, F>(config: &Config, work: F) -> Result<T, ApiError>
where
    T: Send + 'static,
    F: AsyncFnOnce(&Db) -> Result<T, ApiError>,
{
    let ids = Arc::new(Ids::new(config.node));
    let db = data::open(config, ids).map_err(ApiError::internal)?;
    let done = actix_web::rt::System::new().block_on(work(&db));
    db.close();
    done
}

fn exported(
    config: &Config,
    process: &str,
    version: Option<u32>,
    output: Option<&Path>,
) -> Result<(), String> {
    let wanted = process.to_owned();
    let now = Clock::system().now();
    let file = in_club(config, async |db| {
        let unit = move |tx: &mut Tx<'_>| {
            let lines = tx.processes()?.into_iter().map(|line| line.process);
            let is_it = |name: &str| sort_key(name) == sort_key(&wanted);
            let mut found = lines.filter(|one| is_it(&one.name) || one.id.to_string() == wanted);
            let id = found.next().ok_or_else(ApiError::not_found)?.id;
            let version = match version {
                None => None,
                Some(number) => {
                    let mut all = tx.versions_of(id)?.into_iter();
                    let found = all.find(|one| one.number == number);
                    Some(found.ok_or_else(ApiError::not_found)?.id)
                }
            };
            export(tx, id, version)
        };
        db.read(Who::System, now, unit).await
    });
    let file = file.map_err(|error| match error.is_not_found() {
        true => format!("there is no process or version “{process}”"),
        false => explain(error, None),
    })?;
    match output {
        None => say(&file.file),
        Some(path) => std::fs::write(path, &file.file)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?,
    }
    Ok(())
}

fn imported(
    config: &Config,
    path: &Path,
    wanted: Wanted,
    dry_run: bool,
) -> Result<Imported, String> {
    let file = offline::read(path, wanted.language)?;
    let now = Clock::system().now();
    let done = in_club(config, async |db| {
        if !dry_run {
            let unit = move |tx: &mut Tx<'_>| import(tx, &file, wanted);
            return db.write(Who::System, now, unit).await;
        }
        let tried = Tried::default();
        let inside = tried.clone();
        let unit = move |tx: &mut Tx<'_>| Err::<(), _>(inside.run(tx, &file, wanted));
        let undone = db.write(Who::System, now, unit).await;
        tried.found(undone)
    });
    done.map_err(|error| explain(error, Some(path)))
}

/// What was done, in lines.
fn summary(imported: &Imported) -> String {
    let mut text = String::new();
    if imported.dry_run {
        text.push_str("Nothing is changed; this would be:\n");
    }
    for thing in &imported.things {
        let kind = match thing.kind {
            ThingKind::Dictionary => "dictionary",
            ThingKind::Result => "result",
            ThingKind::Template => "template",
        };
        if thing.done != Done::Unchanged {
            text.push_str(&format!("{} {kind} “{}”\n", mark(thing.done), thing.name));
        }
    }
    for process in &imported.processes {
        text.push_str(&format!(
            "{} process “{}”",
            mark(process.done),
            process.name
        ));
        if let Some(version) = &process.published {
            text.push_str(&format!(", published as version {}", version.number));
        }
        text.push('\n');
        for change in &process.changes {
            let step = change.step_name.as_deref().map(|name| format!("{name} | "));
            text.push_str(&format!(
                "    {}{}\n",
                step.unwrap_or_default(),
                change.message
            ));
        }
        for problem in &process.problems {
            text.push_str(&format!("    ! {}\n", problem.message));
        }
    }
    text
}

const fn mark(done: Done) -> char {
    match done {
        Done::Created => '+',
        Done::Updated => '~',
        Done::Unchanged => '=',
    }
}

fn explain(error: ApiError, path: Option<&Path>) -> String {
    let refusal = match error.outcome() {
        Ok(_) => return "done before".into(),
        Err(refusal) => refusal,
    };
    let mut text = refusal.code.as_str().to_owned();
    for fault in &refusal.errors {
        let at = |name: &str| fault.params.get(name).map_or("", String::as_str);
        let path = path
            .map(|path| path.display().to_string())
            .unwrap_or_default();
        text.push_str(&format!(
            "\n{path}:{}:{}: {}",
            at("line"),
            at("column"),
            fault.message
        ));
    }
    if let (true, Some(cause)) = (refusal.errors.is_empty(), &refusal.cause) {
        text.push_str(&format!(": {cause}"));
    }
    text
}
