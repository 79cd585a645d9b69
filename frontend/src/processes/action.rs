//! Editing of one action: what is done, to whom, with which words.

use domain::clients::Stage;
use domain::fields::FieldType;
use domain::ids::{ResultId, TemplateId};
use domain::processes::{
    Action, AssigneeRule, DueRule, MAX_PHRASE, MAX_SUBJECT, MessageBy, Placeholder, Recipient,
};
use domain::tasks::TaskType;
use leptos::html;
use leptos::prelude::*;

use super::assignee::AssigneeEditor;
use super::condition::tags;
use super::due::DueEditor;
use super::names::{names, with_blank};
use crate::clients::stage;
use crate::i18n::t;
use crate::ui::{Button, Field, Input, Kind, Radio, Select, Textarea};

/// A word of the wire and its name for the reader.
type Named = (&'static str, fn() -> &'static str);

const KINDS: [Named; 7] = [
    ("errand", t::processes::act_errand),
    ("tag", t::processes::act_tag),
    ("stage", t::processes::act_stage),
    ("responsible", t::processes::act_responsible),
    ("message", t::processes::act_message),
    ("hook", t::processes::act_hook),
    ("start_process", t::processes::act_process),
];

const fn word(action: &Action) -> &'static str {
    match action {
        Action::Errand { .. } => "errand",
        Action::Stage { .. } => "stage",
        Action::Tag { .. } => "tag",
        Action::Responsible { .. } => "responsible",
        Action::Message { .. } => "message",
        Action::Hook { .. } => "hook",
        Action::StartProcess { .. } => "start_process",
    }
}

/// What a kind begins with; `None` where something must be chosen first.
fn fresh(kind: &str) -> Option<Action> {
    Some(match kind {
        "tag" => Action::Tag {
            add: Vec::new(),
            remove: Vec::new(),
        },
        "stage" => Action::Stage {
            stage: Stage::Client,
        },
        "message" => Action::Message {
            to: Recipient::Responsible,
            by: MessageBy::Notice,
            subject: String::new(),
            text: String::new(),
        },
        "responsible" => Action::Responsible {
            assignee: AssigneeRule::Same,
        },
        _ => return None,
    })
}

#[component]
pub fn ActionEditor(
    value: Action,
    result: ResultId,
    #[prop(into)] on_change: Callback<Action>,
) -> AnyView {
    let names = names();
    let kind = RwSignal::new(word(&value).to_owned());
    let held = StoredValue::new(value);
    let set = move |action: Action| {
        held.set_value(action.clone());
        on_change.run(action);
    };
    let turn = move |kind: String| {
        if let Some(action) = fresh(&kind) {
            set(action);
        }
    };
    let kinds = KINDS.iter().map(|(word, label)| Radio::new(*word, label()));
    let kinds = Signal::stored(kinds.collect::<Vec<_>>());
    let hooks = Signal::derive(move || with_blank(names.hook_options()));
    let processes = Signal::derive(move || with_blank(names.process_options()));
    let detail = move || {
        // Only another kind builds the form anew: typing inside must not take the focus away.
        let kind = kind.get();
        match held.get_value() {
            action @ Action::Errand { .. } if kind == "errand" => {
                view! { <ErrandEditor value=Some(action) result=result on_change=set /> }.into_any()
            }
            _ if kind == "errand" => {
                view! { <ErrandEditor value=None result=result on_change=set /> }.into_any()
            }
            Action::Tag { add, remove } if kind == "tag" => {
                let both = StoredValue::new((add.clone(), remove.clone()));
                let tell = move || {
                    let (add, remove) = both.get_value();
                    set(Action::Tag { add, remove });
                };
                let added = Callback::new(move |add| {
                    both.update_value(|both| both.0 = add);
                    tell();
                });
                let removed = Callback::new(move |remove| {
                    both.update_value(|both| both.1 = remove);
                    tell();
                });
                view! {
                    {tags(t::processes::add_tags(), add, added)}
                    {tags(t::processes::remove_tags(), remove, removed)}
                }
                .into_any()
            }
            Action::Stage { stage: now } if kind == "stage" => {
                let value = RwSignal::new(now.to_string());
                let options = Stage::ALL
                    .iter()
                    .map(|one| Radio::new(one.as_str(), stage(*one)));
                let options = Signal::stored(options.collect::<Vec<_>>());
                let choose = move |word: String| {
                    if let Some(stage) = Stage::parse(&word) {
                        set(Action::Stage { stage });
                    }
                };
                view! { <Field label=t::processes::asks_stage()><Select value=value options=options on_change=choose /></Field> }
                    .into_any()
            }
            Action::Responsible { assignee } if kind == "responsible" => {
                let change = move |assignee| set(Action::Responsible { assignee });
                view! { <AssigneeEditor value=assignee result=Some(result) on_change=change /> }
                    .into_any()
            }
            message @ Action::Message { .. } if kind == "message" => {
                view! { <MessageEditor value=message result=result on_change=set /> }.into_any()
            }
            action if kind == "hook" => {
                let id = action.hook().map(|id| id.to_string());
                let value = RwSignal::new(id.unwrap_or_default());
                let choose = move |id: String| {
                    if let Ok(hook_id) = id.parse() {
                        set(Action::Hook { hook_id });
                    }
                };
                view! {
                    <Field label=t::processes::hook()><Select value=value options=hooks on_change=choose /></Field>
                    {move || hooks.with(|hooks| hooks.len() < 2).then(|| view! { <p class="meta">{t::processes::no_hooks()}</p> })}
                    <p class="meta">{t::processes::sent_later()}</p>
                }
                .into_any()
            }
            action if kind == "start_process" => {
                let id = action.process().map(|id| id.to_string());
                let value = RwSignal::new(id.unwrap_or_default());
                let choose = move |id: String| {
                    if let Ok(process_id) = id.parse() {
                        set(Action::StartProcess { process_id });
                    }
                };
                view! { <Field label=t::processes::process()><Select value=value options=processes on_change=choose /></Field> }
                    .into_any()
            }
            _ => ().into_any(),
        }
    };
    view! {
        <div class="continuation">
            <Field label=t::processes::act()><Select value=kind options=kinds on_change=turn /></Field>
            {detail}
        </div>
    }
    .into_any()
}

