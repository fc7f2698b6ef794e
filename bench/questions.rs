//! How long a question takes in process: `LUZHANG_STORE=… cargo bench --bench questions`.

#![expect(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss, reason = "a measurement")]

use std::time::Duration;
use std::time::Instant;

use luzhang::app::App;
use luzhang::app::Clock;
use luzhang::app::Viewer;
use luzhang::geom::LonLat;
use luzhang::policy::ConditionRules;
use luzhang::queries::Access;
use luzhang::queries::AccessAnswer;
use luzhang::queries::Buses;
use luzhang::queries::LeakPlace;
use luzhang::queries::TechnicalClass;
use luzhang::queries::Utility;
use luzhang::queries::Zone;
use luzhang::queries::condition_sums::ConditionSum;
use luzhang::queries::condition_sums::condition_by_scope;
use luzhang::queries::households_within;
use luzhang::store::Location;
use luzhang::world::Changes;
use luzhang::world::Level;
use luzhang::world::Row;
use luzhang::world::Segment;
use luzhang::world::Shard;
use luzhang::world::World;
use serde_json::json;

const ASKED: usize = 20_000;

fn main() {
    let store: Location = std::env::var("LUZHANG_STORE").expect("set LUZHANG_STORE to a filled store").parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let started = Instant::now();
    let app = runtime.block_on(App::start(&store, Clock::System)).unwrap();
    println!("| measured | figure |\n|---|---|");
    println!("| store opened to world ready | {:.2} s |", started.elapsed().as_secs_f64());
    let world = app.world();
    let households = world.named("households");
    let in_order: Vec<LonLat> = households
        .rows()
        .step_by((households.len() / ASKED).max(1))
        .filter_map(|row| {
            let [lon, lat] = row.shard.lonlat(row.row);
            LonLat::new(lon, lat).ok()
        })
        .collect();
    // Leaks come anywhere: asked in the order of the tables, one question would warm the memory for the
    // next, and the more so the smaller the store.
    let places: Vec<LonLat> = (0..in_order.len()).map(|nth| in_order[nth * 7_919 % in_order.len()]).collect();
    for radius_m in [100.0, 300.0, 800.0] {
        let mut took: Vec<Duration> = Vec::with_capacity(places.len());
        let mut hits = 0;
        for at in &places {
            let started = Instant::now();
            let zone = Zone::around(*at, radius_m).unwrap();
            hits += households_within(&world, &zone).codes().len();
            took.push(started.elapsed());
        }
        took.sort();
        let at = |per_mille: usize| took[(took.len() - 1) * per_mille / 1000].as_secs_f64() * 1e6;
        println!(
            "| {radius_m} m, {} questions, {:.0} households each: p50, p99, worst | {:.1}, {:.1}, {:.1} µs |",
            places.len(),
            hits as f64 / places.len() as f64,
            at(500),
            at(990),
            at(1000)
        );
    }
    leaks(&app, &places);
    roads(&world);
    let (placed, took) = placed(&world);
    println!("| {placed} households into their villages, by place alone | {:.3} s |", took.as_secs_f64());
    for (name, took) in edits(&world) {
        println!("| one edit of {name}: next world | {:.1} ms |", took.as_secs_f64() * 1e3);
    }
}

/// A thousand leaks of gas mains anywhere: the trace alone, and all parts of an assessment with its JSON.
fn leaks(app: &App, places: &[LonLat]) {
    let view = app.seen_by(Viewer::local_owner());
    let world = app.world();
    let pipes: Vec<&str> = world.named("gas_pipes").rows().map(Row::code).collect();
    if pipes.is_empty() {
        return;
    }
    let (mut traces, mut pipe_leaks, mut place_leaks) = (Vec::new(), Vec::new(), Vec::new());
    for nth in 0..1_000 {
        let pipe = pipes[nth * 7_919 % pipes.len()];
        let started = Instant::now();
        let found = view.isolation(Utility::Gas, &LeakPlace::Pipe { code: pipe.to_owned(), at: None }, &[]);
        traces.push(started.elapsed());
        assert!(found.is_ok(), "{pipe}");
        let facts = json!({"lel_percent": 60, "controlled": false, "trend": "rapid", "wind_from_deg": 90, "wind_ms": 3, "scenario": "rupture"});
        let place = places[nth * 7 % places.len()];
        for (named, took) in [
            (json!({"hazard": "gas", "pipe": pipe}), &mut pipe_leaks),
            (json!({"hazard": "gas", "at": [place.lon(), place.lat()]}), &mut place_leaks),
        ] {
            let mut report = facts.as_object().unwrap().clone();
            report.extend(named.as_object().unwrap().clone());
            let started = Instant::now();
            let json = view.assess(&report, None).unwrap().as_json().to_string();
            took.push(started.elapsed());
            assert!(json.len() > 1_000);
        }
    }
    for (name, took) in
        [("trace of isolation", traces), ("assessment at a pipe", pipe_leaks), ("assessment at a home", place_leaks)]
    {
        let mut took = took;
        took.sort();
        let at = |per_mille: usize| took[(took.len() - 1) * per_mille / 1000].as_secs_f64() * 1e3;
        println!(
            "| {name}, {} leaks: p50, p99, worst | {:.2}, {:.2}, {:.2} ms |",
            took.len(),
            at(500),
            at(990),
            at(1000)
        );
    }
}

