use std::path::Path;
use std::sync::Arc;

use store::{Db, DbConfig, Durability, StoreError, Who};

use crate::clock::Clock;
use crate::config::Config;
use crate::ids::Ids;

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
    let (size, checks) = actix_web::rt::System::new()
        .block_on(looked)
        .map_err(sentence)?;
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
    db.close();
    match broken {
        0 => {
            println!("Everything holds.");
            Ok(())
        }
        broken => Err(format!("{broken} violations")),
    }
}

pub(super) fn sentence(error: StoreError) -> String {
    error.to_string()
}
