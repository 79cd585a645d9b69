//! Discounts and benefits: what the club gives, and to how many.

use std::sync::Arc;

use domain::discounts::{Gives, MAX_LINE, MAX_NAME, percent, typed_percent};
use domain::ids::DiscountId;
use domain::language::Language;
use domain::money::Money;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::discounts::{
    ArchiveDiscount, CreateDiscount, Discount, DiscountPatch, GetDiscount, ListDiscounts,
    NewDiscount, RestoreDiscount, UpdateDiscount,
};

use super::form::{Edited, FormFoot};
use super::frame::{Line, Section};
use crate::data::{queries, query, sending, session};
use crate::discounts::gives as figure;
use crate::i18n::{self, t};
use crate::links;
use crate::ui::{
    Button, Checkbox, Field, Flow, Icon, Input, Kind, MoneyInput, Need, NumberInput, Radio,
    RadioGroup, Textarea, Toast, Width, toasts,
};

const TAGS: &[&str] = &["discounts", "own fields", "clients"];
const PERCENT: &str = "percent";
const SUM: &str = "sum";
const BENEFIT: &str = "benefit";

#[component]
pub fn Discounts() -> AnyView {
    let list = query::<ListDiscounts>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        all.map(|discount| Line {
            id: discount.id.to_string(),
            name: discount.name.clone(),
            hint: figure(&discount.gives).unwrap_or_default(),
            archived: discount.archived_at.is_some(),
        })
        .collect()
    });
    view! {
        <Section word="discounts" asked=list lines=lines add=t::discounts::add() purpose=t::discounts::purpose() detail=|id: String| {
            match id.parse::<DiscountId>() {
                Ok(id) => view! { <Card id=id /> }.into_any(),
                Err(_) => view! { <Form discount=None /> }.into_any(),
            }
        } />
    }
    .into_any()
}

#[component]
fn Card(id: DiscountId) -> AnyView {
    let discount = query::<GetDiscount>(move || Some(((id,), ())));
    view! { <Edited query=discount let:discount><Form discount=Some(discount) /></Edited> }
        .into_any()
}

/// The parts of what a discount gives, as they stand in the form.
#[derive(Clone, Copy)]
struct Parts {
    kind: RwSignal<String>,
    percent: RwSignal<String>,
    sum: RwSignal<Option<i64>>,
    currency: Signal<String>,
}

impl Parts {
    fn of(gives: Option<&Gives>) -> Self {
        let own = session().with_me(|me| me.organisation.currency.clone());
        let (mut kind, mut typed, mut sum) = (PERCENT, String::new(), None);
        match gives {
            Some(Gives::Percent { basis_points }) => {
                let point = if i18n::language() == Language::En {
                    '.'
                } else {
                    ','
                };
                typed = percent(*basis_points, point);
            }
            Some(Gives::Sum { sum: kept }) => (kind, sum) = (SUM, Some(kept.amount)),
            Some(Gives::Benefit {}) => kind = BENEFIT,
            None => {}
        }
        Self {
            kind: RwSignal::new(kind.to_owned()),
            percent: RwSignal::new(typed),
            sum: RwSignal::new(sum),
            currency: Signal::stored(own.unwrap_or_default()),
        }
    }

    /// What they say together; nothing while a figure is missing or unclear.
    fn gives(self) -> Option<Gives> {
        match self.kind.get().as_str() {
            PERCENT => {
                let basis_points = self.percent.with(|typed| typed_percent(typed))?;
                Some(Gives::Percent { basis_points })
            }
            SUM => {
                let (amount, currency) = (self.sum.get()?, self.currency.get());
                Some(Gives::Sum {
                    sum: Money { amount, currency },
                })
            }
            _ => Some(Gives::Benefit {}),
        }
    }
}

