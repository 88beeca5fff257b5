//! The auditor over a bundle that a real server exported: good is *klopt*; whatever is changed, dropped or swapped is not.

mod tamper;
