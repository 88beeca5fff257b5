//! What survives: kill -9 in the middle of recording, and the order of system calls that makes it so.

mod kill;
mod sync_order;
