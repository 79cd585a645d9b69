mod brief;
mod consents;
mod create;
mod find;
mod own_fields;
mod source;
mod timeline;
mod update;
