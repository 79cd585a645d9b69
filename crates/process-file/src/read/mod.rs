//! From the tree to what a file says. All faults are found; whoever reads on after one gets a harmless value in its place.

mod also;
mod cases;
mod entries;
mod rules;
mod steps;
mod taken;

use std::collections::BTreeSet;

use domain::collation::sort_key;
use domain::language::Language;

use crate::FORMAT;
use crate::fault::{Fault, Kind, Why};
use crate::model::{Act, File, Named, Spot, Then};
use crate::tree::{Entry, tree};

use taken::Reader;

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines. What a club has or has not is not asked here.
pub fn parse(text: &str) -> Result<File, Vec<Fault>> {
    let root = tree(text).map_err(|fault| vec![fault])?;
    let mut reader = Reader::default();
    let file = reader.file(&root);
    if reader.faults.is_empty() {
        reader.references(&file);
    }
    match reader.faults.is_empty() {
        true => Ok(file),
        false => {
            let mut faults = reader.faults;
            faults.sort_by_key(|fault| fault.at);
            Err(faults)
        }
    }
}

impl Reader {
    fn file(&mut self, root: &crate::tree::Node) -> File {
        let mut file = File::default();
        let Some(mut map) = self.map(root, "") else {
            return file;
        };
        let format = map.take("perezvon");
        let is_ours = format.is_some_and(|node| self.number_of(node).is_some_and(|n| n == FORMAT));
        if !is_ours {
            let at = format.map_or(root.at, |node| node.at);
            self.fault(at, "perezvon", Why::Format { wanted: FORMAT });
            return file;
        }
        file.language = map
            .take("language")
            .and_then(|node| self.word(node, "language", Language::ALL, Language::as_str));
        for entry in self.entries(&mut map, "processes") {
            let read = self.process(entry);
            file.processes.extend(read);
        }
        for entry in self.entries(&mut map, "templates") {
            let read = self.template(entry);
            file.templates.extend(read);
        }
        for entry in self.entries(&mut map, "results") {
            let read = self.result(entry);
            file.results.extend(read);
        }
        for entry in self.entries(&mut map, "dictionaries") {
            let read = self.dictionary(entry);
            file.dictionaries.extend(read);
        }
        self.rest(map);
        self.names_once(
            "processes",
            file.processes.iter().map(|p| (&p.key, &p.name)),
        );
        self.names_once(
            "templates",
            file.templates.iter().map(|t| (&t.key, &t.name)),
        );
        self.names_once("results", file.results.iter().map(|r| (&r.key, &r.name)));
        self.names_once(
            "dictionaries",
            file.dictionaries.iter().map(|d| (&d.key, &d.name)),
        );
        file
    }

    /// The entries of a mapping of things by their keys; none when it is absent.
    fn entries<'t>(&mut self, map: &mut taken::Map<'t>, name: &'static str) -> Vec<&'t Entry> {
        let Some(node) = map.take(name) else {
            return Vec::new();
        };
        let Some(entries) = self.mapping(node, name) else {
            return Vec::new();
        };
        for entry in entries {
            self.key(&entry.key, entry.at, &format!("{name}.{}", entry.key));
        }
        entries.iter().collect()
    }

    /// A club knows things by their names: two of one name would be one.
    fn names_once<'f>(
        &mut self,
        list: &str,
        things: impl Iterator<Item = (&'f Named, &'f String)>,
    ) {
        let mut seen = BTreeSet::new();
        for (key, name) in things {
            if !seen.insert(sort_key(name)) {
                let path = format!("{list}.{}.name", key.text);
                self.fault(key.at, &path, Why::NameTwice { name: name.clone() });
            }
        }
    }

    /// Whether what the file refers to within itself is there.
    fn references(&mut self, file: &File) {
        for result in &file.results {
            for field in &result.fields {
                let Some(dictionary) = &field.dictionary else {
                    continue;
                };
                if file.dictionary(&dictionary.text).is_none() {
                    let path = format!("results.{}.fields.{}", result.key.text, field.key.text);
                    self.unknown(Kind::Dictionary, dictionary, &path);
                }
            }
        }
        for template in &file.templates {
            for result in &template.results {
                if file.result(&result.text).is_none() {
                    let path = format!("templates.{}.results", template.key.text);
                    self.unknown(Kind::Result, result, &path);
                }
            }
        }
        for process in &file.processes {
            let path = format!("processes.{}", process.key.text);
            let is_step = |key: &str| process.steps.iter().any(|step| step.key.text == key);
            let mut goes_to = Vec::new();
            goes_to.extend(process.start.as_ref().map(|start| &start.step));
            for step in &process.steps {
                if file.template(&step.template.text).is_none() {
                    self.unknown(Kind::Template, &step.template, &path);
                }
                for outgoing in &step.results {
                    if file.result(&outgoing.result.text).is_none() {
                        self.unknown(Kind::Result, &outgoing.result, &path);
                    }
                    goes_to.extend(outgoing.ways().filter_map(Then::step));
                    goes_to.extend(outgoing.ways().flat_map(Then::back_to));
                    for also in &outgoing.also {
                        if let Act::Errand { template, .. } = &also.act
                            && file.template(&template.text).is_none()
                        {
                            self.unknown(Kind::Template, template, &path);
                        }
                    }
                }
            }
            for step in goes_to {
                if !is_step(&step.text) {
                    self.unknown(Kind::Step, step, &path);
                }
            }
        }
    }

    fn unknown(&mut self, kind: Kind, name: &Named, path: &str) {
        let why = Why::Unknown {
            kind,
            name: name.text.clone(),
        };
        self.fault(name.at, path, why);
    }
}

impl Then {
    /// The steps that the end of a called process leads to.
    pub(crate) fn back_to(&self) -> Vec<&Named> {
        match self {
            Self::Sleep {
                call: Some(call), ..
            } => call.steps().collect(),
            Self::Retry { exhausted, .. } => exhausted.back_to(),
            _ => Vec::new(),
        }
    }

    /// The step that it leads to at last.
    pub(crate) fn step(&self) -> Option<&Named> {
        match self {
            Self::Step(target) | Self::Sleep { target, .. } => Some(&target.step),
            Self::Retry { exhausted, .. } => exhausted.step(),
            Self::Goal | Self::Refusal | Self::End | Self::Process(_) => None,
        }
    }
}

/// The place of a thing below another: `templates.call` and `name`.
fn below(path: &str, key: &str) -> String {
    match path.is_empty() {
        true => key.to_owned(),
        false => format!("{path}.{key}"),
    }
}

fn named(text: &str, at: Spot) -> Named {
    Named {
        text: text.to_owned(),
        at,
    }
}
