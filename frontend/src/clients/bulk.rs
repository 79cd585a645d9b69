//! One action for those clients or companies that are chosen: asked for in a dialog that says in words what will happen, and then what has.

use domain::access::Permission;
use domain::bulks::{BulkAction, BulkState};
use domain::ids::BulkId;
use leptos::prelude::*;
use wire::bulks::{Bulk as Done, CreateBulk, NewBulk, UndoBulk};
use wire::processes::ListProcesses;

use super::address::{Listing, Of};
use super::outcome::{CHANGED, Outcome};
use super::selection::Selection;
use crate::clubtime;
use crate::data::{now, queries, query, sending, session};
use crate::i18n::{number, t};
use crate::quick::{FREE, templates};
use crate::tasks::colleagues;
use crate::ui::{
    Button, Choice, Combobox, DateTimePicker, Dialog, Field, Icon, InlineError, Input, Kind, Need,
    Picks, Toast, When, toasts,
};

/// So many can be chosen one by one; everybody is a filter.
const MOST: usize = domain::bulks::MOST_NAMED;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Responsible,
    Tags,
    Process,
    Task,
}

impl What {
    /// What the one who is signed in may do at all, and what makes sense for archived cards.
    pub fn offered(of: Of, archived: bool) -> Vec<Self> {
        // Companies are led by nothing and called by nobody: their people are.
        let led = of == Of::Clients && !archived;
        let all = [
            (Self::Responsible, Permission::ClientEdit, true),
            (Self::Tags, Permission::ClientEdit, true),
            (Self::Process, Permission::ChainStart, led),
            (Self::Task, Permission::TaskCreate, led),
        ];
        let offered = all.into_iter();
        offered
            .filter(|(_, needed, fits)| *fits && session().may(*needed))
            .map(|(what, ..)| what)
            .collect()
    }

    /// What the button that does it says.
    fn act(self) -> &'static str {
        match self {
            Self::Responsible => t::bulks::act_responsible(),
            Self::Tags => t::bulks::act_tags(),
            Self::Process => t::bulks::act_process(),
            Self::Task => t::bulks::act_task(),
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Responsible => t::bulks::responsible(),
            Self::Tags => t::bulks::tags(),
            Self::Process => t::bulks::process(),
            Self::Task => t::bulks::task(),
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Responsible => Icon::UserRound,
            Self::Tags => Icon::Tag,
            Self::Process => Icon::Workflow,
            Self::Task => Icon::ListChecks,
        }
    }
}

/// What is being asked for.
#[derive(Clone, Copy)]
struct Form {
    who: RwSignal<Vec<Choice>>,
    add: RwSignal<Vec<Choice>>,
    remove: RwSignal<Vec<Choice>>,
    process: RwSignal<Vec<Choice>>,
    template: RwSignal<Vec<Choice>>,
    title: RwSignal<String>,
    when: RwSignal<Option<When>>,
    when_valid: RwSignal<bool>,
    assignee: RwSignal<Vec<Choice>>,
}

impl Form {
    fn new() -> Self {
        Self {
            who: RwSignal::new(Vec::new()),
            add: RwSignal::new(Vec::new()),
            remove: RwSignal::new(Vec::new()),
            process: RwSignal::new(Vec::new()),
            template: RwSignal::new(Vec::new()),
            title: RwSignal::new(String::new()),
            when: RwSignal::new(None),
            when_valid: RwSignal::new(true),
            assignee: RwSignal::new(Vec::new()),
        }
    }

    fn clear(self) {
        for list in [
            self.who,
            self.add,
            self.remove,
            self.process,
            self.template,
            self.assignee,
        ] {
            list.set(Vec::new());
        }
        self.title.set(String::new());
        self.when.set(None);
    }

    /// Absent while something is missing.
    fn action(self, what: What) -> Option<BulkAction> {
        fn first<T: std::str::FromStr>(list: RwSignal<Vec<Choice>>) -> Option<T> {
            list.with(|all| all.first()?.value.parse().ok())
        }
        let tags = |list: RwSignal<Vec<Choice>>| -> Vec<String> {
            list.with(|all| all.iter().map(|choice| choice.label.clone()).collect())
        };
        Some(match what {
            What::Responsible => BulkAction::Responsible {
                responsible_id: first(self.who)?,
            },
            What::Tags => {
                let (add, remove) = (tags(self.add), tags(self.remove));
                if add.is_empty() && remove.is_empty() {
                    return None;
                }
                BulkAction::Tags { add, remove }
            }
            What::Process => BulkAction::Process {
                process_id: first(self.process)?,
            },
            What::Task => {
                let template_id = first(self.template);
                let title = self.title.with(|text| text.trim().to_owned());
                if (template_id.is_none() && title.is_empty()) || !self.when_valid.get() {
                    return None;
                }
                let zone = clubtime::home_zone();
                BulkAction::Task {
                    template_id,
                    title: template_id.is_none().then_some(title),
                    due: self.when.get().map(|when| clubtime::due_of(when, &zone)),
                    assignee_id: first(self.assignee),
                    pool_role_id: None,
                    note: None,
                }
            }
        })
    }