/// The roads of all villages, townships and hamlets, the buses of all villages, and the condition of every
/// segment for every village: each asked a second time, when the world has what it makes when first asked.
fn roads(world: &World) {
    let day = chrono::NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    let timed = |name: &str, ask: &dyn Fn() -> String| {
        let first = Instant::now();
        ask();
        let first = first.elapsed();
        let started = Instant::now();
        let said = ask();
        let took = started.elapsed();
        println!(
            "| {name}: {said} | {:.0} ms (first time {:.0} ms) |",
            took.as_secs_f64() * 1e3,
            first.as_secs_f64() * 1e3
        );
    };
    let counted = |answers: &[AccessAnswer]| {
        let of = |verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
        format!("{} met, {} not, {} unknown", of(Some(true)), of(Some(false)), of(None))
    };
    let all = |world: &World| {
        let access = Access::on(world, day);
        let each = [access.townships(TechnicalClass::Two), access.villages(4.5), access.hamlets()];
        each.map(|answers| counted(&answers)).join("; ")
    };
    timed("access of townships; villages; hamlets, recorded", &|| all(world));
    let codes = |name: &str| world.named(name).rows().map(|row| row.code().into()).collect();
    let gone =
        |name: &str| Changes { collection: world.named(name).collection(), changed: Vec::new(), gone: codes(name) };
    let without = world.edited(vec![gone("access_routes")], world.revision() + 1);
    timed("access without recorded routes", &|| all(&without));
    timed("buses of all villages", &|| {
        let answers = Buses::on(world, day).villages(2);
        let of = |verdict| answers.iter().filter(|answer| answer.reaches_seat == verdict).count();
        format!("{} reach the seat, {} not, {} unknown", of(Some(true)), of(Some(false)), of(None))
    });
    let tree = world.jurisdictions().tree();
    let scopes = tree.scopes(None, Some(Level::Village));
    timed("condition by village", &|| {
        let sums = condition_by_scope(world, day, &ConditionRules::embedded().scale(), &scopes, Segment::is_countable);
        let of = |part: fn(&ConditionSum) -> u64| sums.iter().map(part).sum::<u64>() / 1_000;
        format!("{} of {} km assessed", of(ConditionSum::assessed_m), of(ConditionSum::total_m))
    });
}

/// How many households lie in a jurisdiction, by geometry alone, on two threads.
fn placed(world: &World) -> (usize, Duration) {
    let shards: Vec<&Shard> = world.named("households").shards().collect();
    let count = |shards: &[&Shard]| {
        let rows = shards.iter().flat_map(|shard| (0..shard.len()).map(move |row| Row { shard, row }));
        let finest = rows.filter_map(|row| world.jurisdictions().finest_of_row(row));
        finest.filter(|code| code.len() == 12).count()
    };
    let started = Instant::now();
    let (first, second) = shards.split_at(shards.len() / 2);
    let placed = std::thread::scope(|scope| {
        let other = scope.spawn(|| count(second));
        count(first) + other.join().unwrap()
    });
    (placed, started.elapsed())
}

/// What one edited record of each of these collections costs: the middle of eleven.
fn edits(world: &World) -> Vec<(&'static str, Duration)> {
    let names = ["households", "bridges", "road_segments", "gas_pipes", "assignments"];
    let measure = |name: &'static str| {
        let table = world.named(name);
        let record = table.rows().nth(table.len() / 2).unwrap().record();
        let mut took: Vec<Duration> = (0..11)
            .map(|_| {
                let changes =
                    Changes { collection: table.collection(), changed: vec![record.clone()], gone: Vec::new() };
                let started = Instant::now();
                let next = world.edited(vec![changes], world.revision() + 1);
                let took = started.elapsed();
                drop(next);
                took
            })
            .collect();
        took.sort();
        (name, took[5])
    };
    names.map(measure).into()
}
