//! What lists of clients and of companies can be filtered by and show: the fields of every club, and this club's own.

use domain::access::Permission;
use domain::chains::ChainState;
use domain::clients::{Channel, Stage};
use domain::dictionaries::{Choice, DictionaryRole};
use domain::fields::FieldType;
use domain::filters::{Asked, ColumnType, CompanyField, Field, own_key, word_label};
use domain::ids::DictionaryId;
use domain::language::Language;
use domain::processes::Graph;
use domain::staff::EmployeeState;
use store::staff::EmployeeFilter;
use store::{PageRequest, Tx};
use wire::own_fields::{GetClientSchema, GetCompanySchema, ListSchema, ListedChoice, ListedField};

use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn get(cx: Ctx, _: Call<GetClientSchema>) -> Answer<ListSchema> {
    let language = cx.language();
    cx.read(move |tx| {
        tx.demand(Permission::ClientRead)?;
        let processes = Processes::of(tx)?;
        schema(tx, language, |tx, field, people| {
            let words = |words: &[&str]| -> Vec<ListedChoice> {
                let labelled = words.iter().filter_map(|word| {
                    let label = word_label(field, word, language)?;
                    Some(choice(*word, label))
                });
                labelled.collect()
            };
            Ok(match field {
                Field::Stage => words(&Stage::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>()),
                Field::Chain => words(
                    &ChainState::ALL
                        .iter()
                        .map(|it| it.as_str())
                        .collect::<Vec<_>>(),
                ),
                Field::DoNotContact => words(
                    &Channel::ALL
                        .iter()
                        .map(|it| it.as_str())
                        .collect::<Vec<_>>(),
                ),
                Field::Responsible => people.to_vec(),
                Field::Branch => branches(tx)?,
                Field::Source => match tx.dictionary_of_role(DictionaryRole::Sources)? {
                    Some(dictionary) => values(tx, dictionary.id)?,
                    None => Vec::new(),
                },
                Field::LastResult => results(tx)?,
                Field::Process => processes.names.clone(),
                Field::Version => processes.versions.clone(),
                Field::Step | Field::WakesAt => processes.steps.clone(),
                Field::Segment => segments(tx)?,
                Field::Discount | Field::DiscountEnds => discounts(tx)?,
                _ => Vec::new(),
            })
        })
    })
    .await
}

pub async fn of_companies(cx: Ctx, _: Call<GetCompanySchema>) -> Answer<ListSchema> {
    let language = cx.language();
    cx.read(move |tx| {
        tx.demand(Permission::ClientRead)?;
        schema(tx, language, |tx, field, people| {
            Ok(match field {
                CompanyField::Responsible => people.to_vec(),
                CompanyField::Branch => branches(tx)?,
                _ => Vec::new(),
            })
        })
    })
    .await
}

/// The fields of every club with what `choices` says of each, and the club's own. The people who can be chosen are the same for all fields.
fn schema<F: Asked>(
    tx: &mut Tx<'_>,
    language: Language,
    choices: impl Fn(&mut Tx<'_>, F, &[ListedChoice]) -> Result<Vec<ListedChoice>, ApiError>,
) -> Result<ListSchema, ApiError> {
    let people = people(tx, language)?;
    let currency = tx.organisation()?.currency;
    let mut fields = Vec::new();
    for field in F::BUILT_IN.iter().copied() {
        let choices = choices(tx, field, &people)?;
        let label = field.label(language).to_owned();
        fields.push(listed(field, field.key().to_owned(), label, choices));
    }
    for def in tx.own_fields(F::SUBJECT)?.present.clone() {
        let field = F::own(def.id, def.kind);
        let choices = match (def.kind, def.dictionary_id) {
            (FieldType::Dictionary | FieldType::DictionaryMulti, Some(id)) => values(tx, id)?,
            (FieldType::Employee, _) => people.clone(),
            (FieldType::Boolean, _) => {
                let [yes, no] = match language {
                    Language::Ru => ["Да", "Нет"],
                    Language::En => ["Yes", "No"],
                    Language::Ro => ["Da", "Nu"],
                };
                vec![choice("yes", yes), choice("no", no)]
            }
            _ => Vec::new(),
        };
        let mut own = listed(field, own_key(&def.key), def.label, choices);
        own.currency = (def.kind == FieldType::Money).then(|| currency.clone());
        fields.push(own);
    }
    if !tx.sees_contacts() {
        fields = fields.into_iter().map(unasked).collect();
    }
    Ok(ListSchema { fields })
}

fn listed<F: Asked>(
    field: F,
    key: String,
    label: String,
    choices: Vec<ListedChoice>,
) -> ListedField {
    let is_asked = !field.operators().is_empty();
    let of_discounts = F::DISCOUNTS.contains(&field);
    // Where no segment and no discount is made yet there is nothing to choose.
    let is_made = F::SEGMENT == Some(field) || of_discounts;
    let can_be_chosen = !is_made || !choices.is_empty();
    let choices = match of_discounts && !field.column().is_chosen() {
        true => Vec::new(),
        false => choices,
    };
    ListedField {
        key,
        label,
        kind: field.column(),
        filterable: is_asked && can_be_chosen,
        operators: field.operators().to_vec(),
        choices,
        column: field.is_column(),
        sortable: field.sort().is_some(),
        sort: field.sort().map(str::to_owned),
        currency: None,
    }
}

/// Whoever may not see contacts cannot ask about them; as columns he sees them in part.
fn unasked(field: ListedField) -> ListedField {
    match field.kind {
        ColumnType::Phone | ColumnType::Email => ListedField {
            filterable: false,
            operators: Vec::new(),
            ..field
        },
        _ => field,
    }
}

fn choice(value: impl Into<String>, label: impl Into<String>) -> ListedChoice {
    ListedChoice {
        value: value.into(),
        label: label.into(),
        archived: false,
    }
}

/// Oneself first, then colleagues within sight by name, then those who left.
fn people(tx: &mut Tx<'_>, language: Language) -> Result<Vec<ListedChoice>, ApiError> {
    let me = match language {
        Language::Ru => "Я",
        Language::En => "Me",
        Language::Ro => "Eu",
    };
    let mut people = vec![choice("me", me)];
    if tx.demand(Permission::StaffRead).is_err() {
        return Ok(people);
    }
    let (filter, mut page) = (EmployeeFilter::default(), PageRequest::first(200));
    loop {
        let found = tx.employees_page(&filter, &page)?;
        people.extend(found.items.into_iter().map(|person| ListedChoice {
            value: person.id.to_string(),
            label: person.name,
            archived: person.state == EmployeeState::Left,
        }));
        match found.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => break,
        }
    }
    people.sort_by_key(|person| person.archived);
    Ok(people)
}

