//! What is loaded of a list: pages one after another, and the rows they make.

use std::any::Any;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::{AnyView, IntoAny as _};
use wire::page::Total;

type Thing = dyn Any + Send + Sync;

/// A row: its id, and what it is of.
#[derive(Clone)]
pub struct Line {
    pub id: String,
    thing: Arc<Thing>,
    same: fn(&Thing, &Thing) -> bool,
}

impl Line {
    pub fn of<T: PartialEq + Send + Sync + 'static>(id: String, thing: T) -> Self {
        Self {
            id,
            thing: Arc::new(thing),
            same: |one, other| one.downcast_ref::<T>() == other.downcast_ref::<T>(),
        }
    }

    pub fn read<T: 'static>(&self) -> Option<&T> {
        self.thing.downcast_ref()
    }

    /// What `row` draws of it, when it is a `T`.
    pub fn drawn<T: 'static>(&self, row: impl FnOnce(&T) -> AnyView) -> AnyView {
        self.read().map_or_else(|| ().into_any(), row)
    }

    fn says_the_same(&self, other: &Self) -> bool {
        (self.same)(self.thing.as_ref(), other.thing.as_ref())
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && Arc::ptr_eq(&self.thing, &other.thing)
    }
}

/// What the server said of a page.
#[derive(Clone, Default)]
pub struct Answer {
    pub lines: Vec<Line>,
    pub next: Option<String>,
    /// Of the whole list; the first page says it.
    pub total: Option<Total>,
}

#[derive(Clone, Default)]
struct Sheet {
    came: bool,
    lines: Vec<Line>,
    next: Option<String>,
}

/// A page to be asked for: its place, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which list it is of.
    pub of: String,
    pub place: usize,
    pub cursor: Option<String>,
}

#[derive(Clone)]
pub struct Pages {
    of: String,
    sheets: Vec<Sheet>,
    rows: Vec<Line>,
    places: HashMap<String, usize>,
    total: Option<Total>,
}

impl Pages {
    /// Nothing yet of the list with this name: its first page is wanted.
    pub fn of(name: &str) -> Self {
        Self {
            of: name.to_owned(),
            sheets: vec![Sheet::default()],
            rows: Vec::new(),
            places: HashMap::new(),
            total: None,
        }
    }

    pub fn name(&self) -> &str {
        &self.of
    }

    /// Takes an answer in. The page after it begins where this one ends now; a row that says what it said stays the same thing.
    pub fn put(&mut self, place: usize, answer: Answer) {
        if place >= self.sheets.len() {
            return;
        }
        let known = |line: Line| match self.line(&line.id) {
            Some(old) if old.says_the_same(&line) => old.clone(),
            _ => line,
        };
        let lines = answer.lines.into_iter().map(known).collect();
        if place == 0 {
            self.total = answer.total;
        }
        if answer.next.is_none() {
            self.sheets.truncate(place + 1);
        }
        self.sheets[place] = Sheet {
            came: true,
            lines,
            next: answer.next,
        };
        self.count_anew();
    }

    /// Who moved from one page to another while they were asked one by one stands once.
    fn count_anew(&mut self) {
        self.rows.clear();
        self.places.clear();
        for line in self.sheets.iter().flat_map(|sheet| &sheet.lines) {
            if !self.places.contains_key(&line.id) {
                self.places.insert(line.id.clone(), self.rows.len());
                self.rows.push(line.clone());
            }
        }
    }

    /// Asks for the page after the last, if there is one and nothing is on its way.
    pub fn go_on(&mut self) {
        if self.has_more() {
            self.sheets.push(Sheet::default());
        }
    }

    pub fn has_more(&self) -> bool {
        let last = self.sheets.last();
        last.is_some_and(|sheet| sheet.came && sheet.next.is_some())
    }

    /// A page is on its way.
    pub fn awaits(&self) -> bool {
        self.sheets.last().is_some_and(|sheet| !sheet.came)
    }

    /// At least the first page is there.
    pub fn came(&self) -> bool {
        self.sheets.first().is_some_and(|sheet| sheet.came)
    }

    pub fn has(&self, place: usize) -> bool {
        self.sheets.get(place).is_some_and(|sheet| sheet.came)
    }

