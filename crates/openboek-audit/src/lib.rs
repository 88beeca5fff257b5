//! The auditor's program: verifies a bundle or a static log without the server.
