//! The parts of a column's traits that are the same for every type, once for both databases. In the brackets of each
//! macro stands what the type is generic over.

/// What may be a parameter of a query.
macro_rules! parameter {
    ([$($of:tt)*] $parameter:ty, $sql:ident) => {
        impl<$($of)*> ::diesel::expression::AsExpression<$crate::engine::columns::sql::$sql> for $parameter {
            type Expression =
                ::diesel::internal::derives::as_expression::Bound<$crate::engine::columns::sql::$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Self::Expression::new(self)
            }
        }

        impl<$($of)*>
            ::diesel::expression::AsExpression<
                ::diesel::sql_types::Nullable<$crate::engine::columns::sql::$sql>,
            > for $parameter
        {
            type Expression = ::diesel::internal::derives::as_expression::Bound<
                ::diesel::sql_types::Nullable<$crate::engine::columns::sql::$sql>,
                Option<Self>,
            >;
            fn as_expression(self) -> Self::Expression {
                Self::Expression::new(Some(self))
            }
        }

        impl<$($of)*>
            ::diesel::serialize::ToSql<
                $crate::engine::columns::sql::$sql,
                $crate::engine::conn::MultiBackend,
            > for $parameter
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, $crate::engine::conn::MultiBackend>,
            ) -> ::diesel::serialize::Result {
                out.set_value(($crate::engine::columns::sql::$sql, self));
                Ok(::diesel::serialize::IsNull::No)
            }
        }
    };
}

/// How a [`parameter!`] that holds its text is sent.
macro_rules! text_parameter {
    ([$($of:tt)*] $parameter:ty, $sql:ident, |$this:ident| $text:expr) => {
        impl<$($of)*> ::diesel::serialize::ToSql<$crate::engine::columns::sql::$sql, ::diesel::pg::Pg>
            for $parameter
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, ::diesel::pg::Pg>,
            ) -> ::diesel::serialize::Result {
                let $this = self;
                <str as ::diesel::serialize::ToSql<::diesel::sql_types::Text, ::diesel::pg::Pg>>::to_sql($text, out)
            }
        }

        impl<$($of)*>
            ::diesel::serialize::ToSql<$crate::engine::columns::sql::$sql, ::diesel::sqlite::Sqlite>
            for $parameter
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, ::diesel::sqlite::Sqlite>,
            ) -> ::diesel::serialize::Result {
                let $this = self;
                out.set_value($text);
                Ok(::diesel::serialize::IsNull::No)
            }
        }
    };
}

/// What a row may have as a field.
macro_rules! field {
    ([$($of:tt)*] $value:ty, $sql:ident) => {
        impl<$($of)*>
            ::diesel::deserialize::FromSql<
                $crate::engine::columns::sql::$sql,
                $crate::engine::conn::MultiBackend,
            > for $value
        {
            fn from_sql(
                value: $crate::engine::conn::MultiRawValue<'_>,
            ) -> ::diesel::deserialize::Result<Self> {
                value.from_sql::<Self, $crate::engine::columns::sql::$sql>()
            }
        }

        impl<DB: ::diesel::backend::Backend, $($of)*>
            ::diesel::deserialize::Queryable<$crate::engine::columns::sql::$sql, DB> for $value
        where
            Self: ::diesel::deserialize::FromSql<$crate::engine::columns::sql::$sql, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> ::diesel::deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
}

/// How a [`field!`] is made of the text that a column holds.
macro_rules! text_field {
    ([$($of:tt)*] $value:ty, $sql:ident, |$text:ident| $made:expr) => {
        impl<$($of)*> ::diesel::deserialize::FromSql<$crate::engine::columns::sql::$sql, ::diesel::pg::Pg>
            for $value
        {
            fn from_sql(
                value: ::diesel::pg::PgValue<'_>,
            ) -> ::diesel::deserialize::Result<Self> {
                let $text = ::std::str::from_utf8(value.as_bytes())?;
                $made
            }
        }

        impl<$($of)*>
            ::diesel::deserialize::FromSql<$crate::engine::columns::sql::$sql, ::diesel::sqlite::Sqlite>
            for $value
        {
            fn from_sql(
                mut value: <::diesel::sqlite::Sqlite as ::diesel::backend::Backend>::RawValue<'_>,
            ) -> ::diesel::deserialize::Result<Self> {
                let $text = value.read_text();
                $made
            }
        }
    };
}

pub(super) use {field, parameter, text_field, text_parameter};
