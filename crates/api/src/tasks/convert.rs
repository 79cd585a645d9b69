//! Tasks and completions as the reader sees them.

use domain::access::Permission;
use domain::chains::undo_until;
use domain::clients::hidden;
use domain::fields::{FieldType, Raw};
use domain::ids::EmployeeId;
use domain::language::Language;
use domain::name::PersonName;
use domain::organisation::NameOrder;
use domain::sentence::Telling;
use domain::tasks::Assignee;
use domain::time::{Timestamp, Zone};
use store::clients::ClientName;
use store::tasks::{Completion, CompletionBrief, TaskCard, TaskFilter, TaskSort, ValueRow};
use store::{PageRequest, Tx};
use wire::clients::PersonName as Named;
use wire::error::{Fault, FieldError};
use wire::list::Person;
use wire::tasks::{
    AssigneeName, ClientBrief, CompletionView, DecidedBy, FilledField, Promise, TaskView,
    TasksQuery,
};

use crate::answers::shown;
use crate::http::ApiError;

/// For whom things are shown.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub language: Language,
    pub order: NameOrder,
    pub now: Timestamp,
    me: Option<EmployeeId>,
    /// Whether he may take back what others completed, somewhere.
    takes_back: bool,
    /// Whether he sees contacts whole.
    pub contacts: bool,
}

impl Reader {
    pub fn of(tx: &mut Tx<'_>, language: Language) -> Result<Self, ApiError> {
        Ok(Self {
            language,
            order: tx.name_order()?,
            now: tx.now(),
            me: tx.who().employee(),
            takes_back: tx.demand(Permission::TaskTakeBack).is_ok(),
            contacts: tx.sees_contacts(),
        })
    }

    pub fn telling<'z>(&self, zone: &'z Zone) -> Telling<'z> {
        Telling {
            language: self.language,
            zone,
            today: zone.day(self.now),
        }
    }

    /// A number as this reader sees it.
    pub fn phone(&self, display: String) -> String {
        match self.contacts {
            true => display,
            false => hidden::phone(&display),
        }
    }

    /// An address as this reader sees it.
    pub fn email(&self, address: String) -> String {
        match self.contacts {
            true => address,
            false => hidden::email(&address),
        }
    }

    /// An answer as this reader sees it: those that are contacts are kept back like the card's own.
    pub fn filled(&self, field: FilledField) -> FilledField {
        let hide: fn(&str) -> String = match field.kind {
            _ if self.contacts => return field,
            FieldType::Phone => hidden::phone,
            FieldType::Email => hidden::email,
            _ => return field,
        };
        let display = hide(&field.display);
        FilledField {
            value: Raw::Text(display.clone()),
            display,
            ..field
        }
    }

    pub fn name(&self, client: &ClientName) -> String {
        name_of(client).short(self.order)
    }

    /// Until when the reader may take a completion back; `None` when he may not any more.
    fn undo_until(&self, by: EmployeeId, at: Timestamp) -> Option<Timestamp> {
        let until = undo_until(at);
        let may = self.me == Some(by) || self.takes_back;
        (may && self.now <= until).then_some(until)
    }

    pub fn task(&self, card: TaskCard) -> TaskView {
        let row = card.row;
        TaskView {
            id: row.id,
            title: card.title,
            template_id: row.template_id,
            task_type: row.task_type,
            direction: row.direction,
            chain_id: row.chain_id,
            step: row.step.clone(),
            errand_of: row.side_of_id,
            client: card.client.as_ref().map(|client| self.client(client)),
            branch_id: row.branch_id,
            assignee: assignee(row.assignee(), card.assignee_name),
            created_by: row
                .created_by
                .zip(card.created_by_name)
                .map(|(id, name)| Named { id, name }),
            due: row.due(),
            promised: row
                .promised_wall
                .clone()
                .zip(row.promised_zone.clone())
                .map(|(wall, zone)| Promise { wall, zone }),
            priority: row.priority,
            state: row.state,
            attempt: unsigned(row.attempt),
            attempt_limit: row.attempt_limit.map(unsigned),
            postponed: unsigned(row.postponed),
            planned_minutes: row.planned_minutes.map(unsigned),
            note: row.note.clone(),
            context: row.context.clone(),
            completion: card.completion.map(|brief| self.brief(brief)),
            cancel_reason: row.cancel_reason.clone(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            closed_at: row.closed_at,
        }
    }

    fn client(&self, client: &ClientName) -> ClientBrief {
        let (number, display) = client.phone.clone().unzip();
        ClientBrief {
            id: client.id,
            name: self.name(client),
            phone: number.filter(|_| self.contacts),
            phone_display: display.map(|shown| self.phone(shown)),
        }
    }

    fn brief(&self, brief: CompletionBrief) -> wire::tasks::CompletionBrief {
        wire::tasks::CompletionBrief {
            result_id: brief.result_id,
            result_name: brief.result_name,
            outcome: brief.outcome,
            undo_until: self.undo_until(brief.by, brief.at),
            by: Named {
                id: brief.by,
                name: brief.by_name,
            },
            at: brief.at,
        }
    }

    pub fn completion(&self, completion: Completion, zone: &Zone) -> CompletionView {
        let row = completion.row;
        let undo_until = match row.taken_back_at {
            Some(_) => None,
            None => self.undo_until(row.completed_by, row.completed_at),
        };
        CompletionView {
            id: row.id,
            task_id: row.task_id,
            result_id: row.result_id,
            result_name: row.result_name,
            outcome: row.outcome,
            fields: fields(completion.values, self.telling(zone))
                .into_iter()
                .map(|field| self.filled(field))
                .collect(),
            comment: row.comment,
            because: completion
                .because
                .map(|because| self.telling(zone).because(&because)),
            also: self.telling(zone).besides(&completion.also),
            decided_by: completion.decided_by.map(|version| DecidedBy {
                process_id: version.process_id,
                process_name: version.process_name,
                version_id: version.version_id,
                version_number: version.number,
            }),
            by: Named {
                id: row.completed_by,
                name: completion.by_name,
            },
            at: row.completed_at,
            undo_until,
            taken_back_at: row.taken_back_at,
        }
    }
}

