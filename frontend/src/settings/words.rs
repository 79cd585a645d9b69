//! Words of the directories.

use domain::access::{Permission, Scope};
use domain::fields::FieldType;
use domain::processes::DueUnit;
use domain::results::Outcome;
use domain::staff::EmployeeState;
use domain::tasks::TaskType;

use crate::i18n::t;
use crate::ui::Tone;

pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Goal => t::settings::outcome_goal(),
        Outcome::Progress => t::settings::outcome_progress(),
        Outcome::Postponed => t::settings::outcome_postponed(),
        Outcome::NoContact => t::settings::outcome_no_contact(),
        Outcome::Refusal => t::settings::outcome_refusal(),
        Outcome::Invalid => t::settings::outcome_invalid(),
    }
}

pub fn outcome_tone(outcome: Outcome) -> Tone {
    use domain::results::Tone as Said;
    match outcome.tone() {
        Said::Positive => Tone::Ok,
        Said::Waiting => Tone::Warn,
        Said::Negative => Tone::Danger,
        Said::Neutral => Tone::Info,
        Said::NoContact => Tone::Plain,
    }
}

pub fn field_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => t::settings::type_text(),
        FieldType::LongText => t::settings::type_long_text(),
        FieldType::Integer => t::settings::type_integer(),
        FieldType::Decimal => t::settings::type_decimal(),
        FieldType::Money => t::settings::type_money(),
        FieldType::Boolean => t::settings::type_boolean(),
        FieldType::Date => t::settings::type_date(),
        FieldType::Time => t::settings::type_time(),
        FieldType::DateTime => t::settings::type_date_time(),
        FieldType::Dictionary => t::settings::type_dictionary(),
        FieldType::DictionaryMulti => t::settings::type_dictionary_multi(),
        FieldType::Employee => t::settings::type_employee(),
        FieldType::Client => t::settings::type_client(),
        FieldType::Phone => t::settings::type_phone(),
        FieldType::Email => t::settings::type_email(),
        FieldType::Url => t::settings::type_url(),
    }
}

pub fn task_type(kind: TaskType) -> &'static str {
    match kind {
        TaskType::ClientCall => t::settings::task_call(),
        TaskType::ClientTask => t::settings::task_client(),
        TaskType::CampaignCall => t::settings::task_campaign(),
        TaskType::Internal => t::settings::task_internal(),
    }
}

pub fn due_unit(unit: DueUnit) -> &'static str {
    match unit {
        DueUnit::Minutes => t::settings::unit_minutes(),
        DueUnit::WorkingMinutes => t::settings::unit_working_minutes(),
        DueUnit::Days => t::settings::unit_days(),
        DueUnit::WorkingDays => t::settings::unit_working_days(),
    }
}

pub fn employee_state(state: EmployeeState) -> &'static str {
    match state {
        EmployeeState::Invited => t::settings::state_invited(),
        EmployeeState::Active => t::settings::state_active(),
        EmployeeState::Absent => t::settings::state_absent(),
        EmployeeState::Left => t::settings::state_left(),
    }
}

pub fn scope(scope: Option<Scope>) -> &'static str {
    match scope {
        None => t::settings::scope_none(),
        Some(Scope::Own) => t::settings::scope_own(),
        Some(Scope::Branch) => t::settings::scope_branch(),
        Some(Scope::All) => t::settings::scope_all(),
    }
}

pub fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::OrganisationEdit => t::settings::may_organisation_edit(),
        Permission::BranchEdit => t::settings::may_branch_edit(),
        Permission::StaffRead => t::settings::may_staff_read(),
        Permission::StaffEdit => t::settings::may_staff_edit(),
        Permission::RoleEdit => t::settings::may_role_edit(),
        Permission::DirectoryRead => t::settings::may_directory_read(),
        Permission::DirectoryEdit => t::settings::may_directory_edit(),
        Permission::ProcessEdit => t::settings::may_process_edit(),
        Permission::ProcessPublish => t::settings::may_process_publish(),
        Permission::ClientRead => t::settings::may_client_read(),
        Permission::ClientCreate => t::settings::may_client_create(),
        Permission::ClientEdit => t::settings::may_client_edit(),
        Permission::ClientNote => t::settings::may_client_note(),
        Permission::ClientContacts => t::settings::may_client_contacts(),
        Permission::ClientImport => t::settings::may_client_import(),
        Permission::ClientExport => t::settings::may_client_export(),
        Permission::ClientDiscount => t::settings::may_client_discount(),
        Permission::ClientMerge => t::settings::may_client_merge(),
        Permission::TaskRead => t::settings::may_task_read(),
        Permission::TaskCreate => t::settings::may_task_create(),
        Permission::TaskEdit => t::settings::may_task_edit(),
        Permission::TaskComplete => t::settings::may_task_complete(),
        Permission::TaskTakeBack => t::settings::may_task_take_back(),
        Permission::ChainStart => t::settings::may_chain_start(),
        Permission::ChainCancel => t::settings::may_chain_cancel(),
        Permission::InvariantsRead => t::settings::may_invariants_read(),
        Permission::EventsRead => t::settings::may_events_read(),
        Permission::AuditRead => t::settings::may_audit_read(),
    }
}
