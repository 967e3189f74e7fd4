//! The child dies with its parent, also when that is killed with -9 and can end nothing itself.
//!
//! The system closes the parent's end of the pipe on standard input whatever the parent dies of. The signal
//! that Linux offers for this is sent when the *thread* dies that started the child, which threads of a
//! runtime do at any time, and it would spare the converter that the child has started.

use std::io::{self, ErrorKind, Read};

use rustix::process::{Signal, getpid, kill_process, kill_process_group};

/// Waits beside the work for the end of the parent, then kills this process and what it has started.
pub fn hold() -> io::Result<()> {
    let mut leash = io::stdin();
    std::thread::Builder::new().spawn(move || {
        let mut byte = [0];
        loop {
            match leash.read(&mut byte) {
                Ok(1) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => return die(),
            }
        }
    })?;
    Ok(())
}

/// The parent gave the child a process group of its own; started by hand it may be in somebody else's.
fn die() {
    let me = getpid();
    if kill_process_group(me, Signal::KILL).is_err() {
        // Nobody is left to be told if this fails too; the limit on processor time remains.
        let _ = kill_process(me, Signal::KILL);
    }
}
