mod employees;
mod hand_over;
mod leave;
mod roles;
