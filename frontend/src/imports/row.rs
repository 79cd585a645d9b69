//! One row: what it says, what becomes of it, and what somebody decides about it.

use std::sync::Arc;

use leptos::prelude::*;
use wire::imports::{
    Import, ImportRow, ImportRowPatch, ListSubject, Plan, RowDecision, UpdateImportRow,
};

use super::subject::Met;
use super::{subject, words};
use crate::data::{Sending, queries, sending};
use crate::i18n::t;
use crate::settings::general;
use crate::timeline::{change_name, change_values};
use crate::ui::{Button, Chip, DescriptionList, Fact, Icon, InlineError, Kind};

/// Cells that stand for a row.
const SHOWN: usize = 4;

/// A row under somebody's hands. What is put on it while a request is under way goes with the next one.
#[derive(Clone, Copy)]
pub struct Held {
    pub now: RwSignal<ImportRow>,
    sending: Sending,
    put: Callback<ImportRowPatch>,
}

impl Held {
    /// `touched` becomes true with the first change: from then on nothing is drawn anew under the hands.
    pub fn new(import: Signal<Arc<Import>>, row: ImportRow, touched: RwSignal<bool>) -> Self {
        let (id, number) = (import.get_untracked().id, row.number);
        let now = RwSignal::new(row);
        let (sending, queries) = (sending(), queries());
        let unsent = StoredValue::new(ImportRowPatch::default());
        let send = StoredValue::new(None::<Callback<()>>);
        send.set_value(Some(Callback::new(move |()| {
            let patch = unsent.get_value();
            if sending.pending() || patch == ImportRowPatch::default() {
                return;
            }
            let sent = patch.clone();
            sending.send::<UpdateImportRow>((id, number), (), patch, move |row| {
                unsent.update_value(|unsent| without(unsent, &sent));
                now.set(row);
                queries.stale(super::TAGS);
                if let Some(again) = send.get_value() {
                    again.run(());
                }
            });
        })));
        let put = Callback::new(move |patch: ImportRowPatch| {
            touched.set(true);
            unsent.update_value(|unsent| with(unsent, patch));
            if let Some(send) = send.get_value() {
                untrack(|| send.run(()));
            }
        });
        Self { now, sending, put }
    }

    pub fn put(self, patch: ImportRowPatch) {
        self.put.run(patch);
    }

    fn decide(self, decision: Option<RowDecision>) {
        self.put(ImportRowPatch {
            decision: Some(decision),
            ..ImportRowPatch::default()
        });
    }

    fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.sending.pending())
    }

    /// Why the last change did not arrive; it can be sent again.
    pub fn trouble(self) -> AnyView {
        let sending = self.sending;
        let words = Signal::derive(move || {
            let fault = sending
                .fault("/decision/client_id")
                .or_else(|| sending.fault("/decision/company_id"))
                .or_else(|| sending.fault("/cells/0/value"));
            fault.or_else(|| general(sending.failure()))
        });
        view! {
            <InlineError text=words />
            {move || words.get().map(|_| view! {
                <Button label=t::imports::again() icon=Icon::RefreshCw busy=self.busy() on_press=move |()| self.put(ImportRowPatch::default()) />
            })}
        }
        .into_any()
    }

    pub fn skip(self) -> AnyView {
        view! { <Button label=t::imports::skip_row() kind=Kind::Ghost busy=self.busy() on_press=move |()| self.decide(Some(RowDecision::Skip)) /> }.into_any()
    }

    pub fn take_back(self) -> AnyView {
        view! { <Button label=t::imports::take_back() kind=Kind::Ghost busy=self.busy() on_press=move |()| self.decide(None) /> }.into_any()
    }

    fn anew(self, of: ListSubject) -> AnyView {
        view! { <Button label=subject::as_new(of) busy=self.busy() on_press=move |()| self.decide(Some(RowDecision::New)) /> }.into_any()
    }

    fn card(self, met: &Met, decision: RowDecision) -> AnyView {
        view! { <Button label=t::imports::take_card(met.called.clone()) busy=self.busy() on_press=move |()| self.decide(Some(decision.clone())) /> }.into_any()
    }
}

/// Puts a later change on an earlier one.
fn with(patch: &mut ImportRowPatch, later: ImportRowPatch) {
    for change in later.cells {
        patch.cells.retain(|known| known.column != change.column);
        patch.cells.push(change);
    }
    if later.decision.is_some() {
        patch.decision = later.decision;
    }
}

/// Takes away what has arrived.
fn without(patch: &mut ImportRowPatch, sent: &ImportRowPatch) {
    patch.cells.retain(|change| !sent.cells.contains(change));
    if patch.decision == sent.decision {
        patch.decision = None;
    }
}

