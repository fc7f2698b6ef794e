//! The blocks of an extract of OpenStreetMap (<https://wiki.openstreetmap.org/wiki/PBF_Format>): nodes and ways.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

use flate2::read::ZlibDecoder;

use crate::domain::value::clipped;
use crate::exchange::pbf::Broken;
use crate::exchange::pbf::Field;
use crate::exchange::pbf::Message;
use crate::exchange::pbf::Packed;
use crate::exchange::pbf::zigzag;

/// What the format allows a header and a block to have, the latter also unpacked.
const LONGEST_HEADER: u64 = 64 * 1024;
const LONGEST_BLOCK: u64 = 32 * 1024 * 1024;
/// More strings than a block of the format's 8,000 elements can name; each takes sixteen bytes here, and
/// a hostile one two in the file.
const MOST_STRINGS: usize = 1_000_000;
/// What a file may require of its reader.
const KNOWN_FEATURES: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];

/// Why an extract cannot be read on.
pub enum Stopped {
    Io(io::Error),
    Broken(String),
}

impl From<io::Error> for Stopped {
    fn from(why: io::Error) -> Self {
        match why.kind() {
            io::ErrorKind::UnexpectedEof => Self::Broken("the file is cut".into()),
            _ => Self::Io(why),
        }
    }
}

impl From<Broken> for Stopped {
    fn from(_: Broken) -> Self {
        Self::Broken("a block is broken".into())
    }
}

/// A way as it stands in its block.
pub struct Way<'a> {
    pub id: i64,
    strings: &'a [&'a [u8]],
    keys: &'a [u8],
    values: &'a [u8],
    refs: &'a [u8],
}

impl<'a> Way<'a> {
    /// The value of a tag; `Err` with its bytes where they are not UTF-8.
    pub fn tag(&self, key: &str) -> Option<Result<&'a str, &'a [u8]>> {
        let string = |at: u64| self.strings.get(usize::try_from(at).ok()?).copied();
        let pairs = Packed::of(self.keys).zip(Packed::of(self.values));
        for (found, value) in pairs {
            if string(found.ok()?) == Some(key.as_bytes()) {
                let value = string(value.ok()?)?;
                return Some(std::str::from_utf8(value).ok().ok_or(value));
            }
        }
        None
    }

    /// The ids of its nodes, in their order.
    pub fn nodes(&self) -> impl Iterator<Item = Result<i64, Broken>> + use<'a> {
        Packed::of(self.refs).summed()
    }
}

/// What is made of the elements of an extract, as they come.
pub trait Elements {
    /// A node, its longitude and latitude in units of 10⁻⁷ degrees.
    fn node(&mut self, _id: i64, _place: [i32; 2]) {}
    /// A way; false when no more are wanted.
    fn way(&mut self, _way: &Way<'_>) -> bool {
        true
    }
}

/// Goes through an extract from its beginning.
pub fn each_element(path: &Path, elements: &mut impl Elements) -> Result<(), Stopped> {
    let file = File::open(path)?;
    let mut left = file.metadata()?.len();
    let mut file = BufReader::with_capacity(1 << 17, file);
    let mut is_first = true;
    while left > 0 {
        let mut length = [0; 4];
        file.read_exact(&mut length)?;
        let length = u64::from(u32::from_be_bytes(length));
        if length > LONGEST_HEADER {
            return Err(Stopped::Broken("it does not begin as an extract does".into()));
        }
        let header = bytes(&mut file, length)?;
        let (kind, size) = kind_and_size(&header)?;
        if size > LONGEST_BLOCK {
            return Err(Stopped::Broken("a block is longer than the format allows".into()));
        }
        let blob = bytes(&mut file, size)?;
        left = left.saturating_sub(4 + length + size);
        match kind {
            b"OSMHeader" => check_features(&unpacked(&blob)?)?,
            _ if is_first => return Err(Stopped::Broken("it does not begin as an extract does".into())),
            b"OSMData" if !each_of_block(&unpacked(&blob)?, elements)? => return Ok(()),
            // Others may put blocks of their own between; the format says to pass them over.
            _ => {}
        }
        is_first = false;
    }
    Ok(())
}

