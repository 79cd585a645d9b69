use chrono::NaiveTime;
use domain::access::BuiltInRole;
use domain::calendar::{Calendar, DayHours};
use domain::language::Language;
use domain::organisation::{NameOrder, WeekStart};
use store::branches::NewBranch;
use store::organisation::NewOrganisation;
use wire::setup::SetupRequest;

use crate::auth::passwords;
use crate::http::{ApiError, Check};

/// What the set-up makes, checked.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub organisation: NewOrganisation,
    pub branch: NewBranch,
    pub owner: String,
    pub email: String,
}

pub(super) fn plan(body: &SetupRequest) -> Result<Plan, ApiError> {
    let mut check = Check::new();
    let name = check.name("/organisation_name", &body.organisation_name);
    let phone_country = check.country("/phone_country", &body.phone_country);
    let plan = Plan {
        organisation: NewOrganisation {
            language: body.language,
            currency: check.currency("/currency", &body.currency),
            week_start: match phone_country.as_str() {
                "US" | "CA" | "IL" => WeekStart::Sunday,
                _ => WeekStart::Monday,
            },
            name_order: match body.language {
                Language::Ru => NameOrder::SurnameFirst,
                Language::En | Language::Ro => NameOrder::GivenFirst,
            },
            name,
            phone_country,
        },
        branch: NewBranch {
            name: check.name("/branch_name", &body.branch_name),
            zone: check.zone("/zone", &body.zone).name().to_owned(),
            calendar: every_day(),
            phone: None,
            email: None,
            address: None,
        },
        owner: check.name("/owner_name", &body.owner_name),
        email: check.email("/email", &body.email),
    };
    let names = [
        plan.owner.as_str(),
        plan.email.as_str(),
        plan.organisation.name.as_str(),
    ];
    passwords::check(&mut check, "/password", &body.password, &names);
    check.done()?;
    Ok(plan)
}

/// Nine to nine, all week: what a new branch begins with.
fn every_day() -> Calendar {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let hours = DayHours {
        opens: at(9),
        closes: at(21),
    };
    Calendar {
        week: [Some(hours); 7],
        holidays: Vec::new(),
    }
}

/// What a built-in role is called in a new organisation; it can be renamed.
pub(crate) fn role_name(role: BuiltInRole, language: Language) -> &'static str {
    use BuiltInRole::{Analyst, Coach, Manager, Operator, Owner};
    match (language, role) {
        (Language::Ru, Owner) => "Владелец",
        (Language::Ru, Manager) => "Руководитель",
        (Language::Ru, Operator) => "Администратор",
        (Language::Ru, Coach) => "Тренер",
        (Language::Ru, Analyst) => "Аналитик",
        (Language::En, Owner) => "Owner",
        (Language::En, Manager) => "Manager",
        (Language::En, Operator) => "Front desk",
        (Language::En, Coach) => "Coach",
        (Language::En, Analyst) => "Analyst",
        (Language::Ro, Owner) => "Proprietar",
        (Language::Ro, Manager) => "Manager",
        (Language::Ro, Operator) => "Recepție",
        (Language::Ro, Coach) => "Antrenor",
        (Language::Ro, Analyst) => "Analist",
    }
}
