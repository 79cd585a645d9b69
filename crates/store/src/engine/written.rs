//! A JSON document in a text column that stays text until it is asked for. Rows of lists carry documents that only one
//! page in a hundred looks into, and a row that is saved again keeps what nobody changed byte for byte.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::columns::sql;
use super::conn::{MultiBackend, MultiRawValue};
use super::errors::StoreError;

/// A document of type `T` as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    text: String,
    what: PhantomData<fn() -> T>,
}

impl<T> Written<T> {
    fn from_text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            what: PhantomData,
        }
    }
}

impl<T: Serialize> Written<T> {
    /// # Errors
    /// [`StoreError::Corrupt`] for what JSON cannot say, such as a map with keys that are no text.
    pub fn of(document: &T) -> Result<Self, StoreError> {
        let text = serde_json::to_string(document);
        Ok(Self {
            text: text.map_err(|error| StoreError::Corrupt(error.to_string()))?,
            what: PhantomData,
        })
    }
}

impl<T: DeserializeOwned> Written<T> {
    /// # Errors
    /// [`StoreError::Corrupt`] when the column holds something else.
    pub fn read(&self) -> Result<T, StoreError> {
        serde_json::from_str(&self.text).map_err(|error| StoreError::Corrupt(error.to_string()))
    }
}

impl<T> AsExpression<sql::Document> for Written<T> {
    type Expression = Bound<sql::Document, Self>;
    fn as_expression(self) -> Self::Expression {
        Bound::new(self)
    }
}

impl<T> AsExpression<Nullable<sql::Document>> for Written<T> {
    type Expression = Bound<Nullable<sql::Document>, Option<Self>>;
    fn as_expression(self) -> Self::Expression {
        Bound::new(Some(self))
    }
}

impl<T: std::fmt::Debug + 'static> ToSql<sql::Document, MultiBackend> for Written<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((sql::Document, self));
        Ok(IsNull::No)
    }
}

impl<T: std::fmt::Debug> ToSql<sql::Document, Pg> for Written<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <str as ToSql<Text, Pg>>::to_sql(&self.text, out)
    }
}

impl<T: std::fmt::Debug> ToSql<sql::Document, Sqlite> for Written<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.text.as_str());
        Ok(IsNull::No)
    }
}

impl<T> FromSql<sql::Document, MultiBackend> for Written<T> {
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, sql::Document>()
    }
}

impl<T> FromSql<sql::Document, Pg> for Written<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_text(std::str::from_utf8(value.as_bytes())?))
    }
}

impl<T> FromSql<sql::Document, Sqlite> for Written<T> {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_text(value.read_text()))
    }
}

impl<T, DB: Backend> Queryable<sql::Document, DB> for Written<T>
where
    Self: FromSql<sql::Document, DB>,
{
    type Row = Self;
    fn build(row: Self) -> deserialize::Result<Self> {
        Ok(row)
    }
}
