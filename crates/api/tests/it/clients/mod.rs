mod create;
mod find;
mod source;
mod timeline;
mod update;
