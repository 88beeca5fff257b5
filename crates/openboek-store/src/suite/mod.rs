//! The cases every store passes.
