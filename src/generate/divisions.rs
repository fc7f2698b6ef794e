//! The divisions that there really are: codes and names of the state's statistics, cut-off
//! 2023-06-30. Everything else about them is invented.

/// A division by its code and name.
#[derive(Clone, Debug)]
pub struct Division {
    pub code: &'static str,
    pub name: &'static str,
}

const COUNTIES: &str = include_str!("../../data/divisions/counties.csv");
const TOWNSHIPS: &str = include_str!("../../data/divisions/townships.csv");
const VILLAGES: &str = include_str!("../../data/divisions/villages.csv");

pub const CITY: Division = Division { code: "411000", name: "许昌市" };

pub fn county(code: &str) -> Division {
    within(COUNTIES, code).next().expect("the county asked for is in the table")
}

pub fn townships_of(county: &'static str) -> impl Iterator<Item = Division> {
    within(TOWNSHIPS, county)
}

pub fn villages_of(township: &'static str) -> impl Iterator<Item = Division> {
    within(VILLAGES, township)
}

/// The name without the words that say what it is: 安陵 of 安陵镇, 李孟 of 李孟居委会.
pub fn stem(name: &str) -> &str {
    const KINDS: [&str; 11] = [
        "社区居民委员会",
        "社区居委会",
        // Written so in the tables.
        "社区居民委委会",
        "社区居委员会",
        "社区委员会",
        "居民委员会",
        "村民委员会",
        "居委会",
        "村委会",
        "社区",
        "街道",
    ];
    let stem = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    stem.strip_suffix(['镇', '乡']).filter(|_| stem == name).unwrap_or(stem)
}

/// Town, township and subdistrict; village and residents' committee; by the name.
pub fn settlement_kind(name: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 12] = [
        ("镇", "town"),
        ("乡", "township"),
        ("街道", "subdistrict"),
        ("村委会", "village_committee"),
        ("村民委员会", "village_committee"),
        ("居委会", "residents_committee"),
        ("居民委员会", "residents_committee"),
        ("社区", "residents_committee"),
        // Written so in the tables.
        ("社区居民委委会", "residents_committee"),
        ("社区居委员会", "residents_committee"),
        ("社区委员会", "residents_committee"),
        ("村", "village_committee"),
    ];
    KINDS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, kind)| *kind)
}

/// What houses the government of a township, by its name.
pub fn government(name: &str) -> &'static str {
    match settlement_kind(name) {
        Some("town") => "镇政府",
        Some("township") => "乡政府",
        Some("subdistrict") => "街道办事处",
        _ => "管委会",
    }
}

/// Who leads the government of a township, by its name.
pub fn leader(name: &str) -> &'static str {
    match settlement_kind(name) {
        Some("town") => "镇长",
        Some("township") => "乡长",
        Some("subdistrict") => "办事处主任",
        _ => "管委会主任",
    }
}

fn within(table: &'static str, prefix: &str) -> impl Iterator<Item = Division> {
    table
        .lines()
        .skip(1)
        .filter_map(|row| row.split_once(','))
        .filter(move |(code, _)| code.starts_with(prefix))
        .map(|(code, name)| Division { code, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_the_whole_city() {
        let rows = |table: &str| table.lines().count() - 1;
        assert_eq!((rows(COUNTIES), rows(TOWNSHIPS), rows(VILLAGES)), (7, 105, 2505));
        assert_eq!(county("411024").name, "鄢陵县");
        assert_eq!(townships_of("411024").flat_map(|township| villages_of(township.code)).count(), 396);
    }

    #[test]
    fn a_name_says_what_it_names() {
        assert_eq!(stem("安陵镇"), "安陵");
        assert_eq!(stem("李孟居委会"), "李孟");
        assert_eq!(stem("乾明社区居民委员会"), "乾明");
        assert_eq!(stem("益民街社区居委员会"), "益民街");
        assert_eq!(settlement_kind("霍刘庄村民委员会"), Some("village_committee"));
        assert_eq!(settlement_kind("阳光社区"), Some("residents_committee"));
        assert_eq!(settlement_kind("东城区"), None);
        let villages = COUNTIES.lines().skip(1).flat_map(|county| villages_of(&county[..6]));
        assert_eq!(villages.filter(|village| settlement_kind(village.name).is_none()).count(), 0);
    }
}
