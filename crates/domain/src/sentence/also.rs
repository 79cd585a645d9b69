//! What a result also does, in words: as a rule of the process, and as it happened.

use super::rule::{Names, UNKNOWN};
use super::{NBSP, Telling};
use crate::chains::Beside;
use crate::processes::{Action, Also, AssigneeRule, MessageBy, Recipient};

impl Telling<'_> {
    /// `Ещё: поручение «Выдать абонемент», завтра, Анна; метки: +«VIP»`. Nothing when nothing else happens.
    pub fn besides(self, besides: &[Beside]) -> Option<String> {
        let told: Vec<String> = besides.iter().map(|beside| self.beside(beside)).collect();
        let label = self.say("Ещё:", "Also:", "De asemenea:");
        (!told.is_empty()).then(|| format!("{label} {}", told.join("; ")))
    }

    /// One thing that happened, or would.
    pub fn beside(self, beside: &Beside) -> String {
        match beside {
            Beside::Errand {
                template,
                due,
                person,
                pool,
                text: _,
            } => {
                let who = match (person, pool) {
                    (Some(person), _) => Some(person.clone()),
                    (None, pool) => pool.as_deref().map(|role| self.pool(role)),
                };
                let parts = [Some(self.errand(template)), Some(self.due(*due)), who];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            Beside::Stage { stage } => self.becomes(self.stage(*stage)),
            Beside::Tags { add, remove } => self.tags(add, remove),
            Beside::Responsible { person } => self.responsible(person),
            Beside::Process { process, runs } => {
                let starts = self.starts(process);
                match runs {
                    false => starts,
                    true => {
                        let already = self.say("уже идёт", "runs already", "rulează deja");
                        format!("{starts} ({already})")
                    }
                }
            }
            Beside::Message {
                by,
                to,
                subject,
                unreachable,
            } => {
                let message = self.message(*by, subject);
                if *unreachable {
                    return self.say(
                        format!("{message} не отправить: у клиента нет адреса или он просил не писать"),
                        format!("{message} cannot be sent: the client has no address or does not want e-mails"),
                        format!("{message} nu se poate trimite: clientul nu are adresă sau nu dorește e-mailuri"),
                    );
                }
                let nobody = self.say("некому", "nobody", "nimeni");
                let to = match to.is_empty() {
                    true => nobody.to_owned(),
                    false => to.join(", "),
                };
                format!("{message}: {to}")
            }
            Beside::Hook { hook } => self.calls(hook),
        }
    }

    /// `если метка «VIP»: поручение «Выдать абонемент», через 1 день, общая очередь «Администраторы»`.
    pub fn also(self, also: &Also, names: &dyn Names) -> String {
        let act = self.action(&also.act, names);
        if also.when.is_empty() {
            return act;
        }
        let when = self.conditions(&also.when, names);
        self.say(
            format!("если {when}: {act}"),
            format!("if {when}: {act}"),
            format!("dacă {when}: {act}"),
        )
    }

    /// An action as the process names it.
    pub fn action(self, action: &Action, names: &dyn Names) -> String {
        match action {
            Action::Errand {
                template_id,
                due,
                assignee,
                text: _,
            } => {
                let template = names.template(*template_id).unwrap_or(UNKNOWN);
                let mut parts = vec![self.errand(template)];
                parts.extend(due.as_ref().map(|rule| self.due_rule(rule, names)));
                if *assignee != AssigneeRule::Same {
                    parts.push(self.assignee_rule(assignee, names));
                }
                parts.join(", ")
            }
            Action::Stage { stage } => self.becomes(self.stage(*stage)),
            Action::Tag { add, remove } => self.tags(add, remove),
            Action::Responsible { assignee } => {
                self.responsible(&self.assignee_rule(assignee, names))
            }
            Action::Message {
                to, by, subject, ..
            } => {
                let to = self.recipient(to, names);
                format!("{}: {to}", self.message(*by, subject))
            }
            Action::Hook { hook_id } => self.calls(names.hook(*hook_id).unwrap_or(UNKNOWN)),
            Action::StartProcess { process_id } => {
                self.starts(names.process(*process_id).unwrap_or(UNKNOWN))
            }
        }
    }

    fn recipient(self, to: &Recipient, names: &dyn Names) -> String {
        match to {
            Recipient::Client => self.say("клиент", "the client", "clientul").into(),
            Recipient::Responsible => self
                .say(
                    "ответственный за клиента",
                    "responsible for the client",
                    "responsabil de client",
                )
                .into(),
            Recipient::Same => self
                .say(
                    "кто дал результат",
                    "whoever gave the result",
                    "cine a dat rezultatul",
                )
                .into(),
            Recipient::Employee { employee_id } => {
                names.employee(*employee_id).unwrap_or(UNKNOWN).into()
            }
            Recipient::Role { role_id } => {
                let role = self.quoted(names.role(*role_id).unwrap_or(UNKNOWN));
                self.say(
                    format!("все с ролью {role}"),
                    format!("everybody of the role {role}"),
                    format!("toți cu rolul {role}"),
                )
            }
        }
    }

    fn message(self, by: MessageBy, subject: &str) -> String {
        let kind = match by {
            MessageBy::Notice => self.say("уведомление", "notice", "notificare"),
            MessageBy::Email => self.say("письмо", "e-mail", "e-mail"),
        };
        // While it is being written it has no subject yet.
        match subject.trim().is_empty() {
            true => kind.to_owned(),
            false => format!("{kind} {}", self.quoted(subject)),
        }
    }

    fn calls(self, hook: &str) -> String {
        let hook = self.quoted(hook);
        self.say(
            format!("вызов вебхука {hook}"),
            format!("call of the hook {hook}"),
            format!("apel al webhookului {hook}"),
        )
    }

    fn errand(self, template: &str) -> String {
        let template = self.quoted(template);
        self.say(
            format!("поручение {template}"),
            format!("errand {template}"),
            format!("însărcinare {template}"),
        )
    }

    fn becomes(self, stage: &str) -> String {
        self.say(
            format!("статус клиента: {stage}"),
            format!("client's status: {stage}"),
            format!("statutul clientului: {stage}"),
        )
    }

    fn tags(self, add: &[String], remove: &[String]) -> String {
        let added = add.iter().map(|tag| format!("+{}", self.quoted(tag)));
        let removed = remove.iter().map(|tag| format!("−{}", self.quoted(tag)));
        let tags: Vec<String> = added.chain(removed).collect();
        let tags = match tags.is_empty() {
            true => UNKNOWN.to_owned(),
            false => tags.join(" "),
        };
        self.say(
            format!("метки: {tags}"),
            format!("tags: {tags}"),
            format!("etichete: {tags}"),
        )
    }

    fn responsible(self, who: &str) -> String {
        self.say(
            format!("ответственный: {who}"),
            format!("responsible: {who}"),
            format!("responsabil: {who}"),
        )
    }

    fn starts(self, process: &str) -> String {
        let process = self.quoted(process);
        self.say(
            format!("рядом начинается процесс{NBSP}{process}"),
            format!("process {process} starts beside"),
            format!("începe alături procesul {process}"),
        )
    }
}
