//! Road chiefs in the eyes of a viewer, today or on another day.

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::Viewer;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::queries;
use crate::queries::chiefs;
use crate::queries::chiefs::Area;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::chiefs::SegmentStretch;
use crate::queries::chiefs::Subject;
use crate::queries::post_sheet::post_sheet;
use crate::queries::roads::Located;
use crate::reports::chief_sheets;
use crate::world::Level;
use crate::world::Post;

impl App {
    /// A view on a day, of the roads as they were then; today's without one, and from today on of the roads
    /// as they are.
    pub async fn view_dated(&self, viewer: Viewer, on: Option<NaiveDate>) -> Result<View, Refusal> {
        match on {
            None => Ok(self.seen_by(viewer)),
            Some(day) => Ok(self.view_on(viewer, day).await?.dated(day)),
        }
    }
}

impl View {
    /// The day on which what is dated is judged.
    pub fn day(&self) -> NaiveDate {
        self.today()
    }

    /// The nearest road and the jurisdictions of a place, and the posts that answer for it on the day.
    pub fn located(&self, at: LonLat) -> Result<(Located<'_>, Vec<&Post>), Refusal> {
        self.viewer().may_see_roads()?;
        let located = queries::located(self.world(), at);
        let posts = chiefs::chiefs_at(self.world(), &located, self.today());
        Ok((located, posts))
    }

    /// The posts of a jurisdiction and all below it, or of everywhere, in the order of their codes.
    pub fn posts(&self, jurisdiction: Option<&str>) -> Result<impl Iterator<Item = &Post>, Refusal> {
        self.viewer().may_see_roads()?;
        self.check_jurisdiction(jurisdiction)?;
        Ok(chiefs::posts_of(self.world(), jurisdiction))
    }

    /// A post, and what it answers for on the day.
    pub fn post(&self, code: &str) -> Result<(&Post, Vec<SegmentStretch<'_>>), Refusal> {
        let roads = self.roads_of(code, None)?;
        let post = self.world().chiefs().post(code).ok_or_else(|| NoSuchPost(code.to_owned()))?;
        Ok((post, roads))
    }

    /// Whether an office is held on the day; `None` when no term was ever recorded.
    pub fn is_filled(&self, post: &Post) -> Option<bool> {
        post.is_filled_on(self.today())
    }

    /// Whether the level of a post manages roads of a class.
    pub fn is_managing(&self, post: &Post, class: Option<&str>) -> bool {
        let levels = class.map(chiefs::managing_levels).unwrap_or_default();
        post.level.as_deref().is_some_and(|level| levels.contains(&level))
    }

    /// What a post answers for on the day, in a jurisdiction or everywhere.
    pub fn roads_of(&self, post: &str, jurisdiction: Option<&str>) -> Result<Vec<SegmentStretch<'_>>, Refusal> {
        Ok(chiefs::roads_of_in(self.world(), post, self.today(), &self.area(jurisdiction)?)?)
    }

    /// Stretches without a route post at the managing level on the day.
    pub fn unassigned(&self, jurisdiction: Option<&str>) -> Result<Vec<SegmentStretch<'_>>, Refusal> {
        Ok(chiefs::unassigned_in(self.world(), self.today(), &self.area(jurisdiction)?))
    }

    /// Stretches for which two or more route posts of one level answer on the day.
    pub fn overlaps(&self, jurisdiction: Option<&str>) -> Result<Vec<SegmentStretch<'_>>, Refusal> {
        Ok(chiefs::overlaps_in(self.world(), self.today(), &self.area(jurisdiction)?))
    }

    /// To what an answer about roads is cut.
    fn area(&self, jurisdiction: Option<&str>) -> Result<Area, Refusal> {
        self.viewer().may_see_roads()?;
        self.check_jurisdiction(jurisdiction)?;
        Ok(jurisdiction.map_or_else(Area::everywhere, |code| Area::jurisdiction(self.world(), code)))
    }

    /// Lengths with and without a route post, of a jurisdiction, of those of a level below it, or of the
    /// roots and the bodies.
    pub fn chief_coverage(&self, jurisdiction: Option<&str>, level: Option<Level>) -> Result<Json, Refusal> {
        self.viewer().may_see_roads()?;
        self.check_jurisdiction(jurisdiction)?;
        let tree = self.world().jurisdictions().tree();
        let scopes = tree.scopes(jurisdiction.and_then(|code| tree.find(code)), level);
        let rows = chiefs::chief_coverage(self.world(), self.today(), &scopes);
        Ok(chief_sheets::coverage(self.world(), &rows, self.today()))
    }

    /// Who answers for a place, a segment or a bridge on the day, with who manages marked.
    pub fn answering(&self, subject: &Subject) -> Result<Json, Refusal> {
        self.viewer().may_see_roads()?;
        let found = chiefs::answering(self.world(), subject, self.today())?;
        Ok(chief_sheets::answering(self.world(), &found, self.today()))
    }

    /// The terms of a post, with the times without a holder, and its assignments.
    pub fn post_history(&self, code: &str) -> Result<Json, Refusal> {
        self.viewer().may_see_roads()?;
        Ok(chief_sheets::post_history(self.world(), &chiefs::post_history(self.world(), code)?, self.today()))
    }

    /// Which route posts held a road or a stretch of it and when; with a day, on that day alone.
    pub fn stretch_history(
        &self,
        road: &str,
        stretch: Option<Stretch>,
        on: Option<NaiveDate>,
    ) -> Result<Json, Refusal> {
        self.viewer().may_see_roads()?;
        let rows = chiefs::stretch_history(self.world(), road, stretch)?;
        Ok(chief_sheets::stretch_history(self.world(), road, &rows, on))
    }

    /// All that a post has to look after on the day.
    pub fn post_sheet(&self, code: &str) -> Result<Json, Refusal> {
        self.viewer().may_see_roads()?;
        let (patrol, condition) = (&self.book().patrol, &self.book().condition);
        let sheet = post_sheet(self.world(), code, self.today(), patrol.days(), &condition.scale())?;
        Ok(chief_sheets::post_sheet(self.world(), &sheet, patrol, condition))
    }
}
