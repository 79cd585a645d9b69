//! What a result also does: each action resolved to people, dates and words, in the order in which the transition names them.
//!
//! Planning never fails and never changes what follows. What would change nothing (a stage that the client has, a tag that is there, a process
//! that runs for him) is left out, or said to be so.

use serde::{Deserialize, Serialize};

use super::assign::Hands;
use super::{AssigneeReason, ChainState, ClientChange, DueReason, Next};
use crate::clients::{MAX_LISTED, Stage};
use crate::collation::sort_key;
use crate::fields::FieldValue;
use crate::ids::{EmployeeId, HookId, ProcessId, TemplateId};
use crate::language::Language;
use crate::processes::{
    Action, AssigneeRule, DueRule, MessageBy, Moment, Placeholder, Recipient, Seen, Transition,
    filled_in, propose, resolve,
};
use crate::sentence::Telling;
use crate::tasks::{Assignee, Priority};
use crate::time::Due;

/// What texts of a process call those around.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    /// The client's name as lists show it.
    pub client: String,
    pub branch: String,
    pub club: String,
    /// In which dates and numbers are written.
    pub language: Language,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            client: String::new(),
            branch: String::new(),
            club: String::new(),
            language: Language::En,
        }
    }
}

/// One thing that happens besides, with the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub deed: Deed,
    pub words: Beside,
}

/// To be done in the transaction that stores the completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    Errand(NewErrand),
    Stage(Stage),
    /// Tags that the client does not have yet, and tags that he has.
    Tags {
        add: Vec<String>,
        remove: Vec<String>,
    },
    Responsible(EmployeeId),
    Start(ProcessId),
    /// The process runs for the client already: it is left alone, and that is said.
    LeaveRunning(ProcessId),
    /// Behind the bell of each.
    Notify {
        to: Vec<EmployeeId>,
        subject: String,
        text: String,
    },
    Write {
        to: Addressee,
        subject: String,
        text: String,
    },
    Call(HookId),
    /// There is nobody to tell, or no way to: that is said, and nothing is done.
    Nothing,
}

/// Who is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// At this address.
    Client(String),
    /// At the addresses they sign in with.
    Staff(Vec<EmployeeId>),
}

/// A side task to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewErrand {
    pub template_id: TemplateId,
    pub due: Due,
    /// For a promised moment.
    pub promised: bool,
    pub due_reason: Vec<DueReason>,
    pub assignee: Assignee,
    pub assignee_reason: AssigneeReason,
    pub priority: Priority,
    /// What exactly is to be done.
    pub text: Option<String>,
}

/// What happens besides the next step, as data; each language puts it into words. Kept with the completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Beside {
    Errand {
        template: String,
        due: Due,
        /// Absent: a role's pool.
        person: Option<String>,
        /// Name of the role whose pool it is.
        pool: Option<String>,
        text: Option<String>,
    },
    Stage {
        stage: Stage,
    },
    Tags {
        add: Vec<String>,
        remove: Vec<String>,
    },
    Responsible {
        person: String,
    },
    Process {
        process: String,
        /// It runs for the client already and is left alone.
        runs: bool,
    },
    Message {
        by: MessageBy,
        /// Names; nobody when there is no one to tell.
        to: Vec<String>,
        subject: String,
        /// The client has no address, or does not want to be written to.
        unreachable: bool,
    },
    Hook {
        hook: String,
    },
}

/// What a completion does to the client and the chain before anything else happens.
pub(super) struct Standing<'a> {
    pub client: &'a ClientChange,
    /// How the completion leaves the chain.
    pub chain: Option<ChainState>,
    pub next: &'a Next,
    /// Name of the result.
    pub result: &'a str,
}

/// Everything that also happens, in order.
pub(super) fn plan(
    transition: &Transition,
    seen: Seen<'_>,
    standing: &Standing<'_>,
    hands: Hands<'_>,
) -> Vec<Planned> {
    let mut plan = Plan::new(standing, hands);
    for action in transition.also_when(seen) {
        if let Some(planned) = plan.act(action) {
            plan.planned.push(planned);
        }
    }
    plan.planned
}

/// What of an assignment counts for the rules after it: nobody in particular has what waits in a pool.
fn given(
    assignee: Assignee,
    why: &AssigneeReason,
) -> impl Iterator<Item = (EmployeeId, AssigneeReason)> + use<> {
    let to = match assignee {
        Assignee::Employee(id) => Some((id, why.clone())),
        Assignee::Pool(_) => None,
    };
    to.into_iter()
}

