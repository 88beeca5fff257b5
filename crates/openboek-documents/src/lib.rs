//! The paragraph as HTML, plain text, CSV and JSON, in Dutch.
