//! Files on their way to the server: how much of each is gone, what was refused, and what waits its turn.

use std::collections::VecDeque;

use client::{Failure, Ready, ready};
use domain::ids::{ClientId, FileId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, XmlHttpRequest};
use wire::files::{AddClientFile, AddFileVersion, File};

use super::{TAGS, words};
use crate::data::{queries, random_key, session};
use crate::i18n::t;
use crate::ui::{Button, Face, Icon, InlineError, Kind, Toast, toasts};

/// So many go at once; the others wait.
const AT_ONCE: usize = 3;

/// One file on its way.
#[derive(Clone, Copy)]
pub struct Going {
    id: u32,
    name: StoredValue<String>,
    /// From 0 to 1; absent while it waits its turn.
    gone: RwSignal<Option<f64>>,
    /// Why it did not arrive.
    refused: RwSignal<Option<String>>,
    letter: StoredValue<Letter, LocalStorage>,
}

/// What is sent.
struct Letter {
    content: Blob,
    request: Ready,
    by: Option<XmlHttpRequest>,
    called_off: bool,
}

/// The files that a card sends. They go on while the card is open.
#[derive(Clone, Copy)]
pub struct Sendings {
    client: ClientId,
    list: RwSignal<Vec<Going>>,
    waiting: StoredValue<VecDeque<Going>>,
    running: StoredValue<usize>,
    last: StoredValue<u32>,
    /// What goes belongs to the card, whatever asked for it: a dialog is closed by then.
    owner: StoredValue<Option<Owner>>,
}

impl Sendings {
    pub fn of(client: ClientId) -> Self {
        let all = Self {
            client,
            list: RwSignal::new(Vec::new()),
            waiting: StoredValue::new(VecDeque::new()),
            running: StoredValue::new(0),
            last: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
        };
        on_cleanup(move || {
            for going in all.list.try_get_untracked().into_iter().flatten() {
                going.call_off();
            }
        });
        all
    }

    pub fn list(self) -> Signal<Vec<Going>> {
        self.list.into()
    }

    /// Sends a file: as one of its own, or as the next version of another.
    pub fn send(self, name: String, content: Blob, version_of: Option<FileId>) {
        let request = match version_of {
            None => ready::<AddClientFile>(&(self.client,), &(), &()),
            Some(file) => ready::<AddFileVersion>(&(file,), &(), &()),
        };
        let Ok(request) = request else { return };
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        let trouble = refused_here(&content);
        let letter = Letter {
            content,
            request: Ready {
                // Also when the answer is lost and it is sent again, it is one file.
                idempotency_key: Some(random_key()),
                ..request
            },
            by: None,
            called_off: false,
        };
        let Some(owner) = self.owner.get_value() else {
            return;
        };
        let going = owner.with(|| Going {
            id,
            name: StoredValue::new(name),
            gone: RwSignal::new(None),
            refused: RwSignal::new(trouble.clone()),
            letter: StoredValue::new_local(letter),
        });
        self.list.update(|list| list.push(going));
        if trouble.is_none() {
            self.queue(going);
        }
    }

    fn queue(self, going: Going) {
        self.waiting
            .update_value(|waiting| waiting.push_back(going));
        self.pump();
    }

    fn pump(self) {
        while self.running.get_value() < AT_ONCE {
            let next = self.waiting.try_update_value(VecDeque::pop_front).flatten();
            let Some(next) = next else { return };
            self.running.update_value(|running| *running += 1);
            spawn_local(async move {
                let sent = next.run().await;
                // The card may be closed by now.
                if self.list.is_disposed() {
                    return;
                }
                self.running.update_value(|running| *running -= 1);
                match sent {
                    Ok(file) => self.arrived(next, &file),
                    Err(failure) => next.failed(&failure),
                }
                self.pump();
            });
        }
    }

