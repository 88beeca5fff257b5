//! What may be recorded: statements, amounts, state, decide, evolve, refusals. Pure.
