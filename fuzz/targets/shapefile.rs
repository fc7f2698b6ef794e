//! Shapefiles: the input is the table and behind it the shapes, which their first four bytes tell
//! apart, and perhaps an index.

#![no_main]

use libfuzzer_sys::fuzz_target;
use luzhang_fuzz::domain::collections::named;
use luzhang_fuzz::files::COLLECTIONS;
use luzhang_fuzz::files::place;
use luzhang_fuzz::files::sound_records;

/// How a `.shp` and a `.shx` begin.
const MAGIC: [u8; 4] = [0, 0, 0x27, 0x0a];

fuzz_target!(|bytes: &[u8]| {
    let (table, rest) = split(bytes);
    let (shapes, index) = rest.split_at_checked(4).map_or((rest, &rest[..0]), |(_, behind)| {
        let (_, index) = split(behind);
        rest.split_at(rest.len() - index.len())
    });
    let path = place("input.shp");
    let write = |ending: &str, bytes: &[u8]| {
        let path = path.with_extension(ending);
        if bytes.is_empty() {
            let _ = std::fs::remove_file(path);
        } else {
            std::fs::write(path, bytes).expect("room for the input");
        }
    };
    write("dbf", table);
    write("shp", shapes);
    write("shx", index);
    if shapes.is_empty() {
        return;
    }
    for name in COLLECTIONS {
        sound_records(named(name).expect("a collection that there is"), &path);
    }
});

fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = bytes.windows(4).position(|window| window == MAGIC).unwrap_or(bytes.len());
    bytes.split_at(at)
}