/// Those that a row could mean, with what it says of each to choose it.
fn candidates(row: &ImportRow) -> Vec<(Met, RowDecision)> {
    let clients = row.candidates.iter().map(|client| {
        let decision = RowDecision::Card {
            client_id: client.id,
        };
        (Met::client(client.clone()), decision)
    });
    let companies = row.companies.iter().map(|company| {
        let decision = RowDecision::Company {
            company_id: company.id,
        };
        (Met::company(company.clone()), decision)
    });
    clients.chain(companies).collect()
}

#[component]
pub fn OneRow(
    import: Signal<Arc<Import>>,
    row: ImportRow,
    touched: RwSignal<bool>,
    open: Signal<bool>,
) -> AnyView {
    let held = Held::new(import, row, touched);
    let now = held.now;
    let of = import.with_untracked(|import| import.subject);
    view! {
        <li class="import-row">
            {move || {
                let row = now.get();
                view! {
                    <div class="import-row__head">
                        <span class="meta num">{t::imports::row(row.number)}</span>
                        <span class="grow truncate">{said(&row)}</span>
                        {mark(row.plan, of)}
                    </div>
                }
            }}
            {move || body(held, of, now.get(), open.get())}
            {held.trouble()}
        </li>
    }
    .into_any()
}

fn said(row: &ImportRow) -> String {
    let filled = row.cells.iter().filter(|cell| !cell.is_empty());
    filled.take(SHOWN).cloned().collect::<Vec<_>>().join(" · ")
}

/// What becomes of a row, as a chip.
pub fn mark(plan: Option<Plan>, of: ListSubject) -> AnyView {
    let Some(plan) = plan else {
        return ().into_any();
    };
    view! { <Chip label=words::one(plan, of) tone=words::tone(plan) /> }.into_any()
}

fn body(held: Held, of: ListSubject, row: ImportRow, open: bool) -> AnyView {
    match row.plan {
        Some(Plan::Faulty) => {
            let faults = row.faults.into_iter();
            view! {
                {faults.map(|fault| view! { <p class="import-fault">{fault.message}</p> }).collect_view()}
                {open.then(|| view! { <div class="cluster">{held.skip()}</div> })}
            }
            .into_any()
        }
        Some(Plan::Conflict) => {
            let cards = candidates(&row);
            view! {
                <p class="import-row__say">{subject::which(of)}</p>
                {match open {
                    true => view! {
                        <div class="cluster">
                            {cards.into_iter().map(|(met, decision)| held.card(&met, decision)).collect_view()}
                            {held.anew(of)}
                            {held.skip()}
                        </div>
                    }.into_any(),
                    false => cards.into_iter().map(|(met, _)| link(met)).collect_view().into_any(),
                }}
            }
            .into_any()
        }
        Some(Plan::Double) => view! {
            <p class="import-row__say">{subject::same_as(of, row.same_as.unwrap_or_default())}</p>
            {open.then(|| view! { <div class="cluster">{held.anew(of)}{held.skip()}</div> })}
        }
        .into_any(),
        Some(Plan::Skipped) => open
            .then(|| view! { <div class="cluster">{held.take_back()}</div> })
            .into_any(),
        _ => {
            let changes = row.changes.iter();
            let facts: Vec<Fact> = changes
                .map(|change| Fact::text(change_name(change), change_values(change)))
                .collect();
            view! {
                {Met::of(&row).map(link)}
                {(!facts.is_empty()).then(|| view! { <DescriptionList facts=Signal::stored(facts) /> })}
            }
            .into_any()
        }
    }
}

/// A card that is met.
fn link(met: Met) -> AnyView {
    view! { <p class="import-row__say"><a href=met.href>{met.called}</a></p> }.into_any()
}

#[cfg(test)]
mod tests {
    use wire::imports::{CellChange, ImportRowPatch, RowDecision};

    use super::{with, without};

    fn typed(column: u32, value: &str) -> ImportRowPatch {
        ImportRowPatch {
            cells: vec![CellChange {
                column,
                value: value.to_owned(),
            }],
            decision: None,
        }
    }

    #[test]
    fn what_is_typed_while_a_request_is_under_way_is_sent_with_the_next() {
        let mut unsent = typed(1, "+7");
        let sent = unsent.clone();
        with(&mut unsent, typed(1, "+79"));
        with(&mut unsent, typed(2, "05.06.1990"));
        without(&mut unsent, &sent);
        let left: Vec<_> = unsent.cells.iter().map(|cell| cell.column).collect();
        assert_eq!(left, [1, 2]);
        assert_eq!(unsent.cells[0].value, "+79");
    }

    #[test]
    fn the_last_decision_counts() {
        let mut unsent = ImportRowPatch::default();
        for decision in [Some(RowDecision::Skip), None] {
            let later = ImportRowPatch {
                decision: Some(decision),
                ..ImportRowPatch::default()
            };
            with(&mut unsent, later);
        }
        assert_eq!(unsent.decision, Some(None));
        let sent = unsent.clone();
        without(&mut unsent, &sent);
        assert_eq!(unsent, ImportRowPatch::default());
    }
}
