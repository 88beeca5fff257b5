//! The path of a decision: writer, checkpoints, projector, prover, subscriptions.