fn branches(tx: &mut Tx<'_>) -> Result<Vec<ListedChoice>, ApiError> {
    let branches = tx.branches()?;
    let listed = branches.iter().map(|branch| ListedChoice {
        value: branch.id.to_string(),
        label: branch.name.clone(),
        archived: branch.archived_at.is_some(),
    });
    Ok(listed.collect())
}

/// Of a dictionary; a value that was merged into another one is not offered any more.
fn values(tx: &mut Tx<'_>, id: DictionaryId) -> Result<Vec<ListedChoice>, ApiError> {
    let known = tx.choices(&[id])?;
    let values = known.get(&id).map_or(&[][..], Vec::as_slice);
    let mut listed: Vec<ListedChoice> = values
        .iter()
        .map(|Choice { id, name, archived }| ListedChoice {
            value: id.to_string(),
            label: name.clone(),
            archived: *archived,
        })
        .collect();
    listed.sort_by_key(|value| value.archived);
    Ok(listed)
}

fn segments(tx: &mut Tx<'_>) -> Result<Vec<ListedChoice>, ApiError> {
    let segments = tx.segments(true)?.into_iter().map(|segment| ListedChoice {
        value: segment.id.to_string(),
        label: segment.name,
        archived: segment.archived_at.is_some(),
    });
    Ok(segments.collect())
}

fn discounts(tx: &mut Tx<'_>) -> Result<Vec<ListedChoice>, ApiError> {
    if tx.demand(Permission::DirectoryRead).is_err() {
        return Ok(Vec::new());
    }
    let discounts = tx.discounts()?.into_iter().map(|discount| ListedChoice {
        value: discount.id.to_string(),
        label: discount.name,
        archived: discount.archived_at.is_some(),
    });
    Ok(discounts.collect())
}

fn results(tx: &mut Tx<'_>) -> Result<Vec<ListedChoice>, ApiError> {
    if tx.demand(Permission::DirectoryRead).is_err() {
        return Ok(Vec::new());
    }
    let results = tx.results()?.into_iter().map(|(record, _)| ListedChoice {
        value: record.def.id.to_string(),
        label: record.def.name,
        archived: record.archived_at.is_some(),
    });
    Ok(results.collect())
}

/// Processes in use, their versions and their steps.
#[derive(Default)]
struct Processes {
    names: Vec<ListedChoice>,
    versions: Vec<ListedChoice>,
    steps: Vec<ListedChoice>,
}

impl Processes {
    fn of(tx: &mut Tx<'_>) -> Result<Self, ApiError> {
        let mut all = Self::default();
        if tx.demand(Permission::DirectoryRead).is_err() {
            return Ok(all);
        }
        let mut graphs: Vec<(String, String, Graph)> = Vec::new();
        for summary in tx.processes()? {
            let (id, name) = (summary.process.id, summary.process.name);
            let archived = summary.process.archived_at.is_some();
            all.names.push(ListedChoice {
                value: id.to_string(),
                label: name.clone(),
                archived,
            });
            for version in summary.published.iter().chain(&summary.beside) {
                let value = version.id.to_string();
                let label = format!("{name} · v{}", version.number);
                all.versions.push(ListedChoice {
                    value,
                    label,
                    archived,
                });
            }
            if let Some(published) = tx.published_version(id)?.filter(|_| !archived) {
                graphs.push((id.to_string(), name, published.graph));
            }
        }
        let called = tx.glossary(graphs.iter().map(|(_, _, graph)| graph))?;
        for (id, name, graph) in &graphs {
            for step in &graph.steps {
                let template = called.templates.get(&step.template_id);
                let step_name = template.map_or(step.key.as_str(), String::as_str);
                let label = format!("{name} · {step_name}");
                all.steps.push(choice(format!("{id}/{}", step.key), label));
            }
        }
        Ok(all)
    }
}
