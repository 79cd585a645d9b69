//! The directory: what an organisation sets up once and everything reads. Itself, its branches, people, roles, dictionaries,
//! results, templates and the names of its processes.
//!
//! These tables are small and change a few times a week, so a server keeps them in memory. It never shows anything old: the
//! database counts every change of them (`directory_version`, by triggers), and a unit of work uses what is in memory only when
//! it sees the very number that was read with it. One tiny query of a snapshot takes the place of a dozen.
//!
//! What a unit reads under a number that is not known yet is its own until it has ended well: a number seen in a transaction that
//! is undone may stand for something else later.

mod parts;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use diesel::prelude::*;
use domain::dictionaries::Choice;
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, ProcessId, ResultId, RoleId, TemplateId, ValueId, VersionId,
};
use domain::processes::Graph;
use domain::staff::EmployeeState;

use crate::branches::Branch;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::queue::Access;
use crate::engine::unit::Tx;
use crate::organisation::Organisation;
use crate::own_fields::FieldLists;
use crate::results::ResultRecord;
use crate::schema::directory_version;
use crate::templates::TemplateRecord;

/// An employee as decisions and lists know him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub name: String,
    pub role_id: RoleId,
    pub state: EmployeeState,
    /// The first is his main one.
    pub branches: Vec<BranchId>,
}

/// The directory under one number. Each part is read when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    version: i64,
    organisation: Part<Option<Organisation>>,
    branches: Part<Vec<Arc<Branch>>>,
    people: Part<Vec<(EmployeeId, Person)>>,
    person_names: Part<BTreeMap<EmployeeId, String>>,
    roles: Part<BTreeMap<RoleId, String>>,
    choices: Part<BTreeMap<DictionaryId, Vec<Choice>>>,
    value_names: Part<BTreeMap<ValueId, String>>,
    merged: Part<BTreeMap<ValueId, ValueId>>,
    results: Part<BTreeMap<ResultId, Arc<ResultRecord>>>,
    templates: Part<BTreeMap<TemplateId, Arc<TemplateRecord>>>,
    processes: Part<BTreeMap<ProcessId, String>>,
    client_fields: Part<FieldLists>,
    company_fields: Part<FieldLists>,
}

type Part<T> = OnceLock<Arc<T>>;

/// What of a version never changes once it was published.
#[derive(Debug)]
pub(crate) struct Published {
    pub process_id: ProcessId,
    /// 1, 2, 3 …
    pub number: u32,
    pub graph: Graph,
}

/// So many published versions are kept; a club has a handful.
const MOST_VERSIONS: usize = 256;

/// What all units of a database share.
#[derive(Debug, Default)]
pub(crate) struct Known {
    directory: RwLock<Arc<Directory>>,
    /// Published versions never change, whatever else does.
    versions: RwLock<BTreeMap<VersionId, Arc<Published>>>,
}

impl Known {
    fn under(&self, version: i64) -> Option<Arc<Directory>> {
        let known = self
            .directory
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        (known.version == version).then(|| Arc::clone(&known))
    }

    /// What a unit read that has ended well.
    pub(crate) fn learn(&self, read: Arc<Directory>) {
        let newer = |known: &Directory| known.version < read.version;
        if newer(
            &self
                .directory
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        ) {
            let mut known = self
                .directory
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            if newer(&known) {
                *known = read;
            }
        }
    }
}

impl Tx<'_> {
    fn directory(&mut self) -> Result<Arc<Directory>, StoreError> {
        // A snapshot has one number; a writing unit may change it.
        if let (Access::Read, Some(seen)) = (self.access, &self.directory) {
            return Ok(Arc::clone(seen));
        }
        let version = counted(self)?;
        if let Some(seen) = &self.directory
            && seen.version == version
        {
            return Ok(Arc::clone(seen));
        }
        let directory = self.known.under(version).unwrap_or_else(|| {
            Arc::new(Directory {
                version,
                ..Directory::default()
            })
        });
        self.directory = Some(Arc::clone(&directory));
        Ok(directory)
    }

    fn part<T>(
        &mut self,
        part: fn(&Directory) -> &Part<T>,
        read: fn(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        loop {
            let directory = self.directory()?;
            if let Some(known) = part(&directory).get() {
                return Ok(Arc::clone(known));
            }
            let read = Arc::new(read(self)?);
            // On PostgreSQL a writing unit sees each commit of others: what was read may be newer than its number.
            if counted(self)? == directory.version {
                return Ok(Arc::clone(part(&directory).get_or_init(|| read)));
            }
        }
    }

    /// A version that was published once.
    pub(crate) fn published(&mut self, id: VersionId) -> Result<Arc<Published>, StoreError> {
        let known = self.known;
        let versions = known
            .versions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(version) = versions.get(&id) {
            return Ok(Arc::clone(version));
        }
        drop(versions);
        let version = Arc::new(parts::published(self, id)?);
        let mut versions = known
            .versions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if versions.len() >= MOST_VERSIONS {
            versions.clear();
        }
        versions.insert(id, Arc::clone(&version));
        Ok(version)
    }
}

