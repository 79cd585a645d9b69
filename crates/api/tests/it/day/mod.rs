mod order;
mod tabs;
