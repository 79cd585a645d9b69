//! What is being filled in for one task: the result, its fields, the note, the changed next step.
//!
//! Every change is kept as a draft and previewed by the very function that decides on the server.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::chains::{Adjustment, Decision, Rejection, complete, would_follow};
use domain::fields::{FieldDef, Raw};
use domain::ids::{ResultId, TaskId};
use domain::processes::{Continuation, Freedom};
use domain::results::ResultDef;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::tasks::{CompleteRequest, Workplace};

use crate::data::drafts::{Draft, draft};
use crate::data::{ParcelState, Query, now, outbox, session, timed};

/// What a draft keeps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    pub result: Option<ResultId>,
    pub answers: BTreeMap<String, Raw>,
    pub note: String,
    pub next: Adjustment,
}

impl Kept {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn of(request: &CompleteRequest) -> Self {
        Self {
            result: Some(request.result_id),
            answers: request.fields.clone(),
            note: request.comment.clone().unwrap_or_default(),
            next: request.next.clone(),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub task: TaskId,
    pub workplace: Memo<Option<Arc<Workplace>>>,
    query: Query<Workplace>,
    pub results: Memo<Vec<ResultDef>>,
    pub result: RwSignal<Option<ResultId>>,
    /// Answers by field key; results that share a key share the answer, so that changing one's mind loses nothing.
    answers: StoredValue<BTreeMap<String, ArcRwSignal<Option<Raw>>>>,
    changed: Trigger,
    pub note: RwSignal<String>,
    pub next: RwSignal<Adjustment>,
    /// Saving was tried: faults are shown from now on.
    pub tried: RwSignal<bool>,
    pub preview: Memo<Option<Result<Decision, Rejection>>>,
    pub draft: Draft,
    /// When a draft was restored, of which moment it is.
    pub restored: RwSignal<Option<domain::time::Timestamp>>,
    /// What the server said when it refused this before, by field key.
    pub refused: RwSignal<BTreeMap<String, String>>,
}

impl Desk {
    pub fn new(task: TaskId, query: Query<Workplace>) -> Self {
        let workplace = Memo::new(move |_| query.data());
        let results = Memo::new(move |_| {
            workplace
                .get()
                .map(|place| allowed(&place))
                .unwrap_or_default()
        });
        let draft = draft("run", &task.to_string());
        let (kept, restored, refused) = begin(task, draft);
        let result = RwSignal::new(kept.result);
        let note = RwSignal::new(kept.note);
        let next = RwSignal::new(kept.next);
        let answers: BTreeMap<_, _> = kept
            .answers
            .into_iter()
            .map(|(key, raw)| (key, ArcRwSignal::new(Some(raw))))
            .collect();
        let answers = StoredValue::new(answers);
        let changed = Trigger::new();
        let chosen = Memo::new(move |_| {
            let wanted = result.get()?;
            results.with(|all| all.iter().find(|known| known.id == wanted).cloned())
        });
        let preview = Memo::new(move |_| {
            let place = workplace.get()?;
            let result = chosen.get()?;
            changed.track();
            let values = values_of(&result.fields, answers);
            let comment = note.get();
            let mut context = place.context.clone();
            context.now = now().max(context.now);
            let by = session().my_id()?;
            let comment = Some(comment.trim()).filter(|text| !text.is_empty());
            let adjusted = next.get();
            Some(timed("decision", || {
                complete(
                    &place.facts,
                    result.id,
                    &values,
                    comment,
                    &adjusted,
                    by,
                    &context,
                )
            }))
        });
        let desk = Self {
            task,
            workplace,
            query,
            results,
            result,
            answers,
            changed,
            note,
            next,
            tried: RwSignal::new(false),
            preview,
            draft,
            restored: RwSignal::new(restored),
            refused: RwSignal::new(refused),
        };
        desk.keep_drafts();
        desk
    }

    pub fn query(self) -> Query<Workplace> {
        self.query
    }

    pub fn chosen(self) -> Option<ResultDef> {
        let wanted = self.result.get()?;
        self.results
            .with(|all| all.iter().find(|known| known.id == wanted).cloned())
    }

    /// Another result is another next step: what was changed of the former is given up.
    pub fn choose(self, result: ResultId) {
        if self.result.get_untracked() != Some(result) {
            self.next.set(Adjustment::default());
            self.tried.set(false);
            self.refused.set(BTreeMap::new());
            self.result.set(Some(result));
        }
    }

    /// The answer to a field, to be edited. It outlives the editor, which comes and goes with the result and the width of the screen.
    pub fn answer(self, key: &str) -> RwSignal<Option<Raw>> {
        let known = self.answers.try_update_value(|answers| {
            let fresh = || ArcRwSignal::new(None);
            answers.entry(key.to_owned()).or_insert_with(fresh).clone()
        });
        let answer = RwSignal::from(known.unwrap_or_default());
        self.watch(answer);
        answer
    }

