//! Looking for something in a ledger: a name, a word, a reference number, an amount.
//!
//! [`Index`] holds the words of the entries of a ledger, as the pages of those entries print them, and grows with the log. An index and not a
//! look through all entries for each question: reading and describing 100,000 entries takes seconds, a question to the index takes
//! milliseconds, and what it costs is bounded by what there is and not by what is asked. It is kept in memory only, since it can be made again
//! from the log at any time; what it holds is in the pages of the entries too, so it tells nobody anything that is not public there.
//!
//! Reading order: [`words`] (text as it is looked up) → [`Query`] → [`said`] (what of a statement can be found) → [`Index`] → [`excerpt`].

mod excerpt;
mod index;
mod place;
mod query;
mod said;
mod set;
mod words;

pub use excerpt::{Excerpt, Marked, excerpt};
pub use index::{Found, FoundGroup, Index, Moment};
pub use place::place;
pub use query::{BadQuery, Fit, QUERY_LETTERS, QUERY_WORDS, Query};
pub use said::{Group, subject};
