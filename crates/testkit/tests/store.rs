//! The store on both databases: the engine, the schema and what hangs across slices.

mod store {
    mod engine;
}
