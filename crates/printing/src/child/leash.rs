//! The child dies with its parent: the system closes the parent's end of the pipe on standard input whatever the
//! parent dies of.

use std::io::{self, ErrorKind, Read};

use rustix::process::{Signal, getpid, kill_process};

/// Waits beside the work for the end of the parent, then kills this process.
pub fn hold() -> io::Result<()> {
    let mut leash = io::stdin();
    std::thread::Builder::new().spawn(move || {
        let mut byte = [0];
        loop {
            match leash.read(&mut byte) {
                Ok(1) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => {
                    // Nobody is left to be told if this fails; the limit on processor time remains.
                    let _ = kill_process(getpid(), Signal::KILL);
                    return;
                }
            }
        }
    })?;
    Ok(())
}
