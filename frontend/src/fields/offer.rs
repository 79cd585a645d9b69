//! What the editor of one of the club's own fields offers, asked of the server when the editor opens.

use domain::fields::{FieldDef, FieldType, Raw};
use domain::staff::EmployeeState;
use domain::time::Zone;
use leptos::prelude::*;
use wire::dictionaries::GetDictionary;
use wire::staff::{EmployeesQuery, ListEmployees};

use super::{Around, FieldEditor};
use crate::data::{query, session};
use crate::ui::{Choice, focus_on};

/// The editor of an own field, once what it offers is known. `had` is the answer until now: its values may have been archived,
/// and stay to be seen.
#[component]
pub fn OwnFieldEditor(
    def: FieldDef,
    value: RwSignal<Option<Raw>>,
    #[prop(into)] fault: Signal<Option<String>>,
    #[prop(into)] zone: Signal<Zone>,
    #[prop(optional)] had: Vec<Choice>,
    id: String,
    /// Whether it takes the focus when it is there.
    #[prop(optional)]
    seizes: bool,
) -> AnyView {
    let dictionary = def.dictionary_id;
    let list = query::<GetDictionary>(move || dictionary.map(|id| ((id,), ())));
    let asks_people = def.kind == FieldType::Employee;
    let staff = query::<ListEmployees>(move || {
        asks_people.then(|| {
            let everybody = EmployeesQuery {
                limit: Some(200),
                ..EmployeesQuery::default()
            };
            ((), everybody)
        })
    });
    let ready = Memo::new(move |_| {
        (dictionary.is_none() || list.data().is_some()) && (!asks_people || staff.data().is_some())
    });
    let around = move || {
        let list = list.data();
        let values = list.iter().flat_map(|list| list.values.iter());
        let values = values
            .filter(|value| value.archived_at.is_none())
            .map(|value| Choice::new(value.id.to_string(), value.name.clone()));
        let staff = staff.data();
        let people = staff.iter().flat_map(|page| page.items.iter());
        let people = people
            .filter(|person| person.state != EmployeeState::Left)
            .map(|person| Choice::new(person.id.to_string(), person.name.clone()));
        let organisation = session().with_me(|me| me.organisation.clone());
        let (currency, country) = organisation
            .map(|own| (own.currency, own.phone_country))
            .unwrap_or_default();
        Around {
            zone: zone.get(),
            currency,
            country,
            values: with(values.collect(), &had),
            staff: with(people.collect(), &had),
        }
    };
    view! {
        {move || ready.get().then(|| {
            let around = untrack(&around);
            if seizes {
                let id = id.clone();
                request_animation_frame(move || focus_on(&id));
            }
            view! { <FieldEditor def=def.clone() value=value fault=fault around=around id=id.clone() /> }
        })}
    }
    .into_any()
}

fn with(mut offered: Vec<Choice>, had: &[Choice]) -> Vec<Choice> {
    for choice in had {
        if offered.iter().all(|known| known.value != choice.value) {
            offered.push(choice.clone());
        }
    }
    offered
}