fn bytes(file: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn kind_and_size(header: &[u8]) -> Result<(&[u8], u64), Broken> {
    let (mut kind, mut size, mut header) = (&header[..0], 0, Message::of(header));
    while let Some((number, field)) = header.next_field()? {
        match (number, field) {
            (1, Field::Bytes(bytes)) => kind = bytes,
            (3, Field::Number(number)) => size = number,
            _ => {}
        }
    }
    Ok((kind, size))
}

fn unpacked(blob: &[u8]) -> Result<Vec<u8>, Stopped> {
    let mut blob = Message::of(blob);
    while let Some((number, field)) = blob.next_field()? {
        match (number, field) {
            (1, Field::Bytes(raw)) => return Ok(raw.to_vec()),
            (3, Field::Bytes(packed)) => {
                let mut block = Vec::new();
                let read = ZlibDecoder::new(packed).take(LONGEST_BLOCK + 1).read_to_end(&mut block);
                if read.is_err() || block.len() as u64 > LONGEST_BLOCK {
                    return Err(Broken.into());
                }
                return Ok(block);
            }
            (4..=7, Field::Bytes(_)) => {
                let why = "its blocks are packed in another way than zlib: write it again with osmium cat";
                return Err(Stopped::Broken(why.into()));
            }
            _ => {}
        }
    }
    Err(Broken.into())
}

fn check_features(header: &[u8]) -> Result<(), Stopped> {
    let mut unknown = None;
    Message::of(header).each(4, |feature| {
        if !KNOWN_FEATURES.contains(&feature) {
            unknown = Some(clipped(&String::from_utf8_lossy(feature)));
        }
        Ok(())
    })?;
    match unknown {
        Some(feature) => Err(Stopped::Broken(format!("it requires `{feature}`, which is not read"))),
        None => Ok(()),
    }
}

fn each_of_block(block: &[u8], elements: &mut impl Elements) -> Result<bool, Broken> {
    let (mut strings, mut scale) = (Vec::new(), Scale { granularity: 100, west_east: 0, south_north: 0 });
    let mut fields = Message::of(block);
    while let Some((number, field)) = fields.next_field()? {
        match (number, field) {
            (1, Field::Bytes(table)) => Message::of(table).each(1, |string| {
                strings.push(string);
                if strings.len() > MOST_STRINGS { Err(Broken) } else { Ok(()) }
            })?,
            (17, Field::Number(number)) => scale.granularity = number.cast_signed(),
            (19, Field::Number(number)) => scale.south_north = number.cast_signed(),
            (20, Field::Number(number)) => scale.west_east = number.cast_signed(),
            _ => {}
        }
    }
    let mut goes_on = true;
    Message::of(block).each(2, |group| {
        let mut group = Message::of(group);
        while let (true, Some((number, field))) = (goes_on, group.next_field()?) {
            match (number, field) {
                (1, Field::Bytes(node)) => each_node(node, scale, elements)?,
                (2, Field::Bytes(dense)) => each_dense_node(dense, scale, elements)?,
                (3, Field::Bytes(way)) => goes_on = elements.way(&way_of(way, &strings)?),
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(goes_on)
}

/// How the numbers of a block become degrees.
#[derive(Clone, Copy)]
struct Scale {
    /// Units of 10⁻⁹ degrees, in which the offsets are too.
    granularity: i64,
    west_east: i64,
    south_north: i64,
}

impl Scale {
    /// In 10⁻⁷ degrees, which is what OpenStreetMap keeps; nothing where that is no place.
    fn place(self, lon: i64, lat: i64) -> Option<[i32; 2]> {
        let scaled = |number: i64, offset: i64| {
            let nano = number.checked_mul(self.granularity)?.checked_add(offset)?;
            i32::try_from(nano / 100).ok()
        };
        Some([scaled(lon, self.west_east)?, scaled(lat, self.south_north)?])
    }
}

fn each_node(node: &[u8], scale: Scale, elements: &mut impl Elements) -> Result<(), Broken> {
    let (mut id, mut lat, mut lon) = (0, 0, 0);
    let mut node = Message::of(node);
    while let Some((number, field)) = node.next_field()? {
        match (number, field) {
            (1, Field::Number(number)) => id = zigzag(number),
            (8, Field::Number(number)) => lat = zigzag(number),
            (9, Field::Number(number)) => lon = zigzag(number),
            _ => {}
        }
    }
    if let Some(place) = scale.place(lon, lat) {
        elements.node(id, place);
    }
    Ok(())
}

fn each_dense_node(dense: &[u8], scale: Scale, elements: &mut impl Elements) -> Result<(), Broken> {
    let (mut ids, mut lats, mut lons) = (&dense[..0], &dense[..0], &dense[..0]);
    let mut fields = Message::of(dense);
    while let Some((number, field)) = fields.next_field()? {
        match (number, field) {
            (1, Field::Bytes(bytes)) => ids = bytes,
            (8, Field::Bytes(bytes)) => lats = bytes,
            (9, Field::Bytes(bytes)) => lons = bytes,
            _ => {}
        }
    }
    let (mut lats, mut lons) = (Packed::of(lats).summed(), Packed::of(lons).summed());
    for id in Packed::of(ids).summed() {
        let (lat, lon) = (lats.next().ok_or(Broken)??, lons.next().ok_or(Broken)??);
        if let Some(place) = scale.place(lon, lat) {
            elements.node(id?, place);
        }
    }
    Ok(())
}

fn way_of<'a>(way: &'a [u8], strings: &'a [&'a [u8]]) -> Result<Way<'a>, Broken> {
    let none = &way[..0];
    let mut found = Way { id: 0, strings, keys: none, values: none, refs: none };
    let mut fields = Message::of(way);
    while let Some((number, field)) = fields.next_field()? {
        match (number, field) {
            (1, Field::Number(number)) => found.id = number.cast_signed(),
            (2, Field::Bytes(bytes)) => found.keys = bytes,
            (3, Field::Bytes(bytes)) => found.values = bytes,
            (8, Field::Bytes(bytes)) => found.refs = bytes,
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROADS: &[u8] = include_bytes!("tests/files/roads.osm.pbf");

    /// The blocks of the extract, unpacked, so that noise reaches what the packing would hide.
    fn blocks() -> Vec<Vec<u8>> {
        let (mut file, mut blocks) = (ROADS, Vec::new());
        while let Some((length, rest)) = file.split_first_chunk::<4>() {
            let (header, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
            let (kind, size) = kind_and_size(header).unwrap();
            let (blob, rest) = rest.split_at(usize::try_from(size).unwrap());
            if kind == b"OSMData" {
                blocks.push(unpacked(blob).ok().unwrap());
            }
            file = rest;
        }
        blocks
    }

    #[derive(Default)]
    struct Seen {
        nodes: usize,
        ways: usize,
    }

    impl Elements for Seen {
        fn node(&mut self, _: i64, _: [i32; 2]) {
            self.nodes += 1;
        }

        fn way(&mut self, way: &Way<'_>) -> bool {
            let _ = (way.tag("name"), way.tag("no such tag"), way.nodes().count());
            self.ways += 1;
            true
        }
    }

    #[test]
    fn nodes_and_ways_are_seen() {
        let mut seen = Seen::default();
        assert!(blocks().iter().all(|block| each_of_block(block, &mut seen) == Ok(true)));
        assert_eq!((seen.nodes, seen.ways), (5, 8));
    }

    #[test]
    fn a_place_beyond_all_numbers_is_none() {
        let scale = Scale { granularity: i64::MAX, west_east: i64::MAX, south_north: 0 };
        assert_eq!(scale.place(2, 2), None);
        assert_eq!(Scale { granularity: 100, west_east: 0, south_north: 0 }.place(7, -7), Some([7, -7]));
    }

    proptest! {
        #[test]
        fn noise_within_a_block_never_makes_the_reader_panic(
            noise in prop::collection::vec((0..400_usize, any::<u8>()), 1..8),
            cut in 0..400_usize,
        ) {
            for mut block in blocks() {
                let length = block.len();
                for (at, byte) in &noise {
                    block[at % length] = *byte;
                }
                let _ = each_of_block(&block, &mut Seen::default());
                let _ = each_of_block(&block[..cut % length], &mut Seen::default());
            }
        }
    }
}
