//! Values that nothing is called: made, left out, or taken as another spelling.

use leptos::prelude::*;
use wire::dictionaries::{DictionaryRole, GetDictionary, ListDictionaries};
use wire::imports::{Column, ColumnTarget, ListSubject, Rules, Unknown, UnknownValue, ValueRule};

use super::{subject, words};
use crate::data::query;
use crate::i18n::t;
use crate::ui::{Button, Kind, Radio, Select};

const CREATE: &str = "create";
const SKIP: &str = "skip";

/// Each with what becomes of it, as the choice says it.
pub type Values = Vec<(UnknownValue, RwSignal<String>)>;

pub fn values(unknown: &[UnknownValue]) -> Values {
    let value = |value: &UnknownValue| (value.clone(), RwSignal::new(word(value.then.as_ref())));
    unknown.iter().map(value).collect()
}

/// Puts what was chosen among the rules.
pub fn put(values: &Values, rules: &mut Rules) {
    for (value, then) in values {
        let others = |rule: &ValueRule| rule.column != value.column || rule.value != value.value;
        rules.values.retain(others);
        if let Some(then) = meant(&then.get()) {
            rules.values.push(ValueRule {
                column: value.column,
                value: value.value.clone(),
                then,
            });
        }
    }
}

/// The choices, one a line, and one for all of them.
#[component]
pub fn UnknownValues(of: ListSubject, values: Values, columns: Vec<Column>) -> AnyView {
    let all = StoredValue::new(values.clone());
    let several = values.len() > 1;
    let creatable = values.iter().any(|(value, _)| value.may_create);
    let every = move |word: &'static str| {
        all.with_value(|all| {
            let open =
                |(value, _): &&(UnknownValue, RwSignal<String>)| word != CREATE || value.may_create;
            for (_, then) in all.iter().filter(open) {
                then.set(word.to_owned());
            }
        });
    };
    view! {
        <h3 class="field__label">{t::imports::unknown()}</h3>
        {several.then(|| view! {
            <div class="cluster">
                {creatable.then(|| view! { <Button label=t::imports::unknown_create_all() kind=Kind::Ghost on_press=move |()| every(CREATE) /> })}
                <Button label=t::imports::unknown_skip_all() kind=Kind::Ghost on_press=move |()| every(SKIP) />
            </div>
        })}
        <ul class="import-unknown">
            {values.into_iter().map(|(value, then)| {
                let column = columns.get(value.column as usize);
                let name = column.map(|column| words::column(column, value.column as usize)).unwrap_or_default();
                let target = column.and_then(|column| column.target.clone());
                view! { <OneValue of=of value=value name=name target=target then=then /> }
            }).collect_view()}
        </ul>
    }
    .into_any()
}

fn word(then: Option<&Unknown>) -> String {
    match then {
        Some(Unknown::Create) => CREATE.to_owned(),
        Some(Unknown::Skip) => SKIP.to_owned(),
        Some(Unknown::Use { value_id }) => value_id.to_string(),
        None => String::new(),
    }
}

fn meant(word: &str) -> Option<Unknown> {
    match word {
        "" => None,
        CREATE => Some(Unknown::Create),
        SKIP => Some(Unknown::Skip),
        id => Some(Unknown::Use {
            value_id: id.parse().ok()?,
        }),
    }
}

#[component]
fn OneValue(
    of: ListSubject,
    value: UnknownValue,
    name: String,
    target: Option<ColumnTarget>,
    then: RwSignal<String>,
) -> AnyView {
    let said = t::imports::unknown_in(value.value.clone(), name);
    let label = format!("{}: {}", t::imports::unknown_then(), value.value);
    let may_create = value.may_create;
    let known = values_of(of, may_create.then_some(target).flatten());
    let options = Signal::derive(move || {
        let mut options = vec![Radio::new("", t::imports::unknown_ask())];
        if may_create {
            options.push(Radio::new(CREATE, t::imports::unknown_create()));
        }
        options.push(Radio::new(SKIP, t::imports::unknown_skip()));
        options.extend(known.get());
        options
    });
    view! {
        <li class="import-unknown__one">
            <span>{said}</span>
            <span class="meta num">{t::imports::rows_count(i64::from(value.rows))}</span>
            <Select value=then options=options label=label />
        </li>
    }
    .into_any()
}

/// The values of the dictionary that a column takes its own from.
fn values_of(of: ListSubject, target: Option<ColumnTarget>) -> Signal<Vec<Radio>> {
    let is_source = target == Some(ColumnTarget::Source);
    let key = match target {
        Some(ColumnTarget::Field(key)) => Some(key),
        _ => None,
    };
    let has_key = key.is_some();
    let dictionaries = query::<ListDictionaries>(move || is_source.then_some(((), ())));
    let fields = subject::own_fields(of, has_key);
    let id = Memo::new(move |_| {
        if let Some(key) = &key {
            let fields = fields.get()?;
            return fields
                .fields
                .iter()
                .find(|def| def.key == *key)?
                .dictionary_id;
        }
        let page = dictionaries.data()?;
        let mut all = page.items.iter();
        Some(
            all.find(|one| one.role == Some(DictionaryRole::Sources))?
                .id,
        )
    });
    let values = query::<GetDictionary>(move || id.get().map(|id| ((id,), ())));
    Signal::derive(move || {
        let list = values.data();
        let values = list.iter().flat_map(|list| list.values.iter());
        values
            .filter(|value| value.archived_at.is_none())
            .map(|value| {
                Radio::new(
                    value.id.to_string(),
                    t::imports::unknown_use(value.name.clone()),
                )
            })
            .collect()
    })
}
