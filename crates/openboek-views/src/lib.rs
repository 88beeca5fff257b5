//! From recorded events to the paragraph: a fold ([`View`]) and a projection ([`View::paragraph`]) to one model
//! ([`model::Paragraph`]) that every document is a rendering of.
//!
//! Pure and deterministic: no clock, no randomness, no floats, sorted maps only. The same events and moment give the same
//! paragraph, which is what an auditor compares.
//!
//! Reading order: [`model`] (what a paragraph is) → [`View`] (what is remembered) → the module `paragraph` (how a table is made
//! of it) → [`labels`] (every word that is not recorded text).

pub mod compare;
pub mod keys;
pub mod labels;
pub mod model;
mod paragraph;
mod state;
mod view;

pub use compare::{Comparison, Difference, compare};
pub use model::{Anchor, Cell, Moment, PROJECTOR, Paragraph};
pub use view::{RecordedEvent, View, is_known_by};
