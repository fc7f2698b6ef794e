use crate::domain::Collection;
use crate::domain::Record;
pub enum Scale {
    County,
}
pub struct Batch {
    pub collection: &'static Collection,
    pub records: Vec<Record>,
}
pub fn batches(_scale: Scale, _seed: u64) -> impl Iterator<Item = Batch> {
    std::iter::empty()
}
