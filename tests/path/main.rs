//! End to end over gRPC, in process: real server, real client, real stores.

mod bad_input;
mod fixture;
mod recording;
mod stores;
mod subscribing;
