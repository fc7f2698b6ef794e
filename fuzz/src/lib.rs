//! What the fuzz targets share: the rooms of the program that read files, and what is asked of them.
//!
//! The rooms are taken by their paths, not as the library: they import no others, and so the
//! server, its database clients and its command line need not be built a second time.

#[path = "../../src/geom/mod.rs"]
pub mod geom;

#[path = "../../src/domain/mod.rs"]
pub mod domain;

#[path = "../../src/exchange/mod.rs"]
pub mod exchange;

pub mod files;
pub mod shapes;

use std::alloc::System;

use cap::Cap;

/// Ours and the fuzzer's own. What a reader may hold of a small file is far below.
const MOST_BYTES: usize = 512 * 1024 * 1024;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MOST_BYTES);
