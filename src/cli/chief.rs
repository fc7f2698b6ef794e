//! `luzhang chief`: posts, the roads of one, its sheet and history, what is left without one, where two
//! overlap, coverage by length, who answers.

use std::fmt::Write;

use anyhow::Context;
use anyhow::bail;
use chrono::NaiveDate;
use serde_json::Value;
use serde_json::json;

use crate::app::View;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::cli::told;
use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::queries::chiefs::SegmentStretch;
use crate::queries::chiefs::Subject;
use crate::world::Level;
use crate::world::Post;

/// Road chiefs: all posts, those of a jurisdiction, the roads of one, or what has none
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("question").args(["unassigned", "overlaps", "coverage", "answering", "road"]))]
pub struct Chief {
    #[command(flatten)]
    store: StoreArgs,
    /// The roads of this post
    #[arg(long, conflicts_with = "question")]
    post: Option<String>,
    /// All that the post has to look after: stretches, bridges, hazards, violations, what is due
    #[arg(long, requires = "post", conflicts_with_all = ["history", "jurisdiction"])]
    sheet: bool,
    /// A jurisdiction and all below it
    #[arg(long)]
    jurisdiction: Option<String>,
    /// Stretches without a route post at the managing level
    #[arg(long)]
    unassigned: bool,
    /// Stretches for which two route posts of one level answer
    #[arg(long)]
    overlaps: bool,
    /// Lengths with and without a route post: of a jurisdiction, of those of a level, or of the bodies
    #[arg(long)]
    coverage: bool,
    /// Coverage of the jurisdictions of this level
    #[arg(long, requires = "coverage", value_parser = ["city", "county", "township", "village"])]
    level: Option<String>,
    /// Who answers for LON,LAT, segment=CODE or bridge=CODE
    #[arg(long, value_name = "SUBJECT", allow_hyphen_values = true, conflicts_with = "jurisdiction")]
    answering: Option<String>,
    /// Who held the post, or the road, and when; with --on, on that day
    #[arg(long, conflicts_with = "jurisdiction")]
    history: bool,
    /// The road whose history is asked for
    #[arg(long, requires = "history", value_name = "CODE")]
    road: Option<String>,
    /// Where the stretch of the road begins, as K12+345
    #[arg(long, requires_all = ["road", "to"], value_name = "CHAINAGE")]
    from: Option<Chainage>,
    /// Where the stretch ends
    #[arg(long, requires_all = ["road", "from"], value_name = "CHAINAGE")]
    to: Option<Chainage>,
    /// As on this day, as 2024-05-01: terms and assignments in force, roads as they were
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

impl Chief {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let text = if self.history { self.history().await? } else { self.answer().await? };
        say(&text)?;
        Ok(Outcome::Done)
    }

    async fn answer(&self) -> anyhow::Result<String> {
        let subject = self.answering.as_deref().map(subject).transpose()?;
        let view = self.store.view_dated(self.on).await?;
        let within = self.jurisdiction.as_deref();
        Ok(match (&self.post, subject) {
            (Some(post), _) if self.sheet => self.told(&view.post_sheet(post)?),
            (Some(post), _) => stretches(&view.roads_of(post, within)?, self.format),
            (None, Some(subject)) => self.told(&view.answering(&subject)?),
            (None, None) if self.unassigned => stretches(&view.unassigned(within)?, self.format),
            (None, None) if self.overlaps => stretches(&view.overlaps(within)?, self.format),
            (None, None) if self.coverage => {
                self.told(&view.chief_coverage(within, self.level.as_deref().and_then(Level::read))?)
            }
            (None, None) => listed(&view, &view.posts(within)?.collect::<Vec<_>>(), self.format),
        })
    }

    async fn history(&self) -> anyhow::Result<String> {
        let stretch = match self.from.zip(self.to) {
            Some((from, to)) => Some(
                Stretch::new(from, to)
                    .with_context(|| format!("{to} is not beyond {from}; give --from before --to"))?,
            ),
            None => None,
        };
        match (&self.post, &self.road) {
            (Some(post), _) => Ok(self.told(&self.store.view_dated(self.on).await?.post_history(post)?)),
            // Histories are told of the roads as they are.
            (None, Some(road)) => Ok(self.told(&self.store.view().await?.stretch_history(road, stretch, self.on)?)),
            (None, None) => bail!("--history of what? Give --post CODE or --road CODE"),
        }
    }

    fn told(&self, answer: &Value) -> String {
        if self.format == Format::Json { format!("{answer}\n") } else { told::table(answer) }
    }
}

fn subject(text: &str) -> anyhow::Result<Subject> {
    if let Some(code) = text.strip_prefix("segment=") {
        return Ok(Subject::Segment(code.to_owned()));
    }
    if let Some(code) = text.strip_prefix("bridge=") {
        return Ok(Subject::Bridge(code.to_owned()));
    }
    let place = text.split_once(',').and_then(|(lon, lat)| Some((lon.trim().parse().ok()?, lat.trim().parse().ok()?)));
    let (lon, lat) = place.with_context(|| format!("`{text}` is not LON,LAT, segment=CODE or bridge=CODE"))?;
    Ok(Subject::Place(LonLat::new(lon, lat)?))
}

fn stretches(rows: &[SegmentStretch<'_>], format: Format) -> String {
    let ends =
        |row: &SegmentStretch<'_>| row.stretch.map(|stretch| (stretch.from().to_string(), stretch.to().to_string()));
    // The sum of nothing is -0.0.
    let km = |metres: f64| format!("{:.3}", metres / 1000.0 + 0.0);
    let total = km(rows.iter().map(|row| row.length_m).sum());
    if format == Format::Json {
        let view = |row: &SegmentStretch<'_>| {
            let (from, to) = ends(row).unzip();
            json!({"segment": row.segment.code, "road": row.segment.road, "from": from, "to": to,
                "length_km": km(row.length_m), "posts": row.posts})
        };
        return format!("{}\n", json!({"rows": rows.iter().map(view).collect::<Vec<_>>(), "length_km": total}));
    }
    let mut text = String::new();
    for row in rows {
        let (from, to) = ends(row).unwrap_or_else(|| ("?".to_owned(), "?".to_owned()));
        let road = row.segment.road.as_deref().unwrap_or("?");
        let _ = writeln!(text, "{road}\t{from}\t{to}\t{} km\t{}", km(row.length_m), row.segment.code);
    }
    let _ = writeln!(text, "{} stretches, {total} km", rows.len());
    text
}

fn listed(view: &View, posts: &[&Post], format: Format) -> String {
    if format == Format::Json {
        let told = |post: &&Post| {
            json!({"code": post.code, "level": post.level, "kind": post.kind, "jurisdiction": post.jurisdiction,
                "office": post.office, "filled": view.is_filled(post)})
        };
        return format!("{}\n", json!({"posts": posts.iter().map(told).collect::<Vec<_>>()}));
    }
    let filled = |post: &Post| match view.is_filled(post) {
        Some(true) => "filled",
        Some(false) => "vacant",
        None => "not recorded",
    };
    let line = |post: &&Post| {
        let word = |text: &Option<Box<str>>| text.as_deref().unwrap_or("?").to_owned();
        let place = post.jurisdiction.as_deref().and_then(|code| view.jurisdiction_name(code)).unwrap_or("?");
        format!(
            "{}\t{}\t{}\t{place}\t{}\t{}\n",
            post.code,
            word(&post.level),
            word(&post.kind),
            word(&post.office),
            filled(post)
        )
    };
    posts.iter().map(line).collect()
}