    /// "The responsible of 37 clients is Irina".
    fn sentence(self, of: Of, what: What, count: i64, exact: bool) -> Option<String> {
        self.action(what)?;
        let first = |list: RwSignal<Vec<Choice>>| {
            list.with(|all| all.first().map(|choice| choice.label.clone()))
        };
        let (will, object): (fn(i64, String) -> String, String) = match what {
            What::Responsible => {
                let will = match of {
                    Of::Clients => t::bulks::will_responsible,
                    Of::Companies => t::bulks::will_responsible_companies,
                };
                (will, first(self.who)?)
            }
            What::Tags => {
                let signed = |sign: &str, list: RwSignal<Vec<Choice>>| -> Vec<String> {
                    list.with(|all| {
                        all.iter()
                            .map(|one| format!("{sign}{}", one.label))
                            .collect()
                    })
                };
                let mut tags = signed("+", self.add);
                tags.extend(signed("−", self.remove));
                let will = match of {
                    Of::Clients => t::bulks::will_tags,
                    Of::Companies => t::bulks::will_tags_companies,
                };
                (will, tags.join(", "))
            }
            What::Process => (t::bulks::will_process, first(self.process)?),
            What::Task => {
                let title = self.title.with(|text| text.trim().to_owned());
                let free = self
                    .template
                    .with(|all| all.first().is_none_or(|one| one.value == FREE));
                let name = match free {
                    true => title,
                    false => first(self.template)?,
                };
                (t::bulks::will_task, name)
            }
        };
        Some(match (exact, of) {
            (true, _) => will(count, object),
            (false, Of::Clients) => t::bulks::will_many(object, number(count)),
            (false, Of::Companies) => t::bulks::will_many_companies(object, number(count)),
        })
    }
}

