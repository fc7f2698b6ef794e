//! Geometry as bytes, the blob of a GeoPackage and plain WKB: what is read and written is read as
//! the same shape.

#![no_main]

use geo::CoordsIter;
use libfuzzer_sys::fuzz_target;
use luzhang_fuzz::geom::codec::from_geopackage;
use luzhang_fuzz::geom::codec::from_wkb;
use luzhang_fuzz::geom::codec::to_geopackage;
use luzhang_fuzz::geom::codec::to_wkb;
use luzhang_fuzz::shapes::is_finite;

fuzz_target!(|bytes: &[u8]| {
    let blob = from_geopackage(bytes).unwrap_or_default();
    let shapes = blob.into_iter().chain(from_wkb(bytes));
    for shape in shapes.filter(is_finite) {
        assert_eq!(from_wkb(&to_wkb(&shape)), Ok(shape.clone()));
        let expect = (shape.coords_count() > 0).then(|| shape.clone());
        assert_eq!(from_geopackage(&to_geopackage(&shape, 4490)), Ok(expect));
    }
});
