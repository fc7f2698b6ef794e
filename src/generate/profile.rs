//! What is peculiar to each county: where its seat is, how large it and its town are, its money.
//!
//! Seats of 鄢陵, 许昌 (for 魏都区), 襄城, 禹州 and 长葛 are where `GeoNames` has them (CC BY 4.0);
//! those of 建安区 and the development zone are invented near 许昌. Areas are about the real ones.
//! Everything else is invented.

use crate::generate::shapes::Place;

pub struct Profile {
    pub code: &'static str,
    /// The name without what kind of county it is.
    pub short: &'static str,
    /// On the plane of the city ([`crate::generate::plane`]).
    pub seat: Place,
    pub area_km2: f64,
    /// Streets of the seat's town to each side of its middle: columns eastwards, rows northwards.
    pub columns: i32,
    pub rows: i32,
    /// Where a national and a provincial road pass the seat, from its middle.
    pub bypasses: [Place; 2],
    /// County, township and village roads together.
    pub rural_m: f64,
    /// Ditches that local roads cross on a small bridge, beside the rivers' crossings.
    pub ditches: usize,
    /// Hamlets of an area, and households of a hamlet, where those of 鄢陵 are 1.
    pub density: f64,
    pub crowding: f64,
    /// Towns that have a branch of the gas network, and substations of the heating network.
    pub gas_towns: usize,
    pub substations: usize,
    /// General public budget revenue, CNY in 2019, and its yearly growth.
    pub revenue: [f64; 2],
    /// Whether the province, and not the city, has shared the costs with it since 2022.
    pub is_direct: bool,
    /// The words for the county as a body: 县, 市, 区 and so on.
    pub body: &'static str,
}

/// 鄢陵县: can be invented on its own.
pub const YANLING: &str = "411024";
/// The county around the town of the city.
pub const JIANAN: &str = "411003";
/// The two that lie within 建安区.
pub const INNER: [&str; 2] = ["411002", "411071"];

/// In the order of their codes.
pub const PROFILES: [Profile; 7] = [
    Profile {
        code: "411002",
        short: "魏都",
        seat: [-28_336.75, -8_542.23],
        area_km2: 88.0,
        columns: 8,
        rows: 7,
        bypasses: [[300.0, -3_450.0], [4_200.0, 500.0]],
        rural_m: 170_000.0,
        ditches: 30,
        density: 1.2,
        crowding: 1.4,
        gas_towns: 1,
        substations: 48,
        revenue: [1_900_000_000.0, 0.04],
        is_direct: false,
        body: "区",
    },
    Profile {
        code: JIANAN,
        short: "建安",
        seat: [-37_500.0, -2_200.0],
        area_km2: 880.0,
        columns: 5,
        rows: 4,
        bypasses: [[600.0, -2_300.0], [3_100.0, 300.0]],
        rural_m: 1_980_000.0,
        ditches: 215,
        density: 1.2,
        crowding: 1.42,
        gas_towns: 5,
        substations: 16,
        revenue: [2_100_000_000.0, 0.045],
        is_direct: false,
        body: "区",
    },
    Profile {
        code: YANLING,
        short: "鄢陵",
        seat: [0.0, 0.0],
        area_km2: 866.0,
        columns: 5,
        rows: 4,
        bypasses: [[500.0, -2_350.0], [3_050.0, 350.0]],
        rural_m: 1_700_000.0,
        ditches: 112,
        density: 1.0,
        crowding: 1.0,
        gas_towns: 4,
        substations: 13,
        revenue: [1_250_000_000.0, 0.045],
        is_direct: true,
        body: "县",
    },
    Profile {
        code: "411025",
        short: "襄城",
        seat: [-64_047.42, -29_047.14],
        area_km2: 920.0,
        columns: 5,
        rows: 4,
        bypasses: [[500.0, -2_400.0], [3_100.0, 300.0]],
        rural_m: 2_050_000.0,
        ditches: 215,
        density: 1.2,
        crowding: 1.42,
        gas_towns: 4,
        substations: 14,
        revenue: [1_700_000_000.0, 0.04],
        is_direct: true,
        body: "县",
    },
    Profile {
        code: "411071",
        short: "许昌经开区",
        seat: [-36_400.0, -13_800.0],
        area_km2: 68.0,
        columns: 4,
        rows: 3,
        bypasses: [[400.0, -1_950.0], [2_600.0, 300.0]],
        rural_m: 125_000.0,
        ditches: 16,
        density: 1.2,
        crowding: 1.4,
        gas_towns: 1,
        substations: 12,
        revenue: [900_000_000.0, 0.05],
        is_direct: false,
        body: "管委会",
    },
    Profile {
        code: "411081",
        short: "禹州",
        seat: [-65_093.45, 5_976.63],
        area_km2: 1_461.0,
        columns: 7,
        rows: 5,
        bypasses: [[600.0, -2_800.0], [3_900.0, 400.0]],
        rural_m: 3_330_000.0,
        ditches: 370,
        density: 1.2,
        crowding: 1.42,
        gas_towns: 6,
        substations: 30,
        revenue: [2_800_000_000.0, 0.045],
        is_direct: true,
        body: "市",
    },
    Profile {
        code: "411082",
        short: "长葛",
        seat: [-36_946.08, 12_046.49],
        area_km2: 650.0,
        columns: 6,
        rows: 5,
        bypasses: [[500.0, -2_750.0], [3_450.0, 400.0]],
        rural_m: 1_480_000.0,
        ditches: 175,
        density: 1.2,
        crowding: 1.42,
        gas_towns: 5,
        substations: 26,
        revenue: [2_600_000_000.0, 0.05],
        is_direct: true,
        body: "市",
    },
];

pub fn of(code: &str) -> &'static Profile {
    PROFILES.iter().find(|profile| profile.code == code).expect("each county of the city has a profile")
}

impl Profile {
    /// 鄢陵's outline, rivers, street names and sizes of villages were drawn first, for it alone.
    pub fn is_first(&self) -> bool {
        self.code == YANLING
    }

    /// Each county draws from streams of its own, that of 鄢陵 being the city's.
    pub fn seed(&self, seed: u64) -> u64 {
        if self.is_first() {
            return seed;
        }
        let salt: u64 = self.code.parse().expect("six digits");
        seed.wrapping_add(salt.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// How much of it there is of what grows with its roads, 鄢陵 being 1.
    pub fn size(&self) -> f64 {
        self.rural_m / of(YANLING).rural_m
    }

    /// A functional zone rather than an administrative division.
    pub fn is_zone(&self) -> bool {
        self.body == "管委会"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::plane;

    #[test]
    fn seats_are_where_geonames_has_them() {
        for (code, lon, lat) in [
            ("411002", 113.862_99, 34.031_89),
            ("411024", 114.169_83, 34.108_9),
            ("411025", 113.477_8, 33.847_03),
            ("411081", 113.463_89, 34.162_78),
            ("411082", 113.768_89, 34.217_5),
        ] {
            let at = plane::degrees(of(code).seat);
            assert!((at.x - lon).abs() < 1e-7 && (at.y - lat).abs() < 1e-7, "{code} {at:?}");
        }
    }
}
