//! The lines of a client's brief.

use super::plural::Noun;
use super::{Telling, sentence_case};
use crate::clients::Channel;
use crate::clients::brief::{BriefLine, Contacted};

const TIMES: Noun = Noun {
    ru: ["раз", "раза", "раз"],
    en: ["time", "times"],
    ro: ["ori", "ori"],
};
const YEARS: Noun = Noun {
    ru: ["год", "года", "лет"],
    en: ["year", "years"],
    ro: ["an", "ani"],
};

impl Telling<'_> {
    /// `Последний разговор: «Думает», ср 18 ноября 16:05. Спрашивала про утро`
    pub fn brief(self, line: &BriefLine) -> String {
        match line {
            BriefLine::Standing {
                stage,
                since,
                source,
            } => {
                let (stage, since) = (sentence_case(self.stage(*stage)), self.date(*since));
                let standing = self.say(
                    format!("{stage} с {since}"),
                    format!("{stage} since {since}"),
                    format!("{stage} din {since}"),
                );
                let label = self.say("источник", "source", "sursa");
                match source {
                    Some(source) => format!("{standing}, {label}: {source}"),
                    None => standing,
                }
            }
            BriefLine::Forbidden { channels } => {
                let label = self.say("Нельзя", "Not allowed", "Interzis");
                let named = channels.iter().map(|channel| self.channel(*channel));
                format!("{label}: {}", named.collect::<Vec<_>>().join(", "))
            }
            BriefLine::Birthday { on, turns } => {
                let (day, past) = (self.day(*on), *on < self.today);
                match past {
                    true => self.say(
                        format!("День рождения {day}: {turns}"),
                        format!("Birthday {day}: {turns}"),
                        format!("Ziua de naștere {day}: {turns}"),
                    ),
                    false => self.say(
                        format!("День рождения {day}: исполнится {turns}"),
                        format!("Birthday {day}: turns {turns}"),
                        format!("Ziua de naștere {day}: împlinește {turns}"),
                    ),
                }
            }
            BriefLine::Family { members } => {
                let label = self.say("Семья", "Family", "Familia");
                let named = members.iter().map(|(one, age)| {
                    let age = age.map(|age| YEARS.counted(self.language, age.into()));
                    let known = std::iter::once(one.kind.clone()).chain(age);
                    format!("{} ({})", one.name, known.collect::<Vec<_>>().join(", "))
                });
                format!("{label}: {}", named.collect::<Vec<_>>().join(", "))
            }
            BriefLine::LastTalk { talk } => {
                let label = self.say("Последний разговор", "Last talk", "Ultima discuție");
                format!("{label}: {}", self.talk(talk, self.moment(talk.at)))
            }
            BriefLine::Unanswered { times, last, since } => {
                let last = self.moment(*last);
                let times = TIMES.counted(self.language, (*times).into());
                match since {
                    true => self.say(
                        format!("После него без ответа: {times}, последний {last}"),
                        format!("No answer since: {times}, last {last}"),
                        format!("Fără răspuns de atunci: de {times}, ultima dată {last}"),
                    ),
                    false => self.say(
                        format!("Ещё не было разговора, без ответа: {times}, последний {last}"),
                        format!("Never reached yet: tried {times}, last {last}"),
                        format!(
                            "Nicio discuție încă, fără răspuns: de {times}, ultima dată {last}"
                        ),
                    ),
                }
            }
            BriefLine::Rhythm {
                talks,
                every_days,
                hours,
            } => self.rhythm(*talks, *every_days, *hours),
            BriefLine::Refusal { talk } => {
                let label = self.say("Раньше", "Before", "Înainte");
                let day = self.day(self.zone.day(talk.at));
                format!("{label}: {}", self.talk(talk, day))
            }
            BriefLine::Discounts { held, .. } => {
                let label = self.say("Скидки и льготы", "Discounts", "Reduceri");
                let named = held
                    .iter()
                    .map(|one| self.benefit(&one.name, &one.gives, one.term.until));
                format!("{label}: {}", named.collect::<Vec<_>>().join(", "))
            }
            BriefLine::Next { title, due } => {
                let label = self.say("Дальше", "Next", "Urmează");
                format!("{label}: {title}, {}", self.due(*due))
            }
            BriefLine::Note { text } => {
                format!("{}: {text}", self.say("Заметка", "Note", "Notă"))
            }
        }
    }

    /// `«Думает» (Дорого), ср 18 ноября. Спрашивала про утро`
    fn talk(self, talk: &Contacted, when: String) -> String {
        let answers = match talk.answers.is_empty() {
            true => String::new(),
            false => format!(" ({})", talk.answers.join(", ")),
        };
        let result = self.quoted(&talk.result);
        let said = talk.comment.iter().map(|comment| format!(". {comment}"));
        format!("{result}{answers}, {when}{}", said.collect::<String>())
    }

    fn rhythm(self, talks: u32, every: Option<u32>, hours: Option<(u32, u32)>) -> String {
        let mut said = format!("{}: {talks}", self.say("Разговоров", "Talks", "Discuții"));
        if let Some(days) = every {
            let days = super::date::DAYS.counted(self.language, days.into());
            said += &self.say(
                format!(", в среднем раз в {days}"),
                format!(", every {days} on average"),
                format!(", în medie o dată la {days}"),
            );
        }
        if let Some((from, until)) = hours {
            said += &self.say(
                format!(", чаще с {from} до {until}"),
                format!(", mostly {from}:00–{until}:00"),
                format!(", mai des între {from} și {until}"),
            );
        }
        said
    }

    fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Call => self.say("звонки", "calls", "apeluri"),
            Channel::Sms => self.say("SMS", "SMS", "SMS"),
            Channel::Email => self.say("письма", "e-mails", "e-mailuri"),
            Channel::Messenger => self.say("мессенджеры", "messengers", "mesagerie"),
        }
    }
}