/// `None` until a template is chosen.
#[component]
fn ErrandEditor(
    value: Option<Action>,
    result: ResultId,
    #[prop(into)] on_change: Callback<Action>,
) -> AnyView {
    let names = names();
    let (template, due, assignee, text) = match value {
        Some(Action::Errand {
            template_id,
            due,
            assignee,
            text,
        }) => (Some(template_id), due, assignee, text),
        _ => (None, None, AssigneeRule::Same, None),
    };
    let chosen = RwSignal::new(template.map(|id| id.to_string()).unwrap_or_default());
    let rules = StoredValue::new((due.clone(), assignee.clone()));
    let words = RwSignal::new(text.unwrap_or_default());
    let tell = move || {
        let Ok(template_id) = chosen.with_untracked(|id| id.parse::<TemplateId>()) else {
            return;
        };
        let (due, assignee) = rules.get_value();
        let text = words.with_untracked(|text| text.trim().to_owned());
        on_change.run(Action::Errand {
            template_id,
            due,
            assignee,
            text: (!text.is_empty()).then_some(text),
        });
    };
    let templates = Signal::derive(move || {
        let all = names.templates().into_iter();
        // What was chosen stays visible, whatever it has become: the checker speaks of it.
        let offered =
            all.filter(|one| one.task_type == TaskType::Internal || Some(one.id) == template);
        let offered = offered.map(|one| Radio::new(one.id.to_string(), one.name));
        with_blank(offered.collect())
    });
    let none = Memo::new(move |_| templates.with(|templates| templates.len() < 2));
    let set_due = move |due: Option<DueRule>| {
        rules.update_value(|rules| rules.0 = due);
        tell();
    };
    let set_assignee = move |assignee: AssigneeRule| {
        rules.update_value(|rules| rules.1 = assignee);
        tell();
    };
    view! {
        <Field label=t::processes::errand_template()>
            <Select value=chosen options=templates on_change=move |_: String| tell() />
        </Field>
        {move || none.get().then(|| view! { <p class="meta">{t::processes::no_internal()}</p> })}
        <DueEditor value=due result=Some(result) own=true asks=false on_change=set_due />
        <AssigneeEditor value=assignee result=Some(result) on_change=set_assignee />
        <Phrase label=t::processes::errand_text() value=words result=result on_commit=tell />
    }
    .into_any()
}

