//! Well-known text: what is read and written is read as the same shape.

#![no_main]

use libfuzzer_sys::fuzz_target;
use luzhang_fuzz::exchange::wkt::from_wkt;
use luzhang_fuzz::exchange::wkt::to_wkt;
use luzhang_fuzz::shapes::is_finite;

fuzz_target!(|text: &str| {
    match from_wkt(text) {
        Ok((shape, _)) if is_finite(&shape) => {
            let written = to_wkt(&shape);
            let (back, had_height) = from_wkt(&written).unwrap_or_else(|why| panic!("{written}: {why:?}"));
            assert_eq!((back, had_height), (shape, false), "{written}");
        }
        Ok(_) => {}
        Err(why) => assert!(!why.problem.is_empty() && !why.remedy.is_empty()),
    }
});