/// The number of the directory as this unit sees it.
fn counted(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let version = each_backend!(tx.conn(), |c| directory_version::table
        .select(directory_version::version)
        .first::<i64>(c))?;
    Ok(version)
}

macro_rules! parts {
    ($($(#[$doc:meta])* $method:ident = $part:ident: $content:ty;)+) => {
        impl Tx<'_> {$(
            $(#[$doc])*
            pub(crate) fn $method(&mut self) -> Result<Arc<$content>, StoreError> {
                self.part(|directory| &directory.$part, parts::$part)
            }
        )+}
    };
}

parts! {
    /// `None` before the set-up.
    known_organisation = organisation: Option<Organisation>;
    /// Those in work by name, then archived ones.
    known_branches = branches: Vec<Arc<Branch>>;
    /// By name, those who left too.
    known_people = people: Vec<(EmployeeId, Person)>;
    names_of_people = person_names: BTreeMap<EmployeeId, String>;
    names_of_roles = roles: BTreeMap<RoleId, String>;
    /// The values of each dictionary in their order, archived ones marked.
    known_choices = choices: BTreeMap<DictionaryId, Vec<Choice>>;
    names_of_values = value_names: BTreeMap<ValueId, String>;
    /// Which value counts for each one that was merged.
    merged_values = merged: BTreeMap<ValueId, ValueId>;
    known_results = results: BTreeMap<ResultId, Arc<ResultRecord>>;
    known_templates = templates: BTreeMap<TemplateId, Arc<TemplateRecord>>;
    names_of_processes = processes: BTreeMap<ProcessId, String>;
    known_client_fields = client_fields: FieldLists;
    known_company_fields = company_fields: FieldLists;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::conn::Conn;
    use crate::engine::tests::scratch::Scratch;
    use crate::engine::unit::Who;

    /// What [`parts`] reads.
    const TABLES: [&str; 15] = [
        "branch_holidays",
        "branch_hours",
        "branches",
        "dictionaries",
        "dictionary_values",
        "employee_branches",
        "employees",
        "organisation",
        "own_fields",
        "processes",
        "result_fields",
        "results",
        "roles",
        "template_results",
        "templates",
    ];

    #[derive(QueryableByName)]
    struct Counting {
        #[diesel(sql_type = diesel::sql_types::Text)]
        tbl_name: String,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        triggers: i64,
    }

    #[test]
    fn every_change_of_every_table_is_counted() {
        let mut scratch = Scratch::new();
        let Conn::Sqlite(conn) = &mut scratch.conn else {
            unreachable!("a scratch database is a file");
        };
        let counting: Vec<Counting> = diesel::sql_query(
            "SELECT tbl_name, count(*) AS triggers FROM sqlite_schema WHERE type = 'trigger' \
             AND name LIKE '%\\_counted\\_%' ESCAPE '\\' GROUP BY tbl_name ORDER BY tbl_name",
        )
        .load(conn)
        .expect("triggers");
        let counting: Vec<(&str, i64)> = counting
            .iter()
            .map(|table| (table.tbl_name.as_str(), table.triggers))
            .collect();
        assert_eq!(counting, TABLES.map(|table| (table, 3)));
    }

    #[test]
    fn what_changes_all_day_is_not_counted() {
        let mut scratch = Scratch::new();
        let number =
            |scratch: &mut Scratch| scratch.tx(&Who::System, |tx| counted(tx).expect("a number"));
        scratch
            .sql(
                "INSERT INTO employees (id, name, sort_key, email, email_key, role_id, state, security_stamp, language, theme, \
                 density, single_key_shortcuts, version, created_at, updated_at) VALUES (1, 'n', 'n', 'e', 'e', 1, 'active', 1, \
                 'en', 'system', 'compact', 1, 1, '1970-01-01 00:00:00.000000', '1970-01-01 00:00:00.000000')",
            )
            .expect("an employee");
        let before = number(&mut scratch);
        scratch
            .sql("UPDATE employees SET last_assigned_at = '1970-01-01 00:00:00.000000', last_sign_in_at = NULL")
            .expect("a turn");
        assert_eq!(number(&mut scratch), before);
        scratch
            .sql("UPDATE employees SET name = 'm'")
            .expect("a new name");
        assert_eq!(number(&mut scratch), before + 1);
    }
}
