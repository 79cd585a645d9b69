//! An operation of the API as a type: method, path, what goes in, what comes out and who may call it.
//!
//! The server registers handlers by these types, the client sends them, and the OpenAPI document is made from the
//! same table, so a path is written once.

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use domain::access::Permission;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call an operation at all. Which rows he reaches is decided when they are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, also without signing in.
    Public,
    /// Whoever holds the refresh cookie (sign-out and refresh), from our own origin.
    Cookie,
    /// Every employee who is signed in.
    SignedIn,
    /// An employee whose role has this permission in any scope.
    Needs(Permission),
}

/// Whether an `Idempotency-Key` is only accepted or demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// Not a writing POST, or one whose answer holds a secret and is not kept.
    None,
    Accepted,
    Required,
}

/// Whether the caller must say which version of the thing he has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMatch {
    None,
    Required,
}

/// How much a body may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodySize {
    Ordinary,
    /// One that carries a file.
    File,
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// JSON, or nothing where the body is a unit.
    Json,
    /// A file as it is, read while it comes; its name stands in `Content-Disposition`. The body is a unit.
    Bytes,
}

/// What a successful answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// The reply as JSON.
    Json,
    /// A file that is sent while it is made; the reply is a unit.
    File,
}

/// What the table of operations says of one operation, without its types.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Unique, camelCase: the `operationId`.
    pub id: &'static str,
    pub method: Method,
    /// Below `/api/v1`, with `{name}` for parameters.
    pub path: &'static str,
    /// The slice it belongs to: the tag.
    pub tag: &'static str,
    /// One line.
    pub summary: &'static str,
    pub access: Access,
    pub idempotency: Idempotency,
    pub if_match: IfMatch,
    pub body_size: BodySize,
    pub takes: Takes,
    pub answers: Answers,
    /// The status of a successful answer.
    pub status: u16,
    /// Codes of refusals of its own, besides those that every operation may answer.
    pub refusals: &'static [crate::error::Code],
}

/// One operation. `Path` is a tuple-free single id or unit (see [`PathArgs`]).
pub trait Operation: 'static {
    const ABOUT: About;
    type Path: PathArgs;
    /// Unit when there are none. Unknown members are refused.
    type Query: Serialize + DeserializeOwned + Shape + Send + 'static;
    /// Unit when there is none. Unknown members are refused.
    type Body: Serialize + DeserializeOwned + Shape + Send + 'static;
    /// Unit answers 204.
    type Reply: Serialize + DeserializeOwned + Shape + Send + 'static;
}

/// What the OpenAPI document must know of a type; nothing where the document is not made.
#[cfg(feature = "openapi")]
pub trait Shape: utoipa::ToSchema {}
#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> Shape for T {}
#[cfg(not(feature = "openapi"))]
pub trait Shape {}
#[cfg(not(feature = "openapi"))]
impl<T> Shape for T {}

/// The parameters of a path, in the order of its braces.
pub trait PathArgs: Sized + Send + 'static {
    /// How many braces the path has.
    const COUNT: usize;
    fn parts(&self) -> Vec<String>;
    /// `None` when a part is not of its kind: the thing cannot exist, so the answer is 404.
    fn parse(parts: &[&str]) -> Option<Self>;
}

impl PathArgs for () {
    const COUNT: usize = 0;
    fn parts(&self) -> Vec<String> {
        Vec::new()
    }
    fn parse(parts: &[&str]) -> Option<Self> {
        parts.is_empty().then_some(())
    }
}

/// One typed id or word.
impl<T: std::str::FromStr + std::fmt::Display + Send + 'static> PathArgs for (T,) {
    const COUNT: usize = 1;
    fn parts(&self) -> Vec<String> {
        vec![self.0.to_string()]
    }
    fn parse(parts: &[&str]) -> Option<Self> {
        match parts {
            [one] => Some((one.parse().ok()?,)),
            _ => None,
        }
    }
}

impl<A, B> PathArgs for (A, B)
where
    A: std::str::FromStr + std::fmt::Display + Send + 'static,
    B: std::str::FromStr + std::fmt::Display + Send + 'static,
{
    const COUNT: usize = 2;
    fn parts(&self) -> Vec<String> {
        vec![self.0.to_string(), self.1.to_string()]
    }
    fn parse(parts: &[&str]) -> Option<Self> {
        match parts {
            [one, two] => Some((one.parse().ok()?, two.parse().ok()?)),
            _ => None,
        }
    }
}

/// `/tasks/{id}/completion` with its parameters filled in; the base `/api/v1` is the sender's.
pub fn fill<O: Operation>(path: &O::Path) -> String {
    let mut parts = path.parts().into_iter();
    let mut filled = String::with_capacity(O::ABOUT.path.len() + 24);
    for segment in O::ABOUT.path.split('/').skip(1) {
        filled.push('/');
        match segment.starts_with('{') {
            true => filled.push_str(&parts.next().unwrap_or_default()),
            false => filled.push_str(segment),
        }
    }
    filled
}

/// Declares a slice's operations: types that implement [`Operation`], and `OPERATIONS`, what each says of itself.
macro_rules! operations {
    ($tag:literal; $(
        $(#[doc = $doc:literal])+
        $name:ident = $method:ident $path:literal ($($arg:ty),*) $(?$query:ty)? $(, $body:ty)? => $status:literal $(: $reply:ty)?,
            $access:expr $(, idempotency $idem:ident)? $(, if_match $if_match:ident)? $(, body $size:ident)? $(, takes $takes:ident)? $(, answers $answers:ident)? $(, refuses [$($code:ident),* $(,)?])?;
    )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl $crate::operation::Operation for $name {
                const ABOUT: $crate::operation::About = $crate::operation::About {
                    id: stringify!($name),
                    method: $crate::operation::Method::$method,
                    path: $path,
                    tag: $tag,
                    summary: concat!($($doc),+),
                    access: $access,
                    idempotency: operations!(@idem $method $($idem)?),
                    if_match: operations!(@ifm $($if_match)?),
                    body_size: operations!(@size $($size)?),
                    takes: operations!(@takes $($takes)?),
                    answers: operations!(@answers $($answers)?),
                    status: $status,
                    refusals: &[$($($crate::error::Code::$code),*)?],
                };
                type Path = operations!(@path $($arg),*);
                type Query = operations!(@or $($query)?);
                type Body = operations!(@or $($body)?);
                type Reply = operations!(@or $($reply)?);
            }
        )+

        /// The operations of this slice.
        pub const OPERATIONS: &[$crate::operation::About] =
            &[$(<$name as $crate::operation::Operation>::ABOUT),+];
    };
    (@path) => { () };
    (@path $one:ty) => { ($one,) };
    (@path $one:ty, $two:ty) => { ($one, $two) };
    (@or) => { () };
    (@or $ty:ty) => { $ty };
    (@idem Post) => { $crate::operation::Idempotency::Accepted };
    (@idem $method:ident) => { $crate::operation::Idempotency::None };
    (@idem $method:ident $idem:ident) => { $crate::operation::Idempotency::$idem };
    (@size) => { $crate::operation::BodySize::Ordinary };
    (@size $size:ident) => { $crate::operation::BodySize::$size };
    (@takes) => { $crate::operation::Takes::Json };
    (@takes $takes:ident) => { $crate::operation::Takes::$takes };
    (@answers) => { $crate::operation::Answers::Json };
    (@answers $answers:ident) => { $crate::operation::Answers::$answers };
    (@ifm) => { $crate::operation::IfMatch::None };
    (@ifm $if_match:ident) => { $crate::operation::IfMatch::$if_match };
}
pub(crate) use operations;