    fn watch(self, answer: RwSignal<Option<Raw>>) {
        Effect::new(move |before: Option<()>| {
            answer.track();
            if before.is_some() {
                self.changed.notify();
            }
        });
    }

    /// What is sent.
    pub fn request(self) -> Option<CompleteRequest> {
        let result = untrack(|| self.chosen())?;
        let comment = self.note.get_untracked().trim().to_owned();
        Some(CompleteRequest {
            result_id: result.id,
            fields: untrack(|| values_of(&result.fields, self.answers)),
            comment: (!comment.is_empty()).then_some(comment),
            next: self.next.get_untracked(),
        })
    }

    /// The first field that must be filled and is not.
    pub fn first_missing(self) -> Option<String> {
        let result = untrack(|| self.chosen())?;
        let values = untrack(|| values_of(&result.fields, self.answers));
        let missing = result
            .fields
            .iter()
            .find(|field| field.required && !values.contains_key(&field.key));
        missing.map(|field| field.key.clone())
    }

    /// What may be changed of the next step of the chosen result.
    pub fn freedom(self) -> Freedom {
        let free = || {
            let place = self.workplace.get()?;
            let result = self.chosen()?;
            self.changed.track();
            let values = values_of(&result.fields, self.answers);
            let mut context = place.context.clone();
            context.now = now().max(context.now);
            let then = would_follow(&place.facts, result.id, &values, &context)?;
            Some(match then {
                Continuation::Step { target } => target.freedom,
                Continuation::Retry { freedom, .. } => *freedom,
                _ => Freedom::Nothing,
            })
        };
        free().unwrap_or(Freedom::Nothing)
    }

    /// Gives up what was restored.
    pub fn discard(self) {
        self.draft.forget();
        self.restored.set(None);
        self.result.set(None);
        self.note.set(String::new());
        self.next.set(Adjustment::default());
        self.answers
            .with_value(|answers| answers.values().for_each(|answer| answer.set(None)));
        self.changed.notify();
    }

    fn keep_drafts(self) {
        Effect::new(move |before: Option<Kept>| {
            self.changed.track();
            let kept = Kept {
                result: self.result.get(),
                answers: self.filled(),
                note: self.note.get(),
                next: self.next.get(),
            };
            if before.as_ref().is_some_and(|before| *before != kept) {
                match kept.is_empty() {
                    true => self.draft.forget(),
                    false => self.draft.keep(kept.clone()),
                }
            }
            kept
        });
    }

    fn filled(self) -> BTreeMap<String, Raw> {
        self.answers.with_value(|answers| {
            let filled = answers
                .iter()
                .filter_map(|(key, answer)| Some((key.clone(), answer.get_untracked()?)));
            filled.collect()
        })
    }
}

/// Where a card begins: from a completion that the server refused, from a draft, or empty.
fn begin(
    task: TaskId,
    draft: Draft,
) -> (
    Kept,
    Option<domain::time::Timestamp>,
    BTreeMap<String, String>,
) {
    let refused = untrack(|| outbox().refused())
        .into_iter()
        .find(|parcel| parcel.task_id == task);
    if let Some(parcel) = refused {
        let kept = Kept::of(&parcel.request);
        let mut faults = BTreeMap::new();
        if let ParcelState::Refused(problem) = &parcel.state {
            for error in &problem.errors {
                let key = error
                    .pointer
                    .as_deref()
                    .and_then(|pointer| pointer.strip_prefix("/fields/"));
                if let Some(key) = key {
                    faults.insert(key.to_owned(), error.message.clone());
                }
            }
        }
        draft.keep_now(&kept);
        return (kept, None, faults);
    }
    match draft.restore::<Kept>() {
        Some((kept, at)) => (kept, Some(at), BTreeMap::new()),
        None => (Kept::default(), None, BTreeMap::new()),
    }
}

/// The answers that the result asks for; those of other results are kept but not sent.
fn values_of(
    fields: &[FieldDef],
    answers: StoredValue<BTreeMap<String, ArcRwSignal<Option<Raw>>>>,
) -> BTreeMap<String, Raw> {
    answers.with_value(|answers| {
        let asked = fields.iter().filter_map(|field| {
            let value = answers.get(&field.key)?.get_untracked()?;
            Some((field.key.clone(), value))
        });
        asked.collect()
    })
}

/// Results in hotkey order: those of the chain's step, or all of a task outside chains.
fn allowed(place: &Workplace) -> Vec<ResultDef> {
    let all = &place.context.results;
    let step = place.context.chain.as_ref().zip(place.facts.step.as_ref());
    let step = step.and_then(|(chain, key)| chain.graph.steps.iter().find(|step| step.key == *key));
    match step {
        Some(step) => step
            .results
            .iter()
            .filter_map(|id| all.iter().find(|known| known.id == *id).cloned())
            .collect(),
        None => all.clone(),
    }
}
