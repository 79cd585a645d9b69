mod invitation;
mod me;
mod refresh;
mod session;
mod sign_in;
