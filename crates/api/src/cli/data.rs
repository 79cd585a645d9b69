use std::path::Path;
use std::sync::Arc;

use connectors::files::{Files, Trouble};
use store::{Db, DbConfig, Durability, StoreError, Who};

use crate::clock::Clock;
use crate::config::Config;
use crate::ids::Ids;

/// Versions of files that are looked at in one go, and those whose names are told.
const LOOKED_AT_ONCE: i64 = 500;
const MOST_NAMED: usize = 10;

/// Opens the database and brings it up to date; makes the folder of a SQLite file.
pub(super) fn open(config: &Config, ids: Arc<Ids>) -> Result<Db, String> {
    open_as(config, config.durability, ids)
}

/// The same for another durability than the configured one.
pub(super) fn open_as(
    config: &Config,
    durability: Durability,
    ids: Arc<Ids>,
) -> Result<Db, String> {
    if !config.database.contains("://")
        && let Some(folder) = Path::new(&config.database).parent()
    {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
    }
    let mut settings = DbConfig::new(&config.database, ids);
    settings.durability = durability;
    Db::open(&settings).map_err(sentence)
}

pub(super) fn migrate(config: &Config) -> Result<(), String> {
    open(config, Arc::new(Ids::new(config.node)))?.close();
    println!("The database has this version's schema.");
    Ok(())
}

pub(super) fn backup(config: &Config, file: &Path) -> Result<(), String> {
    let db = open(config, Arc::new(Ids::new(config.node)))?;
    db.backup(file).map_err(sentence)?;
    db.close();
    println!("The backup is in {}.", file.display());
    println!(
        "Files on cards lie in {}: copy them now, too.",
        config.files
    );
    Ok(())
}

pub(super) fn restore(config: &Config, file: &Path, replace: bool) -> Result<(), String> {
    let existing = match replace {
        true => store::backup::Existing::Replace,
        false => store::backup::Existing::Refuse,
    };
    store::backup::restore(file, &config.database, existing).map_err(sentence)?;
    println!("{} is restored.", config.database);
    Ok(())
}

pub(super) fn move_to(config: &Config, to: &str) -> Result<(), String> {
    let rows = store::moving::to_postgres(&config.database, to).map_err(sentence)?;
    println!("{rows} rows are moved. Start the server with --database and the new address.");
    Ok(())
}

pub(super) fn check(config: &Config) -> Result<(), String> {
    let db = open(config, Arc::new(Ids::new(config.node)))?;
    let now = Clock::system().now();
    let looked = db.read(Who::System, now, |tx| Ok((tx.size()?, tx.invariants()?)));
    let runtime = actix_web::rt::System::new();
    let (size, checks) = runtime.block_on(looked).map_err(sentence)?;
    println!(
        "{} clients, {} tasks, {} of them open",
        size.clients, size.tasks, size.open_tasks
    );
    let mut broken = 0;
    for check in &checks {
        println!("{:>6}  {}", check.violations, check.name);
        for example in &check.examples {
            println!("        {example}");
        }
        broken += check.violations;
    }
    let missing = runtime.block_on(missing_bytes(&db, config))?;
    println!(
        "{:>6}  every version of a file has its bytes",
        missing.len()
    );
    for name in missing.iter().take(MOST_NAMED) {
        println!("        {name}");
    }
    broken += u32::try_from(missing.len()).unwrap_or(u32::MAX);
    db.close();
    match broken {
        0 => {
            println!("Everything holds.");
            Ok(())
        }
        broken => Err(format!("{broken} violations")),
    }
}

/// Versions of files whose bytes are not where they belong, or are not as many as they were.
async fn missing_bytes(db: &Db, config: &Config) -> Result<Vec<String>, String> {
    let files = Files::at(config.files.clone());
    let now = Clock::system().now();
    let (mut missing, mut after) = (Vec::new(), None);
    loop {
        let rows = db.read(Who::System, now, move |tx| {
            tx.all_file_versions(after, LOOKED_AT_ONCE)
        });
        let rows = rows.await.map_err(sentence)?;
        let Some(last) = rows.last() else {
            return Ok(missing);
        };
        after = Some((last.file_id, last.number));
        for row in rows {
            match files.size(&row.blob).await {
                Ok(size) if size == row.size.unsigned_abs() => {}
                Ok(_) | Err(Trouble::NotThere) => {
                    missing.push(format!("{}, version {}", row.file_id, row.number));
                }
                Err(trouble) => return Err(format!("files: {trouble}")),
            }
        }
    }
}

pub(super) fn sentence(error: StoreError) -> String {
    error.to_string()
}
