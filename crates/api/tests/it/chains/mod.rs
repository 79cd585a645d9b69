mod any_order;
mod beside;
mod cases;
mod hand_over;
mod start;
mod stories;
mod table;
mod wake;
