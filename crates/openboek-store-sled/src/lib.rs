//! The contract of a store on sled, with its own sync to disk.
