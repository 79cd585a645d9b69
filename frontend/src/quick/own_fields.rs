//! The club's own fields in the form of a new client or company: those that must be answered, and the others behind a button.

use std::collections::BTreeMap;

use domain::access::Permission;
use domain::fields::{FieldDef, Raw};
use domain::time::Zone;
use leptos::prelude::*;

use crate::clients::Subject;
use crate::data::{Sending, query, session};
use crate::fields::OwnFieldEditor;
use crate::i18n::t;
use crate::ui::{Button, Kind};

/// What is typed into them, by their keys.
#[derive(Clone, Copy)]
pub struct OwnAnswers {
    typed: RwSignal<BTreeMap<String, RwSignal<Option<Raw>>>>,
    /// What was typed before the form was opened again.
    kept: StoredValue<BTreeMap<String, Raw>>,
    defs: Memo<Vec<FieldDef>>,
}

impl OwnAnswers {
    pub fn new<C: Subject>(kept: BTreeMap<String, Raw>) -> Self {
        let may_ask = session().may(Permission::DirectoryRead);
        let form = query::<C::Fields>(move || may_ask.then_some(((), ())));
        Self {
            typed: RwSignal::new(BTreeMap::new()),
            kept: StoredValue::new(kept),
            defs: Memo::new(move |_| {
                let form = form.data();
                form.map(|form| form.fields.clone()).unwrap_or_default()
            }),
        }
    }

    /// What is answered by now.
    pub fn get(self) -> BTreeMap<String, Raw> {
        let mut answers = self.kept.get_value();
        self.typed.with(|typed| {
            for (key, answer) in typed {
                match answer.get() {
                    Some(raw) => answers.insert(key.clone(), raw),
                    None => answers.remove(key),
                };
            }
        });
        // A field that is gone meanwhile is not answered.
        let defs = self.defs.get();
        answers.retain(|key, _| defs.iter().any(|def| def.key == *key));
        answers
    }

    fn of(self, key: &str) -> RwSignal<Option<Raw>> {
        let known = self.typed.with_untracked(|typed| typed.get(key).copied());
        known.unwrap_or_else(|| {
            let kept = self.kept.with_value(|kept| kept.get(key).cloned());
            let answer = RwSignal::new(kept);
            let key = key.to_owned();
            self.typed.update(|typed| {
                typed.insert(key, answer);
            });
            answer
        })
    }
}

#[component]
pub fn OwnFields(answers: OwnAnswers, save: Sending, #[prop(into)] zone: Signal<Zone>) -> AnyView {
    let unfolded = RwSignal::new(answers.kept.with_value(|kept| !kept.is_empty()));
    let defs = answers.defs;
    let is_shown =
        move |def: &FieldDef| unfolded.get() || def.required || save.fault(&pointer(def)).is_some();
    let shown = move || {
        let defs = defs.get();
        defs.into_iter().filter(is_shown).collect::<Vec<_>>()
    };
    let hidden = move || defs.with(|defs| defs.iter().filter(|def| !is_shown(def)).count());
    view! {
        <For each=shown key=|def| format!("{def:?}") let:def>
            {{
                let value = answers.of(&def.key);
                let pointer = pointer(&def);
                let fault = Signal::derive(move || save.fault(&pointer));
                let id = format!("new-card-{}", def.key);
                view! { <OwnFieldEditor def=def value=value fault=fault zone=zone id=id /> }
            }}
        </For>
        {move || (hidden() > 0).then(|| view! {
            <div><Button label=t::clients::more_fields(hidden() as i64) kind=Kind::Ghost on_press=move |()| unfolded.set(true) /></div>
        })}
    }
    .into_any()
}

fn pointer(def: &FieldDef) -> String {
    format!("/fields/{}", def.key)
}
