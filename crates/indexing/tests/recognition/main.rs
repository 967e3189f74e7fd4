//! Recognition through real child processes and the real recogniser, over the scans of the project and
//! pictures made here from its papers: turned, warped, stamped.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod desk;
mod digits;
mod drawn;
mod hostile;
mod odd;
mod pages;
mod photographs;
mod stamps;
