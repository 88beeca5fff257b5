//! Placeholder while the parts are being put together.
fn main() {}
