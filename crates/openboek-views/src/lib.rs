//! Folds from recorded events to the paragraph.

pub mod model;
