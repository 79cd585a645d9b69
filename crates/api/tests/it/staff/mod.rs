mod employees;
mod leave;
mod roles;
