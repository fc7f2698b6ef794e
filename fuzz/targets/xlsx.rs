//! XLSX.

#![no_main]

use libfuzzer_sys::fuzz_target;
use luzhang_fuzz::files::COLLECTIONS;
use luzhang_fuzz::files::check;

fuzz_target!(|bytes: &[u8]| check("xlsx", bytes, &COLLECTIONS));
