//! Outsiders: programs that share no line with ours read what we write.

mod stock_tools;
