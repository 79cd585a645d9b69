//! The editor's memory: the draft with its edits back and forth, what is wrong with it, what of it is saved.

use std::collections::BTreeMap;

use domain::ids::{ProcessId, TemplateId, VersionId};
use domain::processes::{Edit, Editing, Graph, Step};
use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::processes::{Draft, GraphProblem, ListVersions, Severity};
use wire::templates::Template;

use super::check;
use super::names::Names;
use crate::data::drafts::{self, draft};
use crate::data::query;

/// One draft, for all ways to look at it. Every change goes through [`Memory::edit`].
#[derive(Clone, Copy)]
pub struct Memory {
    pub names: Names,
    editing: RwSignal<Editing>,
    pub graph: Memo<Graph>,
    saved: RwSignal<Graph>,
    /// Of the saved draft.
    pub version: RwSignal<i64>,
    /// By the very rules that the server publishes by; follows the directories too.
    pub problems: Memo<Vec<GraphProblem>>,
    pub dirty: Memo<bool>,
    /// With the right to edit, while the process is not archived.
    pub may: Signal<bool>,
    /// Keys of published versions, with their templates.
    used: Memo<BTreeMap<String, TemplateId>>,
    /// The published version under it.
    based_on: RwSignal<Option<VersionId>>,
    kept: drafts::Draft,
    /// When what was not saved was kept, if it was brought back.
    pub restored: RwSignal<Option<Timestamp>>,
}

/// What is kept of an unsaved draft.
#[derive(Serialize, Deserialize)]
struct Unsaved {
    graph: Graph,
    version: i64,
    based_on: Option<VersionId>,
}

impl Memory {
    pub fn new(id: ProcessId, stored: &Draft, names: Names, may: Signal<bool>) -> Self {
        let kept = draft("process", &id.to_string());
        let mut editing = Editing::new(stored.graph.clone());
        let mut restored = None;
        // What was kept of another state of the draft would undo what was saved since.
        if let Some((unsaved, at)) = kept.restore::<Unsaved>()
            && unsaved.version == stored.version
            && unsaved.based_on == stored.based_on
            && unsaved.graph != stored.graph
        {
            editing.apply(Edit::Replace(unsaved.graph));
            restored = Some(at);
        }
        let editing = RwSignal::new(editing);
        let graph = Memo::new(move |_| editing.with(|editing| names.as_read(editing.graph())));
        let saved = RwSignal::new(stored.graph.clone());
        // Nothing waits for the versions: they are asked for when the editor stands.
        let settled = RwSignal::new(false);
        request_animation_frame(move || {
            settled.try_set(true);
        });
        let versions =
            query::<ListVersions>(move || (settled.get() && may.get()).then_some(((id,), ())));
        let used = Memo::new(move |_| {
            let page = versions.data();
            let steps = page
                .iter()
                .flat_map(|page| &page.items)
                .flat_map(|version| &version.graph.steps);
            steps
                .map(|step| (step.key.clone(), step.template_id))
                .collect()
        });
        let memory = Self {
            names,
            editing,
            graph,
            saved,
            version: RwSignal::new(stored.version),
            problems: Memo::new(move |_| graph.with(|graph| check::problems(names, graph, id))),
            dirty: Memo::new(move |_| {
                graph.with(|graph| saved.with(|saved| *graph != names.as_read(saved)))
            }),
            may,
            used,
            based_on: RwSignal::new(stored.based_on),
            kept,
            restored: RwSignal::new(restored),
        };
        memory.keep();
        Effect::new(move |_| graph.with(|graph| names.want_for(graph)));
        memory
    }

    /// A graph that is only looked at, without what the checker says of it.
    pub fn shown(graph: Graph, names: Names) -> Self {
        // Of no process: what is kept of a draft of this one is not touched.
        let nobody = ProcessId::from_i64(0);
        let draft = Draft {
            process_id: nobody,
            graph,
            problems: Vec::new(),
            version: 1,
            based_on: None,
            updated_at: None,
        };
        Self {
            problems: Memo::new(|_| Vec::new()),
            ..Self::new(nobody, &draft, names, Signal::stored(false))
        }
    }

    pub fn edit(self, edit: Edit) {
        self.editing.update(|editing| editing.apply(edit));
    }

    /// The same; what is returned takes it back, with everything that was done after it. It may be called when the editor is gone.
    pub fn edit_to_undo(self, edit: Edit) -> impl Fn() + Send + Sync + 'static {
        let before = self.editing.with_untracked(Editing::depth);
        self.edit(edit);
        move || {
            self.editing.try_update(|editing| {
                while editing.depth() > before {
                    editing.undo();
                }
            });
        }
    }

    pub fn undo(self) {
        self.editing.update(Editing::undo);
    }

    pub fn redo(self) {
        self.editing.update(Editing::redo);
    }

    pub fn can_undo(self) -> bool {
        self.editing.with(Editing::can_undo)
    }

    pub fn can_redo(self) -> bool {
        self.editing.with(Editing::can_redo)
    }

    pub fn errors(self) -> usize {
        self.problems.with(|problems| {
            let errors = problems.iter();
            errors
                .filter(|problem| problem.severity == Severity::Error)
                .count()
        })
    }

    /// A step of this template that does not exist yet.
    pub fn fresh_step(self, template: &Template) -> Step {
        let key = self.graph.with_untracked(|graph| {
            self.used
                .with_untracked(|used| graph.free_key(&template.name, template.id, used))
        });
        Step {
            key,
            template_id: template.id,
            results: template.result_ids.clone(),
            position: None,
        }
    }

    /// The draft is stored now as it was sent; what was edited meanwhile stays.
    pub fn stored(self, graph: Graph, version: i64, based_on: Option<VersionId>) {
        self.saved.set(graph);
        self.version.set(version);
        self.based_on.set(based_on);
        self.restored.set(None);
    }

    /// Takes what a colleague saved; what is given up can be had back by undoing.
    pub fn take(self, theirs: &Draft) {
        self.stored(theirs.graph.clone(), theirs.version, theirs.based_on);
        self.edit(Edit::Replace(theirs.graph.clone()));
    }

    /// Gives up what was brought back.
    pub fn give_up(self) {
        self.edit(Edit::Replace(self.saved.get_untracked()));
        self.restored.set(None);
    }

    /// Keeps what is not saved on this device, for a tab that is closed too early.
    fn keep(self) {
        Effect::new(move |_| match self.dirty.get() {
            true => self.kept.keep(Unsaved {
                graph: self.graph.get(),
                version: self.version.get(),
                based_on: self.based_on.get(),
            }),
            false => self.kept.forget(),
        });
    }
}
