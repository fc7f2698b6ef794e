//! OpenStreetMap extracts. The input is a whole file where it begins as one does; else it is what
//! a block holds, and stands in a frame here, since the lengths around it would seldom be right.

#![no_main]

use libfuzzer_sys::fuzz_target;
use luzhang_fuzz::domain::collections::named;
use luzhang_fuzz::files::place;
use luzhang_fuzz::files::sound_records;

fuzz_target!(|bytes: &[u8]| {
    let file = match bytes {
        [0, 0, ..] => bytes.to_vec(),
        block => [framed("OSMHeader", b""), framed("OSMData", block)].concat(),
    };
    let path = place("input.osm.pbf");
    std::fs::write(&path, file).expect("room for the input");
    for name in ["roads", "road_segments"] {
        sound_records(named(name).expect("a collection that there is"), &path);
    }
});

/// A block that is not packed, behind its length and header.
fn framed(kind: &str, block: &[u8]) -> Vec<u8> {
    let blob = [field(1), length(block.len()), block.to_vec()].concat();
    let kind = [field(1), length(kind.len()), kind.as_bytes().to_vec()].concat();
    let header = [kind, vec![3 << 3], length(blob.len())].concat();
    let prefix = u32::try_from(header.len()).expect("a short header").to_be_bytes();
    [prefix.to_vec(), header, blob].concat()
}

/// The key of a field of bytes.
fn field(number: u8) -> Vec<u8> {
    vec![number << 3 | 2]
}

/// Seven bits a byte, the lowest first.
fn length(mut length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while length > 0x7f {
        bytes.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes
}
