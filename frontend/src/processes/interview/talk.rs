//! The answers of the interview on this device, and the club they are about.

use std::sync::Arc;

use client::Failure;
use domain::time::Timestamp;
use leptos::prelude::*;
use process_file::interview::{Answers, Club, Edit, Key, KnownList, Lack};
use wire::dictionaries::{
    Dictionary, DictionaryRole, DictionarySummary, GetDictionary, ListDictionaries,
};
use wire::page::Page;
use wire::processes::{ListProcesses, Process};
use wire::results::{ListResults, ResultEntry};
use wire::templates::{ListTemplates, Template};

use super::super::check;
use super::super::names::Names;
use crate::data::drafts::{self, draft};
use crate::data::{Query, query, session};
use crate::i18n;

/// What is asked of the club before the interview begins.
#[derive(Clone, Copy)]
pub struct Directories {
    templates: Query<Page<Template>>,
    results: Query<Page<ResultEntry>>,
    processes: Query<Page<Process>>,
    dictionaries: Query<Page<DictionarySummary>>,
    /// The values of each list that results choose from.
    lists: Memo<Vec<Query<Dictionary>>>,
}

impl Directories {
    pub fn ask() -> Self {
        let dictionaries = query::<ListDictionaries>(|| Some(((), ())));
        let used = Memo::new(move |_| {
            let page = dictionaries.data();
            let live = page.iter().flat_map(|page| &page.items).filter(|one| {
                one.archived_at.is_none() && one.role != Some(DictionaryRole::Sources)
            });
            live.map(|one| one.id).collect::<Vec<_>>()
        });
        let lists = Memo::new_with_compare(
            move |_| {
                let ids = used.get().into_iter();
                ids.map(|id| query::<GetDictionary>(move || Some(((id,), ()))))
                    .collect::<Vec<_>>()
            },
            |_, _| true,
        );
        Self {
            templates: query::<ListTemplates>(|| Some(((), ()))),
            results: query::<ListResults>(|| Some(((), ()))),
            processes: query::<ListProcesses>(|| Some(((), ()))),
            dictionaries,
            lists,
        }
    }

    /// Absent while something of it has not come.
    pub fn club(self) -> Option<Club> {
        let (templates, results) = (self.templates.data()?, self.results.data()?);
        let processes = self.processes.data()?;
        self.dictionaries.data()?;
        let lists = self.lists.with(|lists| {
            let lists = lists.iter().map(|list| Some(known_list(&*list.data()?)));
            lists.collect::<Option<Vec<_>>>()
        })?;
        let live = |at: &Option<Timestamp>| at.is_none();
        Some(Club {
            processes: processes.items.iter().map(|one| one.name.clone()).collect(),
            templates: templates
                .items
                .iter()
                .filter(|one| live(&one.archived_at))
                .map(|one| (one.name.clone(), one.task_type))
                .collect(),
            results: results
                .items
                .iter()
                .filter(|one| live(&one.archived_at))
                .cloned()
                .map(check::result)
                .collect(),
            lists,
        })
    }

    pub fn failure(self) -> Option<Failure> {
        let of_lists = || {
            self.lists
                .with(|lists| lists.iter().find_map(|list| list.failure()))
        };
        self.templates
            .failure()
            .or_else(|| self.results.failure())
            .or_else(|| self.processes.failure())
            .or_else(|| self.dictionaries.failure())
            .or_else(of_lists)
    }

    pub fn refresh(self) {
        self.templates.refresh();
        self.results.refresh();
        self.processes.refresh();
        self.dictionaries.refresh();
        self.lists
            .with_untracked(|lists| lists.iter().for_each(|list| list.refresh()));
    }
}

fn known_list(dictionary: &Dictionary) -> KnownList {
    let live = dictionary
        .values
        .iter()
        .filter(|value| value.archived_at.is_none());
    KnownList {
        id: dictionary.id,
        name: dictionary.name.clone(),
        values: live.map(|value| value.name.clone()).collect(),
    }
}

/// One interview. Every change goes through [`Talk::edit`].
#[derive(Clone, Copy)]
pub struct Talk {
    pub names: Names,
    pub answers: RwSignal<Answers>,
    pub club: Memo<Arc<Club>>,
    pub lacks: Memo<Vec<Lack>>,
    kept: drafts::Draft,
    /// When the answers that were brought back had been kept.
    pub restored: RwSignal<Option<Timestamp>>,
}

impl Talk {
    /// With the answers that were kept on this device, else from the beginning.
    pub fn begin(names: Names, directories: Directories) -> Self {
        // While the directories are fetched again, what was known of the club still holds.
        let club = Memo::new(move |before: Option<&Arc<Club>>| {
            let now = directories.club().map(Arc::new);
            now.or_else(|| before.cloned()).unwrap_or_default()
        });
        let kept = draft("interview", "new");
        let known = club.get_untracked();
        let brought = kept.restore::<Answers>();
        let (answers, restored) = match brought {
            Some((mut answers, at)) => {
                answers.follow(&known);
                (answers, Some(at))
            }
            None => (fresh(&known), None),
        };
        let answers = RwSignal::new(answers);
        let lacks =
            Memo::new(move |_| club.with(|club| answers.with(|answers| answers.lacks(club))));
        Self {
            names,
            answers,
            club,
            lacks,
            kept,
            restored: RwSignal::new(restored),
        }
    }

    pub fn edit(self, edit: Edit) {
        let club = self.club.get_untracked();
        self.answers.update(|answers| answers.apply(edit, &club));
        self.kept.keep(self.answers.get_untracked());
    }

    pub fn begin_anew(self) {
        self.answers.set(fresh(&self.club.get_untracked()));
        self.forget();
    }

    /// The answers are a process now, or given up.
    pub fn forget(self) {
        self.kept.forget();
        self.restored.set(None);
    }

    /// The tasks that were chosen, in order.
    pub fn tasks(self) -> Memo<Vec<Key>> {
        self.part(|answers, _| answers.tasks.iter().map(|task| task.key).collect())
    }

    /// What a task is called.
    pub fn task_name(self, task: Key) -> Memo<String> {
        self.part(move |answers, _| {
            let task = answers.task(task);
            task.map(|task| task.name.clone()).unwrap_or_default()
        })
    }

    /// A part of the answers, followed.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Answers, &Club) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.club
                .with(|club| self.answers.with(|answers| part(answers, club)))
        })
    }
}

/// What staff read and choose is in the club's language, whatever the reader's is.
fn fresh(club: &Club) -> Answers {
    let me = untrack(|| session().me());
    let language = me.map_or_else(i18n::language, |me| me.organisation.language);
    Answers::new(language, club)
}
