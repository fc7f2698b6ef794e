//! Long questions are shared between threads; the answer is the one that a single thread would give.

use std::panic::resume_unwind;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

/// What `ask` says of each part, in the order of the parts. Another thread helps where one can be
/// had, and no more than one: others have questions at the same time.
pub fn spread<P: Sync, T: Send>(parts: &[P], ask: impl Fn(&P) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((nth, part)) = parts.iter().enumerate().nth(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((nth, ask(part)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let helper = thread::Builder::new().name("helper".to_owned()).spawn_scoped(scope, work).ok();
        let mut done = work();
        if let Some(helper) = helper {
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, said)| said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_in_the_order_of_the_parts() {
        let parts: Vec<usize> = (0..1_000).collect();
        let squares: Vec<usize> = parts.iter().map(|part| part * part).collect();
        assert_eq!(spread(&parts, |part| part * part), squares);
        assert!(spread(&[], |part: &u8| *part).is_empty());
    }
}
