//! The processor time of this process and of the recogniser it waited for: what a page costs.

/// Ticks of a second in `/proc`, the same on every Linux (`USER_HZ`).
const TICKS_PER_SECOND: u64 = 100;

/// Processor time so far in milliseconds, ended children included; none where the system does not tell.
pub fn cpu_ms() -> Option<u32> {
    of_stat(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

/// Of a line of `/proc/<pid>/stat` (proc(5)): utime, stime, cutime and cstime, counted behind the name of the
/// program, which may hold anything.
fn of_stat(line: &str) -> Option<u32> {
    let behind = line.rsplit_once(')')?.1;
    let times: Vec<u64> = behind
        .split_whitespace()
        .skip(11)
        .take(4)
        .map_while(|word| word.parse().ok())
        .collect();
    let ticks = (times.len() == 4).then(|| times.iter().sum::<u64>())?;
    u32::try_from(ticks * 1_000 / TICKS_PER_SECOND).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_behind_whatever_the_program_is_called() {
        let line = "7 (a) b ) S 1 7 7 0 -1 4194560 1 2 3 4 150 20 3 7 20 0 1 0 99";
        assert_eq!(of_stat(line), Some(1_800));
        assert_eq!(of_stat("7 (a) S 1 7"), None);
        assert_eq!(of_stat(""), None);
    }
}
