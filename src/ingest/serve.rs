//! The process that reads files for another one.

use std::io::{self, Read, Write};

use super::{Limits, open, wire};

/// What such a process says first, so that no other program is taken for one.
pub(super) const GREETING: &[u8] = concat!("muster ", env!("CARGO_PKG_VERSION"), " reads\n").as_bytes();

/// Reads files as long as it is asked to. All that it is asked and answers goes through these two streams; no file is opened.
///
/// The process itself is put under the limits of the first request, so nothing else should run in it.
///
/// # Errors
/// One of the streams is closed in the middle, or what comes in is no request.
pub fn serve(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    to.write_all(GREETING)?;
    to.flush()?;
    let mut confined = false;
    while let Some((request, bytes)) = wire::asked(from)? {
        if !confined {
            confine(&request.limits);
            confined = true;
        }
        let opened = open(&bytes, &request.name, request.format, &request.limits);
        drop(bytes);
        wire::answer(to, &opened)?;
    }
    Ok(())
}

/// Puts this process under limits. Where the system knows none of a kind, the limits in the reading itself remain.
#[cfg(unix)]
fn confine(limits: &Limits) {
    use rlimit::Resource;

    let limit = |resource: Resource, most: u64| {
        let already = resource.get().map_or(u64::MAX, |(_, hard)| hard);
        // If the system refuses, there is nothing better to be done.
        let _ = resource.set(most.min(already), most.min(already));
    };
    limit(Resource::AS, limits.max_memory_bytes);
    // A dump of the memory would hold what stands in the file.
    limit(Resource::CORE, 0);
    // Whoever asked ends this process when its time is over. If that one is gone, the system does; a process is used for
    // no longer than this.
    limit(Resource::CPU, limits.max_seconds.saturating_mul(2).saturating_add(1));
}

#[cfg(not(unix))]
const fn confine(_limits: &Limits) {}
