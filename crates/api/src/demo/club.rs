//! The club before its first client: branches, people, roles, the preset, twelve dictionaries.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use domain::access::{BuiltInRole, Limits, default_grants};
use domain::calendar::{Calendar, DayHours, Holiday};
use domain::dictionaries::Choice;
use domain::discounts::Gives;
use domain::ids::{BranchId, DictionaryId, EmployeeId, ProcessId, RoleId, TemplateId, ValueId};
use domain::language::Language;
use domain::organisation::{NameOrder, WeekStart};
use domain::presets::demo_dictionaries;
use domain::results::ResultDef;
use domain::tasks::TaskType;
use domain::time::Zone;
use store::branches::NewBranch;
use store::discounts::{DiscountData, DiscountRow};
use store::organisation::NewOrganisation;
use store::staff::{NewEmployee, NewRole};
use store::{Tx, Who};
use wire::setup::DemoAccount;

use super::words::{BranchWords, StaffWords, Words};
use crate::http::ApiError;
use crate::{preset, setup, zones};

/// What everybody in the demo club signs in with; its sign-in page says so.
pub const PASSWORD: &str = "chime-and-call";

/// The club as its history needs it.
#[derive(Debug)]
pub struct Club {
    pub words: &'static Words,
    pub language: Language,
    pub branches: Vec<Place>,
    /// In the order of [`Words::staff`]: the owner first.
    pub staff: Vec<Member>,
    pub process: ProcessId,
    pub templates: BTreeMap<TemplateId, Kind>,
    pub dictionaries: BTreeMap<DictionaryId, Vec<Choice>>,
    /// Where clients come from, the common ones first.
    pub sources: Vec<ValueId>,
    /// What is given to some of the clients; the first asks for a document.
    pub discounts: Vec<DiscountRow>,
}

#[derive(Debug)]
pub struct Place {
    pub id: BranchId,
    pub words: &'static BranchWords,
    pub zone: Arc<Zone>,
    pub calendar: Calendar,
}

#[derive(Debug)]
pub struct Member {
    pub id: EmployeeId,
    pub role: BuiltInRole,
    /// Places in [`Club::branches`]; the first is his main one.
    pub branches: &'static [usize],
    pub who: Who,
}

/// A kind of work with the results it may end with.
#[derive(Debug)]
pub struct Kind {
    pub id: TemplateId,
    pub task_type: TaskType,
    pub results: Vec<ResultDef>,
    /// Whether the process uses it.
    pub in_process: bool,
}

/// Makes the club at the instant of the unit, which is the beginning of its history.
pub fn found(
    tx: &mut Tx<'_>,
    words: &'static Words,
    language: Language,
    password_hashes: &[String],
) -> Result<Club, ApiError> {
    tx.create_organisation(NewOrganisation {
        name: words.club.to_owned(),
        language,
        currency: words.currency.to_owned(),
        phone_country: words.phone_country.to_owned(),
        week_start: WeekStart::Monday,
        name_order: match language {
            Language::Ru => NameOrder::SurnameFirst,
            Language::En | Language::Ro => NameOrder::GivenFirst,
        },
    })?;
    let roles = roles(tx, language)?;
    let mut branches = Vec::new();
    for words in words.branches {
        branches.push(place(tx, words)?);
    }
    let mut staff = Vec::new();
    let mut accounts = Vec::new();
    for (person, hash) in words.staff.iter().zip(password_hashes) {
        staff.push(member(tx, person, hash, language, &roles, &branches)?);
        accounts.push(DemoAccount {
            name: person.name.to_owned(),
            role: setup::role_name(person.role, language).to_owned(),
            email: person.email.to_owned(),
            password: PASSWORD.to_owned(),
        });
    }
    setup::show_accounts(tx, &accounts)?;
    let installed = preset::install(tx, language)?;
    for dictionary in demo_dictionaries(language) {
        preset::add_dictionary(tx, &dictionary)?;
    }
    let process = installed
        .process
        .ok_or_else(|| ApiError::internal("the preset has a process"))?;
    let sources = installed.dictionaries.get("sources").copied();
    let dictionaries: Vec<DictionaryId> = installed.dictionaries.into_values().collect();
    let dictionaries = tx.choices(&dictionaries)?;
    let sources = sources
        .and_then(|id| dictionaries.get(&id))
        .cloned()
        .unwrap_or_default();
    Ok(Club {
        words,
        language,
        branches,
        staff,
        process,
        templates: kinds(tx, process)?,
        dictionaries,
        sources: sources.into_iter().map(|choice| choice.id).collect(),
        discounts: discounts(tx, words)?,
    })
}