/// Stays while the bar comes and goes: what was begun is told to its end.
#[component]
pub fn Bulk(
    what: RwSignal<Option<What>>,
    selection: Selection,
    listing: Memo<Listing>,
    count: Memo<i64>,
    exact: Signal<bool>,
) -> AnyView {
    let of = listing.with_untracked(|listing| listing.of);
    let open = RwSignal::new(false);
    let made = RwSignal::new(None::<BulkId>);
    let tried = RwSignal::new(false);
    let form = Form::new();
    let (save, back) = (sending(), sending());
    let (queries, toasts) = (queries(), toasts());
    Effect::new(move |_| {
        if what.with(Option::is_some) {
            form.clear();
            made.set(None);
            tried.set(false);
            save.refuse(None);
            open.set(true);
        }
    });
    let begun = Callback::new(move |done: Done| {
        queries.stale(CHANGED);
        selection.clear();
        let whole = done.state == BulkState::Done && done.fates.skipped == 0;
        match whole {
            true => {
                open.set(false);
                let id = done.id;
                let toast = Toast::new(t::bulks::done_toast(done.title));
                toasts.show(match done.undo_until.is_some() {
                    true => toast.undo(move || {
                        back.send::<UndoBulk>((id,), (), (), move |_| queries.stale(CHANGED));
                    }),
                    false => toast,
                });
            }
            false => made.set(Some(done.id)),
        }
    });
    let apply = move |()| {
        tried.set(true);
        let Some(action) = untrack(|| what.get().and_then(|what| form.action(what))) else {
            return;
        };
        let all = untrack(|| selection.count()).is_none();
        let new = listing.with_untracked(|now| NewBulk {
            subject: Some(of.subject()),
            action,
            ids: untrack(|| selection.ids()).filter(|_| of == Of::Clients),
            company_ids: untrack(|| selection.ids()).filter(|_| of == Of::Companies),
            filter: Some(now.filter.clone()).filter(|filter| all && !filter.is_open()),
            q: Some(now.q.trim().to_owned()).filter(|q| all && !q.is_empty()),
            archived: (all && now.archived).then_some(true),
        });
        save.send::<CreateBulk>((), (), new, move |done| begun.run(done));
    };
    let many = move || selection.count().is_some_and(|count| count > MOST);
    let blocked = Signal::derive(move || many().then(|| t::bulks::too_many(number(MOST as i64))));
    let failed = Signal::derive(move || {
        let failure = save.failure()?;
        let first = failure.field_errors().first();
        Some(first.map_or_else(
            || t::bulks::failed().to_owned(),
            |error| error.message.clone(),
        ))
    });
    let title = Signal::derive(move || {
        let label = what.get().map(What::label);
        label.unwrap_or_default().to_owned()
    });
    view! {
        <Dialog
            open=open
            title=title
            on_close=move |()| what.set(None)
            foot=move || match made.get() {
                None => view! {
                    <Button label=move || what.get().map_or("", What::act) kind=Kind::Primary busy=Signal::derive(move || save.pending()) blocked=blocked on_press=apply />
                }.into_any(),
                Some(_) => view! { <Button label=t::bulks::close() on_press=move |()| open.set(false) /> }.into_any(),
            }
        >
            {move || match (made.get(), what.get()) {
                (Some(id), _) => view! { <Outcome id=id /> }.into_any(),
                (None, Some(what)) => view! {
                    <div class="stack bulk-form">
                        <Fields what=what form=form tried=tried />
                        <p role="status">{move || form.sentence(of, what, count.get(), exact.get())}</p>
                        <InlineError text=failed />
                    </div>
                }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(what: What, form: Form, tried: RwSignal<bool>) -> AnyView {
    let missing = move |text: &'static str| {
        Signal::derive(move || {
            let empty = tried.get() && form.action(what).is_none();
            empty.then(|| text.to_owned())
        })
    };
    match what {
        What::Responsible => view! {
            <Field label=t::bulks::responsible() need=Need::Required error=missing(t::bulks::choose_person())>
                <Combobox chosen=form.who options=colleagues() />
            </Field>
        }
        .into_any(),
        What::Tags => view! {
            <Field label=t::bulks::tags_add() error=missing(t::bulks::choose_tags())>
                <TagBox chosen=form.add />
            </Field>
            <Field label=t::bulks::tags_remove()><TagBox chosen=form.remove /></Field>
        }
        .into_any(),
        What::Process => {
            let processes = query::<ListProcesses>(|| Some(((), ())));
            let options = Signal::derive(move || {
                let page = processes.data();
                let items = page.iter().flat_map(|page| page.items.iter());
                items
                    .filter(|one| one.published.is_some() && one.archived_at.is_none())
                    .map(|one| Choice::new(one.id.to_string(), &one.name))
                    .collect::<Vec<_>>()
            });
            view! {
                <Field label=t::bulks::process() need=Need::Required error=missing(t::bulks::choose_process())>
                    <Combobox chosen=form.process options=options />
                </Field>
                <p class="meta">{t::bulks::process_hint()}</p>
            }
            .into_any()
        }
        What::Task => view! { <TaskFields form=form error=missing(t::bulks::choose_task()) /> }.into_any(),
    }
}

#[component]
fn TagBox(chosen: RwSignal<Vec<Choice>>) -> AnyView {
    let create = move |name: String| {
        let name = name.trim().to_owned();
        if !name.is_empty() {
            chosen.update(|all| all.push(Choice::new(name.clone(), name)));
        }
    };
    view! {
        <Combobox
            chosen=chosen
            options=Signal::stored(Vec::new())
            picks=Picks::Many
            on_create=Some(Callback::new(create))
            placeholder=t::clients::add_tag()
        />
    }
    .into_any()
}

#[component]
fn TaskFields(form: Form, error: Signal<Option<String>>) -> AnyView {
    let known = templates();
    let options = Signal::derive(move || {
        let known = known.get();
        let about = known
            .iter()
            .filter(|template| template.task_type != domain::tasks::TaskType::Internal);
        let mut options: Vec<Choice> = about
            .map(|template| Choice::new(template.id.to_string(), &template.name))
            .collect();
        options.push(Choice::new(FREE, t::quick::free_task()));
        options
    });
    let free = Memo::new(move |_| {
        form.template
            .with(|all| all.first().is_some_and(|one| one.value == FREE))
    });
    let zone = clubtime::home_zone();
    let wall = Signal::stored(zone.wall(now()));
    view! {
        <Field label=t::quick::what() need=Need::Required error=error>
            <Combobox chosen=form.template options=options />
        </Field>
        {move || free.get().then(|| view! {
            <Field label=t::quick::free_title() need=Need::Required><Input value=form.title /></Field>
        })}
        <Field label=t::quick::when()><DateTimePicker value=form.when now=wall valid=form.when_valid /></Field>
        <Field label=t::quick::who() hint=t::bulks::assignee_hint()>
            <Combobox chosen=form.assignee options=colleagues() />
        </Field>
    }
    .into_any()
}
