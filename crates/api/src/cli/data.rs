use std::path::Path;
use std::sync::Arc;

use store::{Db, DbConfig, StoreError, Who};

use crate::clock::Clock;
use crate::config::Config;
use crate::ids::Ids;

/// Opens the database and brings it up to date; makes the folder of a SQLite file.
pub(super) fn open(config: &Config, ids: Arc<Ids>) -> Result<Db, String> {
    if !config.database.contains("://")
        && let Some(folder) = Path::new(&config.database).parent()
    {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
    }
    let mut settings = DbConfig::new(&config.database, ids);
    settings.durability = config.durability;
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

pub(super) fn check(config: &Config) -> Result<(), String> {
    let db = open(config, Arc::new(Ids::new(config.node)))?;
    let now = Clock::system().now();
    let checks = actix_web::rt::System::new()
        .block_on(db.read(Who::System, now, |tx| tx.invariants()))
        .map_err(sentence)?;
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
