//! Lists: one envelope for all.

use serde::{Deserialize, Serialize};

/// The query of a list: what narrows it, all optional, and which page of it is asked for.
macro_rules! paged {
    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[$member:meta])* pub $narrows:ident: $kind:ty,)*
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$member])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $narrows: $kind,
            )*
            #[serde(skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200))]
            pub limit: Option<u32>,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
            pub cursor: Option<String>,
        }
    };
}
pub(crate) use paged;

/// A page of a list. `next_cursor` is absent (`null`) on the last one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
    /// Only when asked for with `include_total=true`.
    pub total: Option<Total>,
}

impl<T> Page<T> {
    /// A list that always fits one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
            total: None,
        }
    }
}

/// How many there are in all, counted up to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Total {
    pub count: u32,
    /// False when there are more than were counted.
    pub exact: bool,
}

/// By hand, so that the document also holds the schema of what the list is of.
#[cfg(feature = "openapi")]
mod described {
    use std::borrow::Cow;

    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
    use utoipa::openapi::{Ref, RefOr, Schema};
    use utoipa::{PartialSchema, ToSchema};

    use super::{Page, Total};

    impl<T: ToSchema> PartialSchema for Page<T> {
        fn schema() -> RefOr<Schema> {
            let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
            let cursor = ObjectBuilder::new()
                .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
                .description(Some(
                    "Ask again with it as `cursor`; absent on the last page.",
                ));
            let total = OneOfBuilder::new()
                .item(ObjectBuilder::new().schema_type(Type::Null))
                .item(Ref::from_schema_name(Total::name()))
                .description(Some("Only when asked for with `include_total=true`."));
            ObjectBuilder::new()
                .property("items", items)
                .required("items")
                .property("next_cursor", cursor)
                .property("total", total)
                .description(Some("A page of a list."))
                .into()
        }
    }

    impl<T: ToSchema> ToSchema for Page<T> {
        fn name() -> Cow<'static, str> {
            format!("PageOf{}", T::name()).into()
        }

        fn schemas(known: &mut Vec<(String, RefOr<Schema>)>) {
            known.push((T::name().into_owned(), T::schema()));
            T::schemas(known);
            known.push((Total::name().into_owned(), Total::schema()));
        }
    }
}
