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
    /// In the order of their first days, those without one before.
    appointments: Vec<Appointment>,
}

/// Somebody held the office.
#[derive(Clone, Debug)]
pub struct Appointment {
    pub code: Box<str>,
    pub term: Term,
}

/// Days from which and to which something is in force; both belong to it, and a missing one is
/// open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Term {
    fn of(row: Row) -> Self {
        Self { from: row.value("from_on").as_date(), to: row.value("to_on").as_date() }
    }

    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What a route post answers for on a road.
#[derive(Debug)]
pub struct Assignment {
    pub code: Box<str>,
    pub post: Box<str>,
    pub road: Box<str>,
    pub reach: Reach,
    pub term: Term,
}

/// How much of its road an assignment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Road,
    Stretch(Stretch),
    /// One end is not recorded, or the ends are in no order: some of the road, and nobody can say which.
    /// `luzhang check` lists it.
    Unknown,
}

impl Reach {
    /// What of a stretch of the road is covered for certain.
    pub fn within(self, whole: Stretch) -> Option<Stretch> {
        match self {
            Self::Road => Some(whole),
            Self::Stretch(stretch) => stretch.shared_with(whole),
            Self::Unknown => None,
        }
    }
}

impl Assignment {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.term.holds_on(day)
    }

    fn of(row: Row) -> Option<Self> {
        let (post, road) = (row.text("post_code")?, row.text("road_code")?);
        let ends = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
        let reach = match ends {
            (None, None) => Reach::Road,
            (Some(from), Some(to)) => Stretch::new(from, to).map_or(Reach::Unknown, Reach::Stretch),
            _ => Reach::Unknown,
        };
        Some(Self { code: row.code().into(), post: post.into(), road: road.into(), reach, term: Term::of(row) })
    }
}

impl Post {
    /// Whether somebody holds the office; `None` when no term was ever recorded.
    pub fn is_filled_on(&self, day: NaiveDate) -> Option<bool> {
        (!self.appointments.is_empty()).then(|| self.appointments.iter().any(|held| held.term.holds_on(day)))
    }

    pub fn is_general(&self) -> bool {
        self.kind.as_deref() == Some("general")
    }

    pub fn is_route(&self) -> bool {
        self.kind.as_deref() == Some("route")
    }

    /// In the order of their first days, those without one before.
    pub fn appointments(&self) -> &[Appointment] {
        &self.appointments
    }
}

/// Places in the list of assignments.
type Places = HashMap<Box<str>, Vec<usize>>;

/// All posts and assignments.
#[derive(Debug, Default)]
pub struct Chiefs {
    posts: BTreeMap<Box<str>, Post>,
    /// In the order of their codes.
    assignments: Vec<Assignment>,
    by_road: Places,
    by_post: Places,
}

impl Chiefs {
    pub(super) fn new(posts: &Table, appointments: &Table, assignments: &Table) -> Self {
        let mut terms: HashMap<Box<str>, Vec<Appointment>> = HashMap::new();
        for row in appointments.in_code_order(None) {
            if let Some(post) = row.text("post_code") {
                let held = Appointment { code: row.code().into(), term: Term::of(row) };
                terms.entry(post.into()).or_default().push(held);
            }
        }
        for held in terms.values_mut() {
            held.sort_by_key(|held| held.term);
        }
        let post = |row: Row| {
            let text = |field| row.text(field).map(Box::from);
            let post = Post {
                code: row.code().into(),
                level: text("level"),
                kind: text("kind"),
                jurisdiction: text("jurisdiction_code"),
                office: text("office"),
                appointments: terms.remove(row.code()).unwrap_or_default(),
            };
            (post.code.clone(), post)
        };
        let posts = posts.rows().map(post).collect();
        let assignments: Vec<Assignment> = assignments.in_code_order(None).filter_map(Assignment::of).collect();
        let (mut by_road, mut by_post) = (Places::new(), Places::new());
        for (nth, assignment) in assignments.iter().enumerate() {
            by_road.entry(assignment.road.clone()).or_default().push(nth);
            by_post.entry(assignment.post.clone()).or_default().push(nth);
        }
        Self { posts, assignments, by_road, by_post }
    }

    pub fn post(&self, code: &str) -> Option<&Post> {
        self.posts.get(code)
    }

    /// In the order of their codes.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.values()
    }

    /// All that was ever assigned on a road, in the order of the assignments' codes.
    pub fn ever_on_road(&self, road: &str) -> impl Iterator<Item = &Assignment> {
        self.by_road.get(road).into_iter().flatten().map(|nth| &self.assignments[*nth])
    }

    /// All that was ever assigned to a post, in the order of the assignments' codes.
    pub fn ever_to_post(&self, post: &str) -> impl Iterator<Item = &Assignment> {
        self.by_post.get(post).into_iter().flatten().map(|nth| &self.assignments[*nth])
    }

    /// What is assigned on a road to route posts, with the post, on a day; in the order of the
    /// assignments' codes. What nobody can say the reach of covers nothing that could be shown, and
    /// neither does a post whose kind is unknown.
    pub fn on_road<'a>(&'a self, road: &str, day: NaiveDate) -> impl Iterator<Item = (&'a Assignment, &'a Post)> {
        self.ever_on_road(road)
            .filter(move |assignment| assignment.holds_on(day) && assignment.reach != Reach::Unknown)
            .filter_map(|assignment| Some((assignment, self.post(&assignment.post)?)))
            .filter(|(_, post)| post.is_route())
    }
}
