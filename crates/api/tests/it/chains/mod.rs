mod any_order;
mod start;
mod stories;
mod table;
mod wake;
