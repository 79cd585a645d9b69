//! Members of a reply that become headers, looked up without writing or parsing the rest of it: a serializer that
//! passes over everything but one member of the outermost object.

use serde::ser::{Impossible, Serialize, SerializeStruct, Serializer};

/// The number that the reply's own member of this name holds.
pub(super) fn number(reply: &impl Serialize, name: &'static str) -> Option<i64> {
    match reply.serialize(Outermost(name)) {
        Ok(Some(Leaf::Number(number))) => Some(number),
        _ => None,
    }
}

/// The text that the reply's own member of this name holds.
pub(super) fn text(reply: &impl Serialize, name: &'static str) -> Option<String> {
    match reply.serialize(Outermost(name)) {
        Ok(Some(Leaf::Text(text))) => Some(text),
        _ => None,
    }
}

/// What a member can hold that a header can say.
enum Leaf {
    Number(i64),
    Text(String),
}

type Found = Option<Leaf>;

/// Nothing here can fail: what is not looked for is nothing.
type Never = std::fmt::Error;

/// The object itself.
struct Outermost(&'static str);

/// One member of it.
struct Value;

/// While the object's members go by.
struct Members {
    name: &'static str,
    found: Found,
}

impl SerializeStruct for Members {
    type Ok = Found;
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        if key == self.name {
            self.found = value.serialize(Value)?;
        }
        Ok(())
    }

    fn end(self) -> Result<Found, Never> {
        Ok(self.found)
    }
}

/// The methods of [`Serializer`] for values that are passed over.
macro_rules! pass_over {
    ($($method:ident($($argument:ty),*))+) => {$(
        fn $method(self $(, _: $argument)*) -> Result<Found, Never> {
            Ok(None)
        }
    )+};
}

macro_rules! pass_over_the_rest {
    () => {
        type Ok = Found;
        type Error = Never;
        type SerializeSeq = Impossible<Found, Never>;
        type SerializeTuple = Impossible<Found, Never>;
        type SerializeTupleStruct = Impossible<Found, Never>;
        type SerializeTupleVariant = Impossible<Found, Never>;
        type SerializeMap = Impossible<Found, Never>;
        type SerializeStructVariant = Impossible<Found, Never>;

        pass_over! {
            serialize_bool(bool)
            serialize_f32(f32)
            serialize_f64(f64)
            serialize_char(char)
            serialize_bytes(&[u8])
            serialize_none()
            serialize_unit()
            serialize_unit_struct(&'static str)
            serialize_unit_variant(&'static str, u32, &'static str)
        }

        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<Found, Never> {
            Ok(None)
        }

        fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Found, Never> {
            value.serialize(self)
        }

        fn serialize_newtype_struct<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            value: &T,
        ) -> Result<Found, Never> {
            value.serialize(self)
        }

        fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Never> {
            Err(Never {})
        }

        fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Never> {
            Err(Never {})
        }

        fn serialize_tuple_struct(
            self,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleStruct, Never> {
            Err(Never {})
        }

        fn serialize_tuple_variant(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeTupleVariant, Never> {
            Err(Never {})
        }

        fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Never> {
            Err(Never {})
        }

        fn serialize_struct_variant(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: usize,
        ) -> Result<Self::SerializeStructVariant, Never> {
            Err(Never {})
        }
    };
}

/// Every method of [`Serializer`] for whole numbers, as `$write` writes them.
macro_rules! whole_numbers {
    ($write:ident) => {
        $write! {
            serialize_i8(i8)
            serialize_i16(i16)
            serialize_i32(i32)
            serialize_i64(i64)
            serialize_u8(u8)
            serialize_u16(u16)
            serialize_u32(u32)
            serialize_u64(u64)
        }
    };
}

impl Serializer for Outermost {
    type SerializeStruct = Members;
    pass_over_the_rest!();
    whole_numbers!(pass_over);
    pass_over! {
        serialize_str(&str)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Never> {
        Ok(Members {
            name: self.0,
            found: None,
        })
    }
}

/// The methods of [`Serializer`] for numbers that are taken: one of them may be a version.
macro_rules! take {
    ($($method:ident($number:ty))+) => {$(
        fn $method(self, number: $number) -> Result<Found, Never> {
            Ok(i64::try_from(number).ok().map(Leaf::Number))
        }
    )+};
}

impl Serializer for Value {
    type SerializeStruct = Impossible<Found, Never>;
    pass_over_the_rest!();
    whole_numbers!(take);

    fn serialize_str(self, text: &str) -> Result<Found, Never> {
        Ok(Some(Leaf::Text(text.to_owned())))
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<Found, Never>, Never> {
        Err(Never {})
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::{number, text};

    #[derive(Serialize)]
    struct Inner {
        version: i64,
    }

    #[derive(Serialize)]
    struct Resource {
        items: Vec<Inner>,
        inner: Inner,
        name: &'static str,
        version: i64,
        next_cursor: Option<String>,
    }

    #[test]
    fn only_the_replys_own_member_counts() {
        let resource = |next_cursor: Option<&str>| Resource {
            items: vec![Inner { version: 1 }],
            inner: Inner { version: 2 },
            name: "\"version\":3",
            version: 7,
            next_cursor: next_cursor.map(str::to_owned),
        };
        assert_eq!(number(&resource(None), "version"), Some(7));
        assert_eq!(text(&resource(None), "next_cursor"), None);
        assert_eq!(
            text(&resource(Some("c")), "next_cursor").as_deref(),
            Some("c")
        );
        assert_eq!(number(&resource(None), "inner"), None);
        assert_eq!(number(&resource(None), "items"), None);
        assert_eq!(number(&(), "version"), None);
        assert_eq!(number(&vec![Inner { version: 1 }], "version"), None);
    }
}
