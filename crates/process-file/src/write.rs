//! A file as text: what `parse` reads back as the same.

use domain::fields::Limits;
use domain::language::Language;
use domain::processes::{Condition, Freedom, Pick, Test};
use domain::tasks::Priority;

use crate::FORMAT;
use crate::due::due_text;
use crate::emit::Out;
use crate::model::{
    Act, Also, Assignee, Back, Call, Choose, Dictionary, Field, File, Outgoing, Process, Question,
    Reader, ResultEntry, Step, Target, Template, Then,
};

/// The entries of one mapping, in the order in which they are read.
#[derive(Default)]
struct Lines(Vec<(String, Out)>);

impl Lines {
    fn put(&mut self, key: &str, value: Out) {
        self.0.push((key.to_owned(), value));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.put(key, Out::text(text));
    }

    fn word(&mut self, key: &str, word: impl ToString) {
        self.put(key, Out::word(word));
    }

    fn optional(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn flag(&mut self, key: &str, flag: bool) {
        if flag {
            self.word(key, true);
        }
    }

    fn map(self) -> Out {
        Out::Map(self.0)
    }
}

impl File {
    /// The file as text.
    pub fn text(&self) -> String {
        let mut lines = Lines::default();
        lines.word("perezvon", FORMAT);
        if let Some(language) = self.language {
            lines.word("language", Language::as_str(language));
        }
        let mut part = |name: &str, things: Vec<(String, Out)>| {
            if !things.is_empty() {
                lines.put(name, Out::Map(things));
            }
        };
        part(
            "processes",
            keyed(&self.processes, |one| (&one.key.text, process(one))),
        );
        part(
            "templates",
            keyed(&self.templates, |one| (&one.key.text, template(one))),
        );
        part(
            "results",
            keyed(&self.results, |one| (&one.key.text, result(one))),
        );
        part(
            "dictionaries",
            keyed(&self.dictionaries, |one| (&one.key.text, dictionary(one))),
        );
        lines.map().document()
    }
}

fn keyed<T>(things: &[T], entry: impl Fn(&T) -> (&String, Out)) -> Vec<(String, Out)> {
    let entries = things.iter().map(entry);
    entries.map(|(key, out)| (key.clone(), out)).collect()
}

fn process(process: &Process) -> Out {
    let mut lines = Lines::default();
    lines.text("name", &process.name);
    lines.optional("description", process.description.as_deref());
    if let Some(start) = &process.start {
        let mut of_start = Lines::default();
        target(&mut of_start, start);
        lines.put("start", of_start.map());
    }
    if !process.steps.is_empty() {
        lines.put(
            "steps",
            Out::Map(keyed(&process.steps, |one| (&one.key.text, step(one)))),
        );
    }
    lines.map()
}

fn step(step: &Step) -> Out {
    let mut lines = Lines::default();
    lines.text("template", &step.template.text);
    if let Some(position) = step.position {
        let place = vec![position.x.to_string(), position.y.to_string()];
        lines.put("position", Out::Row(place));
    }
    if !step.results.is_empty() {
        lines.put(
            "results",
            Out::Map(keyed(&step.results, |one| {
                (&one.result.text, outgoing(one))
            })),
        );
    }
    lines.map()
}

fn outgoing(outgoing: &Outgoing) -> Out {
    let otherwise = outgoing.then.as_ref().map_or(Out::Nothing, then);
    let is_plain = outgoing.cases.is_empty() && outgoing.also.is_empty();
    if is_plain || outgoing.then.is_none() {
        return otherwise;
    }
    let cases = outgoing.cases.iter().map(|case| {
        let mut lines = Lines::default();
        let when = case.when.iter().map(|asked| question(&asked.what));
        lines.put("if", Out::List(when.collect()));
        lines.put("then", then(&case.then));
        lines.map()
    });
    let mut lines = Lines::default();
    match outgoing.cases.is_empty() {
        true => lines.put("then", otherwise),
        false => {
            lines.put("cases", Out::List(cases.collect()));
            lines.put("otherwise", otherwise);
        }
    }
    if !outgoing.also.is_empty() {
        lines.put("also", Out::List(outgoing.also.iter().map(also).collect()));
    }
    lines.map()
}

fn also(also: &Also) -> Out {
    let mut lines = Lines::default();
    if !also.when.is_empty() {
        let when = also.when.iter().map(|asked| question(&asked.what));
        lines.put("if", Out::List(when.collect()));
    }
    match &also.act {
        Act::Errand {
            template,
            due,
            assignee,
            text,
        } => {
            lines.text("errand", &template.text);
            if let Some(due) = due {
                lines.word("due", due_text(due));
            }
            person(&mut lines, "assignee", assignee);
            lines.optional("text", text.as_deref());
        }
        Act::Stage(stage) => lines.word("stage", stage.as_str()),
        Act::Tags { add, remove } => {
            for (key, tags) in [("add_tags", add), ("remove_tags", remove)] {
                // Of an unfinished draft both may be empty.
                if !tags.is_empty() || (key == "add_tags" && remove.is_empty()) {
                    lines.put(key, Out::List(tags.iter().map(Out::text).collect()));
                }
            }
        }
        Act::Responsible(Assignee::Same) => lines.word("responsible", "same"),
        Act::Responsible(assignee) => person(&mut lines, "responsible", assignee),
        Act::Message {
            by,
            to,
            subject,
            text,
        } => {
            let key = by.as_str();
            let mut one = Lines::default();
            match to {
                Reader::Client => lines.word(key, "client"),
                Reader::Responsible => lines.word(key, "responsible"),
                Reader::Same => lines.word(key, "same"),
                Reader::Employee(email) => one.text("employee", &email.text),
                Reader::Role(role) => one.text("role", &role.text),
            }
            if !one.0.is_empty() {
                lines.put(key, one.map());
            }
            lines.text("subject", subject);
            lines.text("text", text);
        }
        Act::Hook(name) => lines.text("hook", &name.text),
        Act::Process(name) => lines.text("process", &name.text),
    }
    lines.map()
}

fn question(asked: &Question) -> Out {
    let mut lines = Lines::default();
    let texts =
        |texts: &mut dyn Iterator<Item = &String>| Out::List(texts.map(Out::text).collect());
    match asked {
        Question::Plain(condition) => plain(&mut lines, condition),
        Question::Values {
            field,
            pick,
            values,
        } => {
            lines.text("field", field);
            let word = match pick {
                Choose::OneOf => "one_of",
                Choose::AllOf => "all_of",
                Choose::NoneOf => "none_of",
            };
            lines.put(word, texts(&mut values.iter().map(|value| &value.text)));
        }
        Question::Branches(names) => {
            lines.put("branch", texts(&mut names.iter().map(|name| &name.text)));
        }
    }
    lines.map()
}

/// Values and branches are told by their names, elsewhere.
fn plain(lines: &mut Lines, condition: &Condition) {
    match condition {
        Condition::Field { field, is } => {
            lines.text("field", field);
            match is {
                Test::Filled => lines.word("is", "filled"),
                Test::Empty => lines.word("is", "empty"),
                Test::Yes => lines.text("is", "yes"),
                Test::No => lines.text("is", "no"),
                Test::AtLeast { number } => lines.word("at_least", number),
                Test::AtMost { number } => lines.word("at_most", number),
                Test::SumAtLeast { amount } => lines.word("sum_at_least", amount),
                Test::SumAtMost { amount } => lines.word("sum_at_most", amount),
                Test::DaysAtLeast { days } => lines.word("days_at_least", days),
                Test::DaysAtMost { days } => lines.word("days_at_most", days),
                Test::Before { date } => lines.text("before", &date.to_string()),
                Test::After { date } => lines.text("after", &date.to_string()),
                Test::OneOf { .. } | Test::AllOf { .. } | Test::NoneOf { .. } => {}
            }
        }
        Condition::Attempt { at_least } => lines.word("attempt", at_least),
        Condition::Stage { one_of } => {
            let stages = one_of.iter().map(|stage| stage.as_str().to_owned());
            lines.put("stage", Out::Row(stages.collect()));
        }
        Condition::Tagged { any_of } => {
            lines.put("tags", Out::List(any_of.iter().map(Out::text).collect()));
        }
        Condition::Untagged { none_of } => {
            lines.put(
                "no_tags",
                Out::List(none_of.iter().map(Out::text).collect()),
            );
        }
        Condition::Hour { from, until } => {
            let (from, until) = (from.format("%H:%M"), until.format("%H:%M"));
            lines.text("hours", &format!("{from}-{until}"));
        }
        Condition::Branch { .. } => {}
    }
}

fn then(then: &Then) -> Out {
    let mut lines = Lines::default();
    match then {
        Then::Goal => return Out::word("goal"),
        Then::Refusal => return Out::word("refusal"),
        Then::End => return Out::word("end"),
        Then::Step(to) => target(&mut lines, to),
        Then::Sleep {
            until,
            call,
            target: to,
        } => {
            lines.word("sleep", until.days);
            if let Some(field) = &until.field {
                lines.text("until", field);
            }
            lines.flag("errands", until.errands);
            if let Some(call) = call {
                lines.put("call", self::call(call));
            }
            target(&mut lines, to);
        }
        Then::Process(name) => lines.text("process", &name.text),
        Then::Retry {
            limit,
            due,
            assignee,
            freedom,
            exhausted,
        } => {
            lines.word("retry", limit);
            lines.put("due", Out::Row(due.iter().map(due_text).collect()));
            people(&mut lines, assignee, *freedom);
            lines.put("then", self::then(exhausted));
        }
    }
    lines.map()
}

fn call(call: &Call) -> Out {
    let back = |back: &Back| match back {
        Back::Step(step) => {
            let mut lines = Lines::default();
            lines.text("step", &step.text);
            lines.map()
        }
        Back::Goal => Out::word("goal"),
        Back::Refusal => Out::word("refusal"),
        Back::End => Out::word("end"),
    };
    let mut lines = Lines::default();
    lines.text("process", &call.process.text);
    lines.put("goal", back(&call.goal));
    lines.put("refusal", back(&call.refusal));
    lines.put("end", back(&call.end));
    lines.map()
}

fn target(lines: &mut Lines, target: &Target) {
    lines.text("step", &target.step.text);
    if let Some(due) = &target.due {
        lines.word("due", due_text(due));
    }
    people(lines, &target.assignee, target.freedom);
}

fn people(lines: &mut Lines, assignee: &Assignee, freedom: Freedom) {
    person(lines, "assignee", assignee);
    if freedom != Freedom::default() {
        lines.word("may_change", freedom.as_str());
    }
}

/// Whoever did the task before needs no words.
fn person(lines: &mut Lines, key: &str, assignee: &Assignee) {
    let mut chosen = Lines::default();
    match assignee {
        Assignee::Same => {}
        Assignee::Responsible => lines.word(key, "responsible"),
        Assignee::Employee(email) => chosen.text("employee", &email.text),
        Assignee::Role(role, pick) => {
            chosen.text("role", &role.text);
            if *pick != Pick::Pool {
                chosen.word("pick", pick.as_str());
            }
        }
        Assignee::Field(field) => chosen.text("field", field),
    }
    if !chosen.0.is_empty() {
        lines.put(key, chosen.map());
    }
}

fn template(template: &Template) -> Out {
    let mut lines = Lines::default();
    lines.text("name", &template.name);
    lines.word("type", template.task_type.as_str());
    if template.priority != Priority::Normal {
        lines.word("priority", template.priority.as_str());
    }
    if let Some(minutes) = template.planned_minutes {
        lines.word("minutes", minutes);
    }
    lines.word("due", due_text(&template.due));
    let results = template.results.iter().map(|key| key.text.clone());
    lines.put("results", Out::Row(results.collect()));
    lines.optional("script", template.script.as_deref());
    lines.map()
}

fn result(result: &ResultEntry) -> Out {
    let mut lines = Lines::default();
    lines.text("name", &result.name);
    lines.word("outcome", result.outcome.as_str());
    lines.flag("reached_human", result.reached_human);
    lines.flag("do_not_contact", result.do_not_contact);
    lines.flag("instant", result.instant);
    if !result.fields.is_empty() {
        lines.put(
            "fields",
            Out::Map(keyed(&result.fields, |one| (&one.key.text, field(one)))),
        );
    }
    lines.map()
}

fn field(field: &Field) -> Out {
    let mut lines = Lines::default();
    lines.text("label", &field.label);
    lines.word("type", field.kind.as_str());
    if let Some(dictionary) = &field.dictionary {
        lines.text("dictionary", &dictionary.text);
    }
    lines.flag("required", field.required);
    lines.optional("help", field.help.as_deref());
    let Limits {
        min,
        max,
        max_length,
        not_past,
    } = &field.limits;
    for (key, limit) in [
        ("min", *min),
        ("max", *max),
        ("max_length", max_length.map(i64::from)),
    ] {
        if let Some(limit) = limit {
            lines.word(key, limit);
        }
    }
    lines.flag("not_past", *not_past);
    lines.map()
}

fn dictionary(dictionary: &Dictionary) -> Out {
    let mut lines = Lines::default();
    lines.text("name", &dictionary.name);
    let values = dictionary.values.iter().map(|value| Out::text(&value.text));
    lines.put("values", Out::List(values.collect()));
    lines.map()
}