#[component]
fn Form(discount: Option<Arc<Discount>>) -> AnyView {
    let start = discount.as_deref();
    let name = RwSignal::new(start.map(|one| one.name.clone()).unwrap_or_default());
    let parts = Parts::of(start.map(|one| &one.gives));
    let document = RwSignal::new(start.is_some_and(|one| one.document));
    let note = RwSignal::new(start.and_then(|one| one.note.clone()).unwrap_or_default());
    let body = move || {
        let note = note.get().trim().to_owned();
        (
            name.get().trim().to_owned(),
            parts.gives(),
            document.get(),
            Some(note).filter(|note| !note.is_empty()),
            // What is typed and not understood is a change, too.
            (parts.percent.get(), parts.kind.get()),
        )
    };
    let before = StoredValue::new(untrack(body));
    let is_new = discount.is_none();
    let dirty = Signal::derive(move || before.with_value(|before| body() != *before));
    let tried = RwSignal::new(false);

    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = discount.clone();
    let save = move |()| {
        tried.set(true);
        let (name, Some(gives), document, note, _) = untrack(body) else {
            return;
        };
        let go = go.clone();
        match &stored {
            None => {
                let new = NewDiscount {
                    name,
                    gives,
                    document,
                    note,
                };
                sending.send::<CreateDiscount>((), (), new, move |made| {
                    queries.stale(TAGS);
                    go(
                        &links::setting("discounts", &made.id.to_string()),
                        Default::default(),
                    );
                });
            }
            Some(one) => {
                let id = one.id;
                let patch = DiscountPatch {
                    name: Some(name),
                    gives: Some(gives).filter(|gives| *gives != one.gives),
                    document: Some(document),
                    note: Some(note),
                };
                sending.change::<UpdateDiscount>((id,), one.version, patch, move |now| {
                    queries.put::<GetDiscount>((id,), (), now);
                    queries.stale(TAGS);
                    toasts.show(Toast::new(t::settings::saved()));
                });
            }
        }
    };
    let archive = discount.as_ref().map(|one| {
        let (id, version, archived) = (one.id, one.version, one.archived_at.is_some());
        let press = move |()| match archived {
            true => sending.send::<RestoreDiscount>((id,), (), (), move |_| queries.stale(TAGS)),
            false => {
                sending.change::<ArchiveDiscount>((id,), version, (), move |()| queries.stale(TAGS))
            }
        };
        let label = if archived {
            t::settings::restore()
        } else {
            t::settings::archive()
        };
        view! { <Button label=label icon=Icon::Archive kind=Kind::Ghost on_press=press /> }
    });
    let clients = discount.as_ref().filter(|one| one.clients > 0).map(|one| {
        let filter = ("f".to_owned(), format!("discount:{}", one.id));
        let href = links::with_lines(&links::clients(), [filter]);
        let text = t::discounts::clients(i64::from(one.clients));
        view! { <p class="meta"><a href=href>{text}</a></p> }
    });
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    let unnamed = Signal::derive(move || {
        let missing = tried.get() && name.with(|name| name.trim().is_empty());
        sending
            .fault("/name")
            .or_else(|| missing.then(|| t::discounts::name_required().to_owned()))
    });
    let unclear = move |pointer: &'static str, words: fn() -> &'static str| {
        Signal::derive(move || {
            let missing = tried.get() && parts.gives().is_none();
            sending
                .fault(pointer)
                .or_else(|| missing.then(|| words().to_owned()))
        })
    };
    let kinds = Signal::stored(vec![
        Radio::new(PERCENT, t::discounts::kind_percent()),
        Radio::new(SUM, t::discounts::kind_sum()),
        Radio::new(BENEFIT, t::discounts::kind_benefit()),
    ]);
    let kind = Memo::new(move |_| parts.kind.get());
    let value = move || {
        match kind.get().as_str() {
        PERCENT => view! {
            <Field label=t::discounts::percent() width=Width::Short need=Need::Required error=unclear("/gives/basis_points", t::discounts::percent_unclear)>
                <NumberInput value=parts.percent unit="%" />
            </Field>
        }
        .into_any(),
        SUM => view! {
            <Field label=t::discounts::sum() width=Width::Short need=Need::Required error=unclear("/gives/sum/amount", t::discounts::sum_unclear)>
                <MoneyInput value=parts.sum currency=parts.currency />
            </Field>
        }
        .into_any(),
        _ => view! { <p class="meta">{t::discounts::benefit_hint()}</p> }.into_any(),
    }
    };
    view! {
        <div class="form">
            <Field label=t::settings::name() error=unnamed><Input value=name max_length=MAX_NAME as u32 placeholder=t::discounts::name_example() /></Field>
            <RadioGroup value=parts.kind label=t::discounts::what_it_gives() options=kinds flow=Flow::Row />
            {value}
            <Checkbox checked=document label=t::discounts::asks_document() hint=t::discounts::asks_document_hint().to_owned() />
            <Field label=t::discounts::note() need=Need::Optional hint=t::discounts::note_hint().to_owned() error=fault("/note")><Textarea value=note rows=2 max_length=MAX_LINE as u32 /></Field>
            {clients}
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::create() } else { t::settings::save() }>
                {archive}
            </FormFoot>
        </div>
    }
    .into_any()
}
