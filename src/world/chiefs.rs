//! Road chiefs' posts by code, their terms, and what is assigned on each road.

use std::collections::BTreeMap;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::geom::Stretch;
use crate::world::table::Row;
use crate::world::table::Table;

/// An office. No person is named.
#[derive(Debug)]
pub struct Post {
    pub code: Box<str>,
    pub level: Option<Box<str>>,
    pub kind: Option<Box<str>>,
    pub jurisdiction: Option<Box<str>>,
    pub office: Option<Box<str>>,
    terms: Vec<Term>,
}

/// Days from which and to which something is in force; both belong to it, and a missing one is
/// open.
#[derive(Clone, Copy, Debug)]
struct Term {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Term {
    fn of(row: Row) -> Self {
        Self { from: row.value("from_on").as_date(), to: row.value("to_on").as_date() }
    }

    fn holds_on(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A stretch of a road that a route post answers for.
#[derive(Debug)]
pub struct Assignment {
    pub code: Box<str>,
    pub post: Box<str>,
    pub road: Box<str>,
    /// `None` is all of the road.
    pub stretch: Option<Stretch>,
    term: Term,
}

impl Assignment {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.term.holds_on(day)
    }
}

impl Post {
    /// Whether somebody holds the office; `None` when no term was ever recorded.
    pub fn is_filled_on(&self, day: NaiveDate) -> Option<bool> {
        (!self.terms.is_empty()).then(|| self.terms.iter().any(|term| term.holds_on(day)))
    }

    pub fn is_general(&self) -> bool {
        self.kind.as_deref() == Some("general")
    }
}

/// All posts and assignments.
#[derive(Debug, Default)]
pub struct Chiefs {
    posts: BTreeMap<Box<str>, Post>,
    by_road: HashMap<Box<str>, Vec<Assignment>>,
}

impl Chiefs {
    pub(super) fn new(posts: &Table, appointments: &Table, assignments: &Table) -> Self {
        let mut terms: HashMap<Box<str>, Vec<Term>> = HashMap::new();
        for row in appointments.rows() {
            if let Some(post) = row.text("post_code") {
                terms.entry(post.into()).or_default().push(Term::of(row));
            }
        }
        let post = |row: Row| {
            let text = |field| row.text(field).map(Box::from);
            let post = Post {
                code: row.code().into(),
                level: text("level"),
                kind: text("kind"),
                jurisdiction: text("jurisdiction_code"),
                office: text("office"),
                terms: terms.remove(row.code()).unwrap_or_default(),
            };
            (post.code.clone(), post)
        };
        let posts = posts.rows().map(post).collect();
        let mut by_road: HashMap<Box<str>, Vec<Assignment>> = HashMap::new();
        for row in assignments.in_code_order(None) {
            let (Some(post), Some(road)) = (row.text("post_code"), row.text("road_code")) else { continue };
            let ends = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
            let stretch = match ends {
                (None, None) => None,
                (Some(from), Some(to)) if from < to => Stretch::new(from, to),
                // Nobody can say what such an assignment covers; `luzhang check` lists it.
                _ => continue,
            };
            by_road.entry(road.into()).or_default().push(Assignment {
                code: row.code().into(),
                post: post.into(),
                road: road.into(),
                stretch,
                term: Term::of(row),
            });
        }
        Self { posts, by_road }
    }

    pub fn post(&self, code: &str) -> Option<&Post> {
        self.posts.get(code)
    }

    /// In the order of their codes.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.values()
    }

    /// What is assigned on a road to route posts, with the post, on a day; in the order of the
    /// assignments' codes. A post whose kind is unknown covers nothing that could be shown.
    pub fn on_road<'a>(&'a self, road: &str, day: NaiveDate) -> impl Iterator<Item = (&'a Assignment, &'a Post)> {
        let assignments = self.by_road.get(road).into_iter().flatten();
        assignments
            .filter(move |assignment| assignment.holds_on(day))
            .filter_map(|assignment| Some((assignment, self.post(&assignment.post)?)))
            .filter(|(_, post)| post.kind.as_deref() == Some("route"))
    }
}
