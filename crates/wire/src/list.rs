//! Several values in one query parameter: `status=open,in_progress`.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Values joined by commas; a list of them (`explode: false`) in the OpenAPI document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T>(pub Vec<T>);

impl<T: Display> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let words: Vec<String> = self.0.iter().map(T::to_string).collect();
        to.serialize_str(&words.join(","))
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Listed<T>
where
    T::Err: Display,
{
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let words = text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        words
            .map(|word| word.parse().map_err(de::Error::custom))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// `me` or an employee's id, in filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Me,
    Employee(domain::ids::EmployeeId),
}

impl Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::Employee(id) => id.fmt(f),
        }
    }
}

impl FromStr for Person {
    type Err = domain::ids::IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "me" => Ok(Self::Me),
            id => id.parse().map(Self::Employee),
        }
    }
}

impl Serialize for Person {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Person {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^(me|emp_[0-9A-F][0-9A-HJKMNP-TV-Z]{12})$"))
            .examples(["me", "emp_0F3ZK7Q2M8T1A"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Person {}