pub fn name_of(client: &ClientName) -> PersonName {
    PersonName {
        surname: client.surname.clone(),
        given: client.given.clone(),
        patronymic: client.patronymic.clone(),
    }
}

pub fn assignee(assignee: Option<Assignee>, name: String) -> AssigneeName {
    let (employee_id, role_id) = match assignee {
        Some(Assignee::Employee(id)) => (Some(id), None),
        Some(Assignee::Pool(role)) => (None, Some(role)),
        None => (None, None),
    };
    AssigneeName {
        employee_id,
        role_id,
        name,
    }
}

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// Stored answers as they were given, and as a person reads them.
fn fields(values: Vec<ValueRow>, telling: Telling<'_>) -> Vec<FilledField> {
    let mut fields: Vec<(i32, FilledField)> = Vec::new();
    for row in values {
        let Some(value) = row.value() else { continue };
        let names: Vec<String> = row.name.iter().cloned().collect();
        let (raw, display) = (value.to_raw(), shown(&value, &names, telling));
        match fields.last_mut() {
            // Another value of the same field.
            Some((position, field)) if *position == row.position => {
                if let (Raw::List(known), Raw::List(more)) = (&mut field.value, raw) {
                    known.extend(more);
                }
                field.display = format!("{}, {display}", field.display);
            }
            _ => fields.push((
                row.position,
                FilledField {
                    key: row.key.clone(),
                    label: row.label.clone(),
                    kind: row.kind,
                    value: raw,
                    display,
                },
            )),
        }
    }
    fields.into_iter().map(|(_, field)| field).collect()
}

/// The filters of a list as the store takes them.
pub fn filter(query: &TasksQuery, me: EmployeeId) -> Result<TaskFilter, ApiError> {
    let person = |person: Person| match person {
        Person::Me => me,
        Person::Employee(id) => id,
    };
    Ok(TaskFilter {
        states: query.status.clone().map(|list| list.0).unwrap_or_default(),
        assignee: query.assignee_id.map(person),
        branch: query.branch_id,
        client: query.client_id,
        chain: query.chain_id,
        template: query.template_id,
        process: query.process_id,
        version: query.version_id,
        step: query.step.clone(),
        result: query.result_id,
        task_types: query
            .task_type
            .clone()
            .map(|list| list.0)
            .unwrap_or_default(),
        priorities: query
            .priority
            .clone()
            .map(|list| list.0)
            .unwrap_or_default(),
        created_by: query.created_by.map(person),
        unassigned: query.unassigned,
        due_before: query.due_before,
        due_after: query.due_after,
        closed_before: query.closed_before,
        closed_after: query.closed_after,
        words: words(query.q.as_deref()),
    })
}

/// What is searched for, if anything is.
pub fn words(typed: Option<&str>) -> Option<store::clients::Words> {
    let query = domain::search::Query::parse(typed?);
    (!query.terms.is_empty()).then(|| query.into())
}

pub fn sort(query: &TasksQuery) -> Result<TaskSort, ApiError> {
    match query.sort.as_deref() {
        None | Some("due_at") => Ok(TaskSort::Due),
        Some("-due_at") => Ok(TaskSort::LatestDue),
        Some("-created_at") => Ok(TaskSort::Newest),
        Some("-closed_at") => Ok(TaskSort::LatestClosed),
        Some(_) => Err(unknown_sort("due_at, -due_at, -created_at, -closed_at")),
    }
}

/// 400: not one of the sorts of this list.
pub fn unknown_sort(known: &str) -> ApiError {
    ApiError::parameters(vec![
        FieldError::parameter("sort", Fault::WrongType).with("wanted", known),
    ])
}

pub fn page(limit: Option<u32>, cursor: Option<String>, total: Option<bool>) -> PageRequest {
    PageRequest {
        limit,
        cursor,
        include_total: total.unwrap_or_default(),
    }
}

/// A page of the store as it is answered.
pub fn paged<T, U>(page: store::Page<T>, with: impl FnMut(T) -> U) -> wire::page::Page<U> {
    wire::page::Page {
        items: page.items.into_iter().map(with).collect(),
        next_cursor: page.next_cursor,
        total: page.total.map(|total| wire::page::Total {
            count: total.count,
            exact: total.exact,
        }),
    }
}
