mod broken;
mod documented;
mod packs;
mod round_trip;
