//! Reads files in processes of their own, so that one which takes all memory, never ends or crashes its reader costs itself
//! and nothing more.
//!
//! A process reads file after file. One that died is replaced, and the file it died of is tried once more by a new process:
//! what becomes of a file does not depend on those that were read before it.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::budget::size;
use super::serve::GREETING;
use super::wire::{self, Request};
use super::{Limits, Opened, SERVE};
use crate::domain::Unreadable;

/// After a file of more bytes a process has done its work: what large files leave behind is not kept.
const LARGE: usize = 1 << 20;
/// So is it after a file that took longer than this.
const LONG: Duration = Duration::from_secs(1);
/// How long a process that has closed its output may take to end.
const LAST_BREATH: Duration = Duration::from_secs(2);

/// Processes that read files. They end with it.
#[derive(Debug)]
pub(super) struct Workers {
    program: PathBuf,
    idle: Mutex<Vec<Worker>>,
}

impl Workers {
    /// The program is muster itself.
    pub(super) const fn new(program: PathBuf) -> Self {
        Self { program, idle: Mutex::new(Vec::new()) }
    }

    /// Has a file read; `None` if no process can be started.
    pub(super) fn read(&self, request: &Request, bytes: &[u8]) -> Option<Opened> {
        let used = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(worker) = used {
            match self.have_read(worker, request, bytes) {
                Ok(opened) => return Some(opened),
                Err(Failure::Died(why @ Unreadable::TooSlow { .. })) => return Some(refused(request, why)),
                Err(Failure::Died(_) | Failure::NoWorker) => {}
            }
        }
        match self.have_read(Worker::start(&self.program).ok()?, request, bytes) {
            Ok(opened) => Some(opened),
            Err(Failure::Died(why)) => Some(refused(request, why)),
            Err(Failure::NoWorker) => None,
        }
    }

    fn have_read(&self, mut worker: Worker, request: &Request, bytes: &[u8]) -> Result<Opened, Failure> {
        let began = Instant::now();
        let opened = worker.read(request, bytes)?;
        let took = began.elapsed();
        worker.spent += took;
        if bytes.len() <= LARGE && took <= LONG && worker.spent.as_secs() < request.limits.max_seconds {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        Ok(opened)
    }
}

/// Why there is no answer.
enum Failure {
    /// The process that was to read the file did not begin, or is no such process.
    NoWorker,
    /// It died of the file.
    Died(Unreadable),
}

fn refused(request: &Request, why: Unreadable) -> Opened {
    Opened { format: request.format, cautions: Vec::new(), sheets: Err(why) }
}

/// One process.
#[derive(Debug)]
struct Worker {
    child: Child,
    ask: ChildStdin,
    answers: ChildStdout,
    greeted: bool,
    /// How long it has been at work.
    spent: Duration,
}

impl Worker {
    fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Its last words tell what it died of. They are not shown.
            .stderr(Stdio::piped())
            .env("RUST_BACKTRACE", "0")
            .spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answers)) => Ok(Self { child, ask, answers, greeted: false, spent: Duration::ZERO }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn read(&mut self, request: &Request, bytes: &[u8]) -> Result<Opened, Failure> {
        let Self { child, ask, answers, greeted, .. } = self;
        let limit = Duration::from_secs(request.limits.max_seconds);
        let (done, waiting) = mpsc::channel::<()>();
        let mut talk = || {
            if !*greeted {
                let mut greeting = [0; GREETING.len()];
                answers.read_exact(&mut greeting).ok().filter(|()| greeting == GREETING)?;
                *greeted = true;
            }
            // If it does not listen to the end, its answer says why or is missing.
            let _ = wire::ask(ask, request, bytes);
            wire::answered(answers, &request.limits).ok()
        };
        let (answer, late) = thread::scope(|scope| {
            let timer = thread::Builder::new().spawn_scoped(scope, move || {
                let late = waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
                if late {
                    // It may have ended by itself just now.
                    let _ = child.kill();
                }
                late
            });
            // Without a timer nothing is begun.
            let Ok(timer) = timer else { return (None, None) };
            let answer = talk();
            drop(done);
            (answer, timer.join().ok())
        });
        match (answer, late) {
            (Some(opened), _) => Ok(opened),
            (None, Some(true)) => Err(Failure::Died(Unreadable::TooSlow { seconds: request.limits.max_seconds })),
            (None, None) => Err(Failure::NoWorker),
            (None, _) if !self.greeted => Err(Failure::NoWorker),
            (None, _) => Err(Failure::Died(self.cause_of_death(&request.limits))),
        }
    }

    fn cause_of_death(&mut self, limits: &Limits) -> Unreadable {
        let status = self.end();
        let mut words = Vec::new();
        if let Some(stderr) = self.child.stderr.take() {
            // What cannot be read says nothing.
            let _ = stderr.take(4096).read_to_end(&mut words);
        }
        let words = String::from_utf8_lossy(&words);
        let signal = status.and_then(signal);
        if words.contains("memory allocation of") || signal == Some(KILLED) {
            Unreadable::TooMuchMemory { limit: size(limits.max_memory_bytes) }
        } else if signal == Some(OUT_OF_TIME) {
            Unreadable::TooSlow { seconds: limits.max_seconds }
        } else {
            Unreadable::Crashed
        }
    }

    /// Waits for the process to end, and ends it if it does not by itself.
    fn end(&mut self) -> Option<ExitStatus> {
        let began = Instant::now();
        while began.elapsed() < LAST_BREATH {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) => thread::sleep(Duration::from_millis(5)),
                Err(_) => break,
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        None
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It holds nothing that could be lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The signal by which a system ends a process that takes what others need.
const KILLED: i32 = 9;
/// The signal by which a system ends a process whose time is used up.
const OUT_OF_TIME: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
const fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