/// The club's discounts.
fn discounts(tx: &mut Tx<'_>, words: &Words) -> Result<Vec<DiscountRow>, ApiError> {
    let made = words.discounts.iter().map(|(name, basis_points, note)| {
        let data = DiscountData {
            name: (*name).to_owned(),
            gives: match *basis_points {
                0 => Gives::Benefit {},
                basis_points => Gives::Percent { basis_points },
            },
            document: note.is_some(),
            note: note.map(str::to_owned),
        };
        Ok(tx.create_discount(&data)?)
    });
    made.collect()
}

impl Club {
    /// Members of a role who work in a branch.
    pub fn members(&self, role: BuiltInRole, branch: usize) -> Vec<usize> {
        let works = |member: &Member| member.role == role && member.branches.contains(&branch);
        let staff = self.staff.iter().enumerate();
        staff
            .filter(|(_, member)| works(member))
            .map(|(place, _)| place)
            .collect()
    }

    pub fn member(&self, id: EmployeeId) -> Option<usize> {
        self.staff.iter().position(|member| member.id == id)
    }
}

fn roles(tx: &mut Tx<'_>, language: Language) -> Result<BTreeMap<BuiltInRole, RoleId>, ApiError> {
    let mut roles = BTreeMap::new();
    for role in BuiltInRole::ALL {
        tx.create_role(NewRole {
            name: setup::role_name(*role, language).to_owned(),
            built_in: Some(*role),
            grants: default_grants(*role),
            limits: Limits::new(),
        })?;
        roles.insert(*role, tx.built_in_role(*role)?);
    }
    Ok(roles)
}

fn place(tx: &mut Tx<'_>, words: &'static BranchWords) -> Result<Place, ApiError> {
    let workday = hours(words.workdays);
    let weekend = hours(words.weekends);
    let mut week = [workday; 7];
    (week[5], week[6]) = (weekend, weekend);
    let year = tx.now().as_utc().year();
    let holidays = (year - 1..=year + 2).flat_map(|year| {
        let days = words.holidays.iter();
        days.filter_map(move |(day, name)| {
            Some(Holiday {
                date: NaiveDate::parse_from_str(&format!("{year}-{day}"), "%Y-%m-%d").ok()?,
                name: (*name).to_owned(),
                hours: None,
            })
        })
    });
    let calendar = Calendar {
        week,
        holidays: holidays.collect(),
    };
    let branch = tx.create_branch(NewBranch {
        name: words.name.to_owned(),
        zone: words.zone.to_owned(),
        calendar: calendar.clone(),
        phone: Some(words.phone.to_owned()),
        email: None,
        address: Some(words.address.to_owned()),
    })?;
    Ok(Place {
        id: branch.id,
        words,
        zone: zones::around(words.zone, tx.now()),
        calendar,
    })
}

fn hours((opens, closes): (&str, &str)) -> Option<DayHours> {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").ok();
    Some(DayHours {
        opens: time(opens)?,
        closes: time(closes)?,
    })
}

fn member(
    tx: &mut Tx<'_>,
    person: &'static StaffWords,
    password_hash: &str,
    language: Language,
    roles: &BTreeMap<BuiltInRole, RoleId>,
    branches: &[Place],
) -> Result<Member, ApiError> {
    let role = roles.get(&person.role).copied();
    let role = role.ok_or_else(|| ApiError::internal("every built-in role was made"))?;
    let employee = tx.create_employee(NewEmployee {
        name: person.name.to_owned(),
        email: person.email.to_owned(),
        role,
        branches: person
            .branches
            .iter()
            .map(|place| branches[*place].id)
            .collect(),
        language,
        password_hash: Some(password_hash.to_owned()),
    })?;
    Ok(Member {
        id: employee.id,
        role: person.role,
        branches: person.branches,
        who: tx.actor_of(employee.id)?.into(),
    })
}

fn kinds(tx: &mut Tx<'_>, process: ProcessId) -> Result<BTreeMap<TemplateId, Kind>, ApiError> {
    let graph = tx
        .published_version(process)?
        .map(|published| published.graph);
    let in_process = graph
        .map(|graph| graph.uses().templates)
        .unwrap_or_default();
    let mut kinds = BTreeMap::new();
    for (record, _) in tx.templates()? {
        let def = record.def;
        kinds.insert(
            def.id,
            Kind {
                id: def.id,
                task_type: def.task_type,
                results: tx.result_defs(&def.results)?,
                in_process: in_process.contains(&def.id),
            },
        );
    }
    Ok(kinds)
}
