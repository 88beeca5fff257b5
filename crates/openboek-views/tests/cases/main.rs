//! The five cases and budgets: every figure and status that a paragraph must show, as tables that read like the page they come
//! from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod budgets;
mod code_lists;
mod comparing;
mod corrected_money;
mod corrections;
mod course;
mod dalfsen_2013;
mod dalfsen_2020;
mod drechtsteden;
mod follow_up;
mod funding;
mod inhabitants;
mod iv3;
mod lochem_zutphen;
mod nine_items;
mod region;
mod region_cycle;
mod region_draft;
mod rules_of_law;
mod scope;
mod stichtse_vecht;
mod streams;
mod subsidies;
