//! `luzhang chief`: posts, the roads of one, what is left without one.

use std::fmt::Write;

use serde_json::json;

use crate::app::View;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::queries::chiefs::SegmentStretch;
use crate::world::Post;

/// Road chiefs: all posts, those of a jurisdiction, the roads of one, or what has none
#[derive(clap::Args)]
pub struct Chief {
    #[command(flatten)]
    store: StoreArgs,
    /// The roads of this post
    #[arg(long, conflicts_with = "unassigned")]
    post: Option<String>,
    /// A jurisdiction and all below it
    #[arg(long)]
    jurisdiction: Option<String>,
    /// Stretches without a route post at the managing level
    #[arg(long)]
    unassigned: bool,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

impl Chief {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let view = self.store.view().await?;
        let within = self.jurisdiction.as_deref();
        let text = match &self.post {
            Some(post) => stretches(&view.roads_of(post, within)?, self.format),
            None if self.unassigned => stretches(&view.unassigned(within)?, self.format),
            None => listed(&view, &view.posts(within)?.collect::<Vec<_>>(), self.format),
        };
        say(&text)?;
        Ok(Outcome::Done)
    }
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
