//! What the rules say: warnings, grades, responses, duties, from `data/rules/*.toml` and the facts of a case.
//!
//! Rules are data, dated, with clause and worked examples; measures and predicates are ours. What is not
//! known is `Unknown` and is never taken for false.
