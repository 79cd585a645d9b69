//! What the OpenAPI document must say where a type alone cannot: bounds of the texts in a list, and the words of an order.

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! described {
    ($($(#[$doc:meta])* $name:ident => $schema:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

described! {
    /// A name of something, in a list of names.
    NameText => text(200).min_length(Some(1));
    /// A tag on a card.
    TagText => text(60).min_length(Some(1));
    EmailText => text(254)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
        .examples(["anna@club.example"]);
    /// What is looked for: no unseen characters.
    SoughtText => text(200).pattern(Some(
        r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*$",
    ));
    /// A filter in one line.
    FilterLine => text(4_000).examples(["stage:lead,client;next_step.empty"]);
    /// A column of a list.
    ColumnKey => text(50)
        .pattern(Some("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$"))
        .examples(["source", "tag"]);
    /// A filter of companies in one line.
    CompanyFilterLine => text(4_000).examples(["tag:договор;(site.filled|address.has:садовая)"]);
    /// A column of a list of companies.
    CompanyColumnKey => text(50)
        .pattern(Some("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$"))
        .examples(["people", "tag"]);
    /// Key of a step of a process.
    StepKey => text(200).min_length(Some(1)).examples(["personal_call"]);
    /// Answers to own fields by their keys; `null` clears one.
    ClearableAnswers => ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(Schema::OneOf(
            OneOfBuilder::new()
                .item(ObjectBuilder::new().schema_type(Type::Null))
                .item(Ref::from_schema_name("Raw"))
                .build(),
        )));
    /// What clients can be sorted by.
    ClientOrder => words(["name", "-created_at", "-last_contact_at", "next_due"]);
    /// What companies can be sorted by.
    CompanyOrder => words(["name", "-created_at"]);
    /// What tasks can be sorted by.
    TaskOrder => words(["due_at", "-due_at", "-created_at", "-closed_at"]);
}

fn text(longest: usize) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(longest))
}

fn words<const N: usize>(words: [&str; N]) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
}
