//! Folds from recorded events to the paragraph.
