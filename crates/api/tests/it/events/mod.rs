mod feed;
mod stream;
