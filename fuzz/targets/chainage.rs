//! Addresses along a road: what is read has one written form, which means the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use luzhang_fuzz::geom::Chainage;

fuzz_target!(|text: &str| {
    match text.parse::<Chainage>() {
        Ok(chainage) => {
            let written = chainage.to_string();
            assert_eq!(written.parse(), Ok(chainage), "{text:?} became {written}");
            assert_eq!(Chainage::from_metres(chainage.metres()), Some(chainage));
        }
        Err(why) => assert!(why.to_string().contains("K12+345")),
    }
});
