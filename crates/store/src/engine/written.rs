//! A JSON document in a text column that stays text until it is asked for. Rows of lists carry documents that only one
//! page in a hundred looks into, and a row that is saved again keeps what nobody changed byte for byte.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::binding::{field, parameter, text_field, text_parameter};
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

parameter!([T: std::fmt::Debug + 'static] Written<T>, Document);
text_parameter!([T: std::fmt::Debug] Written<T>, Document, |this| this.text.as_str());
field!([T] Written<T>, Document);
text_field!([T] Written<T>, Document, |text| Ok(Self::from_text(text)));
