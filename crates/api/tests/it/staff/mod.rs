mod employees;
mod hand_over;
mod leave;
mod limits;
mod roles;
