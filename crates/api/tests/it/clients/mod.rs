mod create;
mod find;
mod timeline;
mod update;
