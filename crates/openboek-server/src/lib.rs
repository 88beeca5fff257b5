//! gRPC services and the reading room over the engine.
