//! Sums close: villages, townships, bodies and the city; in worlds of chance, and in the invented county,
//! whose lengths PostGIS measures too.

use std::collections::HashMap;

use luzhang::app::Clock;
use luzhang::app::Viewer;
use luzhang::app::fill_with_invented;
use luzhang::generate::Scale;
use luzhang::policy::money::ObligationRow;
use luzhang::policy::money::Shares;
use luzhang::policy::money::WhatIf;
use luzhang::world::Level;
use luzhang::world::Metres;
use luzhang::world::RuralClass;
use luzhang::world::World;
use sqlx::Row;

use crate::money::asked_if;
use crate::money::city;
use crate::money::segment;
use crate::support::Dice;
use crate::support::Home;
use crate::support::item;
use crate::support::now;
use crate::support::world_of;

/// Lengths, floor, shares, works target and works done of some rows together.
#[derive(Debug, Default, PartialEq, Eq)]
struct Total {
    metres: Metres,
    floor: u64,
    shares: Shares,
    target: u64,
    done: Option<u64>,
}

fn total(rows: &[ObligationRow]) -> Total {
    let mut sum = Total { done: Some(0), ..Total::default() };
    for row in rows {
        let shares = row.shares_fen.unwrap();
        assert_eq!(row.daily_floor_fen, Some(shares.total()), "the shares of {} add up to its floor", row.code);
        sum.metres.add_all(row.metres);
        sum.floor += shares.total();
        sum.shares.province += shares.province;
        sum.shares.city += shares.city;
        sum.shares.county += shares.county;
        sum.target += row.works_target_m.unwrap();
        sum.done = sum.done.zip(row.works_done_m).map(|(sum, done)| sum + done);
    }
    sum
}

/// The same sums at every level, of the whole and of each body.
fn check(world: &World, what_if: Option<&WhatIf>) -> Total {
    let rows = |above: Option<&str>, level| asked_if(world, 2024, above, level, what_if).rows;
    let whole = total(&rows(Some("411000"), None));
    for level in [Level::Village, Level::Township, Level::County] {
        assert_eq!(total(&rows(Some("411000"), Some(level))), whole, "{level:?}");
    }
    for body in rows(Some("411000"), Some(Level::County)) {
        let code = Some(&*body.code);
        let own = total(&rows(code, None));
        assert_eq!(total(&rows(code, Some(Level::Village))), own, "villages of {}", body.code);
        assert_eq!(total(&rows(code, Some(Level::Township))), own, "townships of {}", body.code);
    }
    whole
}

#[test]
fn sums_close_in_worlds_of_chance() {
    for seed in 0..40 {
        let mut dice = Dice::seeded(seed);
        let mut items = city();
        items.retain(|item| item.collection.name != "road_segments");
        let roads = ["X001411003", "C001411003", "X001411081", "Y001411081", "C001411081"];
        let villages = ["411003101201", "411003101202", "411081101201", "411081101202"];
        for nth in 0..30 {
            let km = format!("{:.3}", dice.between(0.0, 30.0));
            let (road, village) = (roads[dice.below(roads.len())], villages[dice.below(villages.len())]);
            items.push(segment(&format!("S{nth}"), road, village, &km));
        }
        let world = world_of(items);
        check(&world, None);
        let rate = |dice: &mut Dice| u64::try_from(dice.below(3_000_000)).unwrap();
        let rates = RuralClass::ALL.map(|class| (class, rate(&mut dice)));
        check(&world, Some(&WhatIf { rates: rates.into(), ..WhatIf::default() }));
    }
}

#[test]
fn a_segment_over_a_border_is_shared_and_the_sums_close() {
    // From the middle of one village to the middle of the next: 7 m are 4 and 3.
    let across = item(
        "road_segments",
        "S50",
        "LINESTRING(113.05 34.05, 113.15 34.05)",
        "road_code=X001411003; official_length_km=0.007",
    );
    let mut items = city();
    items.push(across);
    let world = world_of(items);
    check(&world, None);
    let tree = world.jurisdictions().tree();
    let of = |code: &str| world.lengths().of(tree.find(code).unwrap()).of(RuralClass::County);
    assert_eq!((of("411003101201"), of("411003101202")), (123_460, 3));
}

/// Countable metres of each village by PostGIS: segments that lie in a village by their record, and all
/// others cut by its boundary.
const BY_POSTGIS: &str = "
    with counted as (
        select s.geom, s.jurisdiction_code, coalesce(s.official_length_km * 1000,
            ST_Length(s.geom::geography)) as metres, r.class
        from road_segments s join roads r on r.code = s.road_code
        where r.class in ('county', 'township', 'village')
            and s.shared is distinct from true and s.dead_end is distinct from true
    ), villages as (select code, geom from jurisdictions where level = 'village')
    select v.code, c.class, sum(case when c.jurisdiction_code = v.code then c.metres else
        c.metres * ST_Length(ST_Intersection(ST_Transform(c.geom, 4547), ST_Transform(v.geom, 4547)))
            / ST_Length(ST_Transform(c.geom, 4547)) end)::float8 as metres, count(*) as segments
    from counted c join villages v on c.jurisdiction_code = v.code
        or (ST_Intersects(c.geom, v.geom) and not exists (select 1 from villages w where w.code = c.jurisdiction_code))
    group by v.code, c.class";

#[tokio::test]
async fn the_invented_county_adds_up_and_is_as_long_as_postgis_says() {
    let home = Home::postgis().await;
    let (viewer, clock) = (Viewer::local_owner(), Clock::Fixed(now()));
    fill_with_invented(&home.store, &viewer, clock, Scale::County, 1, &|_| {}).await.unwrap();
    let app = home.app().await;
    let world = app.world();
    let whole = check(&world, None);
    assert!(whole.metres.total() > 1_000_000, "{whole:?}");
    assert_eq!(world.lengths().unplaced(), Metres::default());

    let tree = world.jurisdictions().tree();
    let mut expected: HashMap<(String, String), (f64, i64)> = HashMap::new();
    for row in sqlx::query(BY_POSTGIS).fetch_all(&mut home.sql().await).await.unwrap() {
        expected.insert((row.get("code"), row.get("class")), (row.get("metres"), row.get("segments")));
    }
    let mut compared = 0;
    for unit in tree.ids().filter(|unit| tree.unit(*unit).level == Some(Level::Village)) {
        for class in RuralClass::ALL {
            let ours = world.lengths().of(unit).of(class);
            let key = (tree.unit(unit).code.to_string(), class.word().to_owned());
            let (theirs, segments) = expected.remove(&key).unwrap_or((0.0, 0));
            #[expect(clippy::cast_precision_loss, reason = "metres of a village")]
            let off = (ours as f64 - theirs).abs();
            // Each segment is rounded to the metre, and so is each share of one that crosses a border.
            #[expect(clippy::cast_precision_loss, reason = "segments of a village")]
            let allowed = segments as f64 * 1.0 + 0.01;
            assert!(off <= allowed, "{key:?}: {ours} m, PostGIS {theirs} m of {segments} segments");
            compared += usize::from(segments > 0);
        }
    }
    assert!(expected.is_empty() && compared > 400, "{compared} compared, left {expected:?}");
}