#[component]
fn MessageEditor(
    value: Action,
    result: ResultId,
    #[prop(into)] on_change: Callback<Action>,
) -> AnyView {
    let names = names();
    let Action::Message {
        to,
        by,
        subject,
        text,
    } = value
    else {
        return ().into_any();
    };
    let (word, id) = match &to {
        Recipient::Client => ("client", String::new()),
        Recipient::Responsible => ("responsible", String::new()),
        Recipient::Same => ("same", String::new()),
        Recipient::Employee { employee_id } => ("employee", employee_id.to_string()),
        Recipient::Role { role_id } => ("role", role_id.to_string()),
    };
    let to = RwSignal::new(word.to_owned());
    let id = RwSignal::new(id);
    let by = RwSignal::new(by.to_string());
    let subject = RwSignal::new(subject);
    let text = RwSignal::new(text);
    let read = move || {
        Some(match to.get_untracked().as_str() {
            "client" => Recipient::Client,
            "same" => Recipient::Same,
            "employee" => Recipient::Employee {
                employee_id: id.with_untracked(|id| id.parse().ok())?,
            },
            "role" => Recipient::Role {
                role_id: id.with_untracked(|id| id.parse().ok())?,
            },
            _ => Recipient::Responsible,
        })
    };
    let tell = move || {
        let by = by.with_untracked(|word| MessageBy::parse(word));
        if let (Some(to), Some(by)) = (read(), by) {
            on_change.run(Action::Message {
                to,
                by,
                subject: subject.with_untracked(|text| text.trim().to_owned()),
                text: text.with_untracked(|text| text.trim().to_owned()),
            });
        }
    };
    let turn = move |word: String| {
        id.set(String::new());
        // A client has no bell.
        if word == "client" {
            by.set(MessageBy::Email.to_string());
        }
        tell();
    };
    let ways = Signal::stored(vec![
        Radio::new("notice", t::processes::by_notice()),
        Radio::new("email", t::processes::by_email()),
    ]);
    let readers = Signal::stored(vec![
        Radio::new("responsible", t::processes::to_responsible()),
        Radio::new("same", t::processes::to_same()),
        Radio::new("employee", t::processes::to_employee()),
        Radio::new("role", t::processes::to_role()),
        Radio::new("client", t::processes::to_client()),
    ]);
    let which = move || {
        let options = match to.get().as_str() {
            "employee" => Signal::derive(move || with_blank(names.person_options())),
            "role" => Signal::derive(move || with_blank(names.role_options())),
            _ => return ().into_any(),
        };
        let label = match to.get_untracked().as_str() {
            "employee" => t::processes::to_employee(),
            _ => t::processes::to_role(),
        };
        view! { <Field label=label><Select value=id options=options on_change=move |_: String| tell() /></Field> }
            .into_any()
    };
    let later = Memo::new(move |_| by.with(|by| by == MessageBy::Email.as_str()));
    let most = u32::try_from(MAX_SUBJECT).unwrap_or(u32::MAX);
    view! {
        <Field label=t::processes::message_to()><Select value=to options=readers on_change=turn /></Field>
        {which}
        <Field label=t::processes::message_by()><Select value=by options=ways on_change=move |_: String| tell() /></Field>
        {move || later.get().then(|| view! { <p class="meta">{t::processes::sent_later()}</p> })}
        <Field label=t::processes::subject()>
            <Input value=subject max_length=most on_commit=move |_: String| tell() />
        </Field>
        <Phrase label=t::processes::message_text() value=text result=result on_commit=tell />
    }
    .into_any()
}

/// A text with placeholders, which are put where the cursor stands.
#[component]
fn Phrase(
    label: &'static str,
    value: RwSignal<String>,
    result: ResultId,
    on_commit: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let names = names();
    let area = NodeRef::<html::Textarea>::new();
    let insert = move |written: String| {
        let Some(area) = area.get_untracked() else {
            return;
        };
        let end = area.selection_end().ok().flatten();
        if area.set_range_text(&written).is_err() {
            return;
        }
        value.set(area.value());
        on_commit();
        let _ = area.focus();
        // Latin letters and braces: as many characters as bytes.
        let after = end.map(|end| end + u32::try_from(written.len()).unwrap_or_default());
        let _ = area.set_selection_start(after);
        let _ = area.set_selection_end(after);
    };
    let offers = move || {
        let plain = Placeholder::PLAIN.map(|one| (called(one), one.written()));
        let fields = names.fields(result, |kind| kind != FieldType::Client);
        let fields = fields.into_iter().map(|field| {
            let written = Placeholder::Field(&field.key).written();
            (t::processes::asks_field(&field.label), written)
        });
        let offers = plain.into_iter().chain(fields).map(|(name, written)| {
            let press = move |()| insert(written.clone());
            view! { <Button label=name kind=Kind::Ghost on_press=press /> }
        });
        offers.collect_view()
    };
    let most = u32::try_from(MAX_PHRASE).unwrap_or(u32::MAX);
    view! {
        <Field label=label hint=t::processes::phrase_hint().to_owned()>
            <Textarea value=value max_length=most on_commit=move |_: String| on_commit() node=area />
        </Field>
        <div class="cluster placeholders" role="group" aria-label=t::processes::placeholders()>{offers}</div>
    }
    .into_any()
}

fn called(placeholder: Placeholder<'static>) -> String {
    match placeholder {
        Placeholder::Client => t::processes::word_client(),
        Placeholder::Result => t::processes::word_result(),
        Placeholder::Employee => t::processes::word_employee(),
        Placeholder::Branch => t::processes::word_branch(),
        Placeholder::Club => t::processes::word_club(),
        Placeholder::Field(_) => "",
    }
    .to_owned()
}