/// The client as he will be after the actions so far.
struct Plan<'a> {
    hands: Hands<'a>,
    standing: &'a Standing<'a>,
    stage: Option<Stage>,
    tags: Vec<String>,
    responsible: Option<EmployeeId>,
    started: Vec<ProcessId>,
    /// Who has got work so far, the next step first. Being responsible is no work: that rule chooses as the next step does.
    given: Vec<(EmployeeId, AssigneeReason)>,
    planned: Vec<Planned>,
}

impl<'a> Plan<'a> {
    fn new(standing: &'a Standing<'a>, hands: Hands<'a>) -> Self {
        let client = hands.cx.client.as_ref();
        let stage = match standing.client.becomes_client {
            true => Some(Stage::Client),
            false => client.map(|client| client.stage),
        };
        Self {
            hands,
            standing,
            stage,
            tags: client.map(|client| client.tags.clone()).unwrap_or_default(),
            responsible: client.and_then(|client| client.responsible_id),
            started: Vec::new(),
            given: match standing.next {
                Next::Task(next) => given(next.assignee, &next.assignee_reason).collect(),
                _ => Vec::new(),
            },
            planned: Vec::new(),
        }
    }

    fn hands(&self) -> Hands<'_> {
        Hands {
            given: &self.given,
            ..self.hands
        }
    }

    fn act(&mut self, action: &Action) -> Option<Planned> {
        // Every action is about a client.
        self.hands.cx.client.as_ref()?;
        match action {
            Action::Errand {
                template_id,
                due,
                assignee,
                text,
            } => self.errand(*template_id, due.as_ref(), assignee, text.as_deref()),
            Action::Stage { stage } => {
                let same = self.stage.replace(*stage) == Some(*stage);
                (!same).then_some(Planned {
                    deed: Deed::Stage(*stage),
                    words: Beside::Stage { stage: *stage },
                })
            }
            Action::Tag { add, remove } => self.tags(add, remove),
            Action::Responsible { assignee } => {
                let (Assignee::Employee(id), _) = self.hands.pick(assignee) else {
                    return None;
                };
                let same = self.responsible.replace(id) == Some(id);
                let person = self.hands.find(id)?.name.clone();
                (!same).then_some(Planned {
                    deed: Deed::Responsible(id),
                    words: Beside::Responsible { person },
                })
            }
            Action::StartProcess { process_id } => Some(self.start(*process_id)),
            Action::Message {
                to,
                by,
                subject,
                text,
            } => Some(self.message(to, *by, self.line(subject), self.phrase(text))),
            Action::Hook { hook_id } => Some(Planned {
                deed: Deed::Call(*hook_id),
                words: Beside::Hook {
                    hook: self
                        .hands
                        .cx
                        .hooks
                        .get(hook_id)
                        .cloned()
                        .unwrap_or_default(),
                },
            }),
        }
    }

    fn message(&self, to: &Recipient, by: MessageBy, subject: String, text: String) -> Planned {
        let (deed, names, unreachable) = match to {
            Recipient::Client => {
                let client = self.hands.cx.client.as_ref();
                let address = client.and_then(|client| client.email.clone());
                // This very result may be the wish not to be written to any more.
                let address = address
                    .filter(|_| by == MessageBy::Email && !self.standing.client.do_not_contact);
                let unreachable = address.is_none();
                let deed = match address {
                    Some(address) => Deed::Write {
                        to: Addressee::Client(address),
                        subject: subject.clone(),
                        text,
                    },
                    None => Deed::Nothing,
                };
                (deed, vec![self.hands.cx.words.client.clone()], unreachable)
            }
            staff => {
                let ids = self.staff(staff);
                let names = ids.iter().map(|id| self.name(*id)).collect();
                let deed = match by {
                    _ if ids.is_empty() => Deed::Nothing,
                    MessageBy::Notice => Deed::Notify {
                        to: ids,
                        subject: subject.clone(),
                        text,
                    },
                    MessageBy::Email => Deed::Write {
                        to: Addressee::Staff(ids),
                        subject: subject.clone(),
                        text,
                    },
                };
                (deed, names, false)
            }
        };
        Planned {
            deed,
            words: Beside::Message {
                by,
                to: names,
                subject,
                unreachable,
            },
        }
    }

    /// Employees only; absent ones too: they read it when they are back.
    fn staff(&self, to: &Recipient) -> Vec<EmployeeId> {
        let known = |id: EmployeeId| self.hands.find(id).map(|staff| staff.id);
        match to {
            Recipient::Client => Vec::new(),
            Recipient::Responsible => self.responsible.and_then(known).into_iter().collect(),
            Recipient::Same => vec![self.hands.by],
            Recipient::Employee { employee_id } => known(*employee_id).into_iter().collect(),
            Recipient::Role { role_id } => self.hands.of_branch(*role_id),
        }
    }

    fn errand(
        &mut self,
        id: TemplateId,
        due: Option<&DueRule>,
        assignee: &AssigneeRule,
        text: Option<&str>,
    ) -> Option<Planned> {
        let cx = self.hands.cx;
        let template = cx.templates.iter().find(|template| template.id == id)?;
        let rule = due.unwrap_or(&template.default_due);
        let moment = Moment {
            now: cx.now,
            zone: &cx.zone,
            calendar: &cx.calendar,
            answers: self.hands.answers,
        };
        // Nobody is asked: what would be proposed holds.
        let when = resolve(rule, moment).unwrap_or_else(|_| propose(rule, moment));
        let (assignee, assignee_reason) = self.hands().pick(assignee);
        self.given.extend(given(assignee, &assignee_reason));
        let called = self.hands.called(assignee);
        let text = text.map(|text| self.phrase(text));
        Some(Planned {
            words: Beside::Errand {
                template: template.name.clone(),
                due: when.due,
                person: called.person,
                pool: called.pool,
                text: text.clone(),
            },
            deed: Deed::Errand(NewErrand {
                template_id: id,
                due: when.due,
                promised: when.promised,
                due_reason: when.reasons,
                assignee,
                assignee_reason,
                priority: template.priority,
                text,
            }),
        })
    }

    fn tags(&mut self, add: &[String], remove: &[String]) -> Option<Planned> {
        let is = |tag: &str, other: &str| sort_key(tag) == sort_key(other);
        let mut gone = Vec::new();
        self.tags.retain(|known| {
            let stays = !remove.iter().any(|tag| is(tag, known));
            if !stays {
                gone.push(known.clone());
            }
            stays
        });
        let mut new: Vec<String> = Vec::new();
        for tag in add.iter().map(|tag| tag.trim()) {
            // A card that is full stays as it is.
            if self.tags.len() < MAX_LISTED && !self.tags.iter().any(|known| is(known, tag)) {
                self.tags.push(tag.to_owned());
                new.push(tag.to_owned());
            }
        }
        let nothing = new.is_empty() && gone.is_empty();
        (!nothing).then(|| Planned {
            deed: Deed::Tags {
                add: new.clone(),
                remove: gone.clone(),
            },
            words: Beside::Tags {
                add: new,
                remove: gone,
            },
        })
    }

    fn start(&mut self, id: ProcessId) -> Planned {
        let cx = self.hands.cx;
        let own = cx.chain.as_ref().map(|chain| chain.id);
        let goes_on = matches!(
            self.standing.chain,
            Some(ChainState::Active | ChainState::Sleeping)
        );
        let running = cx.client.as_ref().and_then(|it| it.running.get(&id));
        let runs = running.is_some_and(|chain| Some(*chain) != own || goes_on)
            || *self.standing.next == Next::StartProcess { process_id: id }
            || matches!(self.standing.next, Next::Sleep { call: Some(call), .. } if call.process_id == id)
            || self.started.contains(&id);
        self.started.push(id);
        Planned {
            deed: match runs {
                true => Deed::LeaveRunning(id),
                false => Deed::Start(id),
            },
            words: Beside::Process {
                process: cx.processes.get(&id).cloned().unwrap_or_default(),
                runs,
            },
        }
    }

    /// An answer may have several lines, a subject has one.
    fn line(&self, text: &str) -> String {
        let said = self.phrase(text);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn phrase(&self, text: &str) -> String {
        let cx = self.hands.cx;
        let telling = Telling {
            language: cx.words.language,
            zone: &cx.zone,
            today: cx.zone.day(cx.now),
        };
        filled_in(text, |placeholder| match placeholder {
            Placeholder::Client => cx.words.client.clone(),
            Placeholder::Result => self.standing.result.to_owned(),
            Placeholder::Employee => self.name(self.hands.by),
            Placeholder::Branch => cx.words.branch.clone(),
            Placeholder::Club => cx.words.club.clone(),
            Placeholder::Field(key) => {
                let mut answers = self.hands.answers.iter();
                let answer = answers.find(|filled| filled.key == key);
                answer.map_or_else(String::new, |filled| match &filled.value {
                    FieldValue::Employee(id) => self.name(*id),
                    value => telling.answer(value, &filled.names),
                })
            }
        })
    }

    fn name(&self, id: EmployeeId) -> String {
        let staff = self.hands.find(id);
        staff.map(|staff| staff.name.clone()).unwrap_or_default()
    }
}
