//! What the address says of a list of clients or of companies: which ones, in which order, in which columns.

use domain::filters::{self, Filter, ListSubject, Shown};
use leptos_router::params::ParamsMap;
use wire::clients::ClientsQuery;
use wire::companies::CompaniesQuery;
use wire::list::Listed;

use crate::links;
use crate::lists::{self, Widths};

/// What stands in the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Of {
    #[default]
    Clients,
    Companies,
}

impl Of {
    /// The columns of a list nobody has chosen columns for; the name is always the first.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Clients => &[
                "name",
                "phone",
                "stage",
                "next_step",
                "last_contact_at",
                "responsible",
            ],
            Self::Companies => &[
                "name",
                "phone",
                "contact",
                "tax_id",
                "responsible",
                "created_at",
            ],
        }
    }

    pub fn subject(self) -> ListSubject {
        match self {
            Self::Clients => ListSubject::Clients,
            Self::Companies => ListSubject::Companies,
        }
    }

    fn address(self) -> String {
        match self {
            Self::Clients => links::clients(),
            Self::Companies => links::companies(),
        }
    }
}

/// So many are asked for at once.
const PAGE: u32 = 50;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub of: Of,
    pub q: String,
    pub filter: Filter,
    pub archived: bool,
    pub sort: Option<String>,
    /// Empty: the usual ones.
    pub columns: Vec<String>,
    pub widths: Widths,
    /// The id of the view that it began with.
    pub view: Option<String>,
}

impl Listing {
    pub fn read(of: Of, map: &ParamsMap) -> Self {
        let columns = map.get("cols").unwrap_or_default();
        let columns = columns.split(',').filter(|key| !key.is_empty());
        Self {
            of,
            q: map.get("q").unwrap_or_default(),
            // What is no filter narrows nothing, and is gone with the next change.
            filter: map
                .get("f")
                .and_then(|line| filters::parse(&line))
                .unwrap_or_default(),
            archived: map.get("archived").is_some(),
            sort: map.get("sort"),
            columns: columns.map(str::to_owned).collect(),
            widths: lists::read_widths(&map.get("widths").unwrap_or_default()),
            view: map.get("view"),
        }
    }

    /// What a view would keep of it.
    pub fn shows(&self) -> Shown {
        Shown {
            filter: self.filter.clone(),
            archived: self.archived,
            sort: self.sort.clone(),
            columns: self.columns.clone(),
            widths: self.widths.clone(),
        }
    }

    /// The same search in what a view shows.
    pub fn showing(&self, shows: &Shown, view: Option<String>) -> Self {
        Self {
            of: self.of,
            q: self.q.clone(),
            filter: shows.filter.clone(),
            archived: shows.archived,
            sort: shows.sort.clone(),
            columns: shows.columns.clone(),
            widths: shows.widths.clone(),
            view,
        }
    }

    pub fn address(&self) -> String {
        let on =
            |name: &str, on: bool, value: &str| on.then(|| (name.to_owned(), value.to_owned()));
        let line = filters::write(&self.filter);
        let (columns, widths) = (self.columns.join(","), lists::write_widths(&self.widths));
        let parts = [
            self.view.clone().map(|view| ("view".to_owned(), view)),
            on("q", !self.q.is_empty(), &self.q),
            on("f", !line.is_empty(), &line),
            on("archived", self.archived, "1"),
            self.sort.clone().map(|sort| ("sort".to_owned(), sort)),
            on("cols", !columns.is_empty(), &columns),
            on("widths", !widths.is_empty(), &widths),
        ];
        links::with_lines(&self.of.address(), parts.into_iter().flatten())
    }

    /// The columns that are shown; the name is always the first.
    pub fn shown(&self) -> Vec<String> {
        let usual = self.of.columns();
        let chosen: Vec<&str> = match self.columns.is_empty() {
            true => usual.to_vec(),
            false => self.columns.iter().map(String::as_str).collect(),
        };
        let others = chosen.into_iter().filter(|key| *key != usual[0]);
        std::iter::once(usual[0])
            .chain(others)
            .map(str::to_owned)
            .collect()
    }

    /// Those that a row has no member for.
    pub fn asked(&self) -> Vec<String> {
        let mut shown = self.shown();
        shown.retain(|key| !self.of.columns().contains(&key.as_str()));
        shown
    }

    /// What is searched for, if anything.
    pub fn sought(&self) -> Option<String> {
        Some(self.q.trim().to_owned()).filter(|q| !q.is_empty())
    }

    fn line(&self) -> Option<String> {
        Some(filters::write(&self.filter)).filter(|line| !line.is_empty())
    }

    fn cells(&self) -> Option<Listed<String>> {
        Some(Listed(self.asked())).filter(|asked| !asked.0.is_empty())
    }

    pub fn companies(&self, cursor: Option<String>) -> CompaniesQuery {
        CompaniesQuery {
            q: self.sought(),
            filter: self.line(),
            archived: self.archived.then_some(true),
            sort: self.sort.clone(),
            columns: self.cells(),
            include_total: cursor.is_none().then_some(true),
            limit: Some(PAGE),
            cursor,
            ..CompaniesQuery::default()
        }
    }

    pub fn query(&self, cursor: Option<String>) -> ClientsQuery {
        ClientsQuery {
            q: self.sought(),
            filter: self.line(),
            archived: self.archived.then_some(true),
            sort: self.sort.clone(),
            columns: self.cells(),
            include_total: cursor.is_none().then_some(true),
            limit: Some(PAGE),
            cursor,
            ..ClientsQuery::default()
        }
    }

    pub fn is_narrow(&self) -> bool {
        !self.q.is_empty() || self.archived || !self.filter.is_open()
    }

    /// All of them, in the same columns and order.
    pub fn widened(&self) -> Self {
        Self {
            of: self.of,
            sort: self.sort.clone(),
            columns: self.columns.clone(),
            widths: self.widths.clone(),
            ..Self::default()
        }
    }

    /// What is listed and how: the rows, in their order, with their columns.
    pub fn rows(&self) -> String {
        let rows = Self {
            widths: Widths::new(),
            view: None,
            ..self.clone()
        };
        rows.address()
    }
}

/// A filter as the screen shows it: questions that must all hold, and one group of which one is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    pub all: Vec<Filter>,
    pub any: Vec<Filter>,
}

impl From<&Filter> for Parts {
    fn from(filter: &Filter) -> Self {
        let of = match filter {
            Filter::All { of } => of.clone(),
            one => vec![one.clone()],
        };
        let mut parts = Self::default();
        for one in of {
            match one {
                Filter::Any { of } if parts.any.is_empty() && of.iter().all(is_question) => {
                    parts.any = of;
                }
                one => parts.all.push(one),
            }
        }
        parts
    }
}

impl From<Parts> for Filter {
    fn from(parts: Parts) -> Self {
        let mut of = parts.all;
        match <[Self; 1]>::try_from(parts.any) {
            Ok([one]) => of.push(one),
            Err(any) if any.is_empty() => {}
            Err(any) => of.push(Self::Any { of: any }),
        }
        Self::All { of }
    }
}

fn is_question(filter: &Filter) -> bool {
    matches!(filter, Filter::Test { .. })
}
