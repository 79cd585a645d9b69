//! Settings: list at the left, one thing at the right, everywhere the same.

mod branches;
mod company;
mod dictionaries;
mod discounts;
mod field_list;
mod form;
mod frame;
mod hours;
mod limits;
mod order;
mod own_fields;
mod people;
mod results;
mod roles;
mod sending;
mod templates;
mod words;

pub use form::general;
pub use frame::{NEEDS, pages};
pub use order::{Move, MoveButtons, carry_out};
pub use results::ResultCard;
pub use templates::TemplateCard;
pub use words::{
    due_unit, field_type as field_type_name, outcome, outcome_tone, permission as permission_name,
};

use leptos::prelude::*;

use branches::Branches;
use company::Company;
use dictionaries::Dictionaries;
use discounts::Discounts;
use frame::SettingsHome;
use own_fields::{ClientFields, CompanyFields};
use people::People;
use results::Results;
use roles::Roles;
use sending::Sending;
use templates::Templates;

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    Home,
    Templates,
    Results,
    Dictionaries,
    Discounts,
    ClientFields,
    CompanyFields,
    People,
    Roles,
    Branches,
    Sending,
    Company,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::Home => view! { <SettingsHome /> }.into_any(),
            Self::Templates => view! { <Templates /> }.into_any(),
            Self::Results => view! { <Results /> }.into_any(),
            Self::Dictionaries => view! { <Dictionaries /> }.into_any(),
            Self::Discounts => view! { <Discounts /> }.into_any(),
            Self::ClientFields => view! { <ClientFields /> }.into_any(),
            Self::CompanyFields => view! { <CompanyFields /> }.into_any(),
            Self::People => view! { <People /> }.into_any(),
            Self::Roles => view! { <Roles /> }.into_any(),
            Self::Branches => view! { <Branches /> }.into_any(),
            Self::Sending => view! { <Sending /> }.into_any(),
            Self::Company => view! { <Company /> }.into_any(),
        }
    }
}