    /// The pages to follow while these rows are looked at: theirs, those that have not come, and the first, which knows how many there are.
    pub fn wanted(&self, seen: &Range<usize>) -> Vec<Wanted> {
        let mut first = 0;
        let mut cursor = None;
        let mut wanted = Vec::new();
        for (place, sheet) in self.sheets.iter().enumerate() {
            let end = first + sheet.lines.len();
            let near = first < seen.end && seen.start < end;
            if place == 0 || near || !sheet.came {
                wanted.push(Wanted {
                    of: self.of.clone(),
                    place,
                    cursor,
                });
            }
            cursor = sheet.next.clone();
            first = end;
        }
        wanted
    }

    pub fn rows(&self) -> &[Line] {
        &self.rows
    }

    pub fn line(&self, id: &str) -> Option<&Line> {
        self.rows.get(self.place(id)?)
    }

    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub fn total(&self) -> Option<Total> {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Line, Pages};

    fn answer(ids: &[&str], next: Option<&str>) -> Answer {
        let lines = ids
            .iter()
            .map(|id| Line::of((*id).to_owned(), (*id).to_owned()));
        Answer {
            lines: lines.collect(),
            next: next.map(str::to_owned),
            total: None,
        }
    }

    fn ids(pages: &Pages) -> Vec<&str> {
        pages.rows().iter().map(|line| line.id.as_str()).collect()
    }

    fn wanted(pages: &Pages, from: usize, to: usize) -> Vec<(usize, Option<String>)> {
        let wanted = pages.wanted(&(from..to)).into_iter();
        wanted.map(|page| (page.place, page.cursor)).collect()
    }

    #[test]
    fn pages_follow_each_other_and_end() {
        let mut pages = Pages::of("all");
        assert!(!pages.came() && pages.awaits());
        assert_eq!(wanted(&pages, 0, 30), [(0, None)]);
        pages.put(0, answer(&["a", "b"], Some("b")));
        assert!(pages.came() && pages.has_more() && !pages.awaits());
        pages.go_on();
        pages.go_on();
        assert_eq!(wanted(&pages, 0, 2), [(0, None), (1, Some("b".into()))]);
        pages.put(1, answer(&["c"], None));
        assert!(!pages.has_more());
        assert_eq!(ids(&pages), ["a", "b", "c"]);
        assert_eq!(pages.place("c"), Some(2));
    }

    #[test]
    fn only_pages_that_are_looked_at_are_followed() {
        let mut pages = Pages::of("all");
        pages.put(0, answer(&["a", "b"], Some("b")));
        pages.go_on();
        pages.put(1, answer(&["c", "d"], Some("d")));
        pages.go_on();
        pages.put(2, answer(&["e", "f"], None));
        assert_eq!(wanted(&pages, 4, 6), [(0, None), (2, Some("d".into()))]);
        assert_eq!(
            wanted(&pages, 1, 3),
            [(0, None), (1, Some("b".into()))],
            "a range over two pages"
        );
    }

    #[test]
    fn a_page_that_ends_elsewhere_moves_the_next_and_nobody_stands_twice() {
        let mut pages = Pages::of("all");
        pages.put(0, answer(&["a", "c"], Some("c")));
        pages.go_on();
        pages.put(1, answer(&["d", "e"], None));
        // Somebody came between them.
        pages.put(0, answer(&["a", "b"], Some("b")));
        assert_eq!(wanted(&pages, 2, 4), [(0, None), (1, Some("b".into()))]);
        pages.put(1, answer(&["c", "d", "e"], None));
        assert_eq!(ids(&pages), ["a", "b", "c", "d", "e"]);
        pages.put(0, answer(&["a", "b", "c"], Some("c")));
        assert_eq!(ids(&pages), ["a", "b", "c", "d", "e"]);
        // The list became short.
        pages.put(0, answer(&["a"], None));
        assert_eq!(ids(&pages), ["a"]);
    }

    #[test]
    fn what_says_the_same_stays_the_same() {
        let mut pages = Pages::of("all");
        pages.put(0, answer(&["a", "b"], None));
        let before = pages.rows().to_vec();
        pages.put(0, answer(&["a", "b"], None));
        assert!(pages.rows() == before);
    }
}