    fn arrived(self, going: Going, file: &File) {
        self.forget(going);
        queries().stale(TAGS);
        let text = match file.current.number {
            1 => t::files::sent(&file.name),
            number => t::files::sent_version(&file.name, number.to_string()),
        };
        toasts().show(Toast::new(text));
    }

    fn forget(self, going: Going) {
        self.list
            .update(|list| list.retain(|one| one.id != going.id));
    }

    /// Away with it: called off while it goes, out of the list when it was refused.
    fn dismiss(self, going: Going) {
        going.call_off();
        self.waiting
            .update_value(|waiting| waiting.retain(|one| one.id != going.id));
        self.forget(going);
    }

    fn again(self, going: Going) {
        going.refused.set(None);
        going.gone.set(None);
        self.queue(going);
    }
}

impl Going {
    async fn run(self) -> Result<File, Failure> {
        self.gone.set(Some(0.0));
        let parts = self
            .letter
            .try_with_value(|letter| (letter.request.clone(), letter.content.clone()));
        let Some((request, content)) = parts else {
            return Err(Failure::Unsendable("the card is closed".into()));
        };
        let name = self.name.get_value();
        let begin = move || {
            let by = XmlHttpRequest::new().ok()?;
            self.letter
                .try_update_value(|letter| {
                    letter.by = Some(by.clone());
                    (!letter.called_off).then_some(by)
                })
                .flatten()
        };
        let gone = move |share: f64| {
            self.gone.try_set(Some(share));
        };
        let answer = session().upload(&request, &name, &content, begin, gone);
        Ok(answer.await?.read::<File>()?.reply)
    }

    fn failed(self, failure: &Failure) {
        let called_off = self.letter.try_with_value(|letter| letter.called_off);
        if called_off != Some(false) {
            return;
        }
        let said = match failure.problem() {
            Some(problem) => match problem.errors.first() {
                Some(fault) => fault.message.clone(),
                None => problem.detail.clone(),
            },
            None => t::files::lost().to_owned(),
        };
        self.refused.set(Some(said));
    }

    fn call_off(self) {
        let by = self.letter.try_update_value(|letter| {
            letter.called_off = true;
            letter.by.take()
        });
        if let Some(by) = by.flatten() {
            let _ = by.abort();
        }
    }
}

/// What the server would refuse is told before a byte has left.
fn refused_here(content: &Blob) -> Option<String> {
    let largest = session().with_me(|me| me.largest_file)?;
    let size = content.size();
    if size < 1.0 {
        return Some(t::files::empty().to_owned());
    }
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
    let too_large = size > largest as f64;
    too_large.then(|| t::files::too_large(words::size(largest)))
}

/// A file that goes, or did not arrive.
#[component]
pub fn GoingLine(all: Sendings, going: Going) -> AnyView {
    let name = going.name.get_value();
    let share = move || {
        let gone = going.gone.get().unwrap_or_default();
        format!("{:.0}", gone * 100.0)
    };
    let label = t::files::sending(&name);
    let dismiss = {
        let name = name.clone();
        move || match going.refused.with(Option::is_some) {
            true => t::files::dismiss(&name),
            false => t::files::called_off(&name),
        }
    };
    let again = t::files::again(&name);
    view! {
        <li class="file" data-going="">
            <div class="file__what">
                <span class="file__going">{name}</span>
                {move || match going.refused.get() {
                    Some(said) => view! { <InlineError text=said /> }.into_any(),
                    None => view! {
                        <progress class="file__progress" max="100" value=share aria-label=label.clone()></progress>
                    }
                    .into_any(),
                }}
            </div>
            {move || going.refused.with(Option::is_some).then(|| view! {
                <Button label=again.clone() icon=Icon::RefreshCw face=Face::Icon kind=Kind::Ghost on_press=move |()| all.again(going) />
            })}
            <Button label=Signal::derive(dismiss) icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| all.dismiss(going) />
        </li>
    }
    .into_any()
}

impl Going {
    pub fn id(self) -> u32 {
        self.id
    }
}
