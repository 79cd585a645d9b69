//! Reads JSON into the types of the API.
//!
//! `serde_json` would do it in one pass, at the price of a parser inside every type's code. The browser's program is downloaded by everybody, so
//! here one piece of code makes a tree of the text, and a type only walks its members. Natively the same code runs: every API test is a test of it.

use serde::Deserializer;
use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde_json::{Error, Map, Value};

/// The value that the text holds.
///
/// # Errors
/// When it is not JSON, or not of this type.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    T::deserialize(Tree(serde_json::from_slice(text)?))
}

struct Tree(Value);

impl Tree {
    #[cold]
    #[inline(never)]
    fn unfit(self, wanted: &dyn Expected) -> Error {
        let found = match &self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, wanted)
    }
}

/// Methods that all do the same.
macro_rules! alike {
    ($($method:ident)+ => $by:ident) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$by(visitor)
        })+
    };
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(_) => self.deserialize_bool(visitor),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Number(number) = &self.0 else {
            return Err(self.unfit(&visitor));
        };
        if let Some(whole) = number.as_u64() {
            visitor.visit_u64(whole)
        } else if let Some(negative) = number.as_i64() {
            visitor.visit_i64(negative)
        } else {
            visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
        }
    }

    alike! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32
        => deserialize_f64
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(self.unfit(&visitor)),
        }
    }

    alike! {
        deserialize_char deserialize_str deserialize_identifier
        deserialize_bytes deserialize_byte_buf
        => deserialize_string
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members::of(members)),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(variant) => visitor.visit_enum(Variant {
                variant,
                content: None,
            }),
            Value::Object(members) if members.len() == 1 => {
                let mut members = Members::of(members);
                let variant = members.advance().unwrap_or_default();
                let content = members.value.take();
                visitor.visit_enum(Variant { variant, content })
            }
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        match self.0.next() {
            Some(item) => seed.deserialize(Tree(item)).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members {
    rest: serde_json::map::IntoIter,
    /// Of the member whose name was read last.
    value: Option<Value>,
}

impl Members {
    fn of(members: Map<String, Value>) -> Self {
        Self {
            rest: members.into_iter(),
            value: None,
        }
    }

    #[inline(never)]
    fn advance(&mut self) -> Option<String> {
        let (name, value) = self.rest.next()?;
        self.value = Some(value);
        Some(name)
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        match self.advance() {
            Some(name) => seed.deserialize(name_of(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(Tree(self.value.take().unwrap_or_default()))
    }
}

fn name_of(text: String) -> StringDeserializer<Error> {
    text.into_deserializer()
}

/// A word alone, or a word with what belongs to it.
struct Variant {
    variant: String,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), Error> {
        let variant = seed.deserialize(name_of(self.variant))?;
        Ok((variant, Content(self.content)))
    }
}

struct Content(Option<Value>);

impl Content {
    fn tree(self) -> Tree {
        Tree(self.0.unwrap_or_default())
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(other) => Err(Tree(other).unfit(&"a word alone")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.tree())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.tree().deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.tree().deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize, PartialOrd, Eq, Ord)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        One,
        TwoWords,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Loaded {
        Bare,
        New(i64),
        Pair(u8, String),
        Named { a: bool },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
    enum Tagged {
        Plain,
        Held { word: Word, at: Option<f64> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Newtype(Vec<i32>);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        absent: Option<String>,
        empty: Option<u16>,
        text: String,
        letter: char,
        words: BTreeMap<Word, Newtype>,
        loaded: Vec<Loaded>,
        tagged: Vec<Tagged>,
        small: i8,
        large: u64,
        part: f32,
        pair: (bool, i64),
        unit: (),
        rest: Value,
    }

    fn whole() -> Whole {
        Whole {
            absent: None,
            empty: None,
            text: "слово \"\\n\"".into(),
            letter: 'ж',
            words: [
                (Word::One, Newtype(vec![-1, 2])),
                (Word::TwoWords, Newtype(vec![])),
            ]
            .into(),
            loaded: vec![
                Loaded::Bare,
                Loaded::New(-5),
                Loaded::Pair(1, "x".into()),
                Loaded::Named { a: true },
            ],
            tagged: vec![
                Tagged::Plain,
                Tagged::Held {
                    word: Word::TwoWords,
                    at: Some(0.5),
                },
            ],
            small: -7,
            large: u64::MAX,
            part: 1.25,
            pair: (false, i64::MIN),
            unit: (),
            rest: json!({"a": [1, -2, 3.5, null, {"b": "c"}]}),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let text = serde_json::to_vec(&whole()).unwrap();
        assert_eq!(read::<Whole>(&text).unwrap(), whole());
        assert_eq!(read::<()>(b"null").unwrap(), ());
    }

    #[test]
    fn a_member_more_is_passed_over_unless_forbidden() {
        let mut value = serde_json::to_value(whole()).unwrap();
        value["later"] = json!({"unknown": [1]});
        assert_eq!(
            read::<Whole>(value.to_string().as_bytes()).unwrap(),
            whole()
        );
        fails::<Tagged>(json!({"kind": "held", "word": "one", "at": null, "more": 1}));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        fails::<Whole>(json!([]));
        fails::<Word>(json!("three"));
        fails::<Word>(json!({"one": 1}));
        fails::<Loaded>(json!({"New": 1, "Bare": null}));
        fails::<Newtype>(json!(["1"]));
        fails::<i8>(json!(300));
        fails::<bool>(json!(null));
        fails::<Tagged>(json!({"kind": "held"}));
        assert!(read::<Value>(b"{\"a\":1").is_err());
    }

    fn fails<T: DeserializeOwned + Debug>(value: Value) {
        let ours = read::<T>(value.to_string().as_bytes());
        assert!(ours.is_err(), "{value} became {ours:?}");
        assert!(serde_json::from_value::<T>(value).is_err());
    }
}
