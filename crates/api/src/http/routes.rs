//! Handlers by operation: `routes.on::<CompleteTask>(complete)`.
//!
//! The path, the method and who may call come from the operation; the OpenAPI document is made from the same list.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, OnceLock};

use actix_web::http::Method as Verb;
use actix_web::{HttpRequest, Resource, Route, Scope, web};
use wire::operation::{About, Method, Operation};

use super::call::{Answer, Call};
use super::ctx::Ctx;
use super::serve;
use super::shape::Shaped;

/// What answers an operation.
pub trait Handler<O: Operation>: Send + Sync + 'static {
    fn answer(&self, cx: Ctx, call: Call<O>) -> impl Future<Output = Answer<O::Reply>>;
}

impl<O, F, Fut> Handler<O> for F
where
    O: Operation,
    F: Fn(Ctx, Call<O>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Answer<O::Reply>>,
{
    fn answer(&self, cx: Ctx, call: Call<O>) -> impl Future<Output = Answer<O::Reply>> {
        self(cx, call)
    }
}

/// The operations that are answered.
#[derive(Clone, Default)]
pub struct Routes {
    entries: Vec<Entry>,
}

/// One answered operation.
#[derive(Clone)]
pub struct Entry {
    pub about: About,
    shapes: Arc<OnceLock<Shapes>>,
    make_shapes: fn() -> Shapes,
    make_route: Arc<dyn Fn(Entry) -> Route + Send + Sync>,
}

/// The schemas of an operation's four parts.
#[derive(Debug)]
pub struct Shapes {
    pub query: Shaped,
    pub body: Shaped,
    pub reply: Shaped,
    /// Whether the reply is a resource with a version, which becomes its `ETag`.
    pub versioned: bool,
    /// Whether the reply is a page, which may have a next one.
    pub paged: bool,
}

impl Shapes {
    fn of<O: Operation>() -> Self {
        let reply = Shaped::of::<O::Reply>();
        let has = |name| reply.members().is_some_and(|m| m.contains_key(name));
        Self {
            query: Shaped::of::<O::Query>().strict(),
            body: Shaped::of::<O::Body>().strict(),
            versioned: has("version") && has("id") | has("updated_at"),
            paged: has("next_cursor"),
            reply,
        }
    }
}

impl Entry {
    pub fn shapes(&self) -> &Shapes {
        self.shapes.get_or_init(self.make_shapes)
    }
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers an operation with a handler.
    ///
    /// # Panics
    /// When the operation is answered already: a mistake in the list of slices.
    #[must_use]
    pub fn on<O: Operation>(mut self, handler: impl Handler<O>) -> Self {
        let taken = self
            .entries
            .iter()
            .any(|entry| entry.about.id == O::ABOUT.id);
        assert!(!taken, "{} is answered twice", O::ABOUT.id);
        let handler = Arc::new(handler);
        self.entries.push(Entry {
            about: O::ABOUT,
            shapes: Arc::default(),
            make_shapes: Shapes::of::<O>,
            make_route: Arc::new(move |entry| {
                let handler = Arc::clone(&handler);
                web::method(verb(O::ABOUT.method)).to(
                    move |request: HttpRequest, payload: web::Payload| {
                        let (entry, handler) = (entry.clone(), Arc::clone(&handler));
                        async move { serve::serve::<O, _>(&entry, &*handler, &request, payload).await }
                    },
                )
            }),
        });
        self
    }

    /// Together with another slice's.
    #[must_use]
    pub fn and(self, slice: Self) -> Self {
        let mut all = self;
        for entry in slice.entries {
            let taken = all
                .entries
                .iter()
                .any(|known| known.about.id == entry.about.id);
            assert!(!taken, "{} is answered twice", entry.about.id);
            all.entries.push(entry);
        }
        all
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is below `/api/v1`, a scope for each first segment, so that a request is compared with the patterns of its own
    /// slice only: what is spelled out before what has parameters, and 405 for other methods.
    pub(super) fn scopes(&self) -> Vec<Scope> {
        let mut by_path: BTreeMap<Vec<(bool, &str)>, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            let segments = entry.about.path.split('/').skip(1);
            let key = segments.map(|part| (part.starts_with('{'), part)).collect();
            by_path.entry(key).or_default().push(entry);
        }
        let mut scopes: BTreeMap<&str, Scope> = BTreeMap::new();
        for (segments, entries) in by_path {
            let first = segments.first().map_or("", |(_, part)| part);
            let scope = scopes
                .remove(first)
                .unwrap_or_else(|| web::scope(&format!("/{first}")).default_service(unknown()));
            scopes.insert(first, scope.service(resource(first, entries)));
        }
        scopes.into_values().collect()
    }
}

/// 404 below `/api/v1`, where no operation is.
pub(super) fn unknown() -> Route {
    web::to(|request: HttpRequest| async move { serve::not_found(&request) })
}

/// All methods of one path, of which the scope has taken the first segment.
fn resource(first: &str, entries: Vec<&Entry>) -> Resource {
    let path = entries[0].about.path;
    let rest = &path[1 + first.len()..];
    let methods: Vec<&str> = entries.iter().map(|e| e.about.method.as_str()).collect();
    let allowed = methods.join(", ");
    let mut resource = Resource::new(rest);
    for entry in entries {
        resource = resource.route((entry.make_route)(entry.clone()));
    }
    resource.default_service(web::to(move |request: HttpRequest| {
        let allowed = allowed.clone();
        async move { serve::method_not_allowed(&request, &allowed) }
    }))
}

fn verb(method: Method) -> Verb {
    match method {
        Method::Get => Verb::GET,
        Method::Post => Verb::POST,
        Method::Patch => Verb::PATCH,
        Method::Put => Verb::PUT,
        Method::Delete => Verb::DELETE,
    }
}
