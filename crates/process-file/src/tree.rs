//! YAML as a tree with places: mappings, lists and text, and nothing that can surprise.
//!
//! Of YAML only what a person would write is taken. Anchors, aliases and tags are refused where they stand, so that a small file
//! cannot unfold into a large one; a key stands once in a mapping; depth and size are bounded.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use crate::MAX_BYTES;
use crate::fault::{Fault, Why};
use crate::model::Spot;

/// Mappings in lists in mappings …: a file has seven levels.
const MAX_DEPTH: usize = 16;

#[derive(Debug, Clone)]
pub struct Node {
    pub at: Spot,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub enum Value {
    /// Left empty, `~` or `null`.
    Nothing,
    /// `quoted` text is never a number or a word.
    Text {
        text: String,
        quoted: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub key: String,
    pub at: Spot,
    pub node: Node,
}

fn spot(mark: &Marker) -> Spot {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Spot {
        line: number(mark.line()),
        column: number(mark.col()).saturating_add(1),
    }
}

/// The one document of a file, or the first thing that is not YAML as we read it.
pub fn tree(text: &str) -> Result<Node, Fault> {
    let start = Spot { line: 1, column: 1 };
    if text.len() > MAX_BYTES {
        return Err(Fault::of_file(start, Why::TooBig { max: MAX_BYTES }));
    }
    // A byte order mark is no content.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut building = Building::default();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => building.take(event, spot(&span.start))?,
            Err(error) => return Err(syntax(text, &error)),
        }
    }
    match building.root {
        Some(root) => Ok(root),
        None => Err(Fault::of_file(start, Why::Empty)),
    }
}

/// What is not YAML. A tab in front of a line is the usual cause, and parsers see it late.
fn syntax(text: &str, error: &ScanError) -> Fault {
    let tabbed = text.lines().position(|line| line.starts_with('\t'));
    match tabbed.and_then(|line| u32::try_from(line + 1).ok()) {
        Some(line) => Fault::of_file(Spot { line, column: 1 }, Why::Tab),
        None => {
            let why = Why::Syntax(error.info().to_owned());
            Fault::of_file(spot(error.marker()), why)
        }
    }
}

/// A mapping or list that is not closed yet.
enum Open {
    List(Spot, Vec<Node>),
    /// With the key that waits for its value.
    Map(Spot, Vec<Entry>, Option<(String, Spot)>),
}

#[derive(Default)]
struct Building {
    open: Vec<Open>,
    root: Option<Node>,
}

impl Building {
    fn take(&mut self, event: Event<'_>, at: Spot) -> Result<(), Fault> {
        let refuse = |why| Err(Fault::of_file(at, why));
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => refuse(Why::SeveralDocuments),
            Event::DocumentStart(_) => Ok(()),
            Event::Alias(_) => refuse(Why::Alias),
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor > 0 =>
            {
                refuse(Why::Alias)
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => refuse(Why::Tag),
            Event::Scalar(text, style, _, _) => self.scalar(&text, style, at),
            Event::SequenceStart(..) => self.enter(Open::List(at, Vec::new()), at),
            Event::MappingStart(..) => self.enter(Open::Map(at, Vec::new(), None), at),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(at, nodes)) => self.put(Node {
                    at,
                    value: Value::List(nodes),
                }),
                Some(Open::Map(at, entries, _)) => self.put(Node {
                    at,
                    value: Value::Map(entries),
                }),
                None => Ok(()),
            },
        }
    }

    fn enter(&mut self, open: Open, at: Spot) -> Result<(), Fault> {
        if self.open.len() == MAX_DEPTH {
            return Err(Fault::of_file(at, Why::TooDeep));
        }
        if let Some(Open::Map(_, _, None)) = self.open.last() {
            return Err(Fault::of_file(at, Why::KeyForm));
        }
        self.open.push(open);
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, at: Spot) -> Result<(), Fault> {
        if let Some(Open::Map(_, entries, key @ None)) = self.open.last_mut() {
            if entries.iter().any(|entry| entry.key == text) {
                let why = Why::KeyTwice { key: text.into() };
                return Err(Fault::of_file(at, why));
            }
            *key = Some((text.to_owned(), at));
            return Ok(());
        }
        let quoted = !matches!(style, ScalarStyle::Plain);
        let value = match (quoted, text) {
            (false, "" | "~" | "null") => Value::Nothing,
            _ => Value::Text {
                text: text.to_owned(),
                quoted,
            },
        };
        self.put(Node { at, value })
    }

    fn put(&mut self, node: Node) -> Result<(), Fault> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, nodes)) => nodes.push(node),
            Some(Open::Map(_, entries, key)) => match key.take() {
                Some((key, at)) => entries.push(Entry { key, at, node }),
                None => return Err(Fault::of_file(node.at, Why::KeyForm)),
            },
        }
        Ok(())
    }
}
